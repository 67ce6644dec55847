"""The query builder on its own, for whoever needs a filter: conditions, their text, a live count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.filters import EVERYTHING, Filter, FilterError
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice
from bimdesk.ui.context import Context
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.models.filter_draft import DraftGroup, DraftRow, to_draft, to_filter
from bimdesk.ui.panels.filters.group import GroupBox
from bimdesk.ui.panels.filters.reading import Found, find_elements
from bimdesk.ui.panels.filters.suggestions import read_subjects, read_values
from bimdesk.ui.panels.filters.text_part import FilterTextPart

DELAY_MS = 150


class FilterEditor(QWidget):
    """`changed(text)`: the filter as text, each time it makes sense."""

    changed = Signal(str)

    def __init__(
        self, context: Context, versions: Sequence[ModelVersion], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._versions = list(versions)
        self._subjects: list[Choice] = []
        self._wanted: Filter = EVERYTHING
        self._draft = DraftGroup(parts=[])
        operations, fail = context.operations, context.hub.notify_error
        self._finding = LatestStopping(operations, self._show_found, self._show_failure, owner=self)
        self._subject_reading = LatestStopping(operations, self._take_subjects, fail, owner=self)
        self._value_reading: LatestStopping[Sequence[Choice]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._find)
        self.count = HintLine()
        self.text_part = FilterTextPart()
        self.text_part.filter_typed.connect(self._take_typed)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(self.tr("Conditions"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.count)
        column.addWidget(self.text_part)
        self._subject_reading.ask(partial(read_subjects, self._folders()))

    def widget(self) -> QWidget:
        return self

    def show_text(self, text: str) -> None:
        """Begin with a filter; '' with one empty condition."""
        self._wanted = parse_filter(text)
        self._draft = to_draft(self._wanted)
        if not self._draft.parts:
            self._draft.parts.append(DraftRow())
        self._show_draft()
        self.text_part.set_text(text)
        self._timer.start()

    def _show_draft(self) -> None:
        self.builder = GroupBox(self._draft, self._subjects, self._ask_values, is_top=True)
        self.builder.changed.connect(self._edited)
        self.builder.reshaped.connect(lambda: QTimer.singleShot(0, self, self._reshaped))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.builder)
        column.addStretch(1)
        self._scroll.setWidget(page)

    def _reshaped(self) -> None:
        self._show_draft()
        self._edited()

    def _edited(self) -> None:
        try:
            self._wanted = to_filter(self._draft)
        except FilterError as error:
            self._finding.stop()
            self._timer.stop()
            self.count.say(error.message, Tone.AMBER)
            return
        self.text_part.set_text(print_filter(self._wanted))
        self._tell()

    def _take_typed(self, wanted: Filter) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._draft = to_draft(wanted)
            self._show_draft()
            self._tell()

    def _tell(self) -> None:
        self._timer.start()
        self.changed.emit(print_filter(self._wanted))

    def _folders(self) -> dict[ModelKey, Path]:
        return {ModelKey(version.sha256): version.folder for version in self._versions}

    def _find(self) -> None:
        versions, wanted = self._versions, self._wanted
        if versions:
            self._finding.ask(lambda cancel: find_elements(versions, wanted, cancel))

    def _show_found(self, found: Found) -> None:
        words = self.tr("{0} of {1} elements").format(f"{len(found.elements):,}", f"{found.total:,}")
        self.count.say(words, Tone.MATCH if len(found.elements) else Tone.AMBER)

    def _show_failure(self, error: BimdeskError) -> None:
        self.count.say(str(error), Tone.AMBER)

    def _take_subjects(self, subjects: list[Choice]) -> None:
        self._subjects = subjects
        self.builder.set_subjects(subjects)

    def _ask_values(self, subject: str, take: Callable[[Sequence[Choice]], None]) -> None:
        if self._value_reading is not None:
            self._value_reading.stop()
        asking = LatestStopping(
            self._context.operations, take, self._context.hub.notify_error, owner=self.builder
        )
        self._value_reading = asking
        asking.ask(partial(read_values, self._folders(), subject))
