"""The two tables of the retention dialog: what each script takes, and what would go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.domain.retention import StoredRun
from bimdesk.services.clock import now
from bimdesk.services.retention import ScriptShare
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.wording import size, start_time
from bimdesk.ui.theme.states import EXECUTION

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Table(QAbstractTableModel):
    """Rows of one kind under fixed heads; `numbers`: columns that stand right."""

    titles: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()

    def columnCount(self, _parent: Index = NO_INDEX) -> int:
        return len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Item.DisplayRole:
            return self.tr(self.titles[section])
        return RIGHT if role == Item.TextAlignmentRole and section in self.numbers else None


class ScriptsTable(_Table):
    """What the executions of each script take; the last column says whether all of them stay."""

    titles = ("Script", "Executions", "Size", "Keep for ever")
    numbers = frozenset({1, 2})
    toggled = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ScriptShare] = ()
        self._kept: frozenset[str] = frozenset()

    def show_rows(self, rows: Sequence[ScriptShare], kept: frozenset[str]) -> None:
        """`kept`: the scripts whose files stay for ever."""
        self.beginResetModel()
        self._rows, self._kept = rows, kept
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 3 else flags

    def toggle(self, index: Index) -> None:
        """Turn the switch of a row."""
        if index.isValid():
            row = self._rows[index.row()]
            self.toggled.emit(row.script, row.script not in self._kept)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        is_kept = row.script in self._kept
        if role == Item.DisplayRole:
            return (row.name, f"{row.runs:,}", size(row.size), self.tr("For ever") if is_kept else "")[column]
        if role == Item.TextAlignmentRole and column in self.numbers:
            return RIGHT
        if role == Role.ICON and column == 3:
            return "square-check" if is_kept else "square"
        if role == Item.CheckStateRole and column == 3:
            return Qt.CheckState.Checked if is_kept else Qt.CheckState.Unchecked
        return row.script if role == Item.ToolTipRole else None


class GoingTable(_Table):
    """What would go now, oldest first."""

    titles = ("Script", "Model", "Status", "Start", "Size")
    numbers = frozenset({4})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[StoredRun] = ()

    def show_rows(self, rows: Sequence[StoredRun]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        look = EXECUTION[row.status]
        if role == Item.DisplayRole:
            start = start_time(row.at, now=now())
            return (row.script_name, row.model_label, look.text, start, size(row.size or 0))[column]
        if role == Item.TextAlignmentRole and column in self.numbers:
            return RIGHT
        if role == Role.ICON and column == 2:
            return look.icon
        return f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}" if role == Item.ToolTipRole else None
