"""Makes a report: gathers, draws, renders, and puts the file in its place in one step."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from bimdesk.errors import BadInputError, BimdeskError, MachineError
from bimdesk.services.authors import current_author
from bimdesk.services.project import Project
from bimdesk.services.reports.gather_execution import gather_execution
from bimdesk.services.reports.gather_findings import gather_findings
from bimdesk.services.reports.gathered import Gathered, chosen_shots
from bimdesk.services.reports.model import Report, Sheet
from bimdesk.services.reports.pictures import draw_pictures
from bimdesk.services.reports.render.folder import OUT, REPORT, SHEETS
from bimdesk.services.reports.scope import (
    MOST_PICTURES,
    ExecutionScope,
    Format,
    ReportOptions,
    Scope,
    format_of,
)
from bimdesk.services.reports.steps import Cancelled, run_step
from bimdesk.services.reports.templates import Templates, put_together, template_folders
from bimdesk.services.reports.words import cleaned

RENDER_S = 120.0
ROWS_A_SECOND = 1000
"""So much longer a workbook may take: a quiet machine writes ten times as many."""

_CANCEL_EACH = 5000

OnProgress = Callable[[float, str], None]
"""0 to 1, and what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """What was written. `notes`: what the report leaves out, in sentences."""

    path: Path
    form: Format
    findings: int
    shown: int
    pictures: int
    notes: tuple[str, ...]


def make_report(
    project: Project,
    scope: Scope,
    out: Path,
    *,
    options: ReportOptions | None = None,
    on_progress: OnProgress | None = None,
    cancel: threading.Event | None = None,
) -> MadeReport:
    """Write the report of `scope` to `out`; its suffix (.html, .pdf, .xlsx) decides the form.

    Raises BadInputError for another suffix, a broken template (file and line named), an execution that runs
    still; MachineError where the file cannot be written; Cancelled.
    """
    options = options or ReportOptions()
    options = replace(
        options,
        author=options.author or current_author(),
        pictures=max(0, min(options.pictures, MOST_PICTURES)),
    )
    form = format_of(out)
    if form is None:
        raise BadInputError(f"{out.name} ends in none of .html, .pdf, .xlsx.", "The suffix says the form.")
    if out.is_dir():
        raise BadInputError(f"{out} is a folder.", "Name a file.")
    say = on_progress or (lambda _done, _what: None)
    with _work_folder() as folder:
        making = _Making(project, Path(folder).resolve(), form, say, cancel or threading.Event())
        return making.make(scope, options, out)


def _work_folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="bimdesk-report-", ignore_cleanup_errors=True)
    except OSError as error:
        raise MachineError(f"No temporary folder can be made: {error.strerror}.") from error


class _Making:
    """One report on its way."""

    def __init__(
        self, project: Project, work: Path, form: Format, say: OnProgress, cancel: threading.Event
    ) -> None:
        self._project = project
        self._work = work
        self._form = form
        self._say = say
        self._cancel = cancel
        self._rows = 0

    def make(self, scope: Scope, options: ReportOptions, out: Path) -> MadeReport:
        folders = template_folders(self._project.paths, self._project.folder, options.template)
        templates = put_together(folders, self._work)
        self._say(0.05, "Reading")
        gathered = self._gather(scope, options)
        report = gathered.report
        report.brand = templates.brand
        self._draw(gathered, options)
        self._say(0.8, "Writing")
        self._write(report, gathered.sheets)
        self._render(templates)
        _place(self._work / OUT, out)
        return MadeReport(
            path=out,
            form=self._form,
            findings=report.findings_total,
            shown=report.findings_total if self._form == "xlsx" else report.findings_shown,
            pictures=sum(1 for group in report.groups for picture in group.pictures if picture.file),
            notes=tuple(report.notes),
        )

    def _gather(self, scope: Scope, options: ReportOptions) -> Gathered:
        if isinstance(scope, ExecutionScope):
            return gather_execution(self._project, scope, options)
        return gather_findings(self._project, scope, options)

    def _draw(self, gathered: Gathered, options: ReportOptions) -> None:
        if self._form == "xlsx" or not options.pictures:
            return
        shots = chosen_shots(gathered.shots, options.pictures)
        self._say(0.1, "Drawing pictures" if shots else "")

        def on_picture(done: int, of: int) -> None:
            self._say(0.1 + 0.7 * done / of, f"Picture {done} of {of}")

        groups = gathered.report.groups
        gathered.report.notes += draw_pictures(
            shots, groups, self._work, cancel=self._cancel, on_picture=on_picture
        )

    def _write(self, report: Report, sheets: Iterable[Sheet]) -> None:
        """What the child reads; a workbook's rows are walked only where there is a workbook."""
        if self._form == "xlsx":
            report.notes = [note for note in report.notes if "workbook has all" not in note]
        try:
            (self._work / REPORT).write_bytes(msgspec.json.encode(cleaned(msgspec.to_builtins(report))))
            if self._form == "xlsx":
                (self._work / SHEETS).mkdir()
                for at, sheet in enumerate(sheets):
                    self._write_sheet(self._work / SHEETS / f"{at}.jsonl", sheet)
        except OSError as error:
            raise MachineError(f"The report cannot be written: {error.strerror}.", "Make room.") from error

    def _write_sheet(self, file: Path, sheet: Sheet) -> None:
        encoder = msgspec.json.Encoder(enc_hook=str)
        with file.open("wb") as stream:
            stream.write(encoder.encode([sheet.name, list(sheet.columns)]) + b"\n")
            for row in sheet.rows:
                stream.write(encoder.encode(cleaned(list(row))) + b"\n")
                self._rows += 1
                if self._rows % _CANCEL_EACH == 0 and self._cancel.is_set():
                    raise Cancelled

    def _render(self, templates: Templates) -> None:
        words = ["worker", "report", str(self._work), self._form]
        timeout = RENDER_S + self._rows / ROWS_A_SECOND
        done = run_step(words, timeout_s=timeout, cancel=self._cancel)
        if done.late and self._form == "xlsx":
            raise MachineError(f"The workbook took more than {timeout:.0f} s.", "Report fewer findings.")
        if done.late:
            raise BadInputError(
                f"The template took more than {timeout:.0f} s.", "Look for a loop that does not end."
            )
        if done.code != 0 or not (self._work / OUT).is_file():
            raise _problem(done.said, done.complained, templates)


def _problem(said: str, complained: str, templates: Templates) -> BimdeskError:
    """What the child said, with the template's own place."""
    try:
        answer = json.loads(said.strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = [line for line in complained.splitlines() if line.strip()][-1:]
        why = last[0] if last else "it ended without a word"
        return BadInputError(
            f"The report could not be rendered: {why[:300]}.", "A template may take too much."
        )
    message, place = str(answer.get("message", "")), str(answer.get("file", ""))
    if not place:
        return BadInputError(message or "The report could not be rendered.")
    line = int(answer.get("line", 0))
    file = templates.origins.get(place, Path(place))
    return BadInputError(f"{file}{f', line {line}' if line else ''}: {message}", "Mend the template.")


def _place(made: Path, out: Path) -> None:
    """Move it there in one step: a report that is there already is replaced whole or not at all."""
    temporary = out.with_name(f".{out.name}.{os.getpid()}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, temporary)
        temporary.replace(out)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise MachineError(
            f"{out} cannot be written: {error.strerror}.",
            "Close it where it is open, or choose another place.",
        ) from error
