"""How one execution is launched: its job, what it may read, behind which wall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from bimdesk.domain.execution import RunRequest
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.protection import LIMITED_REASON, OFF_REASON, UNCHECKED_REASON, layers_without_wall
from bimdesk.domain.script import ScriptMetadata
from bimdesk.errors import BadInputError
from bimdesk.protocol.jobs import ScriptJob
from bimdesk.services.chosen_versions import chosen_versions
from bimdesk.services.fonts import fonts_for
from bimdesk.services.input_files import chosen_files
from bimdesk.services.launch import Launch, confined_launch, wall_options, worker_launch
from bimdesk.services.parameters.effective import effective
from bimdesk.services.parameters.secret_values import secrets_in
from bimdesk.services.project import Project
from bimdesk.services.sandbox import has_wall


def is_confined(request: RunRequest) -> bool:
    """Whether the wall is put up for it."""
    return has_wall() and not request.unconfined


def usable_metadata(request: RunRequest) -> ScriptMetadata:
    """The script's block. Raises BadInputError with the line where it is broken."""
    metadata, problem = read_metadata(request.script_text, file_name=request.script_name)
    if problem is not None:
        raise BadInputError(
            f"{request.script_name}, line {problem.line}: {problem.message}",
            "Mend the metadata block at the top of the script.",
        )
    return metadata


def run_job(
    project: Project,
    request: RunRequest,
    metadata: ScriptMetadata,
    version: ModelVersion,
    parameters: dict[str, Any],
    variables: dict[str, str],
) -> tuple[ScriptJob, list[Path]]:
    """The worker's job, and what it may read: model versions, and the files that were chosen in the form."""
    previous = project.models.find_previous(version)
    shape = effective(metadata.parameters, parameters)
    others = chosen_versions(project, metadata.parameters, parameters, shape=shape)
    folders = [one.folder for one in (version, previous, *others) if one is not None]
    job = ScriptJob(
        text=request.script_text,
        script_name=request.script_name,
        version_folder=str(version.folder),
        output=str(project.executions_folder),
        parameters=parameters,
        variables=variables,
        others=[(other.label, str(other.folder)) for other in others],
        previous="" if previous is None else str(previous.folder),
        memory_mb=request.limits.memory_mb,
        permissions=list(metadata.permissions),
        python_layer=wall_options().python_layer,
        secrets=sorted({str(one) for one in secrets_in(metadata.parameters, parameters).values()}),
    )
    return job, folders + chosen_files(metadata.parameters, parameters, variables=variables, shape=shape)


def run_launch(
    project: Project, request: RunRequest, job: ScriptJob, readable: list[Path], output: Path
) -> Launch:
    """Behind the wall, or bare where a person wants it so or the system has none."""
    if not is_confined(request):
        bare = msgspec.structs.replace(job, output=str(output))
        return worker_launch(bare, timeout_s=request.limits.wall_s)
    return confined_launch(
        job,
        request.limits,
        scratch=project.paths.run_folders,
        output=output,
        readable=readable,
        namespaces=project.settings.namespaces,
        fonts=fonts_for(project.paths, request.script_text),
    )


def layers_before(request: RunRequest) -> dict[str, str]:
    """The protection of a run as far as it is known before it starts."""
    if request.unconfined:
        return layers_without_wall(OFF_REASON)
    return layers_without_wall(UNCHECKED_REASON if has_wall() else LIMITED_REASON)
