"""The run panel: a script's form, the model it runs on, limits, protection, Run and Cancel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest, Status
from bimdesk.domain.ids import ExecutionId, VersionId
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.consent import ConsentNeededError
from bimdesk.services.library import get_script
from bimdesk.services.parameters import ParameterErrors
from bimdesk.services.running import make_request, script_limits
from bimdesk.services.sandbox import Wall
from bimdesk.ui.context import Context
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.model_source import ModelSource
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.panels.run_form.foot import RunFoot
from bimdesk.ui.panels.run_form.limits_section import LimitsSection
from bimdesk.ui.panels.run_form.protection_section import ProtectionSection
from bimdesk.ui.panels.run_form.questions import ask_trust, ask_unconfined
from bimdesk.ui.panels.run_form.versions import VersionPicker
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import label, line
from bimdesk.ui.widgets.markdown import MarkdownView


class RunPanel(QWidget):
    """`version_changed(ModelVersion)`: another one was chosen in the form. `started(ExecutionId)`."""

    version_changed = Signal(object)
    started = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._script: Script | None = None
        self._mine: ExecutionId | None = None
        self._pending: RunRequest | None = None
        self._source = ModelSource(context, self)
        self.form: Form | None = None
        self._title = label(weight=600)
        self._title.setFont(fonts.ui(14, weight=600))
        self._about = label(tone="tx2", size=12, wrap=True)
        self._help = MarkdownView(size=12)
        self._help.hide()
        self._help_button = IconButton("circle-question-mark", self.tr("Help of the script"), checkable=True)
        self._help_button.toggled.connect(self._help.setVisible)
        self._model = VersionPicker(context)
        self._limits = LimitsSection()
        self._protection = ProtectionSection()
        self._protection.show_wall(context.wall.wall)
        self._foot = RunFoot()
        self._body = QWidget()
        self._sections = QWidget()
        self._place = QVBoxLayout()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    # What others call

    @property
    def script(self) -> Script | None:
        return self._script

    def show_script(
        self,
        script: Script,
        values: Mapping[str, Any] | None = None,
        *,
        version_id: VersionId | None = None,
    ) -> None:
        """The form of a script, with its defaults or with the values of an earlier execution."""
        self._script = script
        meta = script.metadata
        self._title.setText(meta.name)
        self._about.setText(meta.description)
        self._about.setVisible(bool(meta.description))
        help_text = meta.help.strip() if meta.help.strip() != meta.description.strip() else ""
        self._help.set_text(help_text)
        self._help_button.setVisible(bool(help_text))
        self._help_button.setChecked(False)
        self._limits.set_limits(script_limits(self._context.project, meta))
        self._foot.forget_end()
        self._build_form(meta.parameters if script.problem is None else {}, values)
        if version_id is not None:
            self.set_version(version_id)
        self._watch()
        self._pages.setCurrentIndex(1)
        self._refresh()

    def set_version(self, version_id: VersionId) -> None:
        """Choose the model version to run on; remembered where it is not listed yet."""
        self._model.choose(version_id)

    def version(self) -> ModelVersion | None:
        return self._model.version()

    def values(self) -> dict[str, Any]:
        return {} if self.form is None else self.form.values()

    def run(self, *, unconfined: bool = False) -> None:
        """Start the script, or show what is to be mended. `unconfined`: this once without protection."""
        version = self.version()
        if self._script is None or version is None or self._ticket() is not None:
            return
        if self._error_count():
            self.mend()
            return
        request = make_request(
            self._context.project,
            self._script,
            version.id,
            parameters=self.values(),
            limits=self._limits.values(),
            unconfined=unconfined,
        )
        self._pending = request
        self._foot.run.setEnabled(False)
        self._context.runner.start(request)

    def cancel(self) -> None:
        if self._mine is not None:
            self._context.runner.cancel(self._mine)

    def mend(self) -> None:
        """Show all errors and go to the first."""
        field = None if self.form is None else self.form.focus_first_error()
        if field is not None:
            self._scroll.ensureWidgetVisible(field, 20, 40)
        elif self._limits.errors():
            self._limits.focus()

    # Parts

    def _lay_out(self) -> None:
        body = self._body
        body.setProperty("surface", "bar")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 12, 12, 14)
        inner.setSpacing(14)
        inner.addLayout(self._head())
        inner.addLayout(self._model_row())
        inner.addLayout(self._place)
        column.addLayout(inner)
        sections = QVBoxLayout(self._sections)
        sections.setContentsMargins(0, 0, 0, 0)
        sections.setSpacing(0)
        for section in (self._limits, self._protection):
            sections.addWidget(line())
            sections.addWidget(section)
        column.addWidget(self._sections)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(body)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)
        empty = EmptyState(
            "play", self.tr("No script chosen"), self.tr("Choose one in the library to see its form.")
        )
        self._pages.addWidget(empty)
        self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self._help_button)
        row.addWidget(IconButton("rotate-ccw", self.tr("Back to the defaults"), on_click=self._reset))
        head.addLayout(row)
        head.addWidget(self._about)
        head.addWidget(self._help)
        return head

    def _model_row(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        title = label(self.tr("Model"), weight=500)
        title.setBuddy(self._model)
        column.addWidget(title)
        column.addWidget(self._model)
        return column

    def _connect(self) -> None:
        self._model.picked.connect(self._on_version)
        self._model.listed.connect(self._on_listed)
        self._limits.changed.connect(self._refresh)
        self._protection.unconfined_wanted.connect(self._ask_unconfined)
        self._context.wall.changed.connect(self._on_wall)
        self._foot.run_clicked.connect(self.run)
        self._foot.cancel_clicked.connect(self.cancel)
        self._foot.mend_clicked.connect(self.mend)
        self._context.hub.changed.connect(self._on_changes)
        runner = self._context.runner
        runner.queued.connect(self._on_queued, Qt.ConnectionType.QueuedConnection)
        runner.started.connect(self._on_progress)
        runner.progressed.connect(self._on_progress)
        runner.finished.connect(self._on_finished)
        runner.rejected.connect(self._on_rejected)

    def _build_form(self, schema: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
        old, self.form = self.form, None
        QTimer.singleShot(0, self, partial(self._change_form, old))
        try:
            form = Form(schema, source=self._source, parent=self._body)
        except BimdeskError as error:
            self._context.hub.notify_error(error)
            return
        form.hide()
        form.changed.connect(self._foot.forget_end)
        form.errors_changed.connect(lambda _count: self._refresh())
        self.form = form
        if values is not None:
            form.set_values({**form.values(), **values} if values else form.values())

    def _change_form(self, old: Form | None) -> None:
        """In a turn of its own: the old form leaves, the first fields of the new one appear."""
        if old is not None:
            self._place.removeWidget(old)
            old.hide()
            old.deleteLater()
        form = self.form
        if form is not None and self._place.indexOf(form) < 0:
            self._place.addWidget(form)
            form.whole.connect(self._sections.show)
            form.show_in_turns()
        self._sections.setVisible(form is None or form.is_whole)

    def _reset(self) -> None:
        if self.form is not None and self._script is not None:
            self.form.reset()
            self._limits.set_limits(script_limits(self._context.project, self._script.metadata))

    # Model versions

    def _on_version(self) -> None:
        version = self.version()
        if version is not None:
            self.version_changed.emit(version)
        self._watch()
        self._refresh()

    def _on_listed(self) -> None:
        self._watch()
        self._refresh()

    def _watch(self) -> None:
        if self.form is not None:
            self._source.watch(self.version(), self.form.needs)

    # Changes

    def _on_changes(self, changes: Changes) -> None:
        if self._script is not None and self._script.key in changes.scripts and not changes.executions:
            self._context.operations.run(
                partial(get_script, self._context.project, self._script.key),
                on_success=self._take_new_text,
                on_failure=lambda _error: None,
            )

    def _take_new_text(self, script: Script) -> None:
        """The script was saved: its new form keeps the values that were typed."""
        if (
            self._script is not None
            and script.key == self._script.key
            and script.sha256 != self._script.sha256
        ):
            self.show_script(script, self.values())

    def _on_wall(self, wall: Wall) -> None:
        self._protection.show_wall(wall)
        self._refresh()

    def _ask_unconfined(self) -> None:
        if ask_unconfined(self):
            self.run(unconfined=True)

    def _ask_trust(self, request: RunRequest, needed: ConsentNeededError) -> None:
        if ask_trust(self, request.script_name):
            trusted = (*self._context.settings.trusted_scripts, needed.sha256)
            self._context.change_settings(trusted_scripts=trusted)
            self.run()

    def _ticket(self) -> RunTicket | None:
        return None if self._mine is None else self._context.runner.ticket(self._mine)

    def _on_queued(self, ticket: RunTicket) -> None:
        if self._pending is not None and ticket.request is self._pending:
            self._pending = None
            self._mine = ticket.execution_id
            self._on_progress(ticket)
            self.started.emit(ticket.execution_id)

    def _on_progress(self, ticket: RunTicket) -> None:
        if ticket.execution_id == self._mine:
            status = Status.RUNNING if ticket.started_at else Status.QUEUED
            self._foot.show_running(ticket.state, ticket.seconds, EXECUTION[status])

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        if ticket.execution_id == self._mine:
            self._mine = None
            self._foot.show_end(execution)
            self._refresh()

    def _on_rejected(self, request: RunRequest, error: BimdeskError) -> None:
        if request is not self._pending:
            return
        self._pending = None
        if isinstance(error, ParameterErrors) and self.form is not None:
            self.form.show_errors(error.fields)
            self.mend()
        elif isinstance(error, ConsentNeededError):
            self._ask_trust(request, error)
        else:
            self._context.hub.notify_error(error)
        self._refresh()

    def _error_count(self) -> int:
        return len(self._limits.errors()) + (0 if self.form is None else len(self.form.errors))

    def _refresh(self) -> None:
        if self._mine is None:
            self._foot.show_ready(self._error_count(), note=self._why_not())

    def _why_not(self) -> str:
        """Why the script cannot run although no field is wrong."""
        if self._script is None:
            return ""
        if self._script.problem is not None:
            return self.tr("Line {0} of the script is to be mended").format(self._script.problem.line)
        if self.form is None:
            return self.tr("The parameters of the script cannot be read")
        if self.version() is None:
            return self.tr("Import a model first")
        wall = self._context.wall.wall
        return "" if wall.runs_scripts else self.tr("Scripts cannot be confined here: see Protection")
