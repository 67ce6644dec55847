"""A table of records with chips, a filter, and rows that stand for elements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from numpy import int64
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.finding import Severity
from bimdesk.domain.ids import ElementId
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.models.records import Records, cell_text
from bimdesk.ui.models.records_model import RecordsModel
from bimdesk.ui.operations import Operations
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.states import SEVERITY
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField

MOST_RUNS = 1000
"""Qt needs a millisecond for each run of selected rows, so no more are marked."""
AT_ONCE = 5000
"""Up to so many rows are ordered in the GUI thread (under 20 ms); more go to the pool."""
SEVERITY_LOOKS: Mapping[str, tuple[str, str]] = {
    SEVERITY[one].word: (SEVERITY[one].icon, SEVERITY[one].tone) for one in Severity
}


class TablePage(QWidget):
    """`elements_chosen(frozenset[ElementId])`: the rows that a person selected name these."""

    elements_chosen = Signal(object)

    def __init__(self, records: Records, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self._operations = operations
        self._category = ""
        self._sort = (-1, False)
        self._asked = 0
        self._marking = False
        self.model = RecordsModel(records, self)
        self.model.set_looks(SEVERITY_LOOKS if records.categories else {})
        self.filter = SearchField(self.tr("Filter rows"), icon_name="list-filter")
        self.view = QTableView()
        self._chips = QButtonGroup(self)
        self.tools = QWidget()
        """Chips and filter: the panel puts them beside its tabs."""
        hint = self.tr("Other rows are hidden by the filter.")
        self._none = EmptyState(
            "search-x",
            self.tr("No row matches"),
            hint,
            action=self.tr("Clear filters"),
            on_action=self.clear_filters,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._set_up_view()
        if len(records) > AT_ONCE:
            operations.run(records.warm_up)

    def empty(self) -> None:
        """Hold no rows any more; the page is about to go."""
        self._asked += 1
        self.model.empty()
        self.records = self.model.records

    def order(self) -> None:
        """Work out which rows are shown, in which order; long tables in the pool."""
        self._asked += 1
        work = partial(
            self.records.order,
            text=self.filter.text(),
            category=self._category,
            sort=self._sort[0],
            descending=self._sort[1],
        )
        if len(self.records) <= AT_ONCE:
            self._show(self._asked, work())
        else:
            self._operations.run(work, on_success=partial(self._show, self._asked))

    def clear_filters(self) -> None:
        buttons = self._chips.buttons()
        if buttons:
            buttons[0].setChecked(True)
        self._category = ""
        self.filter.clear()
        self.order()

    def mark(self, elements: Iterable[ElementId]) -> None:
        """Select the rows that name any of these elements, and show the first."""
        numbers = {row for element in elements for row in self.records.rows_of.get(element, ())}
        rows = self.model.rows_of_records(numbers) if numbers else []
        selection = QItemSelection()
        last = self.model.columnCount() - 1
        for first, final in _runs(rows)[:MOST_RUNS]:
            selection.select(self.model.index(first, 0), self.model.index(final, last))
        self._marking = True
        self.view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._marking = False
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0))

    def elements_shown(self) -> frozenset[ElementId]:
        """All elements that the rows in view name."""
        return self.records.all_elements(self.model.shown())

    def copy(self) -> None:
        """The selected rows as tab-separated text."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        lines = ["\t".join(map(cell_text, self.records.rows[self.model.record(row)])) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self.tools)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(6)
        for chip in self._category_chips():
            bar.addWidget(chip)
        bar.addSpacing(8)
        self.filter.setFixedWidth(180)
        bar.addWidget(self.filter)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        self.filter.searched.connect(lambda _text: self.order())
        self.model.sort_requested.connect(self._on_sort)

    def _category_chips(self) -> list[QPushButton]:
        """`All 3`, `Error 2` ...: the filter chips above a table of findings."""
        counts = self.records.in_category
        if not counts:
            return []
        chips = []
        for name in ("", *(SEVERITY[one].word for one in Severity if counts[SEVERITY[one].word])):
            chip = QPushButton(f"{name or self.tr('All')} {counts[name] if name else len(self.records):,}")
            chip.setCheckable(True)
            chip.setProperty("kind", "filter")
            if name:
                icon, tone = SEVERITY_LOOKS[name]
                chip.setIcon(icons.icon(icon, color=tone, on_color=tone))
            chip.setChecked(not name)
            chip.clicked.connect(partial(self._on_category, name))
            self._chips.addButton(chip)
            chips.append(chip)
        return chips

    def _set_up_view(self) -> None:
        view = self.view
        set_up_rows(view, self.model, name=self.tr("Rows of the result"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setSortingEnabled(False)
        header = view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(True)
        header.sortIndicatorChanged.connect(self.model.sort)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit_columns()
        view.selectionModel().selectionChanged.connect(self._on_selected)
        view.clicked.connect(self._on_clicked)
        copy = QShortcut(QKeySequence.StandardKey.Copy, view)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    def _fit_columns(self) -> None:
        """Widths from the first rows only, so that a long table opens at once."""
        metrics = self.view.fontMetrics()
        for column, name in enumerate(self.records.columns):
            texts = [name + "   ", *(cell_text(row[column]) for row in self.records.rows[:60])]
            widest = max(metrics.horizontalAdvance(text[:80]) for text in texts)
            extra = 48 if column == 0 and self.records.categories else 26
            self.view.setColumnWidth(column, max(64, min(widest + extra, 380)))

    def _show(self, asked: int, order: NDArray[int64]) -> None:
        if asked == self._asked:
            chosen = self.records.all_elements(self._selected_records())
            self.model.show_order(order)
            self._pages.setCurrentWidget(self.view if len(order) or not len(self.records) else self._none)
            if chosen:
                self.mark(chosen)

    def _selected_records(self) -> list[int]:
        return [self.model.record(index.row()) for index in self.view.selectionModel().selectedRows()]

    def _on_category(self, name: str) -> None:
        self._category = name
        self.order()

    def _on_sort(self, column: int, descending: bool) -> None:
        self._sort = (column, descending)
        self.order()

    def _on_selected(self) -> None:
        if not self._marking:
            elements = self.records.all_elements(self._selected_records())
            if elements:
                self.elements_chosen.emit(elements)

    def _on_clicked(self, _index: QModelIndex) -> None:
        """A click on a row that is selected already shows its elements again."""
        self._on_selected()


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows that follow one another as (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
