"""A filter being built: conditions and text that say the same, and what it finds, live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bimdesk.domain.filter_text import print_filter
from bimdesk.domain.filters import EVERYTHING, Filter, FilterError
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice
from bimdesk.ui.context import Context
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.models.filter_draft import DraftGroup, DraftRow, to_draft, to_filter
from bimdesk.ui.panels.filters.group import GroupBox
from bimdesk.ui.panels.filters.reading import find_elements
from bimdesk.ui.panels.filters.suggestions import read_subjects, read_values
from bimdesk.ui.panels.filters.text_part import FilterTextPart

DELAY_MS = 150
MOST_STEPS = 50
"""Edits that can be undone."""


class FilterBuilding(QObject):
    """Whoever owns it places `conditions` and `text_part`.

    `changed()`: another filter is meant. `found(Found)` follows, None where nothing is asked: no model, or
    no condition yet and `counts_everything` is off. `failed(str)`: it makes no sense as it is.
    """

    changed = Signal()
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget, *, counts_everything: bool = False) -> None:
        super().__init__(parent)
        self._context = context
        self._counts_everything = counts_everything
        self._versions: list[ModelVersion] = []
        self._subjects: list[Choice] = []
        self.filter: Filter = EVERYTHING
        self._draft = DraftGroup(parts=[DraftRow()])
        operations, fail = context.operations, context.hub.notify_error
        self._finding = LatestStopping(operations, self.found.emit, self._fail, owner=self)
        self._reading_subjects = LatestStopping(operations, self._take_subjects, fail, owner=self)
        self._reading_values: LatestStopping[Sequence[Choice]] | None = None
        self.timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self.timer.timeout.connect(self.find)
        self.text_part = FilterTextPart()
        self.text_part.filter_typed.connect(self._take_typed)
        self.conditions = QScrollArea()
        self.conditions.setWidgetResizable(True)
        self.conditions.setFrameShape(QFrame.Shape.NoFrame)
        self.conditions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.conditions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.conditions.setAccessibleName(self.tr("Conditions"))
        self._past: list[Filter] = []
        self._future: list[Filter] = []
        for key, run in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
        ):
            shortcut = QShortcut(key, self.conditions)  # a text that has something to undo comes first
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        self._show_draft()

    def show_versions(self, versions: Sequence[ModelVersion]) -> None:
        """Find in these models from now on."""
        self._versions = list(versions)
        self._reading_subjects.ask(partial(read_subjects, self._folders()))
        self.timer.start()

    def show_filter(self, wanted: Filter) -> None:
        """Put a filter into conditions and text; of everything one empty condition."""
        if self.filter != EVERYTHING:  # an empty builder is nothing to go back to
            self.timer.stop()
            self._remember(wanted)
        self._put(wanted)

    def undo(self) -> None:
        """Back to the filter of before the last edit."""
        if self._past:
            self._future.append(self.filter)
            self._put(self._past.pop())
            self.changed.emit()

    def redo(self) -> None:
        """Forth again."""
        if self._future:
            self._past.append(self.filter)
            self._put(self._future.pop())
            self.changed.emit()

    def _remember(self, wanted: Filter) -> None:
        """Another filter is coming; what is typed without a pause is one step."""
        if wanted != self.filter and not self.timer.isActive():
            self._past = [*self._past[-MOST_STEPS:], self.filter]
            self._future = []

    def _put(self, wanted: Filter) -> None:
        self.filter = wanted
        self._draft = to_draft(wanted)
        if not self._draft.parts:
            self._draft.parts.append(DraftRow())
        self._show_draft()
        self.text_part.set_text(print_filter(wanted))
        self.timer.start()

    def focus(self) -> None:
        rows = self.box.rows
        (rows[-1].value if rows else self.box).setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:
        """Ask at once for what the filter means."""
        if not self._versions or (self.filter == EVERYTHING and not self._counts_everything):
            self._finding.stop()
            self.found.emit(None)
            return
        versions, wanted = list(self._versions), self.filter
        self._finding.ask(lambda cancel: find_elements(versions, wanted, cancel))

    def _show_draft(self) -> None:
        """Make the rows anew: some came or went."""
        page = QWidget(self.conditions.viewport())  # Qt styles all of it anew where it is moved later
        self.box = GroupBox(self._draft, self._subjects, self._ask_values, is_top=True, parent=page)
        self.box.changed.connect(self._edited)
        # a button of the old rows is still being clicked
        self.box.reshaped.connect(lambda: QTimer.singleShot(0, self, self._reshape))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addStretch(1)
        self.conditions.setWidget(page)

    def _reshape(self) -> None:
        self._show_draft()
        self._edited()
        self.focus()

    def _edited(self) -> None:
        """The conditions were edited: the text follows, unless what is typed makes no sense yet."""
        try:
            wanted = to_filter(self._draft)
        except FilterError as error:
            self._finding.stop()
            self.timer.stop()
            self.failed.emit(error.message)
            return
        self._remember(wanted)
        self.filter = wanted
        self.text_part.set_text(print_filter(wanted))
        self._say()

    def _take_typed(self, wanted: Filter) -> None:
        """The text was edited: the conditions follow, the text stays as typed."""
        if wanted != self.filter:
            self._remember(wanted)
            self.filter = wanted
            self._draft = to_draft(wanted)
            self._show_draft()
            self._say()

    def _say(self) -> None:
        self.timer.start()
        self.changed.emit()

    def _folders(self) -> dict[ModelKey, Path]:
        return {ModelKey(version.sha256): version.folder for version in self._versions}

    def _fail(self, error: BimdeskError) -> None:
        self.failed.emit(" ".join(part for part in (error.message, error.hint) if part))

    def _take_subjects(self, subjects: list[Choice]) -> None:
        self._subjects = subjects
        self.box.set_subjects(subjects)

    def _ask_values(self, subject: str, take: Callable[[Sequence[Choice]], None]) -> None:
        """Values of the row that has the focus; those of a row that was left are no longer wanted."""
        if self._reading_values is not None:
            self._reading_values.stop()
        asking = LatestStopping(
            self._context.operations, take, self._context.hub.notify_error, owner=self.box
        )
        self._reading_values = asking
        asking.ask(partial(read_values, self._folders(), subject))
