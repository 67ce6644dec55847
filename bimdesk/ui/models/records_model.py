"""A table of records for Qt: rows by number, order and groups from outside, nothing copied.

Rows that stay in a file are asked for a page at a time (`page_wanted`, `take_page`); until a page is there
its cells are empty.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from bimdesk.protocol.cleaning import clean_text
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.records import Records, cell_text
from bimdesk.ui.models.table_query import Group, TableAnswer
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PAGE = 128
KEPT_PAGES = 32


class RecordsModel(QAbstractTableModel):
    """`sort_requested(column, descending)`: the owner works out the order and calls `show_answer`."""

    sort_requested = Signal(int, bool)
    page_wanted = Signal(int, int, object)
    """Generation, page, numbers of its records: the owner reads them and calls `take_page`."""

    def __init__(self, records: Records, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self._view: NDArray[np.int64] = np.arange(len(records), dtype=np.int64)
        self._answer = TableAnswer(order=self._view)
        self._closed: set[int] = set()
        self._looks: Mapping[str, tuple[str, str]] = {}
        self._chips: tuple[int, Mapping[str, ChipLook]] = -1, {}
        self.lead = 0
        """The column that stands first: the names of groups stand in it."""
        self._generation = 0
        self._pages: OrderedDict[int, Sequence[Sequence[Any]]] = OrderedDict()
        self._wanted: dict[int, None] = {}
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def set_looks(self, looks: Mapping[str, tuple[str, str]]) -> None:
        """Text of a first cell -> (icon, tone): severities."""
        self._looks = looks

    def set_chips(self, column: int, chips: Mapping[str, ChipLook]) -> None:
        """Text of a cell in a column -> the chip that stands for it."""
        self._chips = column, chips

    def empty(self) -> None:
        """Hold no rows any more: whoever owned them lets them go."""
        self.records = Records(columns=self.records.columns, rows=())
        self.show_order(np.arange(0, dtype=np.int64))

    def show_order(self, order: NDArray[np.int64]) -> None:
        self.show_answer(TableAnswer(order=order))

    def show_answer(self, answer: TableAnswer) -> None:
        """Other rows in another order, all groups open."""
        self._answer = answer
        self._closed.clear()
        self._rebuild()

    def toggle_group(self, row: int) -> None:
        """Open or close the group whose head stands in a row of the view."""
        number = self.group_at(row)
        if number >= 0:
            self._closed ^= {number}
            self._rebuild()

    def close_groups(self, closed: bool = True) -> None:
        """Show the heads of groups alone, or all of it."""
        self._closed = set(range(len(self.groups))) if closed else set()
        self._rebuild()

    @property
    def groups(self) -> tuple[Group, ...]:
        return self._answer.groups

    @property
    def answer(self) -> TableAnswer:
        return self._answer

    def group_at(self, row: int) -> int:
        """The group whose head stands in a row of the view, -1 for a record."""
        number = int(self._view[row])
        return -1 - number if number < 0 else -1

    def record(self, row: int) -> int:
        """The number of the record that stands in a row of the view; -1 for the head of a group."""
        return max(-1, int(self._view[row]))

    def records_at(self, rows: Sequence[int]) -> NDArray[np.int64]:
        """The records in some rows of the view; of the head of a group all of the group."""
        numbers = self._view[np.array(rows, dtype=np.int64)]
        parts = [numbers[numbers >= 0]]
        for head in numbers[numbers < 0].tolist():
            group = self.groups[-1 - head]
            parts.append(self._answer.order[group.first : group.first + group.count])
        return np.unique(np.concatenate(parts))

    def shown(self) -> list[int]:
        """The numbers of the records that are left, in order; those of closed groups too."""
        return [int(one) for one in self._answer.order]

    def rows_of_records(self, numbers: set[int] | NDArray[np.int64]) -> list[int]:
        """The view's rows of these records; those filtered out are left out."""
        wanted = numbers if isinstance(numbers, np.ndarray) else np.fromiter(numbers, np.int64, len(numbers))
        return [int(row) for row in np.flatnonzero(np.isin(self._view, wanted))]

    def take_page(self, generation: int, page: int, rows: Sequence[Sequence[Any]]) -> None:
        """Rows that were asked for; those of an older order are dropped."""
        if generation != self._generation:
            return
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, len(self._view)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._view)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.records.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.records.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return clean_text(self.records.columns[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in self.records.numeric else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, group = index.column(), self.group_at(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in self.records.numeric and not self._is_name(group, column) else _LEFT
        if group >= 0:
            return self._head_data(self.groups[group], group, column, role)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return cell_text(self._cell(index.row(), column)) or None
            case Role.MONO:
                return column in self.records.mono
            case Role.CHIP if column == self._chips[0]:
                return self._chips[1].get(str(self._cell(index.row(), column)))
            case Role.ICON | Role.TONE if column == 0 and self._looks:
                look = self._looks.get(str(self._cell(index.row(), column)))
                return None if look is None else look[0 if role == Role.ICON else 1]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sort_requested.emit(column, order == Qt.SortOrder.DescendingOrder)

    def _is_name(self, group: int, column: int) -> bool:
        return group >= 0 and column == self.lead

    def _head_data(self, group: Group, number: int, column: int, role: int) -> Any:
        if role == Role.HEADER:
            return True
        if column != self.lead:
            shows_sum = role == Qt.ItemDataRole.DisplayRole and column in group.sums
            return cell_text(group.sums[column]) if shows_sum else None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return f"{cell_text(group.value) or '–'}  ({group.count:,})"
            case Role.ICON:
                return "chevron-right" if number in self._closed else "chevron-down"
        return None

    def _cell(self, row: int, column: int) -> Any:
        if not self.records.is_paged:
            return self.records.rows[int(self._view[row])][column]
        page = row // PAGE
        if page in self._pages:
            self._pages.move_to_end(page)
            rows = self._pages[page]
            return rows[row - page * PAGE][column] if row - page * PAGE < len(rows) else None
        self._wanted[page] = None
        self._asking.start()
        return None

    def _ask(self) -> None:
        """Pages that were painted just now, the last ones first: a quick scroll leaves the others out."""
        for page in list(self._wanted)[-4:]:
            rows = self._view[page * PAGE : (page + 1) * PAGE]
            self.page_wanted.emit(self._generation, page, np.maximum(rows, 0).tolist())
        self._wanted.clear()

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._generation += 1
        self._pages.clear()
        self._wanted.clear()
        order = self._answer.order
        if not self.groups:
            self._view = order
        else:
            parts = []
            for number, group in enumerate(self.groups):
                parts.append(np.array([-1 - number], dtype=np.int64))
                if number not in self._closed:
                    parts.append(order[group.first : group.first + group.count])
            self._view = np.concatenate(parts)
        self.endResetModel()
