"""Tables of the comparison for Qt: facts, findings, rows of result tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from bimdesk.domain.finding_life import ComparedFinding, FindingState
from bimdesk.services.compare_tables import ComparedRow, ComparedTable
from bimdesk.services.findings.comparing import RESOLVED
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.records import GUID_COLUMNS, cell_text
from bimdesk.ui.panels.compare.facts import Fact
from bimdesk.ui.theme.states import EXECUTION, FINDING, SEVERITY
from bimdesk.ui.widgets.chip import ChipLook

Index = QModelIndex | QPersistentModelIndex
Item = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Rows(QAbstractTableModel):
    """Rows of any kind under fixed titles."""

    right_columns: frozenset[int] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self._titles: tuple[str, ...] = ()
        self._rows: Sequence[Any] = ()

    def fill(self, titles: tuple[str, ...], rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self._titles, self._rows = titles, rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Item.DisplayRole) -> Any:
        is_title = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._titles)
        if is_title and role in (Item.DisplayRole, Item.ToolTipRole):
            return self._titles[section]
        if is_title and role == Item.TextAlignmentRole:
            return _RIGHT if section in self.right_columns else _LEFT
        return None


class FactsModel(_Rows):
    """Name, A, B. Role.HINT: what stands behind B; Role.MARK: True where B's cell stands out."""

    def show(self, facts: Sequence[Fact]) -> None:
        self.fill(("", "A", "B"), facts)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        fact: Fact = self._rows[index.row()]
        side = index.column() - 1
        match role:
            case Item.DisplayRole | Item.ToolTipRole | Item.AccessibleTextRole:
                text = (fact.name, fact.a, fact.b)[index.column()]
                has_note = role == Item.AccessibleTextRole and side == 1 and fact.note
                return f"{text} {fact.note}" if has_note else text
            case Role.TONE:
                return ("tx2", fact.tone_a, fact.tone_b)[index.column()]
            case Role.CHIP if side >= 0 and fact.status is not None:
                return ChipLook.of(EXECUTION[fact.status[side]])
            case Role.HINT if side == 1:
                return fact.note
            case Role.SWATCH if side == 1:
                return fact.note_tone
            case Role.MARK:
                return fact.marked and side == 1
        return None


class ComparedFindingsModel(_Rows):
    """What became of a finding, what it says of which element, GlobalId. `Role.ID`: the ComparedFinding."""

    right_columns = frozenset({2})

    def show(self, findings: Sequence[ComparedFinding]) -> None:
        titles = (self.tr("In B"), self.tr("Finding"), "GlobalId")
        self.fill(titles, findings)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        one: ComparedFinding = self._rows[index.row()]
        column = index.column()
        match role:
            case Role.ID:
                return one
            case Role.CHIP if column == 0:
                return self._chip(one)
            case Item.DisplayRole:
                return self._text(one, column)
            case Item.AccessibleTextRole:
                hint = f", {one.element_name}" if column == 1 and one.element_name else ""
                return self._text(one, column) + hint
            case Item.ToolTipRole:
                return one.reason if column == 0 and one.reason else self._text(one, column)
            case Role.ICON if column == 1:
                return SEVERITY[one.severity].icon
            case Role.TONE if column == 1:
                return SEVERITY[one.severity].tone
            case Role.HINT if column == 1:
                return one.element_name
            case Role.MONO:
                return column == 2
            case Item.TextAlignmentRole:
                return _RIGHT if column == 2 else _LEFT
        return None

    def _text(self, one: ComparedFinding, column: int) -> str:
        more = f" +{len(one.guids) - 1}" if len(one.guids) > 1 else ""
        guid = f"{one.guids[0]}{more}" if one.guids else ""
        texts = (self._chip(one).text, one.message, guid)
        return texts[column]

    def _chip(self, one: ComparedFinding) -> ChipLook:
        match one.kind:
            case "only_b":
                return ChipLook.of(FINDING[FindingState.NEW])
            case "both":
                return ChipLook.of(FINDING[FindingState.PERSISTING])
            case "changed":
                return ChipLook.of(FINDING[FindingState.CHANGED])
        if not one.reason:
            return ChipLook(self.tr("Only in A"), "minus", "neutral")
        state = FindingState.RESOLVED if one.reason == RESOLVED else FindingState.NOT_EVALUATED
        return ChipLook.of(FINDING[state])


class ComparedRowsModel(_Rows):
    """Rows of one table in both runs; a cell that changed says `old → new`. `Role.ID`: the ComparedRow."""

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[int, ...] = ()

    def show(self, table: ComparedTable | None, *, only_differences: bool) -> None:
        """The table's rows and columns, those without a difference left out where that is wanted."""
        if table is None:
            self.fill((), ())
            return
        rows = [row for row in table.rows if row.kind != "both" or not only_differences]
        self._places = _columns(table, rows) if only_differences else tuple(range(len(table.columns)))
        self.fill((self.tr("In B"), *(table.columns[at] for at in self._places)), rows)

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        row: ComparedRow = self._rows[index.row()]
        if role == Role.ID:
            return row
        if index.column() == 0:
            return self._state(row, role)
        at = self._places[index.column() - 1]
        match role:
            case Item.DisplayRole | Item.ToolTipRole | Item.AccessibleTextRole:
                return _cell(row, at)
            case Role.TONE:
                tones = {"only_a": "tx2", "only_b": "tx", "both": "tx2"}
                return tones.get(row.kind) or ("warning" if at in row.changed else "tx")
            case Role.MONO:
                return self._titles[index.column()].lower() in GUID_COLUMNS
        return None

    def _state(self, row: ComparedRow, role: int) -> Any:
        looks = {
            "only_a": ChipLook(self.tr("Removed"), "minus", "error"),
            "only_b": ChipLook(self.tr("Added"), "plus", "ok"),
            "changed": ChipLook(self.tr("Changed"), "pencil", "warning"),
            "both": ChipLook(self.tr("The same"), "equal", "neutral"),
        }
        if role == Role.CHIP:
            return looks[row.kind]
        return looks[row.kind].text if role in (Item.DisplayRole, Item.AccessibleTextRole) else None


PLAIN_COLUMNS = 5
"""Columns without a change that are shown where rows came or went."""


def _columns(table: ComparedTable, rows: Sequence[ComparedRow]) -> tuple[int, ...]:
    """The key, the columns that changed, and some more where whole rows came or went."""
    changed = frozenset[int]().union(*(row.changed for row in rows))
    key = {table.columns.index(table.key)} if table.key else set[int]()
    whole = any(row.kind in ("only_a", "only_b") for row in rows)
    first = set(range(min(PLAIN_COLUMNS, len(table.columns)))) if whole or not key else set[int]()
    return tuple(at for at in range(len(table.columns)) if at in changed or at in key or at in first)


def _cell(row: ComparedRow, at: int) -> str:
    a = "" if row.a is None else cell_text(row.a[at])
    b = "" if row.b is None else cell_text(row.b[at])
    if at in row.changed:
        return f"{a or '–'} → {b or '–'}"
    return b if row.a is None or (row.b is not None and b) else a
