"""Lets panels hear of each other: none of them knows another, the window joins them here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementRef, ExecutionId
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script
from bimdesk.errors import NotFoundError
from bimdesk.services.history import get_execution
from bimdesk.services.library import list_scripts
from bimdesk.services.models import list_models, remove_model
from bimdesk.ui.hub import Selection
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.window import hits
from bimdesk.ui.window.command_palette import Hit
from bimdesk.ui.window.data_wiring import DataWiring
from bimdesk.ui.window.messages import confirm_loss
from bimdesk.ui.window.parts import WindowParts

_HISTORY = "history"


class Wiring(QObject):
    """Connections only; what is kept here is the list of scripts that the palette searches."""

    run_changed = Signal()
    """A run began, ended, or another one is shown."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._scripts: list[Script] = []
        self._library = Latest(window.context.operations, self._keep_scripts)
        self._last_run: ExecutionId | None = None
        self._wanted_form: Script | None = None
        self.data = DataWiring(window)
        self._wire_models()
        self._wire_scripts()
        self._wire_runs()
        window.context.hub.notified.connect(window.toasts.show_notification)
        window.context.hub.changed.connect(self._scripts_changed)
        window.context.settings_changed.connect(
            lambda settings: window.viewport.set_reduce_motion(settings.reduce_motion)
        )
        window.viewport.set_reduce_motion(window.context.settings.reduce_motion)
        window.queue.count_changed.connect(window.top_bar.queue.set_count)
        window.top_bar.queue_clicked.connect(lambda: window.queue.toggle_under(window.top_bar.queue))
        self._read_scripts()

    @property
    def last_run(self) -> ExecutionId | None:
        """The execution that ended or was opened last: what "Run again" repeats."""
        return self._last_run

    def sources(self) -> Sequence[Callable[[str], Sequence[Hit]]]:
        """What the palette asks: elements and scripts once something is typed, then actions."""
        window = self._window
        return (
            lambda text: hits.script_hits(self._scripts, self.choose_script, text),
            lambda text: hits.action_hits(window.commands, text),
            lambda text: hits.element_hits(window.context, window.scene.versions, text),
        )

    # models

    def _wire_models(self) -> None:
        window, panes = self._window, self._window.panes
        window.scene.versions_changed.connect(self._versions_changed)
        window.scene.activity_changed.connect(self._activity_changed)
        panes.tree.open_requested.connect(window.files.ask_files)
        panes.tree.remove_requested.connect(self._remove_model)
        window.context.hub.selection_changed.connect(self._reveal)
        welcome = window.welcome
        welcome.open_requested.connect(window.files.ask_files)
        welcome.new_project_requested.connect(partial(window.files.ask_project, new=True))
        welcome.sample_requested.connect(window.files.open_sample)
        welcome.recent_requested.connect(window.files.open_recent)
        welcome.library_requested.connect(window.commands["page_library"].trigger)
        welcome.script_requested.connect(panes.library.new_script)

    def _versions_changed(self, versions: list[ModelVersion]) -> None:
        self._window.panes.tree.show_versions(versions)
        self._window.panes.inspector.refresh()
        names = [version.label for version in versions]
        title = names[0] if len(names) == 1 else self._window.tr("{0} models").format(len(names))
        self._window.documents.set_title("model", title if names else self._window.tr("Model"))

    def _activity_changed(self) -> None:
        window = self._window
        window.show_welcome(not window.scene.is_busy)
        window.panes.tree.set_importing(bool(window.context.importer.tickets))

    def _reveal(self, selection: Selection) -> None:
        """What was clicked in a result or a link is to be seen: bring the 3D view forward."""
        if selection.reveal and selection.refs:
            self._window.documents.show_document("model")

    def _remove_model(self, key: str) -> None:
        window = self._window
        models = list_models(window.context.project)
        model = next((one for one in models if any(version.sha256 == key for version in one.versions)), None)
        if model is None:
            return
        question = window.tr("Remove {0} from the project?").format(model.name)
        count = len(model.versions)
        lost = window.tr("Its {0} imported versions are deleted. Your IFC files stay.").format(count)
        if confirm_loss(window, question, lost, window.tr("Remove")):
            window.context.operations.write(
                partial(remove_model, window.context.project, model.id),
                on_success=window.context.hub.publish,
            )

    # scripts

    def _wire_scripts(self) -> None:
        window, panes = self._window, self._window.panes
        panes.library.script_chosen.connect(self._show_form)
        panes.library.run_requested.connect(self.choose_script)
        panes.library.edit_requested.connect(window.scripts.open)
        window.scripts.dirty_changed.connect(panes.library.set_dirty)
        window.scripts.shown.connect(self._show_form)
        window.files.script_installed.connect(self.choose_script)
        window.documents.close_requested.connect(self.close_document)

    def choose_script(self, script: Script) -> None:
        """Show the script in the library and its form beside it."""
        self._window.commands["page_library"].trigger()
        self._window.panes.library.select(script.key)
        self._show_form(script)

    def show_run_form(self) -> None:
        """Run script: the form of the last script, or the library to choose one."""
        panes = self._window.panes
        if panes.run_form.script is None:
            self._window.commands["page_library"].trigger()
            panes.library.view.setFocus()
            return
        if panes.right.isVisible() and panes.right.page == "run":
            panes.run_form.run()
        else:
            panes.right.show_page("run")
            panes.right.show()

    def _show_form(self, script: Script) -> None:
        """In turns of the event loop of their own: the row is marked, then the form is built, then shown."""
        if self._wanted_form is None:
            QTimer.singleShot(0, self, self._build_form)
        self._wanted_form = script

    def _build_form(self) -> None:
        run_form, script = self._window.panes.run_form, self._wanted_form
        self._wanted_form = None
        if script is None:
            return
        shown = run_form.script
        if shown is None or (shown.key, shown.sha256) != (script.key, script.sha256):
            run_form.show_script(script)
        QTimer.singleShot(0, self, self._show_run_page)

    def _show_run_page(self) -> None:
        self._window.context.workers.warm_up("confined")  # the spare may have gone after five idle minutes
        right = self._window.panes.right
        right.show_page("run")
        right.show()

    def _scripts_changed(self, changes: Changes) -> None:
        if changes.scripts:
            self._read_scripts()

    def _read_scripts(self) -> None:
        context = self._window.context
        self._library.ask(partial(list_scripts, context.project))

    def _keep_scripts(self, scripts: list[Script]) -> None:
        self._scripts = scripts

    # runs

    def _wire_runs(self) -> None:
        window, panes, runner = self._window, self._window.panes, self._window.context.runner
        runner.queued.connect(self._run_queued)
        runner.started.connect(lambda _ticket: self._show_running(True))
        runner.finished.connect(self._run_finished)
        panes.log.status_changed.connect(self._show_log_state)
        panes.results.rerun_requested.connect(self.rerun)
        panes.results.isolate_requested.connect(self._isolate)
        panes.results.highlights_changed.connect(window.viewport.highlight)
        panes.results.line_requested.connect(self._show_line)
        panes.results.version_wanted.connect(self._import_version)
        self._wire_history(panes.history)
        window.status.part_clicked.connect(self._status_clicked)

    def _wire_history(self, history: HistoryPanel) -> None:
        history.opened.connect(self.open_execution)
        history.rerun_requested.connect(self.rerun)

    def show_history(self) -> None:
        """The history as a document."""
        window = self._window
        if not window.documents.show_document(_HISTORY):
            history = HistoryPanel(window.context)
            self._wire_history(history)
            window.documents.add(_HISTORY, history, window.tr("History"), "history")
            window.documents.show_document(_HISTORY)

    def close_document(self, key: str) -> None:
        if key == _HISTORY:
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
        script = next((one for one in self._scripts if one.key == execution.script_key), None)
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

    def _run_queued(self, _ticket: RunTicket) -> None:
        self._window.panes.bottom.show_tab("log")
        self._window.panes.bottom.show()

    def _run_finished(self, ticket: RunTicket, execution: Execution) -> None:
        window = self._window
        self._last_run = execution.id
        self._show_running(bool(window.context.runner.tickets))
        window.panes.results.show_execution(execution.id)
        if execution.status in (Status.SUCCESS, Status.WARNING, Status.FAILED, Status.ERROR):
            window.panes.bottom.show_tab("results")
        if not window.panes.bottom.isVisible():
            look = EXECUTION[execution.status]
            level = {"ok": "success", "warning": "warning"}.get(look.tone, "info")
            text = f"{ticket.request.script_name}: {look.text}"
            match level:
                case "success":
                    window.context.hub.notify("success", text, execution.sentence)
                case "warning":
                    window.context.hub.notify("warning", text, execution.sentence)
                case _:
                    window.context.hub.notify("info", text, execution.sentence)

    def _show_running(self, _running: bool) -> None:
        self.run_changed.emit()

    def _show_log_state(self, status: Status | None) -> None:
        running = status in (Status.RUNNING, Status.QUEUED)
        self._window.panes.bottom.set_state("log", EXECUTION[status] if running and status else None)

    def _isolate(self, refs: frozenset[ElementRef]) -> None:
        self._window.documents.show_document("model")
        self._window.viewport.isolate(refs)

    def _import_version(self, path: Path, model_name: str) -> None:
        self._window.context.importer.submit([path], model_name=model_name)

    def _show_line(self, script_key: object, line: int) -> None:
        script = next((one for one in self._scripts if one.key == script_key), None)
        if script is not None:
            self._window.scripts.open(script).go_to_line(line)

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
            self.show_run_form()
