"""`bimdesk report EXECUTION OUT` and `bimdesk report --findings OUT`: a report as .html, .pdf or .xlsx."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from bimdesk.cli.codes import STOPPED, CommandStopped
from bimdesk.cli.interrupts import cancel_on_interrupt
from bimdesk.cli.output import ProgressLine, say, say_json, tell
from bimdesk.cli.projects import project_to_read
from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.history import get_execution, list_executions
from bimdesk.services.models import list_models
from bimdesk.services.project import Project
from bimdesk.services.reports.making import MadeReport, make_report
from bimdesk.services.reports.scope import (
    MOST_PICTURES,
    ExecutionScope,
    FindingsScope,
    ReportOptions,
    Scope,
)
from bimdesk.services.reports.steps import Cancelled

LAST = "last"
_LOOKED_AT = 10_000


def report(
    first: str,
    second: str = "",
    /,
    *,
    findings: bool = False,
    open_only: bool = False,
    model: str = "",
    text: str = "",
    pictures: Annotated[int, Parameter(validator=validators.Number(gte=0, lte=MOST_PICTURES))] = 12,
    template: Path | None = None,
    author: str = "",
    project: Path | None = None,
    json: bool = False,
) -> int:
    """Write a report: `report EXECUTION OUT`, or `report --findings OUT`.

    Parameters
    ----------
    first
        The execution (its id, the first letters of it, or `last`); with --findings the file.
    second
        The file; its suffix says the form: .html, .pdf, .xlsx.
    findings
        Report the findings of the project in place of one execution.
    open_only
        Only findings that somebody has to look at.
    model
        Only findings of this model.
    text
        Only findings with these words.
    pictures
        At most so many pictures of findings in 3D; 0 for none.
    template
        A folder whose html/ or typst/ replaces files of the built-in templates.
    author
        Who is named on the cover.
    project
        The project's folder; the default project if left out.
    json
        Print a JSON object.
    """
    if findings == bool(second):
        raise BadInputError(
            "A report is either of an execution or of the findings.",
            "Write: bimdesk report EXECUTION OUT, or: bimdesk report --findings OUT.",
        )
    options = ReportOptions(pictures=pictures, template=template, author=author)
    with project_to_read(project) as opened:
        scope: Scope
        if findings:
            scope = FindingsScope(wanted=_filter(opened, model, text, open_only=open_only))
        else:
            scope = ExecutionScope(execution_id=find_execution(opened, first))
        started = time.monotonic()
        made = _make(opened, scope, Path(first if findings else second), options)
    _tell(made, time.monotonic() - started, as_json=json)
    return 0


def _make(project: Project, scope: Scope, out: Path, options: ReportOptions) -> MadeReport:
    line = ProgressLine("Report")
    try:
        with cancel_on_interrupt() as cancel:
            return make_report(project, scope, out, options=options, on_progress=line.show, cancel=cancel)
    except Cancelled as cancelled:
        raise CommandStopped(cancelled, STOPPED) from cancelled
    finally:
        line.clear()


def _tell(made: MadeReport, seconds: float, *, as_json: bool) -> None:
    if as_json:
        say_json(_json(made, seconds))
    else:
        say(str(made.path))
        for note in made.notes:
            tell(note)


def _json(made: MadeReport, seconds: float) -> dict[str, Any]:
    return {
        "path": str(made.path.absolute()),
        "format": made.form,
        "findings": made.findings,
        "findings_shown": made.shown,
        "pictures": made.pictures,
        "notes": list(made.notes),
        "seconds": round(seconds, 2),
    }


def find_execution(project: Project, word: str) -> ExecutionId:
    """The execution that `word` names: an id, its first letters, or `last`. Raises NotFoundError."""
    if word == LAST:
        newest = list_executions(project, limit=1)
        if not newest:
            raise NotFoundError(
                "Nothing has run in this project yet.", "bimdesk run SCRIPT MODEL runs a script."
            )
        return newest[0].id
    try:
        return get_execution(project, ExecutionId(word)).id
    except NotFoundError:
        found = [one.id for one in list_executions(project, limit=_LOOKED_AT) if one.id.startswith(word)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInputError(f"{len(found)} executions begin with {word}.", "Give more letters.")
    raise NotFoundError(f"There is no execution {word}.", "bimdesk history lists them.")


def _filter(project: Project, model: str, text: str, *, open_only: bool) -> FindingFilter:
    if not model:
        return FindingFilter(text=text, only_open=open_only)
    ids = [one.id for one in list_models(project) if one.name.casefold() == model.casefold()]
    if not ids:
        names = ", ".join(one.name for one in list_models(project)[:5])
        raise NotFoundError(
            f"There is no model {model} in the project.", f"It has: {names}." if names else ""
        )
    return FindingFilter(text=text, only_open=open_only, model_ids=frozenset(ids))
