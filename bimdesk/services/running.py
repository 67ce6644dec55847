"""An execution from its request to its end: the row first, then the worker (the caller's), the result."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest, StartedBy, Status
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script, ScriptMetadata, ScriptRoot
from bimdesk.errors import BadInputError, ProjectError
from bimdesk.protocol.jobs import ScriptJob
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending
from bimdesk.services.clock import now
from bimdesk.services.history import SCRIPT_COPY
from bimdesk.services.launch import Launch, worker_launch
from bimdesk.services.owners import current_owner
from bimdesk.services.parameters import ParameterErrors, check_values, fill_defaults, fill_variables
from bimdesk.services.project import Project
from bimdesk.services.results import FILES_FOLDER, write_result
from bimdesk.services.sandbox import LAYERS, layers_with
from bimdesk.storage.scripts import text_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """An execution that is queued: `mark_running`, start `launch`, then `finish_run`, whatever happens."""

    execution_id: ExecutionId
    folder: Path
    launch: Launch


def make_request(
    script: Script,
    version_id: VersionId,
    *,
    parameters: Mapping[str, Any] | None = None,
    timeout_s: float | None = None,
    memory_mb: int | None = None,
    started_by: StartedBy = StartedBy.HAND,
) -> RunRequest:
    """A request for a script with its own limits where none are given."""
    return RunRequest(
        script_key=None if script.root is ScriptRoot.FILE else script.key,
        script_name=script.metadata.name,
        script_text=script.text,
        version_id=version_id,
        parameters=parameters or {},
        timeout_s=script.metadata.timeout_s if timeout_s is None else timeout_s,
        memory_mb=script.metadata.memory_mb if memory_mb is None else memory_mb,
        started_by=started_by,
    )


def queue_run(project: Project, request: RunRequest) -> tuple[RunStart, Changes]:
    """Check the request, then write its folder and its row. Raises `ParameterErrors` or `BimdeskError`."""
    version = project.models.get_version(request.version_id)
    metadata = _usable_metadata(request)
    at = now()
    execution_id = ExecutionId(uuid.uuid4().hex)
    folder = project.executions_folder / execution_id
    variables = run_variables(project, version, folder / FILES_FOLDER, at.astimezone())
    parameters = fill_variables(fill_defaults(metadata.parameters, request.parameters), variables)
    problems = check_values(metadata.parameters, parameters)
    if problems:
        raise ParameterErrors(problems)
    previous = project.models.find_previous(version)
    job = ScriptJob(
        text=request.script_text,
        script_name=request.script_name,
        version_folder=str(version.folder),
        output=str(folder / FILES_FOLDER),
        parameters=parameters,
        variables=variables,
        previous="" if previous is None else str(previous.folder),
        memory_mb=request.memory_mb,
    )
    _write_folder(folder, request, parameters)
    try:
        project.executions.add(
            _queued(project, request, execution_id, version, parameters, at), current_owner()
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    launch = worker_launch(job, timeout_s=request.timeout_s, memory_mb=request.memory_mb)
    scripts = frozenset() if request.script_key is None else frozenset({request.script_key})
    start = RunStart(execution_id=execution_id, folder=folder, launch=launch)
    return start, Changes(executions=frozenset({execution_id}), scripts=scripts)


def mark_running(project: Project, start: RunStart) -> Changes:
    """The worker has been started."""
    project.executions.set_running(start.execution_id, now())
    return Changes(executions=frozenset({start.execution_id}))


def finish_run(
    project: Project, start: RunStart, monitor: Monitor, ending: Ending, *, duration_ms: int
) -> tuple[Execution, Changes]:
    """Write the result, the log and the end of the row; the row tells where a result cannot be kept."""
    status, sentence = script_outcome(monitor, ending, timeout_s=start.launch.timeout_s)
    try:
        write_result(start.folder, monitor, status, sentence)
    except OSError as error:
        sentence = f"{sentence} The result could not be kept: {error.strerror}."
    execution = project.executions.finish(
        start.execution_id,
        status=status,
        sentence=sentence,
        duration_ms=duration_ms,
        findings=len(monitor.state.findings),
        sandbox=layers_with(monitor.state.sandbox),
    )
    return execution, Changes(executions=frozenset({start.execution_id}))


def run_variables(project: Project, version: ModelVersion, output: Path, at: datetime) -> dict[str, str]:
    """What `${NAME}` in a parameter stands for; `at` in the person's own time zone."""
    return {
        "MODEL_NAME": version.model_name,
        "MODEL_PATH": str(version.folder / "source.ifc"),
        "VERSION": str(version.number),
        "DATE": at.strftime("%Y-%m-%d"),
        "TIME": at.strftime("%H-%M-%S"),
        "PROJECT_DIR": str(project.folder),
        "OUTPUT_DIR": str(output),
    }


def _usable_metadata(request: RunRequest) -> ScriptMetadata:
    metadata, problem = read_metadata(request.script_text, file_name=request.script_name)
    if problem is not None:
        raise BadInputError(
            f"{request.script_name}, line {problem.line}: {problem.message}",
            "Mend the metadata block at the top of the script.",
        )
    return metadata


def _write_folder(folder: Path, request: RunRequest, parameters: Mapping[str, Any]) -> None:
    try:
        (folder / FILES_FOLDER).mkdir(parents=True)
        (folder / SCRIPT_COPY).write_bytes(request.script_text.encode("utf-8", errors="replace"))
        (folder / "parameters.json").write_text(json.dumps(parameters, indent=1), encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ProjectError(
            f"The execution's folder {folder} cannot be written: {error.strerror}.",
            "Look whether there is room on the disk and whether you may write there. Nothing was started.",
        ) from error


def _queued(
    project: Project,
    request: RunRequest,
    execution_id: ExecutionId,
    version: ModelVersion,
    parameters: Mapping[str, Any],
    at: datetime,
) -> Execution:
    number = 0
    if request.script_key is not None:
        number = project.scripts.remember_text(request.script_key, request.script_text, at, used=True)
    return Execution(
        id=execution_id,
        script_key=request.script_key,
        script_name=request.script_name,
        script_version=number,
        script_sha256=text_sha256(request.script_text),
        version_id=version.id,
        model_label=version.label,
        parameters=parameters,
        started_by=request.started_by,
        status=Status.QUEUED,
        queued_at=at,
        started_at=None,
        duration_ms=None,
        sentence="",
        findings=0,
        folder=project.executions_folder / execution_id,
        sandbox=dict(LAYERS),
    )
