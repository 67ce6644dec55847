"""The Qt model of the inspector: sections, and under each its rows; folding is remembered by the section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.inspector_rows import InspectorRow, InspectorSection
from bimdesk.ui.models.two_levels import Index, Item, TwoLevelModel
from bimdesk.ui.widgets.chip import ChipLook


class InspectorModel(TwoLevelModel):
    """Heads are sections."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: list[InspectorSection] = []

    def set_sections(self, sections: Sequence[InspectorSection]) -> None:
        self.beginResetModel()
        self._sections = list(sections)
        self.sizes = [len(section.rows) for section in self._sections]
        self.endResetModel()

    def section(self, index: Index) -> InspectorSection | None:
        head = self.head_of(index)
        return None if head is None else self._sections[head]

    def row_at(self, index: Index) -> InspectorRow | None:
        place = self.place_of(index)
        return None if place is None else self._sections[place[0]].rows[place[1]]

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
            state = row.state.text if row.state is not None else ""
            return " ".join(part for part in (row.name, state, row.text) if part)
        case Role.SUBTITLE:
            return row.text
        case Role.MONO:
            return row.mono
        case Role.WIDE:
            return row.is_wide
        case Role.TONE:
            return "ac_tx2" if row.link is not None or row.opens is not None else row.tone
        case Role.CHIP if row.state is not None:
            return ChipLook.of(row.state)
        case Role.ID:
            return row.link
    return None
