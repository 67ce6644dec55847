"""Any JSON value as a tree of keys and values; children are made when a branch is opened."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.protocol.cleaning import clean_text
from bimdesk.protocol.lined_pages import PagedDict, PagedList, first_items
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.records import cell_text

Index = QModelIndex | QPersistentModelIndex
BRANCHES = (dict, list, PagedDict, PagedList)
MOST_CHILDREN = 10_000
"""A branch shows so many entries at most; longer lists have a table of their own."""


class _Node:
    __slots__ = ("children", "key", "parent", "row", "value")

    def __init__(self, key: str, value: Any, parent: _Node | None, row: int) -> None:
        self.key, self.value, self.parent, self.row = key, value, parent, row
        self.children: list[_Node] | None = None

    def size(self) -> int:
        return min(len(self.value), MOST_CHILDREN) if isinstance(self.value, BRANCHES) else 0

    def child(self, row: int) -> _Node:
        if self.children is None:
            shown = first_items(self.value, MOST_CHILDREN)
            self.children = [_Node(key, value, self, at) for at, (key, value) in enumerate(shown)]
        return self.children[row]

    def summary(self) -> str:
        if isinstance(self.value, BRANCHES):
            word = "key" if isinstance(self.value, dict | PagedDict) else "item"
            return f"{len(self.value):,} {word}{'' if len(self.value) == 1 else 's'}"
        return "null" if self.value is None else cell_text(self.value)


class JsonModel(QAbstractItemModel):
    """Key in column 0, value or size in column 1."""

    def __init__(self, value: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = _Node("", value if isinstance(value, BRANCHES) else {"result": value}, None, 0)

    def empty(self) -> None:
        """Hold no value any more: whoever owned it lets it go."""
        self.beginResetModel()
        self._root = _Node("", {}, None, 0)
        self.endResetModel()

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        return self.createIndex(row, column, self._node(parent).child(row))

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject.parent() too
        if index is None or not index.isValid():
            return QModelIndex()
        above = self._node(index).parent
        return (
            QModelIndex() if above is None or above.parent is None else self.createIndex(above.row, 0, above)
        )

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.column() > 0:
            return 0
        return self._node(parent).size()

    def columnCount(self, _parent: Index | None = None) -> int:
        return 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Key", "Value")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return clean_text(node.key) if index.column() == 0 else node.summary()
        if role == Role.HINT and index.column() == 0:
            return node.summary()
        return None

    def _node(self, index: Index | None) -> _Node:
        if index is None or not index.isValid():
            return self._root
        node: _Node = index.internalPointer()
        return node
