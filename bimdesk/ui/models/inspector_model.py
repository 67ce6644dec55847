"""The Qt model of the inspector: sections, and under each its rows; folding is remembered by the section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.inspector_rows import InspectorRow, InspectorSection

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole


class InspectorModel(QAbstractItemModel):
    """An index' internal id is 0 for a section, else its section's number plus one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: list[InspectorSection] = []

    def set_sections(self, sections: Sequence[InspectorSection]) -> None:
        self.beginResetModel()
        self._sections = list(sections)
        self.endResetModel()

    def section(self, index: Index) -> InspectorSection | None:
        return self._sections[index.row()] if index.isValid() and index.internalId() == 0 else None

    def row_at(self, index: Index) -> InspectorRow | None:
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._sections[int(index.internalId()) - 1].rows[index.row()]

    def index(self, row: int, column: int, parent: Index = _NO_INDEX) -> QModelIndex:
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        # PySide6 types QObject.parent() and QAbstractItemModel.parent(index) as one overload
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._sections)
        return len(self._sections[parent.row()].rows) if parent.internalId() == 0 else 0

    def columnCount(self, _parent: Index = _NO_INDEX) -> int:
        return 1

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        section = self.section(index)
        if section is not None:
            return _section_data(section, role)
        row = self.row_at(index)
        return _row_data(row, role) if row is not None else None


def _section_data(section: InspectorSection, role: int) -> Any:
    match role:
        case Item.DisplayRole:
            return section.title
        case Item.ToolTipRole:
            return "\n".join(part for part in (section.title, section.tip) if part)
        case Item.AccessibleTextRole:
            return " ".join(part for part in (section.title, section.chip, section.hint) if part)
        case Role.HEADER:
            return True
        case Role.COUNT:
            return len(section.rows) if section.counted else None
        case Role.HINT:
            return section.hint
        case Role.CHIP:
            return section.chip
    return None


def _row_data(row: InspectorRow, role: int) -> Any:
    match role:
        case Item.DisplayRole:
            return row.name
        case Item.ToolTipRole:
            return row.tip or row.text
        case Item.AccessibleTextRole:
            return f"{row.name} {row.text}"
        case Role.SUBTITLE:
            return row.text
        case Role.MONO:
            return row.mono
        case Role.WIDE:
            return row.is_wide
        case Role.TONE:
            return "ac_tx2" if row.link is not None else row.tone
        case Role.ID:
            return row.link
    return None
