"""The feed of what happened in a project, and what stands behind an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from bimdesk.domain.activity import Activity, ActivityKind, Place
from bimdesk.domain.ids import ExecutionId
from bimdesk.protocol.messages import Log
from bimdesk.services.findings.listing import findings_of_execution
from bimdesk.services.project import Project
from bimdesk.services.results import load_log

PAGE = 100
LOG_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionOutput:
    """What an execution left, in short. `findings`: state -> how many; `log`: its last lines."""

    parameters: dict[str, object]
    findings: dict[str, int]
    log: list[Log]
    log_lines: int


def list_activity(
    project: Project,
    kinds: Collection[ActivityKind] = (),
    *,
    before: Place | None = None,
    limit: int = PAGE,
) -> list[Activity]:
    """A page of the feed, newest first, from before a place on; no kinds are all kinds."""
    return project.activity.list_page(kinds, before=before, limit=limit)


def execution_output(project: Project, execution_id: ExecutionId) -> ExecutionOutput:
    """What the entry of an execution unfolds to; raises BimdeskError where its result is damaged."""
    execution = project.executions.get(execution_id)
    log, dropped = load_log(project, execution_id)
    states = Counter(one.state.value for one in findings_of_execution(project, execution_id))
    return ExecutionOutput(
        parameters=dict(execution.parameters),
        findings=dict(states),
        log=log[-LOG_LINES:],
        log_lines=len(log) + dropped,
    )
