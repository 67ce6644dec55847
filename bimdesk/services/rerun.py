"""A run again as it was: the text that ran, its arguments, on the same model version or on another one."""

from __future__ import annotations

from bimdesk.domain.execution import Execution, RunRequest, StartedBy
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.model import ModelVersion
from bimdesk.services.history import executed_text
from bimdesk.services.project import Project
from bimdesk.services.running import script_limits


def rerun_request(
    project: Project, execution_id: ExecutionId, *, version_id: VersionId | None = None
) -> RunRequest:
    """Raises NotFoundError where the text that ran, or the model version, is gone."""
    execution = project.executions.get(execution_id)
    version = project.models.get_version(version_id or execution.version_id)
    text = executed_text(project, execution_id)
    metadata, _problem = read_metadata(text, file_name=f"{execution.script_name}.py")
    return RunRequest(
        script_key=execution.script_key,
        script_name=execution.script_name,
        script_text=text,
        version_id=version.id,
        parameters=execution.parameters,
        limits=script_limits(project, metadata),
        started_by=StartedBy.HAND,
    )


def other_versions(project: Project, execution: Execution) -> list[ModelVersion]:
    """Where it can run too: the versions of its model first, the newest before, then the newest of others."""
    own: list[ModelVersion] = []
    others: list[ModelVersion] = []
    for model in project.models.list_models():
        if any(version.id == execution.version_id for version in model.versions):
            own = [one for one in reversed(model.versions) if one.id != execution.version_id]
        else:
            others.append(model.latest)
    return own + others
