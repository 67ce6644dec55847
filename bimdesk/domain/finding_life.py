"""Findings that live on: what became of them over executions and model versions, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from bimdesk.domain.execution import Status
from bimdesk.domain.finding import Severity
from bimdesk.domain.ids import ExecutionId, FindingId, ModelId, ScriptKey, VersionId


class FindingState(StrEnum):
    """What the runs say of a finding (docs/findings.md, "States")."""

    NEW = "new"
    PERSISTING = "persisting"
    CHANGED = "changed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    NOT_EVALUATED = "not evaluated"


class Decision(StrEnum):
    """What a person decided. ACCEPTED holds as long as its waiver does."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    ACCEPTED = "accepted"
    CLOSED = "closed"


ComparedKind = Literal["only_a", "only_b", "both", "changed"]
OPEN_DECISIONS = frozenset({Decision.OPEN, Decision.IN_PROGRESS})
GroupName = Literal[
    "state", "severity", "check", "model", "storey", "class", "assignee", "decision", "label", "script"
]
OrderName = Literal[
    "severity", "state", "decision", "check", "model", "message", "element", "storey", "class", "assignee",
    "due", "first_seen", "last_seen",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Why a finding is accepted. `expires`: the last day on which it holds; None for ever."""

    reason: str
    author: str
    made_at: datetime
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """A finding of the project. What was seen is as in the newest version where it was seen.

    `guids`: at most 100 of its `element_count` elements'. `decision`: OPEN again once the waiver ran out.
    `script_key`: None for a script that was run by its path.
    """

    id: FindingId
    model_id: ModelId
    model_name: str
    script_key: ScriptKey | None
    script_name: str
    check: str
    severity: Severity
    message: str
    state: FindingState
    state_reason: str
    decision: Decision
    waiver: Waiver | None
    assignee: str
    due: date | None
    labels: tuple[str, ...]
    guids: tuple[str, ...]
    element_name: str
    element_class: str
    storey: str
    element_count: int
    first_version: str
    last_version: str
    first_seen_at: datetime
    last_seen_at: datetime
    last_execution: ExecutionId
    comments: int
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Somebody has to look at it: not resolved, and open or in progress."""
        return self.state is not FindingState.RESOLVED and self.decision in OPEN_DECISIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings are wanted; what is empty does not matter.

    `checks`: (script, name of the check). `only_open`: see `KeptFinding.is_open`. `overdue`: open and due
    before today. `guids`: findings on these elements. `storeys`, `classes`, `assignees`: '' is none.
    """

    text: str = ""
    states: frozenset[FindingState] = frozenset()
    severities: frozenset[Severity] = frozenset()
    decisions: frozenset[Decision] = frozenset()
    checks: frozenset[tuple[ScriptKey | None, str]] = frozenset()
    script_keys: frozenset[ScriptKey | None] = frozenset()
    model_ids: frozenset[ModelId] = frozenset()
    storeys: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    assignees: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    guids: frozenset[str] = frozenset()
    execution_id: ExecutionId | None = None
    only_open: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """A group of a list. `key`: what a filter takes (a check: `script key|check`); `label`: for people."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEvent:
    """Something that happened to a finding. `kind`: a state, a decision, or comment, assignee, due ..."""

    at: datetime
    kind: str
    text: str
    author: str = ""
    execution_id: ExecutionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingComment:
    """What a person wrote."""

    id: int
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasDoubt:
    """An element of a newer version may be one that is gone: a person says whether.

    `old`, `new`: the elements in words; `score`: 0 to 1; `evidence`: what agrees and what does not.
    """

    id: int
    model_id: ModelId
    old: str
    new: str
    old_guid: str
    new_guid: str
    version_label: str
    evidence: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDetails:
    """A finding with all that happened to it, oldest first."""

    finding: KeptFinding
    events: tuple[FindingEvent, ...] = ()
    comments: tuple[FindingComment, ...] = ()
    doubts: tuple[AliasDoubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePoint:
    """A model version with its findings, as the last runs on it left them; RESOLVED: those gone in it."""

    version_id: VersionId
    label: str
    at: datetime
    counts: Mapping[tuple[FindingState, Severity], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A check on a model: its newest run, and what is open now. `worst`: of the open ones."""

    model_id: ModelId
    model_name: str
    script_key: ScriptKey | None
    script_name: str
    check: str
    version_label: str
    execution_id: ExecutionId
    status: Status
    open: int
    worst: Severity | None
    is_latest_version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFinding:
    """A finding in two runs; what it says is as in the later of them that saw it."""

    kind: ComparedKind
    finding_id: FindingId
    check: str
    severity: Severity
    message: str
    guids: tuple[str, ...] = ()
    element_name: str = ""
    ordinal_a: int | None = None
    ordinal_b: int | None = None
    reason: str = ""
    """Of one that only A has: whether B examined its element, or why not."""


class ExecutionFinding(NamedTuple):
    """A finding of the project as one execution reported it. `ordinal`: its place in the result."""

    finding_id: FindingId
    state: FindingState
    ordinal: int
