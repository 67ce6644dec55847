"""Reports of the window: who asks for one, the dialog, the queue, what is said when it is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from bimdesk.domain.execution import Execution
from bimdesk.domain.finding_life import FindingFilter
from bimdesk.domain.ids import ExecutionId
from bimdesk.services.history import get_execution
from bimdesk.services.reports.job import job_of
from bimdesk.services.reports.scope import ExecutionScope, FindingsScope, ReportOptions, Scope
from bimdesk.ui.reports.dialog import ReportDialog
from bimdesk.ui.reports.maker import ReportMaker, ReportTicket
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.run_wiring import RunWiring

FOLDER = "reports"
"""Where reports go unless somebody says otherwise: in the project's folder."""


class ReportWiring(QObject):
    """`ask` opens the dialog; `maker` does the rest."""

    def __init__(self, window: WindowParts, runs: RunWiring) -> None:
        super().__init__(window)
        self._window = window
        self._runs = runs
        self._folder = window.context.project.folder / FOLDER
        self.dialog: ReportDialog | None = None
        """The one that was opened last."""
        self.maker = ReportMaker(self)
        self.maker.queued.connect(self._on_queued)
        self.maker.progressed.connect(self._on_progress)
        self.maker.made.connect(self._on_made)
        self.maker.failed.connect(self._on_failed)
        self.maker.cancelled.connect(self._on_over)
        window.context.closing.connect(self.maker.close)
        for panel in (window.panes.results, window.panes.history):
            panel.report_requested.connect(self.ask)
        window.commands.bind("report", self._ask_last)
        window.commands.bind("report_findings", self.ask_findings)

    def ask(self, scope: object) -> None:
        """What panels mean: a scope, an ExecutionId, or a FindingFilter."""
        match scope:
            case ExecutionScope(execution_id=execution_id):
                self.ask_execution(execution_id)
            case FindingsScope():
                self._open(scope, scope.title or self.tr("Findings"))
            case FindingFilter():
                self.ask_findings(scope)
            case str():
                self.ask_execution(ExecutionId(scope))

    def ask_execution(self, execution_id: ExecutionId) -> None:
        """A report of one run."""
        context = self._window.context
        context.operations.run(
            partial(get_execution, context.project, execution_id), on_success=self._open_execution
        )

    def ask_findings(self, wanted: FindingFilter | None = None) -> None:
        """A report of the findings that a filter names; of all if None."""
        self._open(FindingsScope(wanted=wanted or FindingFilter()), self.tr("Findings"))

    def _ask_last(self) -> None:
        if self._runs.last_run is not None:
            self.ask_execution(self._runs.last_run)

    def _open_execution(self, execution: Execution) -> None:
        subject = self.tr("{0} on {1}").format(execution.script_name, execution.model_label)
        self._open(ExecutionScope(execution_id=execution.id), subject)

    def _open(self, scope: Scope, subject: str) -> None:
        dialog = self.dialog = ReportDialog(subject, self._folder, self._window)
        dialog.asked.connect(partial(self._on_asked, scope, subject))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _on_asked(self, scope: Scope, subject: str, path: Path, pictures: bool, open_after: bool) -> None:
        self._folder = path.parent
        context = self._window.context
        job = job_of(
            scope,
            project=str(context.project.folder),
            paths=context.paths,
            out=str(path),
            pictures=ReportOptions().pictures if pictures else 0,
        )
        self.maker.submit(job, title=self.tr("Report of {0}").format(subject), open_after=open_after)

    def _on_queued(self, ticket: ReportTicket) -> None:
        self._window.queue.add_job(ticket.id, "file-text", ticket.title, partial(self.maker.cancel, ticket))

    def _on_progress(self, ticket: ReportTicket) -> None:
        stage = self.tr("Stopping") if ticket.cancelled else ticket.stage
        self._window.queue.show_job(ticket.id, progress=ticket.progress, stage=stage, seconds=ticket.seconds)

    def _on_over(self, ticket: ReportTicket) -> None:
        self._window.queue.end_job(ticket.id)

    def _on_made(self, ticket: ReportTicket) -> None:
        self._on_over(ticket)
        path = ticket.path
        text = self.tr("{0} saved").format(path.name)
        hint = ticket.notes[0] if ticket.notes else str(path.parent)
        if ticket.open_after:
            open_path(path)
            action, place = self.tr("Show in folder"), path.parent
        else:
            action, place = self.tr("Open"), path
        hub = self._window.context.hub
        hub.notify("success", text, hint, action=action, on_action=partial(open_path, place))

    def _on_failed(self, ticket: ReportTicket) -> None:
        self._on_over(ticket)
        if ticket.failure is not None:
            self._window.context.hub.notify_error(ticket.failure)


def open_path(path: Path) -> None:
    """Let the system open a file, or show a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
