"""`bimdesk run SCRIPT MODEL`: one execution, and its result as text or JSON."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from bimdesk.cli.codes import run_code
from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.limit_options import LimitOptions
from bimdesk.cli.models import find_model, import_file
from bimdesk.cli.output import ProgressLine, say, say_json, tell
from bimdesk.cli.projects import project_or_throwaway
from bimdesk.cli.run_report import run_json, run_text
from bimdesk.cli.secrets import given_parameters
from bimdesk.domain.execution import Execution, RunRequest, StartedBy
from bimdesk.domain.script import Script
from bimdesk.errors import BadInputError, MachineError
from bimdesk.protocol.messages import Log, Message, Progress
from bimdesk.services.children import run_child
from bimdesk.services.consent import trust_script
from bimdesk.services.library.scripts import find_script
from bimdesk.services.models import get_version
from bimdesk.services.parameters.check import ParameterErrors, check_values, fill_defaults
from bimdesk.services.project import Project
from bimdesk.services.results import FILES_FOLDER, RunResult, load_result, model_files
from bimdesk.services.running import finish_run, make_request, mark_running, queue_run


def run(
    script: str,
    model: str,
    /,
    *,
    param: list[str] | None = None,
    params_json: str = "",
    limits: LimitOptions | None = None,
    unconfined: Annotated[bool, Parameter(negative="")] = False,
    trust: Annotated[bool, Parameter(negative="")] = False,
    out: Path | None = None,
    new_version: Annotated[bool, Parameter(negative="")] = False,
    project: Path | None = None,
    json: bool = False,
) -> int:
    """Run a script on a model. Exit code: 0 success, 1 failed or findings, 2 bad input, 3 crashed, 4 stopped.

    Parameters
    ----------
    script
        A name in the library, or the path of a .py file.
    model
        An IFC file; with --project also the name of a model in it.
    param
        name=value, as often as needed; the last one counts. Secrets: by BIMDESK_SECRET_NAME, or when asked.
    params_json
        All parameters as one JSON object.
    unconfined
        Run without protection: the script may do all that you may do. For this run only, and it is recorded.
    trust
        Run this text from now on where bimdesk cannot confine scripts (macOS, Windows).
    out
        Folder that the script's files are copied to.
    new_version
        Import the IFC files that the script leaves, as next versions of the model; needs --project.
    project
        The project's folder; without it nothing is kept.
    json
        Print one JSON object and nothing else.
    """
    with project_or_throwaway(project) as opened, cancel_on_interrupt() as cancel:
        found = find_script(opened, script)
        parameters = given_parameters(opened, found, param or [], params_json)
        check_early(found, parameters, needs_project=new_version and project is None)
        if trust:
            trust_script(opened, found.sha256)
        request = make_request(
            opened,
            found,
            find_model(opened, model, cancel).id,
            parameters=parameters,
            limits=(limits or LimitOptions()).by_field(),
            started_by=StartedBy.CLI,
            unconfined=unconfined,
        )
        execution, result = execute(opened, request, cancel, live=not json)
        code = _report(execution, result, out=out, keep=project is not None, json=json)
        if new_version:
            _import_versions(opened, execution, result, cancel)
        return code


def _import_versions(
    project: Project, execution: Execution, result: RunResult, cancel: threading.Event
) -> None:
    """Import what a script made of the model as its next versions; standard output is the report's."""
    model_name = get_version(project, execution.version_id).model_name
    for path in model_files(execution, result.files):
        imported = import_file(project, path, cancel, model_name=model_name)
        tell(f"Imported as {imported.version.label}.")


def _report(execution: Execution, result: RunResult, *, out: Path | None, keep: bool, json: bool) -> int:
    """Copy the files to `out`, print, and give the exit code; without `out` or a project to keep it in the
    files have no path."""
    folder = _copy_files(execution, out) if out else execution.folder / FILES_FOLDER if keep else None
    if json:
        say_json(run_json(execution, result, files_folder=folder))
    else:
        say(run_text(execution, result, files_folder=folder))
    return run_code(execution.status, result.findings)


def check_early(script: Script, parameters: dict[str, Any], *, needs_project: bool = False) -> None:
    """Tell what is wrong with the script's block or the values before a model is imported for them."""
    if needs_project:
        raise BadInputError("--new-version needs --project.", "Without a project nothing is kept.")
    if script.problem is not None:
        raise BadInputError(
            f"{script.path.name}, line {script.problem.line}: {script.problem.message}",
            "Mend the metadata block at the top of the script.",
        )
    if "${" not in repr(parameters):
        schema = script.metadata.parameters
        problems = check_values(schema, fill_defaults(schema, parameters))
        if problems:
            raise ParameterErrors(problems)


def execute(
    project: Project, request: RunRequest, cancel: threading.Event, *, live: bool
) -> tuple[Execution, RunResult]:
    """One execution from queue to result; with `live` its log is printed as it comes."""
    start, _queued = queue_run(project, request)
    line = ProgressLine(request.script_name)

    def on_message(message: Message) -> None:
        if isinstance(message, Progress):
            line.show(message.done, message.message)
        elif isinstance(message, Log) and live:
            line.clear()
            say(message.text)

    monitor = start.launch.monitor()
    mark_running(project, start)
    began = time.monotonic()
    ending = run_child(start.launch, monitor, on_message=on_message, cancel=cancel)
    line.clear()
    duration_ms = round((time.monotonic() - began) * 1000)
    execution, _changes = finish_run(project, start, monitor, ending, duration_ms=duration_ms)
    return execution, load_result(project, execution.id)


def _copy_files(execution: Execution, out: Path) -> Path:
    """Copy what the script saved into `out` (made if needed), over files of the same names."""
    source = execution.folder / FILES_FOLDER
    try:
        shutil.copytree(source, out, dirs_exist_ok=True, symlinks=True)
    except (OSError, shutil.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MachineError(
            f"The files could not be copied to {out}: {reason}.", "Choose another folder."
        ) from error
    return out
