"""The filter panel: the builder and its text say the same, the count is live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bimdesk.domain.filter_text import print_filter
from bimdesk.domain.filters import EVERYTHING, Filter, FilterError
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.saved_filter import SavedFilter
from bimdesk.errors import BimdeskError
from bimdesk.index.choices import Choice
from bimdesk.ui.context import Context
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.models.filter_draft import DraftGroup, DraftRow, to_draft, to_filter
from bimdesk.ui.panels.filters.actions import FilterActions
from bimdesk.ui.panels.filters.group import GroupBox
from bimdesk.ui.panels.filters.reading import Found, find_elements
from bimdesk.ui.panels.filters.saved import SavedFilters
from bimdesk.ui.panels.filters.suggestions import read_subjects, read_values
from bimdesk.ui.panels.filters.text_part import FilterTextPart
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import DockTitleBar

DELAY_MS = 150


class FilterPanel(QWidget):
    """`head` is for the dock's title bar; `found_bar` says what is wanted of the elements found."""

    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._versions: list[ModelVersion] = []
        self._subjects: list[Choice] = []
        self._wanted: Filter = EVERYTHING
        self._name = ""
        self.draft = DraftGroup(parts=[DraftRow()])
        operations, fail = context.operations, context.hub.notify_error
        self._finding = LatestStopping(operations, self._show_found, self._show_failure, owner=self)
        self._reading_subjects = LatestStopping(operations, self._take_subjects, fail, owner=self)
        self._reading_values: LatestStopping[Sequence[Choice]] | None = None
        self.found_bar = FilterActions()
        self.text_part = FilterTextPart()
        self.saved = SavedFilters(context)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._find)
        self._build()
        self.text_part.filter_typed.connect(self._take_typed)
        self.saved.chosen.connect(self.show_saved)
        self.show_draft()

    @property
    def filter(self) -> Filter:
        """What the builder means now."""
        return self._wanted

    def show_versions(self, versions: list[ModelVersion]) -> None:
        """Count in these models from now on."""
        self._versions = list(versions)
        self._reading_subjects.ask(partial(read_subjects, self._folders()))
        self._timer.start()

    def show_filter(self, wanted: Filter) -> None:
        """Put a filter into the builder and its text."""
        self._name = ""
        self._wanted = wanted
        self.draft = to_draft(wanted)
        self.show_draft()
        self.text_part.set_text(print_filter(wanted))
        self._timer.start()

    def show_saved(self, found: SavedFilter) -> None:
        """Put a filter of the project into the builder; saving offers its name."""
        self.text_part.set_text(found.text)
        self.text_part.read()
        self._name = found.name

    def clear(self) -> None:
        """One empty condition."""
        self.show_filter(EVERYTHING)
        self.draft.parts.append(DraftRow())
        self.show_draft()
        self.focus_builder()

    def focus_builder(self) -> None:
        rows = self.builder.rows
        (rows[-1].value if rows else self.builder).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_draft(self) -> None:
        """Make the rows anew: some came or went."""
        self.builder = GroupBox(self.draft, self._subjects, self._ask_values, is_top=True)
        self.builder.setContentsMargins(12, 4, 8, 4)
        self.builder.changed.connect(self._edited)
        self.builder.reshaped.connect(self._reshaped)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.builder)
        column.addStretch(1)
        self._scroll.setWidget(page)

    def _build(self) -> None:
        self.head = DockTitleBar(
            self.tr("Filters"), collapse_icon="panel-left-close", collapse_text=self.tr("Collapse (Ctrl+B)")
        )
        self.head.collapse_requested.connect(self.collapse_requested)
        self.head.add_tool(IconButton("eraser", self.tr("Clear the filter"), on_click=self.clear))
        save = IconButton("save", self.tr("Save under a name"), on_click=self._begin_saving)
        self.found_bar.tools.addWidget(save)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(self.tr("Conditions"))
        foot = QWidget()
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 6, 8, 8)
        below.setSpacing(8)
        below.addWidget(self.found_bar)
        below.addWidget(self.text_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 3)
        column.addWidget(foot)
        column.addWidget(self.saved, 2)

    # both ways

    def _edited(self) -> None:
        """The builder was edited: its text follows, unless what is typed makes no sense yet."""
        try:
            self._wanted = to_filter(self.draft)
        except FilterError as error:
            self._finding.stop()
            self._timer.stop()
            self.found_bar.show_problem(error.message)
            return
        self.text_part.set_text(print_filter(self._wanted))
        self._timer.start()

    def _reshaped(self) -> None:
        QTimer.singleShot(0, self, self._show_reshaped)  # a button of the old rows is still being clicked

    def _show_reshaped(self) -> None:
        self.show_draft()
        self._edited()
        self.focus_builder()

    def _take_typed(self, wanted: Filter) -> None:
        """The text was edited: the builder follows, the text stays as typed."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.draft = to_draft(wanted)
            self.show_draft()
            self._timer.start()

    def _begin_saving(self) -> None:
        self.saved.show()
        self.saved.begin_saving(print_filter(self._wanted), self._name)

    # reading

    def _folders(self) -> dict[ModelKey, Path]:
        return {ModelKey(version.sha256): version.folder for version in self._versions}

    def _find(self) -> None:
        if self._wanted == EVERYTHING or not self._versions:
            self._finding.stop()
            self.head.set_count(None)
            self.found_bar.show_waiting()
            return
        versions, wanted = list(self._versions), self._wanted
        self._finding.ask(lambda cancel: find_elements(versions, wanted, cancel))

    def _show_found(self, found: Found) -> None:
        self.head.set_count(len(found.elements))
        self.found_bar.show_found(found.elements, found.total)

    def _show_failure(self, error: BimdeskError) -> None:
        self.head.set_count(None)
        self.found_bar.show_problem(" ".join(part for part in (error.message, error.hint) if part))

    def _take_subjects(self, subjects: list[Choice]) -> None:
        self._subjects = subjects
        self.builder.set_subjects(subjects)

    def _ask_values(self, subject: str, take: Callable[[Sequence[Choice]], None]) -> None:
        """Values of the row that has the focus; those of a row that was left are no longer wanted."""
        if self._reading_values is not None:
            self._reading_values.stop()
        asking = LatestStopping(
            self._context.operations, take, self._context.hub.notify_error, owner=self.builder
        )
        self._reading_values = asking
        asking.ask(partial(read_values, self._folders(), subject))
