"""An execution from its request to its end: the row first, then the worker (the caller's), the result."""

from __future__ import annotations

import dataclasses
import json
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest, StartedBy, Status
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.domain.limits import MOST, Limits, resolved
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script, ScriptMetadata, ScriptRoot
from bimdesk.errors import ProjectError
from bimdesk.protocol.findings import to_finding
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending
from bimdesk.services.clock import now
from bimdesk.services.consent import check_consent
from bimdesk.services.execution_text import searchable
from bimdesk.services.findings.examined import from_messages
from bimdesk.services.findings.fold import prepare_fold
from bimdesk.services.findings.reported import Reported, parameters_digest
from bimdesk.services.history import SCRIPT_COPY
from bimdesk.services.launch import Launch
from bimdesk.services.overflow import take_overflow
from bimdesk.services.owners import current_owner
from bimdesk.services.parameters.check import ParameterErrors, check_values, fill_defaults, fill_variables
from bimdesk.services.parameters.secret_values import masked, secrets_in, with_secrets
from bimdesk.services.presets import keep_last_values
from bimdesk.services.project import Project
from bimdesk.services.results import FILES_FOLDER, write_result
from bimdesk.services.run_launch import is_confined, layers_before, run_job, run_launch, usable_metadata
from bimdesk.services.secrets import keep_secrets, revealed
from bimdesk.storage.database import Transaction
from bimdesk.storage.execution_texts import ExecutionTexts
from bimdesk.storage.scripts import text_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """An execution that is queued: `mark_running`, start `launch`, then `finish_run`, whatever happens.

    `layers`: the protection as far as it is known before the start. `given`: digest of the parameters,
    variables not filled in: two runs with the same one are comparable.
    """

    execution_id: ExecutionId
    folder: Path
    launch: Launch
    limits: Limits
    layers: Mapping[str, str]
    given: str = ""


def make_request(
    project: Project,
    script: Script,
    version_id: VersionId,
    *,
    parameters: Mapping[str, Any] | None = None,
    limits: Mapping[str, float] | None = None,
    started_by: StartedBy = StartedBy.HAND,
    unconfined: bool = False,
) -> RunRequest:
    """A request for a script; `limits` (fields of domain.limits.Limits) are a person's, for this run."""
    return RunRequest(
        script_key=None if script.root is ScriptRoot.FILE else script.key,
        script_name=script.metadata.name,
        script_text=script.text,
        version_id=version_id,
        parameters=parameters or {},
        limits=script_limits(project, script.metadata, limits or {}),
        started_by=started_by,
        unconfined=unconfined,
    )


def script_limits(
    project: Project, metadata: ScriptMetadata, run: Mapping[str, float] | None = None
) -> Limits:
    """The limits that a script gets: defaults, settings, project, its own block, this run."""
    own, settings = project.own_settings, project.settings
    return resolved(
        defaults={**settings.limits.by_field(), **own.limits.by_field()},
        script=metadata.limits,
        most={**MOST, **settings.most.by_field(), **own.most.by_field()},
        run=run or {},
    )


def queue_run(project: Project, request: RunRequest) -> tuple[RunStart, Changes]:
    """Check the request, then write its folder and its row. Raises `ParameterErrors` or `BimdeskError`."""
    version = project.models.get_version(request.version_id)
    metadata = usable_metadata(request)
    check_consent(project, request)
    at = now()
    execution_id = ExecutionId(uuid.uuid4().hex)
    folder = project.executions_folder / execution_id
    output = "." if is_confined(request) else str(folder / FILES_FOLDER)
    variables = run_variables(project, version, output, at.astimezone())
    given = fill_defaults(metadata.parameters, request.parameters)
    secrets = revealed(project, request.script_key, secrets_in(metadata.parameters, given))
    kept = fill_variables(masked(metadata.parameters, given), variables)
    parameters = with_secrets(kept, secrets)
    problems = check_values(metadata.parameters, parameters)
    if problems:
        raise ParameterErrors(problems)
    job, readable = run_job(project, request, metadata, version, parameters, variables)
    _write_folder(folder, request, kept)
    start = RunStart(
        execution_id=execution_id,
        folder=folder,
        launch=run_launch(project, request, job, readable, folder / FILES_FOLDER),
        limits=request.limits,
        layers=layers_before(request),
        given=parameters_digest(masked(metadata.parameters, given)),
    )
    try:
        if request.script_key is not None:
            keep_last_values(project, request.script_key, request.parameters, schema=metadata.parameters)
            keep_secrets(project, request.script_key, secrets, schema=metadata.parameters)
        project.executions.add(_queued(project, request, start, version, kept, at), current_owner())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    scripts = frozenset() if request.script_key is None else frozenset({request.script_key})
    return start, Changes(executions=frozenset({execution_id}), scripts=scripts)


def mark_running(project: Project, start: RunStart) -> Changes:
    """The worker has been started."""
    project.executions.set_running(start.execution_id, now())
    return Changes(executions=frozenset({start.execution_id}))


def finish_run(
    project: Project, start: RunStart, monitor: Monitor, ending: Ending, *, duration_ms: int
) -> tuple[Execution, Changes]:
    """Write the result, the log and the end of the row; the row tells where a result cannot be kept."""
    take_overflow(start.folder / FILES_FOLDER, monitor.state)  # before anybody counts
    status, sentence = script_outcome(monitor, ending, start.limits)
    try:
        write_result(start.folder, monitor, status, sentence)
    except OSError as error:
        sentence = f"{sentence} The result could not be kept: {error.strerror}."
    fold = _prepare_fold(project, start, monitor, status)
    execution = project.executions.finish(
        start.execution_id,
        status=status,
        sentence=sentence,
        duration_ms=duration_ms,
        findings=len(monitor.state.findings),
        sandbox=monitor.state.sandbox or start.layers,
        also=_with_text(start.execution_id, monitor, fold),
    )
    return execution, Changes(executions=frozenset({start.execution_id}), findings=True)


def _with_text(
    execution_id: ExecutionId, monitor: Monitor, fold: Callable[[Transaction], object]
) -> Callable[[Transaction], object]:
    """The findings, and what the search finds of the log."""
    text = searchable(monitor.state.log)

    def write(transaction: Transaction) -> None:
        fold(transaction)
        ExecutionTexts.keep(transaction, [(execution_id, text)])

    return write


def _prepare_fold(
    project: Project, start: RunStart, monitor: Monitor, status: Status
) -> Callable[[Transaction], object]:
    """What takes the findings into those of the project, with the end of the row or not at all."""
    execution = dataclasses.replace(project.executions.get(start.execution_id), status=status)
    reported = Reported(
        findings=[to_finding(message) for message in monitor.state.findings],
        examined=from_messages(monitor.state.examined),
        parameters=start.given or parameters_digest(execution.parameters),
    )
    return prepare_fold(project, execution, reported)


def run_variables(project: Project, version: ModelVersion, output: str, at: datetime) -> dict[str, str]:
    """What `${NAME}` in a parameter stands for; `at` in the person's own time zone.

    `output`: `.`, the folder that a confined script is in, or the execution's folder for files.
    """
    return {
        "MODEL_NAME": version.model_name,
        "MODEL_PATH": str(version.folder / "source.ifc"),
        "VERSION": str(version.number),
        "DATE": at.strftime("%Y-%m-%d"),
        "TIME": at.strftime("%H-%M-%S"),
        "PROJECT_DIR": str(project.folder),
        "OUTPUT_DIR": output,
    }


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
    start: RunStart,
    version: ModelVersion,
    parameters: Mapping[str, Any],
    at: datetime,
) -> Execution:
    number = 0
    if request.script_key is not None:
        number = project.scripts.remember_text(request.script_key, request.script_text, at, used=True)
    return Execution(
        id=start.execution_id,
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
        folder=start.folder,
        sandbox=dict(start.layers),
    )
