"""The matrix for Qt: a row for each check, a column for each model; a cell is the newest run of it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bimdesk.domain.finding_life import MatrixCell
from bimdesk.domain.ids import ModelId, ScriptKey
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.finding_words import tr
from bimdesk.ui.theme.states import EXECUTION

Index = QModelIndex | QPersistentModelIndex
Check = tuple[ScriptKey | None, str, str]
"""Script, its name, check."""


class FindingMatrix(QAbstractTableModel):
    """Column 0 names the check, its script in Role.SUBTITLE; others hold a MatrixCell or None in Role.ID."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.highest = 0
        """The most open findings of any cell: what the hue is measured by."""
        self._checks: list[Check] = []
        self._models: list[tuple[ModelId, str]] = []
        self._cells: dict[tuple[Check, ModelId], MatrixCell] = {}

    def show(self, cells: Sequence[MatrixCell]) -> None:
        self.beginResetModel()
        self._cells = {(_check(one), one.model_id): one for one in cells}
        self._checks = sorted({_check(one) for one in cells}, key=lambda check: (check[1], check[2]))
        names = {one.model_id: one.model_name for one in cells}
        self._models = sorted(names.items(), key=lambda one: one[1].casefold())
        self.highest = max((one.open for one in cells), default=0)
        self.endResetModel()

    def cell(self, index: Index) -> MatrixCell | None:
        """What stands in a cell; None where the check was never run on the model."""
        if not index.isValid() or index.column() == 0:
            return None
        key = self._checks[index.row()], self._models[index.column() - 1][0]
        return self._cells.get(key)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._checks)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._models) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or section > len(self._models):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return tr("Check") if section == 0 else self._models[section - 1][1]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        _key, script, check = self._checks[index.row()]
        if index.column() == 0:
            return _name_data(script, check, role)
        cell = self.cell(index)
        match role:
            case Role.ID:
                return cell
            case Qt.ItemDataRole.DisplayRole:
                return "–" if cell is None else f"{cell.open:,}"
            case Qt.ItemDataRole.ToolTipRole:
                return matrix_words(cell)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{check or script}, {self._models[index.column() - 1][1]}: {matrix_words(cell)}"
        return None


def matrix_words(cell: MatrixCell | None) -> str:
    """`3 open, Failed, on House v2`."""
    if cell is None:
        return tr("Not run on this model")
    status = EXECUTION[cell.status].text
    words = tr("{0} open, {1}, on {2}").format(f"{cell.open:,}", status, cell.version_label)
    return words if cell.is_latest_version else f"{words}\n{tr('An older version: run it on the newest.')}"


def _check(cell: MatrixCell) -> Check:
    return cell.script_key, cell.script_name, cell.check


def _name_data(script: str, check: str, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return check or script
        case Role.SUBTITLE:
            return script if check else ""
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
            return f"{script}: {check}" if check else script
    return None
