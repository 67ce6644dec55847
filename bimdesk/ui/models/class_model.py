"""The class list: how many elements each class has, in which colour, and whether they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.index.elements import Elements, parted
from bimdesk.scene.ids import ElementIds, Ids
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.models.tree_places import PlaceIndex
from bimdesk.ui.models.tree_rows import TreeSource
from bimdesk.ui.models.tree_words import state

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(slots=True)
class ClassRow:
    """One class over all models; `drawn` are those with geometry."""

    ifc_class: str
    elements: ElementIds = field(default_factory=ElementIds)
    drawn: int = 0
    hidden: int = 0

    @property
    def visibility(self) -> Visibility | None:
        if self.drawn == 0:
            return None
        if self.hidden == 0:
            return Visibility.SHOWN
        return Visibility.HIDDEN if self.hidden >= self.drawn else Visibility.PARTLY


class ClassRows:
    """The classes of some models, largest first, those without any shape last. Made in any thread."""

    def __init__(self, sources: Sequence[TreeSource] = ()) -> None:
        made: dict[str, ClassRow] = {}
        parts: dict[str, dict[ModelKey, Ids]] = defaultdict(dict)
        for source in sources:
            tables = {node.elements.table for node in source.root.walk() if node.elements}
            for table in tables:  # a tree holds all of its table, in one place or several
                for code, at in parted(table.class_codes):
                    elements = Elements(table, at)
                    row = made.setdefault(table.classes[code], ClassRow(table.classes[code]))
                    row.drawn += elements.drawn
                    parts[row.ifc_class][source.key] = elements.ids
        for row in made.values():
            row.elements = ElementIds(parts[row.ifc_class])
        self.rows = sorted(made.values(), key=lambda row: (row.drawn == 0, -len(row.elements), row.ifc_class))
        self._places = PlaceIndex(
            (key, at, ids) for at, row in enumerate(self.rows) for key, ids in row.elements.by_model.items()
        )

    def count(self, elements: ElementIds) -> list[int]:
        """How many of `elements` each class has."""
        return [int(count) for count in self._places.count(elements, len(self.rows))]


class ClassModel(QAbstractListModel):
    """Largest class first; classes without any shape last."""

    def __init__(self, color_of: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._color_of = color_of
        self._classes = ClassRows()
        self._hidden = ElementIds()

    @property
    def _rows(self) -> list[ClassRow]:
        return self._classes.rows

    def set_sources(self, sources: Sequence[TreeSource]) -> None:
        """Count the classes of these models."""
        self.set_classes(ClassRows(sources))

    def set_classes(self, classes: ClassRows) -> None:
        """Show classes that were counted elsewhere."""
        self.beginResetModel()
        self._classes = classes
        self._count_hidden()
        self.endResetModel()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        self._hidden = ElementIds.of(hidden)
        self._count_hidden()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Role.VISIBILITY])

    def _count_hidden(self) -> None:
        for row, count in zip(self._rows, self._classes.count(self._hidden), strict=True):
            row.hidden = count

    def row(self, index: QModelIndex) -> ClassRow:
        return self._rows[index.row()]

    def rows_of(self, refs: Iterable[ElementRef]) -> list[int]:
        """The rows whose elements are all in `refs`."""
        counts = self._classes.count(ElementIds.of(refs))
        return [at for at, row in enumerate(self._rows) if counts[at] == len(row.elements)]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.ifc_class
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.ifc_class} {len(row.elements):,} {state(row.visibility)}".strip()
            case Role.COUNT:
                return len(row.elements)
            case Role.SWATCH:
                return self._color_of(row.ifc_class)
            case Role.VISIBILITY:
                return row.visibility
            case Role.TONE:
                return "tx3" if row.drawn == 0 else None
        return None
