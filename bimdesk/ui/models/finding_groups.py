"""The groups of findings at the left: all of them, then each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import Decision, FindingState, GroupCount, GroupName
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.class_looks import class_icon
from bimdesk.ui.models.finding_words import GROUPS, tr
from bimdesk.ui.theme.states import DECISION, FINDING, SEVERITY, StateLook
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
_ICONS = {name: icon for name, _title, icon in GROUPS}
_NAMELESS: dict[GroupName, str] = {
    "storey": "Without a storey",
    "class": "Without a class",
    "assignee": "Nobody",
    "label": "Without a label",
}


class GroupList(QAbstractListModel):
    """Row 0 stands for all. `Role.ID` is the key of a group, None for all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group: GroupName = "check"
        self._groups: list[GroupCount] = []

    @property
    def group(self) -> GroupName:
        return self._group

    def show(self, group: GroupName, groups: Sequence[GroupCount]) -> None:
        self.beginResetModel()
        self._group, self._groups = group, list(groups)
        self.endResetModel()

    def key_at(self, row: int) -> str | None:
        """None for the row of all."""
        return self._groups[row - 1].key if row > 0 else None

    def words_at(self, row: int) -> str:
        """What a row says."""
        return self._title(self._groups[row - 1]) if row > 0 else tr("All")

    def row_of(self, key: str) -> int:
        return next((at for at, one in enumerate(self._groups, 1) if one.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._groups) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if row == 0:
            return self._all_data(role)
        one = self._groups[row - 1]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._title(one)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._title(one)} {one.count:,}"
            case Role.CHIP:
                return ChipLook(f"{one.count:,}")
            case Role.ICON:
                return self._icon(one)
            case Role.ID:
                return one.key
        return None

    def _all_data(self, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return tr("All")
            case Role.ICON:
                return "list"
        return None

    def _look(self, key: str) -> StateLook | None:
        match self._group:
            case "state":
                return FINDING[FindingState(key)]
            case "severity":
                return SEVERITY[Severity(key)]
            case "decision":
                return DECISION[Decision(key)]
        return None

    def _title(self, one: GroupCount) -> str:
        look = self._look(one.key)
        if look is not None:
            return look.text
        return one.label or tr(_NAMELESS.get(self._group, "None"))

    def _icon(self, one: GroupCount) -> str:
        look = self._look(one.key)
        if look is not None:
            return look.icon
        return class_icon(one.key) if self._group == "class" and one.key else _ICONS.get(self._group, "flag")
