"""The smoke test of scripts: each with its default parameters on one model, one line each."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from bimdesk.cli.codes import STOPPED, SUCCESS, USAGE
from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.models import import_file
from bimdesk.cli.output import say, say_json
from bimdesk.cli.run import check_early, execute
from bimdesk.domain.execution import EXIT_CODES, StartedBy
from bimdesk.domain.ids import VersionId
from bimdesk.domain.script import Script
from bimdesk.errors import BadInputError, BimdeskError, NotFoundError
from bimdesk.services.library.scripts import find_script, list_scripts
from bimdesk.services.project import Project
from bimdesk.services.running import make_request

SAMPLE = Path("samples") / "house.ifc"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptTrial:
    """How one script did. A check that fails has run: `code` is 0 then."""

    script: Script
    status: str
    sentence: str
    seconds: float
    findings: int
    code: int


def choose_scripts(project: Project, name: str, *, everything: bool) -> list[Script]:
    """The script named, or all of the library."""
    if everything == bool(name):
        raise BadInputError("Name one script, or give --all.", "Such as bimdesk scripts test --all.")
    return list_scripts(project) if everything else [find_script(project, name)]


def try_scripts(project: Project, scripts: list[Script], *, model: Path | None, json: bool) -> int:
    """Run all, print the lines, and give the worst code."""
    path = model or project.paths.resources / SAMPLE
    if model is None and not path.is_file():
        raise NotFoundError(f"The bundled sample {path} is missing.", "Name a model with --model.")
    results: list[ScriptTrial] = []
    with cancel_on_interrupt() as cancel:
        version = import_file(project, path, cancel).version
        for script in scripts:
            result = _try(project, script, version.id, cancel)
            results.append(result)
            if not json:
                say(_line(result))
            if cancel.is_set():
                break
    if json:
        say_json([_json(result) for result in results])
    elif len(results) > 1:
        good = sum(result.code == SUCCESS for result in results)
        say(f"{good} of {len(scripts)} scripts ran on {version.label}.")
    return STOPPED if cancel.is_set() else max((result.code for result in results), default=SUCCESS)


def _try(project: Project, script: Script, version_id: VersionId, cancel: threading.Event) -> ScriptTrial:
    try:
        check_early(script, {})
        request = make_request(project, script, version_id, started_by=StartedBy.CLI)
        execution, _result = execute(project, request, cancel, live=False)
    except BimdeskError as error:
        return ScriptTrial(
            script=script, status="not started", sentence=error.message, seconds=0.0, findings=0, code=USAGE
        )
    code = EXIT_CODES[execution.status]
    return ScriptTrial(
        script=script,
        status=execution.status.value,
        sentence=execution.sentence,
        seconds=(execution.duration_ms or 0) / 1000,
        findings=execution.findings,
        code=SUCCESS if code == 1 else code,
    )


def _line(result: ScriptTrial) -> str:
    name = result.script.metadata.name
    return f"{name:<28} {result.status:<12} {result.seconds:6.2f} s  {result.sentence}".rstrip()


def _json(result: ScriptTrial) -> dict[str, str | float | int]:
    return {
        "script": result.script.key,
        "name": result.script.metadata.name,
        "status": result.status,
        "summary": result.sentence,
        "seconds": result.seconds,
        "findings": result.findings,
    }
