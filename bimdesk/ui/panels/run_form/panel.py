"""The run panel: a script's form, the model it runs on, limits, protection, Run and Cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import VersionId
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.script import Script
from bimdesk.errors import BimdeskError
from bimdesk.services.running import make_request, script_limits
from bimdesk.services.sandbox import Wall
from bimdesk.ui.context import Context
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.model_source import ModelSource
from bimdesk.ui.panels.run_form.copying import FormCopies, RunFacts
from bimdesk.ui.panels.run_form.kept_secrets import KeptSecrets
from bimdesk.ui.panels.run_form.own_run import OwnRun
from bimdesk.ui.panels.run_form.page import RunPage
from bimdesk.ui.panels.run_form.presets import FormPresets
from bimdesk.ui.panels.run_form.questions import ask_unconfined
from bimdesk.ui.panels.run_form.refusals import Refusals, why_not
from bimdesk.ui.panels.run_form.saved_text import SavedText
from bimdesk.ui.widgets.empty_state import EmptyState


def _saved(script: Script) -> Script:
    return script


class RunPanel(QWidget):
    """`version_changed(ModelVersion)`: another one was chosen in the form. `started(ExecutionId)`."""

    version_changed = Signal(object)
    started = Signal(object)
    as_typed: Callable[[Script], Script] = staticmethod(_saved)
    """The script as an editor has it by now; the window says."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._script: Script | None = None
        self._own = OwnRun(context.runner, self)
        self.source = ModelSource(context, self)
        self._secrets = KeptSecrets(context, self.source)
        self._page = RunPage(context, self.source)
        place, note = self._page.place, self._page.note
        self.presets = FormPresets(context, place, self._page.presets, note)
        self.copies = FormCopies(context, place, self._page.copies, note, self._facts)
        self._refusals = Refusals(context, place, mend=self.mend, run=self.run, parent=self)
        self._page.protection.show_wall(context.wall.wall)
        self._pages = QStackedWidget()
        empty = EmptyState(
            "play", self.tr("No script chosen"), self.tr("Choose one in the library to see its form.")
        )
        self._pages.addWidget(empty)
        self._pages.addWidget(self._page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._connect()

    # What others call

    @property
    def script(self) -> Script | None:
        return self._script

    @property
    def form(self) -> Form | None:
        return self._page.place.form

    def show_script(
        self,
        script: Script,
        values: Mapping[str, Any] | None = None,
        *,
        version_id: VersionId | None = None,
    ) -> None:
        """The form of a script, with the values of its last run, or those of an earlier execution."""
        self._script = script
        meta = script.metadata
        self._page.show_head(meta)
        self._page.limits.set_limits(script_limits(self._context.project, meta))
        self._page.foot.forget_end()
        self.source.leave()
        try:
            shown = self.presets.open(script, values, of_run=version_id is not None)
            self._page.place.build(meta.parameters if script.problem is None else {}, shown)
        except BimdeskError as error:
            self._context.hub.notify_error(error)
        self.presets.opened()
        self._secrets.ask(script)
        if version_id is not None:
            self.set_version(version_id)
        self._watch()
        self._pages.setCurrentIndex(1)
        self._refresh()

    def follow_text(self, script: Script) -> None:
        """The script as it is typed, not saved yet: a changed form keeps the values, the rest its place."""
        shown = self._script
        if shown is None or shown.key != script.key:
            return
        if shown.problem == script.problem and shown.metadata.parameters == script.metadata.parameters:
            self._script = script
            self.presets.follow(script)
            self._page.show_head(script.metadata)
            self._refresh()
        elif script.problem is None:
            self.show_script(script, self.values())
        else:
            self._script = script  # a block that is being typed: the form waits until it can be read
            self._refresh()

    def set_version(self, version_id: VersionId) -> None:
        """Choose the model version to run on; remembered where it is not listed yet."""
        self._page.model.choose(version_id)

    def version(self) -> ModelVersion | None:
        return self._page.model.version()

    def values(self) -> dict[str, Any]:
        return {} if self.form is None else self.form.values()

    def run(self, *, unconfined: bool = False) -> None:
        """Start the script, or show what is to be mended. `unconfined`: this once without protection."""
        version = self.version()
        if self._script is None or version is None or self._own.is_under_way:
            return
        if self._error_count():
            self.mend()
            return
        request = make_request(
            self._context.project,
            self.as_typed(self._script),
            version.id,
            parameters=self.values(),
            limits=self._page.limits.values(),
            unconfined=unconfined,
        )
        self._page.foot.run.setEnabled(False)
        self._own.start(request)

    def cancel(self) -> None:
        self._own.cancel()

    def mend(self) -> None:
        """Show all errors and go to the first."""
        field = None if self.form is None else self.form.focus_first_error()
        if field is not None:
            self._page.scroll_to(field)
        elif self._page.limits.errors():
            self._page.limits.focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # not the whole window, put away for a while
            self.source.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.source.is_picking():
            self.source.end_pick()
        else:
            super().keyPressEvent(event)

    # Parts

    def _connect(self) -> None:
        page = self._page
        self.presets.reset_wanted.connect(self._reset)
        page.place.edited.connect(page.foot.forget_end)
        page.place.errors_changed.connect(self._refresh)
        page.model.picked.connect(self._on_version)
        page.model.listed.connect(self._on_listed)
        page.limits.changed.connect(self._refresh)
        page.protection.unconfined_wanted.connect(self._ask_unconfined)
        page.foot.run_clicked.connect(self.run)
        page.foot.cancel_clicked.connect(self.cancel)
        page.foot.mend_clicked.connect(self.mend)
        self._own.queued.connect(self.started)
        self._own.progressed.connect(page.foot.follow)
        self._own.finished.connect(self._on_finished)
        self._own.rejected.connect(self._on_rejected)
        self._context.wall.changed.connect(self._on_wall)
        SavedText(self._context, lambda: self._script, self).replaced.connect(self._on_new_text)

    def _reset(self) -> None:
        if self.form is not None and self._script is not None:
            self.form.reset()
            self._page.limits.set_limits(script_limits(self._context.project, self._script.metadata))

    # Model versions

    def _on_version(self) -> None:
        version = self.version()
        if version is not None:
            self.version_changed.emit(version)
        self._on_listed()

    def _on_listed(self) -> None:
        self._watch()
        self._refresh()

    def _watch(self) -> None:
        if self.form is not None:
            self.source.watch(self.version(), self.form.needs)

    # Changes

    def _on_new_text(self, script: Script) -> None:
        """The new form keeps the values that were typed."""
        self.show_script(script, self.values())

    def _on_wall(self, wall: Wall) -> None:
        self._page.protection.show_wall(wall)
        self._refresh()

    def _ask_unconfined(self) -> None:
        if ask_unconfined(self):
            self.run(unconfined=True)

    # The run

    def _on_finished(self, execution: Execution) -> None:
        self._page.foot.show_end(execution)
        self._refresh()

    def _on_rejected(self, request: RunRequest, error: BimdeskError) -> None:
        self._refusals.take(request, error)
        self._refresh()

    def _error_count(self) -> int:
        return len(self._page.limits.errors()) + (0 if self.form is None else len(self.form.errors))

    def _refresh(self) -> None:
        if not self._own.is_under_way:
            self._page.foot.show_ready(self._error_count(), note=self._why_not())

    def _why_not(self) -> str:
        wall = self._context.wall.wall
        return why_not(self._script, wall, has_form=bool(self.form), has_model=bool(self.version()))

    def _facts(self) -> RunFacts | None:
        if self._script is None:
            return None
        limits = self._page.limits.values()
        return RunFacts(self._script, self.as_typed(self._script), self.version(), limits)
