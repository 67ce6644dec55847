"""The Qt model of the model tree: lazy children, no object a row of an element."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.index.elements import TreeElement
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.models import tree_words
from bimdesk.ui.models.class_looks import plain_name, short_guid, short_name, shown_tag
from bimdesk.ui.models.tree_rows import TreeRow, TreeRows, TreeSource

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole
_ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_ELEMENT_FLAGS = _ROW_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
MOST_RANGES = 40
"""Qt compares the ranges of the old selection with those of the new, each with each, and each row that is
painted with all of them; each time it asks for the parents of both."""
MOST_TOLD = 300
"""Rows of which views are told when they change; all others are repainted when they come into view."""


class TreeModel(QAbstractItemModel):
    """An index' internal id is twice its row's number, or twice its parent row's plus one for an element."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden = ElementIds()
        self._chosen = ElementIds()
        self._rows = TreeRows([])

    @property
    def element_count(self) -> int:
        """Elements shown: all, or those that the search found."""
        return self._rows.element_count

    @property
    def text(self) -> str:
        return self._rows.text

    @property
    def sources(self) -> list[TreeSource]:
        return list(self._rows.sources)

    def set_sources(self, sources: Sequence[TreeSource]) -> None:
        """Show these models, in this order."""
        self.set_rows(TreeRows(sources, text=self.text, plain=plain_name))

    def search(self, text: str) -> None:
        """Keep what has `text` in name, class, tag or GlobalId, with its parents; '' shows all."""
        self.set_rows(TreeRows(self.sources, text=text, plain=plain_name))

    def set_rows(self, rows: TreeRows) -> None:
        """Show rows that were made elsewhere: for large models that takes a thread's while."""
        self.beginResetModel()
        self._rows = rows
        rows.set_hidden(self._hidden)
        self.endResetModel()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """What the 3D view does not show; the eyes follow (the view repaints what it shows of them)."""
        self._hidden = ElementIds.of(hidden)
        for row in self._rows.set_hidden(self._hidden)[:MOST_TOLD]:
            index = self._index_of(row)
            self.dataChanged.emit(index, index, [Role.VISIBILITY])
            if row.elements:
                at = len(row.children)
                first = self.index(at, 0, index)
                last = self.index(at + len(row.elements) - 1, 0, index)
                self.dataChanged.emit(first, last, [Role.VISIBILITY])

    def set_chosen(self, chosen: ElementIds) -> None:
        """What is painted as selected without being in the view's selection."""
        self._chosen = chosen

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

    # PySide6 types QObject.parent() and QAbstractItemModel.parent(index) as one overload
    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
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

    def elements_below(self, index: Index, *, last: int | None = None) -> ElementIds:
        """The element, or all in the row and below it, with the spatial entities themselves.

        Spaces, openings and the like are left out of a row of others: what is hidden as it comes stays so.
        `last`: of all rows from `index` to that one of the same parent.
        """
        row = self._rows.rows[index.internalId() // 2]
        if index.internalId() % 2:
            first = index.row() - len(row.children)
            final = first if last is None else last - len(row.children)
            return ElementIds({row.model: row.elements[first : final + 1].ids})
        rows = [row]
        if last is not None and last > index.row():
            siblings = row.parent.children if row.parent is not None else self._rows.tops
            rows = siblings[index.row() : last + 1]
        found = [one.elements_below(with_apart=_only_apart(one)) for one in rows]
        found += [ElementIds({one.model: np.array(one.ids, dtype=np.int64)}) for one in rows]
        return ElementIds.joined(found)

    def chosen_by(self, selection: QItemSelection) -> ElementIds:
        """The elements of the selected rows; ranges are read as such, not row by row."""
        found = []
        for part in selection.toList():
            first, end = part.topLeft(), part.bottom() + 1
            nodes = self._node_count(part.parent())
            if first.row() < nodes:
                found.append(self.elements_below(first, last=min(end, nodes) - 1))
            if end > nodes:
                start = self.index(max(first.row(), nodes), 0, part.parent())
                found.append(self.elements_below(start, last=end - 1))
        return ElementIds.joined(found)

    def row_and_element(self, index: QModelIndex) -> tuple[TreeRow, TreeElement | None]:
        """The facts of a row; of an element's row the one above it and the element."""
        return self._rows.rows[index.internalId() // 2], self._element(index)

    def model_of(self, index: QModelIndex) -> ModelKey:
        """The model that a row belongs to."""
        return self._rows.rows[index.internalId() // 2].model

    def find(self, ref: ElementRef) -> QModelIndex:
        """The row of an element or spatial entity; invalid where the tree does not show it."""
        place = self._rows.place(ref)
        if place is not None:
            row, position = place
            return self.index(len(row.children) + position, 0, self._index_of(row))
        spatial = self._rows.spatial.get(ref)
        return self._index_of(spatial) if spatial is not None else QModelIndex()

    def selection_of(self, refs: Iterable[ElementRef]) -> QItemSelection | None:
        """The rows of `refs` as ranges; None where those are more than a view's selection bears."""
        wanted = ElementIds.of(refs)
        runs = self._rows.places.runs(wanted)
        spatial = [row for ref, row in self._rows.spatial.items() if ref in wanted]
        if len(runs) + len(spatial) > MOST_RANGES:
            return None
        selection = QItemSelection()
        for row in spatial:
            index = self._index_of(row)
            selection.append(QItemSelectionRange(index, index))
        for number, first, last in runs:
            above, skipped = self._index_of(self._rows.rows[number]), len(self._rows.rows[number].children)
            ends = self.index(first + skipped, 0, above), self.index(last + skipped, 0, above)
            selection.append(QItemSelectionRange(*ends))
        return selection

    def _node_count(self, parent: QModelIndex) -> int:
        """Rows that are no elements, under `parent`."""
        if not parent.isValid():
            return len(self._rows.tops)
        return len(self._rows.rows[parent.internalId() // 2].children)

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
                return shown_tag(element.tag)
            case Role.HINT:
                place = index.row() - len(row.children)
                beside = [row.elements[at] for at in (place - 1, place + 1) if 0 <= at < len(row.elements)]
                alike = any(_said(other) == _said(element) for other in beside)  # names are in order
                return short_guid(element.guid) if alike else ""
            case Role.VISIBILITY:
                if not element.has_geometry:
                    return None
                return Visibility.HIDDEN if ref in self._hidden else Visibility.SHOWN
            case Role.CHOSEN:
                return ref in self._chosen
            case Role.ID:
                return ref
        return None

    def _row_data(self, row: TreeRow, role: int) -> Any:
        match role:
            case Item.DisplayRole:
                return tree_words.title(row)
            case Item.AccessibleTextRole:
                words = self.tr("{title}, {count} elements").format(
                    title=tree_words.title(row), count=f"{row.total:,}"
                )
                return ", ".join(part for part in (words, tree_words.state(row.visibility)) if part)
            case Item.ToolTipRole:
                words = " › ".join(part for part in (tree_words.title(row), row.hint) if part)
                return f"{words}\n{row.node.ifc_class}" if row.node.ifc_class.startswith("Ifc") else words
            case Role.HINT:
                return tree_words.hint(row)
            case Role.ICON:
                return tree_words.icon(row)
            case Role.COUNT:
                return row.total
            case Role.VISIBILITY:
                return row.visibility
            case Role.CHOSEN:
                return False
        return None


def _said(element: TreeElement) -> tuple[str, str, str]:
    """What a row says of an element."""
    return element.ifc_class, short_name(element.name, element.tag), shown_tag(element.tag)


def _only_apart(row: TreeRow) -> bool:
    """True where there is nothing else in the row, so that it must stand for them."""
    return row.is_apart or all(one.is_apart for one in row.walk() if one.elements)
