"""Joins executions with log, results and history: what is shown when one begins, ends, is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementRef, ExecutionId, ScriptKey
from bimdesk.errors import NotFoundError
from bimdesk.services.history import get_execution
from bimdesk.services.library.uses import Use
from bimdesk.ui.hub import Level
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.script_wiring import ScriptWiring

HISTORY = "history"
"""The document's key."""
_LEVELS: Mapping[str, Level] = {"ok": "success", "warning": "warning"}
"""Tone of a state -> how loud it is told; else as an information."""


class RunWiring(QObject):
    """Connections; what is kept here is which execution "Run again" repeats."""

    run_changed = Signal()
    """A run began, ended, or another one is shown."""

    def __init__(self, window: WindowParts, scripts: ScriptWiring) -> None:
        super().__init__(window)
        self._window = window
        self._scripts = scripts
        self._last_run: ExecutionId | None = None
        panes, runner = window.panes, window.context.runner
        runner.queued.connect(self._run_queued)
        runner.started.connect(lambda _ticket: self.run_changed.emit())
        runner.finished.connect(self._run_finished)
        panes.log.status_changed.connect(self._show_log_state)
        panes.results.rerun_requested.connect(self.rerun)
        panes.results.isolate_requested.connect(self._isolate)
        panes.results.highlights_changed.connect(window.viewport.highlight)
        panes.results.line_requested.connect(self._show_line)
        panes.results.version_wanted.connect(self._import_version)
        panes.library.acts.use_wanted.connect(self._show_use)
        self._wire_history(panes.history)
        window.documents.close_requested.connect(self._close_document)
        window.status.part_clicked.connect(self._status_clicked)

    @property
    def last_run(self) -> ExecutionId | None:
        """The execution that ended or was opened last: what "Run again" repeats."""
        return self._last_run

    def _wire_history(self, history: HistoryPanel) -> None:
        history.opened.connect(self.open_execution)
        history.rerun_requested.connect(self.rerun)

    def show_history(self) -> None:
        """The history as a document."""
        window = self._window
        if not window.documents.show_document(HISTORY):
            history = HistoryPanel(window.context)
            self._wire_history(history)
            history.compare_requested.connect(window.panes.history.compare_requested)
            history.report_requested.connect(window.panes.history.report_requested)
            history.runs_compare_requested.connect(window.panes.history.runs_compare_requested)
            window.documents.add(HISTORY, history, window.tr("History"), "history")
            window.documents.show_document(HISTORY)

    def _close_document(self, key: str) -> None:
        if key == HISTORY:
            self._window.documents.remove(key)

    def open_execution(self, execution_id: ExecutionId) -> None:
        """Results and log of an execution of the history."""
        panes = self._window.panes
        self._last_run = execution_id
        panes.results.show_execution(execution_id)
        panes.log.show_execution(execution_id)
        panes.bottom.show_tab("results")
        panes.bottom.show()
        self.run_changed.emit()

    def rerun(self, execution_id: ExecutionId) -> None:
        """The form of an execution's script, filled as it was; the script as it is in the library today."""
        window = self._window
        read = partial(get_execution, window.context.project, execution_id)
        window.context.operations.run(read, on_success=self._show_rerun)

    def _show_rerun(self, execution: Execution) -> None:
        window = self._window
        script = self._scripts.find(execution.script_key)
        if script is None:
            error = NotFoundError(
                window.tr("{0} is no longer in the library.").format(execution.script_name),
                window.tr("Its text is kept in the history."),
            )
            window.context.hub.notify_error(error)
            return
        panes = window.panes
        panes.run_form.show_script(script, execution.parameters, version_id=execution.version_id)
        panes.right.show_page("run")
        panes.right.show()

    def _run_queued(self, ticket: RunTicket) -> None:
        document = self._window.scripts.current
        if document is not None and document.test_run.follows(ticket):
            return  # its output stands beside the text
        self._window.panes.bottom.show_tab("log")
        self._window.panes.bottom.show()

    def _run_finished(self, ticket: RunTicket, execution: Execution) -> None:
        window = self._window
        self._last_run = execution.id
        self.run_changed.emit()
        window.panes.results.show_execution(execution.id)
        document = window.scripts.current
        if document is not None and document.test_run.follows(ticket):
            return
        if execution.status in (Status.SUCCESS, Status.WARNING, Status.FAILED, Status.ERROR):
            window.panes.bottom.show_tab("results")
        if not window.panes.bottom.isVisible():
            look = EXECUTION[execution.status]
            text = f"{ticket.request.script_name}: {look.text}"
            window.context.hub.notify(_LEVELS.get(look.tone, "info"), text, execution.sentence)

    def _show_log_state(self, status: Status | None) -> None:
        running = status in (Status.RUNNING, Status.QUEUED)
        self._window.panes.bottom.set_state("log", EXECUTION[status] if running and status else None)

    def _isolate(self, refs: frozenset[ElementRef]) -> None:
        self._window.documents.show_document("model")
        self._window.viewport.isolate(refs)

    def _show_use(self, use: Use) -> None:
        """What needs a script: an execution that is under way here, or in another window."""
        if self._window.context.runner.ticket(use.execution_id) is None:
            self.open_execution(use.execution_id)
        self._window.panes.bottom.show_tab("log")
        self._window.panes.bottom.show()

    def _import_version(self, path: Path, model_name: str) -> None:
        self._window.context.importer.submit([path], model_name=model_name)

    def _show_line(self, script_key: ScriptKey | None, line: int) -> None:
        script, document = self._scripts.find(script_key), self._window.scripts.current
        if script is not None:
            self._window.scripts.open(script).edit.go_to_line(line)
        elif script_key is None and document is not None:  # an unsaved text ran
            document.edit.go_to_line(line)

    def _status_clicked(self, part: str) -> None:
        window = self._window
        if part == "selected":
            window.panes.right.show_page("inspector")
            window.panes.right.show()
        elif part == "import":
            window.queue.toggle_under(window.top_bar.queue)
        elif part in ("model", "schema", "shown", "triangles"):
            window.commands["page_model"].trigger()
        elif part == "protection":
            self._scripts.show_form_or_run()
