"""Runs a built-in script as the command line does: queued, in a real worker inside the wall, recorded."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bimdesk.cli.models import import_file
from bimdesk.cli.run import execute
from bimdesk.domain.finding import Finding
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.services.library.scripts import find_script
from bimdesk.services.project import Project
from bimdesk.services.results import FILES_FOLDER
from bimdesk.services.running import make_request

BUILTIN = Path(__file__).resolve().parents[2] / "builtin_scripts"
NEVER = threading.Event()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a run of a script said. `files`: the folder of what it saved."""

    status: str
    sentence: str
    result: dict[str, Any]
    findings: list[Finding]
    files: Path
    seconds: float = 0.0
    parameters: dict[str, Any] = field(default_factory=dict)


def import_model(project: Project, file: Path) -> ModelVersion | None:
    """The imported version; None where the file is refused."""
    try:
        return import_file(project, file, NEVER).version
    except BimdeskError:
        return None


def run_builtin(project: Project, script: str, version: ModelVersion, parameters: dict[str, Any]) -> Told:
    """Run `builtin_scripts/<script>.py` with its defaults and `parameters`."""
    found = find_script(project, str(BUILTIN / f"{script}.py"))
    request = make_request(project, found, version.id, parameters=parameters)
    execution, result = execute(project, request, NEVER, live=False)
    return Told(
        status=execution.status.value,
        sentence=result.sentence,
        result=result.result if isinstance(result.result, dict) else {},
        findings=result.findings,
        files=execution.folder / FILES_FOLDER,
        seconds=(execution.duration_ms or 0) / 1000,
        parameters=parameters,
    )
