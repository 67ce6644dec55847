"""A Qt model of two levels: heads, and rows under each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole


class TwoLevelModel(QAbstractItemModel):
    """An index' internal id is 0 for a head, else its head's number plus one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sizes: list[int] = []
        """Rows under each head; whoever resets the model sets it."""

    def head_of(self, index: Index) -> int | None:
        """The number of the head that `index` is; None for a row and for no index."""
        return index.row() if index.isValid() and index.internalId() == 0 else None

    def place_of(self, index: Index) -> tuple[int, int] | None:
        """Head and row of a row's index; None for a head and for no index."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return int(index.internalId()) - 1, index.row()

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    # PySide6 types QObject.parent() and QAbstractItemModel.parent(index) as one overload
    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        if not parent.isValid():
            return len(self.sizes)
        return self.sizes[parent.row()] if parent.internalId() == 0 else 0

    def columnCount(self, _parent: Index = NO_INDEX) -> int:
        return 1
