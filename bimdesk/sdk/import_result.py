"""What a script in an import hook knows of the import: `import_result`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How an import ended. `status`: "success" or "failed"; `path`: the file; `error`: '' or one sentence.

    `warnings`: what is broken inside the file, a sentence each. Its fields can be had as keys too.
    """

    status: str = "success"
    path: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is no model: `entities` is empty then."""
        return bool(self.error) or self.status != "success"

    def __getitem__(self, name: str) -> Any:
        if name not in self.__slots__:
            raise KeyError(name)
        return getattr(self, name)

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self.__slots__ else default


def make_import_result(value: Mapping[str, Any] | ImportResult | None) -> ImportResult | None:
    """From the mapping that a job carries; unknown keys are left out. None outside an import hook."""
    if value is None or isinstance(value, ImportResult):
        return value
    error = str(value.get("error") or "")
    return ImportResult(
        status=str(value.get("status") or ("failed" if error else "success")),
        path=str(value.get("path") or ""),
        error=error,
        warnings=tuple(str(warning) for warning in value.get("warnings") or ()),
    )
