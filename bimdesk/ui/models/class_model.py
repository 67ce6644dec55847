"""The class list: how many elements each class has, in which colour, and whether they are shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.domain.ids import ElementRef
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.models.tree_rows import TreeSource

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(slots=True)
class ClassRow:
    """One class over all models; `drawn` are those with geometry."""

    ifc_class: str
    elements: list[ElementRef] = field(default_factory=list)
    drawn: int = 0
    hidden: int = 0

    @property
    def visibility(self) -> Visibility | None:
        if self.drawn == 0:
            return None
        if self.hidden == 0:
            return Visibility.SHOWN
        return Visibility.HIDDEN if self.hidden >= self.drawn else Visibility.PARTLY


class ClassModel(QAbstractListModel):
    """Largest class first; classes without any shape last."""

    def __init__(self, color_of: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._color_of = color_of
        self._rows: list[ClassRow] = []
        self._class_of: dict[ElementRef, str] = {}

    def set_sources(self, sources: Sequence[TreeSource]) -> None:
        """Count the classes of these models."""
        found: dict[str, ClassRow] = {}
        class_of: dict[ElementRef, str] = {}
        for source in sources:
            for node in source.root.walk():
                for element in node.elements:
                    row = found.setdefault(element.ifc_class, ClassRow(element.ifc_class))
                    ref = ElementRef(source.key, element.id)
                    row.elements.append(ref)
                    row.drawn += element.has_geometry
                    class_of[ref] = element.ifc_class
        self.beginResetModel()
        self._class_of = class_of
        self._rows = sorted(
            found.values(), key=lambda row: (row.drawn == 0, -len(row.elements), row.ifc_class)
        )
        self.endResetModel()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        counts = Counter(self._class_of[ref] for ref in hidden if ref in self._class_of)
        for row in self._rows:
            row.hidden = counts[row.ifc_class]
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Role.VISIBILITY])

    def row(self, index: QModelIndex) -> ClassRow:
        return self._rows[index.row()]

    def rows_of(self, refs: Iterable[ElementRef]) -> list[int]:
        """The rows whose elements are all in `refs`."""
        chosen: dict[str, int] = defaultdict(int)
        for ref in refs:
            if ref in self._class_of:
                chosen[self._class_of[ref]] += 1
        return [at for at, row in enumerate(self._rows) if chosen[row.ifc_class] == len(row.elements)]

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
                words = self.tr("hidden") if row.visibility == Visibility.HIDDEN else ""
                return f"{row.ifc_class} {len(row.elements):,} {words}".strip()
            case Role.COUNT:
                return len(row.elements)
            case Role.SWATCH:
                return self._color_of(row.ifc_class)
            case Role.VISIBILITY:
                return row.visibility
            case Role.TONE:
                return "tx3" if row.drawn == 0 else None
        return None
