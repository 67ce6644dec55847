"""What happened in a project, as people tell it: imports, executions, scripts, decisions about findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple


class ActivityKind(StrEnum):
    """What it is about; the filter of the feed."""

    IMPORT = "import"
    EXECUTION = "execution"
    FINDING = "finding"
    SCRIPT = "script"
    PROJECT = "project"


class Place(NamedTuple):
    """Where an entry stands in the feed: no two have the same one, and a later one is greater."""

    at: datetime
    source: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One entry. `subject`: what it opens: an execution's id, a version's id, a script's key, or ''.

    `title`: what it is about; `text`: what happened to it. `author`: '' where nobody knows, or nobody did it.
    """

    place: Place
    kind: ActivityKind
    subject: str
    title: str
    text: str
    author: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.place.at
