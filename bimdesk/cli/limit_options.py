"""The options of `bimdesk run` that set the limits of one execution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter, validators

from bimdesk.domain.limits import FIELDS


def _limit(name: str) -> validators.Number:
    field = FIELDS[name]
    return validators.Number(gte=field.least, lte=field.most)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class LimitOptions:
    """What is left out is what the script, the project or the settings say.

    Parameters
    ----------
    timeout
        Seconds of wall clock.
    memory
        Megabytes of memory.
    cpu
        Seconds of processor time, all cores added up.
    output_mb
        Megabytes of files.
    files
        Number of files.
    log_kb
        Kilobytes of the log that are kept.
    """

    timeout: Annotated[float | None, Parameter(validator=_limit("wall_s"))] = None
    memory: Annotated[int | None, Parameter(validator=_limit("memory_mb"))] = None
    cpu: Annotated[float | None, Parameter(validator=_limit("cpu_s"))] = None
    output_mb: Annotated[int | None, Parameter(validator=_limit("output_mb"))] = None
    files: Annotated[int | None, Parameter(validator=_limit("files"))] = None
    log_kb: Annotated[int | None, Parameter(validator=_limit("log_kb"))] = None

    def by_field(self) -> dict[str, float]:
        """Those that were given, by the fields of domain.limits.Limits."""
        values = {
            "wall_s": self.timeout,
            "memory_mb": self.memory,
            "cpu_s": self.cpu,
            "output_mb": self.output_mb,
            "files": self.files,
            "log_kb": self.log_kb,
        }
        return {name: value for name, value in values.items() if value is not None}
