"""The history: every execution from the moment it was queued."""

from __future__ import annotations

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.errors import NotFoundError
from bimdesk.services.owners import is_alive
from bimdesk.services.project import Project
from bimdesk.storage.executions import ExecutionFilter

SCRIPT_COPY = "script.py"
"""The text that ran, in the execution's folder."""
INTERRUPTED = "The program ended while this was running."


def list_executions(
    project: Project,
    *,
    limit: int = 200,
    offset: int = 0,
    text: str = "",
    status: Status | None = None,
    script_key: ScriptKey | None = None,
    version_id: VersionId | None = None,
) -> list[Execution]:
    """A page of the history, newest first; `text` is looked for in script, model and sentence."""
    wanted = ExecutionFilter(text=text, status=status, script_key=script_key, version_id=version_id)
    return project.executions.list_page(wanted, limit=limit, offset=offset)


def count_executions(
    project: Project,
    *,
    text: str = "",
    status: Status | None = None,
    script_key: ScriptKey | None = None,
    version_id: VersionId | None = None,
) -> int:
    """How many rows `list_executions` would give without limit."""
    wanted = ExecutionFilter(text=text, status=status, script_key=script_key, version_id=version_id)
    return project.executions.count(wanted)


def get_execution(project: Project, execution_id: ExecutionId) -> Execution:
    return project.executions.get(execution_id)


def executed_text(project: Project, execution_id: ExecutionId) -> str:
    """The script's text as it ran, even where its file is another one now."""
    execution = project.executions.get(execution_id)
    try:
        return (execution.folder / SCRIPT_COPY).read_bytes().decode("utf-8", errors="replace")
    except OSError:
        text = project.scripts.find_text(execution.script_sha256)
    if text is None:
        raise NotFoundError(
            f"The text that ran is not in {execution.folder} any more.",
            "The script itself may be in the library.",
        )
    return text


def mark_interrupted(project: Project) -> Changes:
    """Close the rows of executions whose program is gone."""
    dead = [
        execution_id for execution_id, owner in project.executions.list_unfinished() if not is_alive(owner)
    ]
    if dead:
        project.executions.set_interrupted(dead, INTERRUPTED)
    return Changes(executions=frozenset(dead))
