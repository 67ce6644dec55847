"""Any JSON value as a tree of keys and values; children are made when a branch is opened.

The children of a branch that stays in its file are asked for (`children_wanted`, `take_children`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.protocol.cleaning import clean_text
from bimdesk.protocol.lined_pages import PagedDict, PagedList, first_items
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.records import cell_text

Index = QModelIndex | QPersistentModelIndex
PAGED = (PagedDict, PagedList)
BRANCHES = (dict, list, *PAGED)
MOST_CHILDREN = 10_000
"""A branch shows so many entries at most; longer lists have a table of their own."""
MOST_PAGED = 1_000
"""The same of a branch that stays in its file."""
Path = tuple[int, ...]
"""Rows from the root to a node."""


def most_children(value: Any) -> int:
    """So many entries of a branch are shown."""
    return MOST_PAGED if isinstance(value, PAGED) else MOST_CHILDREN


class Node:
    """One key and its value. `row` among those of its parent."""

    __slots__ = ("asked", "children", "key", "parent", "row", "value")

    def __init__(self, key: str, value: Any, parent: Node | None, row: int) -> None:
        self.key, self.value, self.parent, self.row = key, value, parent, row
        self.children: list[Node] | None = None
        self.asked = False

    @property
    def waits(self) -> bool:
        """Whether its children are not read yet."""
        return isinstance(self.value, PAGED) and self.children is None and len(self.value) > 0

    def size(self) -> int:
        if self.waits or not isinstance(self.value, BRANCHES):
            return 0
        return min(len(self.value), most_children(self.value))

    def child(self, row: int) -> Node:
        if self.children is None:
            self.fill(first_items(self.value, most_children(self.value)))
        return (self.children or [])[row]

    def fill(self, shown: Sequence[tuple[str, Any]]) -> None:
        self.children = [Node(key, value, self, at) for at, (key, value) in enumerate(shown)]

    def summary(self) -> str:
        if isinstance(self.value, BRANCHES):
            word = "key" if isinstance(self.value, dict | PagedDict) else "item"
            most, many = most_children(self.value), len(self.value)
            rest = f", the first {most:,} are shown" if many > most else ""
            return f"{many:,} {word}{'' if many == 1 else 's'}{rest}"
        return "null" if self.value is None else cell_text(self.value)


class JsonModel(QAbstractItemModel):
    """Key in column 0, value or size in column 1."""

    children_wanted = Signal(object)
    """Node: its owner reads `first_items` of its value in a thread and calls `take_children`."""

    def __init__(self, value: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = _root(value)

    def empty(self) -> None:
        """Hold no value any more: whoever owned it lets it go."""
        self.beginResetModel()
        self._root = Node("", {}, None, 0)
        self.endResetModel()

    @property
    def root(self) -> Node:
        return self._root

    def take_children(self, node: Node, shown: Sequence[tuple[str, Any]]) -> None:
        """What `children_wanted` asked for."""
        if node.children is None and shown:
            self.beginInsertRows(self.index_of(node), 0, len(shown) - 1)
            node.fill(shown)
            self.endInsertRows()

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        return QModelIndex() if node.parent is None else self.createIndex(node.row, column, node)

    def node(self, index: Index | None) -> Node:
        if index is None or not index.isValid():
            return self._root
        node: Node = index.internalPointer()
        return node

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        return self.createIndex(row, column, self.node(parent).child(row))

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]  # QObject.parent() too
        if index is None or not index.isValid():
            return QModelIndex()
        above = self.node(index).parent
        return QModelIndex() if above is None else self.index_of(above)

    def hasChildren(self, parent: Index | None = None) -> bool:
        if parent is not None and parent.column() > 0:
            return False
        node = self.node(parent)
        return node.waits or node.size() > 0

    def canFetchMore(self, parent: Index) -> bool:
        node = self.node(parent)
        return node.waits and not node.asked

    def fetchMore(self, parent: Index) -> None:
        self.want_children(self.node(parent))

    def want_children(self, node: Node) -> None:
        """Ask for the children of a branch that stays in its file, once."""
        if node.waits and not node.asked:
            node.asked = True
            self.children_wanted.emit(node)

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.column() > 0:
            return 0
        return self.node(parent).size()

    def columnCount(self, _parent: Index | None = None) -> int:
        return 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Key", "Value")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return clean_text(node.key) if index.column() == 0 else node.summary()
        if role == Role.HINT and index.column() == 0:
            return node.summary()
        return None


def _root(value: Any) -> Node:
    """A root whose children are there at once, but for those that stay in their file."""
    return Node("", value if isinstance(value, BRANCHES) else {"result": value}, None, 0)


def path_text(node: Node) -> str:
    """`result["walls"][3]`: where a node is, as a script writes it."""
    parts: list[str] = []
    while node.parent is not None:
        is_object = isinstance(node.parent.value, dict | PagedDict)
        parts.append(f"[{node.key!r}]" if is_object else f"[{node.key}]")
        node = node.parent
    return "result" + "".join(reversed(parts))
