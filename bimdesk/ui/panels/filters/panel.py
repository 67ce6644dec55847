"""The filter panel: the builder, what it finds and what is wanted of that, the project's saved filters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.domain.filter_text import parse_filter, print_filter
from bimdesk.domain.filters import EVERYTHING, Filter
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.saved_filter import SavedFilter
from bimdesk.ui.context import Context
from bimdesk.ui.panels.filters.actions import FilterActions
from bimdesk.ui.panels.filters.building import FilterBuilding
from bimdesk.ui.panels.filters.reading import Found
from bimdesk.ui.panels.filters.saved import SavedFilters
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import LeftTitleBar


class FilterPanel(QWidget):
    """`head` is for the dock's title bar; `found_bar` says what is wanted of the elements found."""

    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.building = FilterBuilding(context, self)
        self.found_bar = FilterActions()
        self.saved = SavedFilters(context)
        self._build()
        self.building.found.connect(self._show_found)
        self.building.failed.connect(self._show_failure)
        self.saved.chosen.connect(self.show_saved)

    @property
    def filter(self) -> Filter:
        """What the builder means now."""
        return self.building.filter

    def show_versions(self, versions: list[ModelVersion]) -> None:
        """Find in these models from now on."""
        self.building.show_versions(versions)

    def show_filter(self, wanted: Filter) -> None:
        """Put a filter into the builder and its text."""
        self._name = ""
        self.building.show_filter(wanted)

    def show_saved(self, found: SavedFilter) -> None:
        """Put a filter of the project into the builder; saving offers its name."""
        self.building.show_filter(parse_filter(found.text))
        self._name = found.name

    def clear(self) -> None:
        """One empty condition."""
        self.show_filter(EVERYTHING)
        self.focus_builder()

    def focus_builder(self) -> None:
        self.building.focus()

    def _build(self) -> None:
        self.head = LeftTitleBar(self.tr("Filters"))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.head.add_tool(IconButton("eraser", self.tr("Clear the filter"), on_click=self.clear))
        save = IconButton("save", self.tr("Save under a name"), on_click=self._begin_saving)
        self.found_bar.tools.addWidget(save)
        above, foot = QWidget(), QWidget()
        conditions = QVBoxLayout(above)
        conditions.setContentsMargins(12, 4, 8, 4)
        conditions.addWidget(self.building.conditions)
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 6, 8, 8)
        below.setSpacing(8)
        below.addWidget(self.found_bar)
        below.addWidget(self.building.text_part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above, 3)
        column.addWidget(foot)
        column.addWidget(self.saved, 2)

    def _begin_saving(self) -> None:
        self.saved.show()
        self.saved.begin_saving(print_filter(self.filter), self._name)

    def _show_found(self, found: Found | None) -> None:
        self.head.set_count(None if found is None else len(found.elements))
        if found is None:
            self.found_bar.show_waiting()
        else:
            self.found_bar.show_found(found.elements, found.total)

    def _show_failure(self, text: str) -> None:
        self.head.set_count(None)
        self.found_bar.show_problem(text)
