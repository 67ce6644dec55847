"""The history as it is asked for: which executions, in which order, and what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bimdesk.domain.execution import StartedBy, Status
from bimdesk.domain.ids import ScriptKey, VersionId

OrderName = Literal["start", "status", "script", "model", "started_by", "result", "time", "name"]
FacetName = Literal["status", "script", "model", "version", "started_by", "argument", "label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionFilter:
    """Which executions are wanted; what is empty does not matter.

    `text`: words, each of which is in script, model, sentence, name or arguments, or begins a word of the
    log. `scripts`: keys; `loose_scripts`: names of scripts that were run by their path. `since`, `before`:
    when it was asked for, `before` not included. `arguments`: (name, value as JSON or plain text), each.
    """

    text: str = ""
    statuses: frozenset[Status] = frozenset()
    scripts: frozenset[ScriptKey] = frozenset()
    loose_scripts: frozenset[str] = frozenset()
    version_ids: frozenset[VersionId] = frozenset()
    started_by: frozenset[StartedBy] = frozenset()
    since: datetime | None = None
    before: datetime | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    labels: frozenset[str] = frozenset()
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A value that executions have, for a menu. `key`: what a filter takes; `label`: for people."""

    key: str
    label: str
    count: int
