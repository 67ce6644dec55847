"""What needs a script now: while there is any of it, the script is not deleted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.domain.script import Script
from bimdesk.errors import BadInputError
from bimdesk.services.history import list_executions
from bimdesk.services.project import Project

MOST_NAMED = 3


class UseKind(StrEnum):
    """EXECUTION: one that waits or runs."""

    EXECUTION = "execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One thing that needs a script; `label` in words, `execution_id` to open it by."""

    kind: UseKind
    label: str
    execution_id: ExecutionId


class ScriptInUseError(BadInputError):
    """A script that something needs; `uses` can be opened."""

    def __init__(self, script: Script, uses: list[Use]) -> None:
        named = "; ".join(use.label for use in uses[:MOST_NAMED])
        more = f"; and {len(uses) - MOST_NAMED} more" if len(uses) > MOST_NAMED else ""
        super().__init__(
            f"{script.metadata.name} is in use and was not deleted: {named}{more}.",
            "Wait until it has ended, or cancel it.",
        )
        self.uses = uses


def uses_of(project: Project, key: ScriptKey) -> list[Use]:
    """All uses of a script, those under way first."""
    found = [
        execution
        for status in (Status.RUNNING, Status.QUEUED)
        for execution in list_executions(project, status=status, script_key=key)
    ]
    return [_execution_use(execution) for execution in found]


def _execution_use(execution: Execution) -> Use:
    state = "runs" if execution.status is Status.RUNNING else "waits to run"
    label = f"it {state} on {execution.model_label}"
    return Use(kind=UseKind.EXECUTION, label=label, execution_id=execution.id)
