"""What a report is asked to be: of what, in which form, with how many pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import ExecutionId

Format = Literal["html", "pdf", "xlsx"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "xlsx")
MOST_PICTURES = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionScope:
    """One run: all that came of it, with the states of its findings."""

    execution_id: ExecutionId


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsScope:
    """The findings of the project that `wanted` names. `title`: of the cover, such as a filter's name."""

    wanted: FindingFilter = field(default_factory=FindingFilter)
    title: str = ""


Scope = ExecutionScope | FindingsScope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """`template`: a folder whose files go over the built-in ones; None: the project's and the person's own.

    `pictures`: at most so many of findings in 3D, 0 for none (a workbook has none). `author`: '' for who sits
    at this machine.
    """

    pictures: int = 12
    template: Path | None = None
    author: str = ""


def format_of(path: Path) -> Format | None:
    """The form that a file's suffix names; None for others."""
    suffix = path.suffix.lower().removeprefix(".")
    return next((one for one in FORMATS if one == suffix), None)
