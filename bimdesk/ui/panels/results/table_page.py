"""A table of records: chips and filters, order, groups, sums; rows stand for elements, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from bimdesk.domain.finding import Severity
from bimdesk.domain.ids import ElementId, FindingId
from bimdesk.services.spreadsheet_cells import harmless
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.models.records import Records, cell_text
from bimdesk.ui.models.records_model import RecordsModel
from bimdesk.ui.models.table_query import EMPTY, ColumnFilter, TableAnswer, TableQuery, is_empty
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.results import table_menus
from bimdesk.ui.panels.results.column_filter import ColumnFilterPopup
from bimdesk.ui.panels.results.table_footer import TableFooter
from bimdesk.ui.panels.results.table_tools import TableTools
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.states import FINDING, SEVERITY
from bimdesk.ui.widgets.chip import ChipLook
from bimdesk.ui.widgets.empty_state import EmptyState

MOST_RUNS = 1000
"""Qt needs a millisecond for each run of selected rows, so no more are marked."""
AT_ONCE = 2000
"""Up to so many rows are ordered in the GUI thread (under 20 ms); more go to the pool."""
MOST_COPIED = 100_000
STATE = "State"
SEVERITY_LOOKS: Mapping[str, tuple[str, str]] = {
    SEVERITY[one].word: (SEVERITY[one].icon, SEVERITY[one].tone) for one in Severity
}


class TablePage(QWidget):
    """`elements_chosen(frozenset[ElementId])`: the rows that a person selected name these."""

    elements_chosen = Signal(object)
    isolate_requested = Signal(object)
    ghost_requested = Signal(object)
    color_requested = Signal(int)
    """A column whose values are to colour the elements."""
    finding_opened = Signal(object)
    accept_requested = Signal(object)
    """FindingId: of the row that stands for one."""

    def __init__(self, records: Records, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self.query = TableQuery()
        self._operations = operations
        self.finding_ids: Mapping[int, FindingId] = {}
        self._asked = 0
        self._marking = False
        self.model = RecordsModel(records, self)
        self.model.set_looks(SEVERITY_LOOKS if records.categories else {})
        self.view = QTableView()
        self.tools = TableTools(records, SEVERITY_LOOKS)
        """Chips and filter: the panel puts them beside its tabs."""
        self.filter = self.tools.filter
        self.footer = TableFooter(records)
        self._none = EmptyState(
            "search-x",
            self.tr("No row matches"),
            self.tr("Other rows are hidden by the filters."),
            action=self.tr("Clear filters"),
            on_action=self.clear_filters,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._set_up_view()
        self._connect()
        if len(records) <= AT_ONCE and not records.is_paged:
            self.order()
        else:
            operations.run(records.warm_up, on_success=lambda _done: self.order())

    def empty(self) -> None:
        """Hold no rows any more; the page is about to go."""
        self._asked += 1
        self.model.empty()
        self.records = self.model.records

    def set_findings(self, ids: Mapping[int, FindingId]) -> None:
        """The rows are findings: record -> what it is in the project; their states are chips."""
        self.finding_ids = ids
        if STATE in self.records.columns:
            column = self.records.columns.index(STATE)
            self.model.set_chips(column, {look.word: ChipLook.of(look) for look in FINDING.values()})
            self.view.setItemDelegateForColumn(column, ChipCellDelegate(self.view))
            self.view.setColumnWidth(column, fonts.scaled(132))

    def order(self) -> None:
        """Work out which rows are shown, in which order and groups; long tables in the pool."""
        self._asked += 1
        work = partial(self.records.answer, self.query)
        if len(self.records) <= AT_ONCE and not self.records.is_paged:
            self._show(self._asked, work())
        else:
            self._operations.run(work, on_success=partial(self._show, self._asked))

    def ask(self, query: TableQuery) -> None:
        """Show what another query leaves."""
        self.query = query
        self.footer.show_filters(query.filters)
        self.order()

    def clear_filters(self) -> None:
        self.tools.clear()
        self.ask(replace(self.query, text="", category="", filters=()))

    def sort_by(self, column: int, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(column, order)

    def filter_column(self, column: int, text: str) -> None:
        """Narrow the rows by a column (`ColumnFilter`); '' takes its filter away."""
        others = tuple(one for one in self.query.filters if one.column != column)
        added = (ColumnFilter(column, text),) if text else ()
        self.ask(replace(self.query, filters=(*others, *added)))

    def open_filter(self, column: int) -> None:
        """The small window with the filter of a column, under its head."""
        text = next((one.text for one in self.query.filters if one.column == column), "")
        popup = ColumnFilterPopup(self.records, column, text, self._operations, self)
        popup.chosen.connect(partial(self.filter_column, column))
        header = self.view.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(column), header.height())
        popup.open_at(header.mapToGlobal(place))

    def keep_like(self, index: QModelIndex) -> None:
        """Only rows with the same cell."""
        numbers = [self.model.record(index.row())]
        self._operations.run(
            partial(self.records.cells_of, numbers), on_success=partial(self._keep_cell, index.column())
        )

    def _keep_cell(self, column: int, rows: Sequence[Sequence[object]]) -> None:
        cell = rows[0][column]
        self.filter_column(column, EMPTY if is_empty(cell) else f"= {cell}")

    def group_by(self, column: int) -> None:
        """Rows with the same cell together under a head; -1 for no groups."""
        self.ask(replace(self.query, group=column))

    def columns_shown(self) -> list[int]:
        """In the order in which they stand."""
        header = self.view.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [column for column in order if not header.isSectionHidden(column)]

    def set_column_shown(self, column: int, shown: bool) -> None:
        self.view.setColumnHidden(column, not shown)
        self._follow_columns()

    def reset_columns(self) -> None:
        """All of them, in the order in which they came."""
        header = self.view.horizontalHeader()
        for column in range(header.count()):
            header.setSectionHidden(column, False)
            header.moveSection(header.visualIndex(column), column)
        self._fit_columns()

    def mark(self, elements: Iterable[ElementId]) -> None:
        """Select the rows that name any of these elements, and show the first."""
        wanted = np.fromiter(elements, np.int64)
        rows = self.model.rows_of_records(self.records.named.rows_naming(wanted)) if len(wanted) else []
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
        return self.records.all_elements(self.model.answer.order)

    def elements_selected(self) -> frozenset[ElementId]:
        """Those that the selected rows and groups name."""
        rows = [index.row() for index in self.view.selectionModel().selectedRows()]
        return self.records.all_elements(self.model.records_at(rows)) if rows else frozenset()

    def copy(self, *, heads: bool = False) -> None:
        """The selected rows as tab-separated text, columns as shown; what looks like a formula as text."""
        columns = self.columns_shown()
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})[:MOST_COPIED]
        numbers = [number for row in rows if (number := self.model.record(row)) >= 0]
        if self.records.is_paged:
            read = partial(self.records.cells_of, numbers)
            self._operations.run(read, on_success=partial(self._copy_rows, columns, heads))
        else:
            self._copy_rows(columns, heads, self.records.cells_of(numbers))

    def _copy_rows(self, columns: list[int], heads: bool, rows: Sequence[Sequence[object]]) -> None:
        lines = [[cell_text(row[at]) for at in columns] for row in rows]
        if heads:
            lines.insert(0, [self.records.columns[at] for at in columns])
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(_copied, line)) for line in lines))

    def copy_cell(self, index: QModelIndex) -> None:
        """One cell as it is."""
        QGuiApplication.clipboard().setText(str(index.data() or ""))

    def _lay_out(self) -> None:
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self.footer)

    def _set_up_view(self) -> None:
        view = self.view
        set_up_rows(view, self.model, name=self.tr("Rows of the result"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setSortingEnabled(False)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = view.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit_columns()

    def _connect(self) -> None:
        view, header = self.view, self.view.horizontalHeader()
        self.filter.searched.connect(lambda text: self.ask(replace(self.query, text=text)))
        self.tools.category_chosen.connect(lambda name: self.ask(replace(self.query, category=name)))
        self.tools.columns_wanted.connect(lambda place: table_menus.columns_menu(self).popup(place))
        self.footer.filter_removed.connect(lambda column: self.filter_column(column, ""))
        self.model.sort_requested.connect(self._on_sort)
        self.model.page_wanted.connect(self._read_page)
        header.sortIndicatorChanged.connect(self.model.sort)
        header.sectionMoved.connect(lambda *_: self._follow_columns())
        header.customContextMenuRequested.connect(self._open_head_menu)
        view.customContextMenuRequested.connect(
            lambda place: table_menus.row_menu(self, place).popup(view.viewport().mapToGlobal(place))
        )
        view.selectionModel().selectionChanged.connect(self._on_selected)
        view.clicked.connect(self._on_clicked)
        view.doubleClicked.connect(self._on_double_clicked)
        copy = QShortcut(QKeySequence.StandardKey.Copy, view)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    def _open_head_menu(self, place: QPoint) -> None:
        header = self.view.horizontalHeader()
        column = header.logicalIndexAt(place)
        if column >= 0:
            table_menus.head_menu(self, column).popup(header.mapToGlobal(place))

    def _follow_columns(self) -> None:
        """Names of groups stand in the first column that is shown."""
        self.model.lead = next(iter(self.columns_shown()), 0)
        self.view.viewport().update()

    def _fit_columns(self) -> None:
        """Widths from the first rows only, so that a long table opens at once."""
        metrics = self.view.fontMetrics()
        head = self.records.head[:60]
        for column, name in enumerate(self.records.columns):
            texts = [name[:80] + "   ", *(cell_text(row[column]) for row in head)]
            widest = max(metrics.horizontalAdvance(text[:80]) for text in texts)
            extra = 48 if column == 0 and self.records.categories else 26
            least = 92 if column in self.records.summed else 64
            self.view.setColumnWidth(column, max(least, min(widest + extra, 380)))

    def _read_page(self, generation: int, page: int, numbers: list[int]) -> None:
        read = partial(self.records.cells_of, numbers)
        self._operations.run(read, on_success=partial(self.model.take_page, generation, page))

    def _show(self, asked: int, answer: TableAnswer) -> None:
        if asked == self._asked:
            chosen = self.elements_selected()
            self.model.show_answer(answer)
            is_some = len(answer.order) or not len(self.records)
            self._pages.setCurrentWidget(self.view if is_some else self._none)
            self.footer.show_answer(answer)
            if chosen:
                self.mark(chosen)

    def _on_sort(self, column: int, descending: bool) -> None:
        self.ask(replace(self.query, sort=column, descending=descending))

    def _on_selected(self) -> None:
        selected = len(self.view.selectionModel().selectedRows())
        self.footer.show_answer(self.model.answer, selected=selected if selected > 1 else 0)
        if not self._marking:
            elements = self.elements_selected()
            if elements:
                self.elements_chosen.emit(elements)

    def _on_clicked(self, index: QModelIndex) -> None:
        """A click on a row that is selected already shows its elements again; one on a group opens it."""
        if self.model.group_at(index.row()) >= 0:
            self.model.toggle_group(index.row())
        else:
            self._on_selected()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        record = self.model.record(index.row())
        if record in self.finding_ids:
            self.finding_opened.emit(self.finding_ids[record])


def _copied(text: str) -> str:
    return harmless(text.replace("\t", " ").replace("\n", " "))


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows that follow one another as (first, last)."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
