"""The table of executions: rows are chosen as everywhere, or by the box at their left; a few keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.panels.history.cells import GREATEST_FIRST, ORDERS, TITLES, Column
from bimdesk.ui.panels.history.delegates import ArgumentsDelegate, ChosenDelegate, VersionedDelegate
from bimdesk.ui.panels.history.model import HistoryModel
from bimdesk.ui.theme import fonts

WIDTHS = {
    Column.CHOSEN: 36,
    Column.STATUS: 128,
    Column.SCRIPT: 216,
    Column.MODEL: 140,
    Column.STARTED_BY: 132,
    Column.PROTECTION: 40,
    Column.ARGUMENTS: 330,
    Column.NAME: 150,
    Column.LABELS: 130,
    Column.RESULT: 170,
    Column.START: 130,
    Column.TIME: 84,
}
HIDDEN = frozenset({Column.NAME, Column.LABELS})
"""Columns that are not shown until somebody wants them: the name stands beside the script too."""
LEAVING = (Column.LABELS, Column.NAME, Column.ARGUMENTS, Column.STARTED_BY)
"""What gives way first where the window is narrow."""
LEAST_SCRIPT = 170
ALWAYS = frozenset({Column.CHOSEN, Column.STATUS, Column.SCRIPT})


class HistoryView(QTableView):
    """`entered`: Enter on a row. `typed(str)`: a key that names an act (`name`, `pin`, `compare`, `edit`)."""

    entered = Signal(QModelIndex)
    typed = Signal(str)
    sort_requested = Signal(str, bool)
    columns_changed = Signal()

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left_out = set(HIDDEN)
        set_up_rows(self, model, name=self.tr("Executions"))
        self.setItemDelegateForColumn(Column.CHOSEN, ChosenDelegate(self))
        self.setItemDelegateForColumn(Column.STATUS, ChipCellDelegate(self))
        for column in (Column.SCRIPT, Column.MODEL):
            self.setItemDelegateForColumn(column, VersionedDelegate(self))
        self.setItemDelegateForColumn(Column.ARGUMENTS, ArgumentsDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_header()

    @property
    def left_out(self) -> frozenset[Column]:
        """Columns that the person does not want."""
        return frozenset(self._left_out)

    def leave_out(self, columns: frozenset[Column]) -> None:
        self._left_out = set(columns - ALWAYS)
        self.fit_columns()

    def columns_menu(self) -> QMenu:
        """Which columns are shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column in ALWAYS:
                continue
            action = menu.addAction(self.tr(TITLES[column]))
            action.setCheckable(True)
            action.setChecked(column not in self._left_out)
            action.toggled.connect(lambda on, column=column: self._want(column, on))
        return menu

    def fit_columns(self) -> None:
        """The script keeps room to be read; others go, the least telling first."""
        room = self.viewport().width() - fonts.scaled(LEAST_SCRIPT)
        gone = set(self._left_out)
        least = {**WIDTHS, Column.ARGUMENTS: 180, Column.SCRIPT: 0}
        for column in LEAVING:
            if sum(fonts.scaled(width) for one, width in least.items() if one not in gone) <= room:
                break
            gone.add(column)
        for column in Column:
            self.setColumnHidden(column, column in gone)
        stretched = Column.SCRIPT if Column.ARGUMENTS in gone else Column.ARGUMENTS
        header, mode = self.horizontalHeader(), QHeaderView.ResizeMode
        if header.sectionResizeMode(stretched) is not mode.Stretch:
            for column in (Column.SCRIPT, Column.ARGUMENTS):
                is_stretched = column is stretched
                header.setSectionResizeMode(column, mode.Stretch if is_stretched else mode.Interactive)
                self.setColumnWidth(column, fonts.scaled(WIDTHS[column]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        is_box = index.isValid() and index.column() == Column.CHOSEN and not event.modifiers()
        if is_box and event.button() == Qt.MouseButton.LeftButton:
            self.toggle_row(index.row())
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.buttons() and index.column() == Column.CHOSEN and not event.modifiers():
            return  # a click in a box is no drag over rows
        super().mouseMoveEvent(event)

    def toggle_row(self, row: int) -> None:
        """Choose a row besides the others, or leave it."""
        flags = QItemSelectionModel.SelectionFlag
        at = self.model().index(row, Column.STATUS)
        self.selectionModel().setCurrentIndex(at, flags.Toggle | flags.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        acts = {
            Qt.Key.Key_F2: "name",
            Qt.Key.Key_P: "pin",
            Qt.Key.Key_C: "compare",
            Qt.Key.Key_E: "edit",
        }
        row = self.currentIndex().row()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.entered.emit(self.currentIndex())
        elif plain and key == Qt.Key.Key_Space and row >= 0:
            self.toggle_row(row)
        elif plain and key in acts:
            self.typed.emit(acts[Qt.Key(key)])
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setSortIndicator(Column.START, Qt.SortOrder.DescendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.columns_menu().popup(header.mapToGlobal(place))
        )
        header.sectionClicked.connect(self._sort)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, fonts.scaled(width))
        header.setSectionResizeMode(Column.CHOSEN, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.ARGUMENTS, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(fonts.scaled(36))
        self._sorted = (Column.START, True)
        self.fit_columns()

    def _sort(self, section: int) -> None:
        column, (old, descending) = Column(section), self._sorted
        if column in ORDERS:
            down = not descending if column is old else column in GREATEST_FIRST
            self._sorted = (column, down)
            self.sort_requested.emit(ORDERS[column], down)
        column, down = self._sorted
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def _want(self, column: Column, wanted: bool) -> None:
        self._left_out.discard(column) if wanted else self._left_out.add(column)
        self.fit_columns()
        self.columns_changed.emit()
