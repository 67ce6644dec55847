"""Which files a script may read beside its model: those that a person chose in the form for this run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_FORMATS = ("file", "path", "folder", "directory")


def chosen_files(schema: Mapping[str, Any], values: Mapping[str, Any]) -> list[Path]:
    """Existing files and folders named by file parameters that are read.

    A value that stands in the script itself as the default grants nothing: else a script could name what
    it wants to read.
    """
    return list(dict.fromkeys(_chosen(schema, values)))


def _chosen(schema: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Path]:
    properties = schema.get("properties", {})
    for name, value in values.items():
        inner = properties.get(name, {})
        if isinstance(value, Mapping):
            yield from _chosen(inner, value)
        elif value != inner.get("default"):
            yield from _paths(inner, value)


def _paths(inner: Mapping[str, Any], value: Any) -> Iterator[Path]:
    if isinstance(value, list):
        for one in value:
            if one not in (inner.get("default") or []):
                yield from _paths(inner.get("items", {}), one)
        return
    is_file = inner.get("format") in _FORMATS or inner.get("x-bim") == "ids-file"
    if is_file and isinstance(value, str) and value and not inner.get("x-save"):
        path = Path(value)
        if path.is_absolute() and path.exists():
            yield path.resolve()
