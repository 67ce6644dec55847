"""The Qt model of the model tree: lazy children, no object a row of an element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from bimdesk.domain.ids import ElementRef
from bimdesk.index.tree import TreeElement
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.models.class_looks import class_icon, plain_name, short_name
from bimdesk.ui.models.tree_rows import TreeRow, TreeRows, TreeSource

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ELEMENT_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
LONGEST_TAG = 12
"""Longer tags are identifiers of the authoring program: noise in a row."""


class TreeModel(QAbstractItemModel):
    """An index' internal id is twice its row's number, or twice its parent row's plus one for an element."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources: list[TreeSource] = []
        self._hidden: frozenset[ElementRef] = frozenset()
        self._text = ""
        self._rows = TreeRows([])

    @property
    def element_count(self) -> int:
        """Elements shown: all, or those that the search found."""
        return self._rows.element_count

    @property
    def text(self) -> str:
        return self._text

    @property
    def sources(self) -> list[TreeSource]:
        return list(self._sources)

    def set_sources(self, sources: Sequence[TreeSource]) -> None:
        """Show these models, in this order."""
        self._sources = list(sources)
        self._rebuild()

    def search(self, text: str) -> None:
        """Keep what has `text` in name, class, tag or GlobalId, with its parents; '' shows all."""
        self._text = text.strip()
        self._rebuild()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """What the 3D view does not show; the eyes follow."""
        self._hidden = frozenset(hidden)
        self._rows.set_hidden(self._hidden)
        for at in range(len(self._rows.tops)):
            self._eyes_changed(self.index(at, 0))

    def _eyes_changed(self, index: QModelIndex) -> None:
        row = self._row(index)
        self.dataChanged.emit(index, index, [Role.VISIBILITY])
        if row is None:
            return
        for child in row.children:
            self._eyes_changed(self._index_of(child))
        if row.elements:
            first, last = self.index(0, 0, index), self.index(len(row.elements) - 1, 0, index)
            self.dataChanged.emit(first, last, [Role.VISIBILITY])

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._rows = TreeRows(self._sources, text=self._text, plain=plain_name)
        self._rows.set_hidden(self._hidden)
        self.endResetModel()

    # what Qt asks

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        if row < 0 or column != 0:
            return QModelIndex()
        if not parent.isValid():
            tops = self._rows.tops
            return self.createIndex(row, 0, tops[row].number * 2) if row < len(tops) else QModelIndex()
        number = parent.internalId()
        if number % 2:
            return QModelIndex()
        above = self._rows.rows[number // 2]
        nodes = len(above.children)
        if row < nodes:
            return self.createIndex(row, 0, above.children[row].number * 2)
        return self.createIndex(row, 0, number + 1) if row < nodes + len(above.elements) else QModelIndex()

    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        # PySide6 types QObject.parent() and QAbstractItemModel.parent(index) as one overload
        if not index.isValid():
            return QModelIndex()
        number = index.internalId()
        row: TreeRow | None = self._rows.rows[number // 2]
        if row is not None and number % 2 == 0:
            row = row.parent
        return self._index_of(row) if row is not None else QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._rows.tops)
        number = parent.internalId()
        if number % 2:
            return 0
        row = self._rows.rows[number // 2]
        return len(row.children) + len(row.elements)

    def columnCount(self, _parent: Index = _NO_INDEX) -> int:
        return 1

    def hasChildren(self, parent: Index = _NO_INDEX) -> bool:
        return not (parent.isValid() and parent.internalId() % 2) and self.rowCount(parent) > 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ELEMENT_FLAGS if index.internalId() % 2 else _ROW_FLAGS

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        if not index.isValid():
            return None
        element = self._element(index)
        if element is not None:
            return self._element_data(index, element, role)
        row = self._row(index)
        return self._row_data(row, role) if row is not None else None

    # what the view asks

    def refs(self, index: QModelIndex) -> list[ElementRef]:
        """What selecting the row selects: the element, the class's elements, or the spatial entity."""
        row = self._rows.rows[index.internalId() // 2]
        element = self._element(index)
        if element is not None:
            return [ElementRef(row.model, element.id)]
        if row.node.kind == "spatial" and row.ids:
            return [ElementRef(row.model, row.ids[-1])]
        return list(row.all_elements())

    def elements_below(self, index: QModelIndex) -> list[ElementRef]:
        """The element, or all elements in the row and below it, with the spatial entities themselves."""
        row = self._rows.rows[index.internalId() // 2]
        element = self._element(index)
        if element is not None:
            return [ElementRef(row.model, element.id)]
        spatial = [ElementRef(row.model, number) for number in row.ids]
        return [*spatial, *row.all_elements()]

    def find(self, ref: ElementRef) -> QModelIndex:
        """The row of an element or spatial entity; invalid where the tree does not show it."""
        place = self._rows.place(ref)
        if place is not None:
            row, position = place
            return self.index(len(row.children) + position, 0, self._index_of(row))
        spatial = self._rows.spatial.get(ref)
        return self._index_of(spatial) if spatial is not None else QModelIndex()

    def selection_of(self, refs: Iterable[ElementRef]) -> QItemSelection:
        """The rows of `refs` as few ranges."""
        by_row: dict[int, list[int]] = defaultdict(list)
        selection = QItemSelection()
        for ref in refs:
            place = self._rows.place(ref)
            if place is not None:
                by_row[place[0].number].append(len(place[0].children) + place[1])
            elif (spatial := self._rows.spatial.get(ref)) is not None:
                index = self._index_of(spatial)
                selection.append(QItemSelectionRange(index, index))
        for number, positions in by_row.items():
            above = self._index_of(self._rows.rows[number])
            for first, last in _runs(sorted(positions)):
                selection.append(QItemSelectionRange(self.index(first, 0, above), self.index(last, 0, above)))
        return selection

    def _row(self, index: Index) -> TreeRow | None:
        number = index.internalId()
        return None if number % 2 else self._rows.rows[number // 2]

    def _element(self, index: Index) -> TreeElement | None:
        number = index.internalId()
        if number % 2 == 0:
            return None
        row = self._rows.rows[number // 2]
        return row.elements[index.row() - len(row.children)]

    def _index_of(self, row: TreeRow) -> QModelIndex:
        return self.createIndex(row.place, 0, row.number * 2)

    def _element_data(self, index: Index, element: TreeElement, role: int) -> Any:
        row = self._rows.rows[index.internalId() // 2]
        ref = ElementRef(row.model, element.id)
        match role:
            case Item.DisplayRole | Item.AccessibleTextRole:
                return short_name(element.name, element.tag) or f"{element.ifc_class} #{element.id}"
            case Item.ToolTipRole:
                parts = (element.name, element.ifc_class, element.guid, f"#{element.id}")
                return "\n".join(part for part in parts if part)
            case Role.COUNT:
                return element.tag if len(element.tag) <= LONGEST_TAG else ""
            case Role.VISIBILITY:
                if not element.has_geometry:
                    return None
                return Visibility.HIDDEN if ref in self._hidden else Visibility.SHOWN
            case Role.ID:
                return ref
        return None

    def _row_data(self, row: TreeRow, role: int) -> Any:
        node = row.node
        match role:
            case Item.DisplayRole:
                return self._title(row)
            case Item.AccessibleTextRole:
                return self.tr("{title}, {count} elements").format(title=self._title(row), count=row.total)
            case Item.ToolTipRole:
                words = " › ".join(part for part in (self._title(row), row.hint) if part)
                return f"{words}\n{node.ifc_class}" if node.ifc_class else words
            case Role.HINT:
                is_storey = node.elevation is not None and node.ifc_class == "IfcBuildingStorey"
                return row.hint or (_metres(node.elevation or 0.0) if is_storey else "")
            case Role.ICON:
                if row.parent is None:
                    return "box"
                return "layers" if node.kind == "rest" else class_icon(node.ifc_class)
            case Role.COUNT:
                return row.total
            case Role.VISIBILITY:
                return row.visibility
        return None

    def _title(self, row: TreeRow) -> str:
        if row.node.kind == "class":
            return plain_name(row.node.ifc_class)
        return self.tr("Not in a storey") if row.node.kind == "rest" else row.title


def _metres(value: float) -> str:
    """`6.00 m`, with a true minus sign; the noise of unit conversion is no minus."""
    shown = f"{abs(value):,.2f} m"
    return f"−{shown}" if round(value, 2) < 0 else shown


def _runs(positions: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and position == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
