"""A table of records for Qt: rows by number, order from outside, nothing copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.protocol.cleaning import clean_text
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.records import Records, cell_text

Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RecordsModel(QAbstractTableModel):
    """`sort_requested(column, descending)`: the owner works out the order and calls `show_order`."""

    sort_requested = Signal(int, bool)

    def __init__(self, records: Records, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records = records
        self._order: NDArray[np.int64] = np.arange(len(records), dtype=np.int64)
        self._looks: Mapping[str, tuple[str, str]] = {}

    def set_looks(self, looks: Mapping[str, tuple[str, str]]) -> None:
        """Text of a first cell -> (icon, tone): severities."""
        self._looks = looks

    def empty(self) -> None:
        """Hold no rows any more: whoever owned them lets them go."""
        self.beginResetModel()
        self.records = Records(columns=self.records.columns, rows=())
        self._order = np.arange(0, dtype=np.int64)
        self.endResetModel()

    def show_order(self, order: NDArray[np.int64]) -> None:
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    def record(self, row: int) -> int:
        """The number of the record that stands in a row of the view."""
        return int(self._order[row])

    def shown(self) -> list[int]:
        """The numbers of the records in view, in order."""
        return [int(one) for one in self._order]

    def rows_of_records(self, numbers: set[int]) -> list[int]:
        """The view's rows of these records; those filtered out are left out."""
        return [int(row) for row in np.flatnonzero(np.isin(self._order, list(numbers)))]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._order)

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
        column = index.column()
        cell = self.records.rows[int(self._order[index.row()])][column]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return cell_text(cell) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column in self.records.numeric else _LEFT
            case Role.MONO:
                return column in self.records.mono
            case Role.ICON if column == 0 and isinstance(cell, str) and cell in self._looks:
                return self._looks[cell][0]
            case Role.TONE if column == 0 and isinstance(cell, str) and cell in self._looks:
                return self._looks[cell][1]
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sort_requested.emit(column, order == Qt.SortOrder.DescendingOrder)
