"""The feed as a tree: days, entries, and what these unfold to; read page by page, older ones on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.domain.activity import Activity, ActivityKind, Place
from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.services.activity import PAGE, ExecutionOutput, execution_output, list_activity
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.latest import Latest
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.activity import words

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole


@dataclass(eq=False, slots=True)
class _Day:
    number: int
    day: date
    entries: list[_Entry] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class _Entry:
    number: int
    day: _Day
    activity: Activity
    lines: list[str] | None = None
    is_asked: bool = False


class ActivityModel(QAbstractItemModel):
    """The internal id of an index is the number of the node above it, 0 for a day. `loaded`: a page came."""

    loaded = Signal()

    def __init__(self, project: Project, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._operations = operations
        self._numbers = count(1)
        self._days: list[_Day] = []
        self._nodes: dict[int, _Day | _Entry] = {}
        self._known: dict[tuple[int, str], _Entry] = {}
        self._kinds: frozenset[ActivityKind] = frozenset()
        self._has_more = False
        self._is_reading = False
        self._newest = Latest[list[Activity]](operations, self._take_newest, owner=self)
        self._first = Latest[list[Activity]](operations, self._take_first, owner=self)
        self._older = Latest[list[Activity]](operations, self._take_older, owner=self)

    @property
    def size(self) -> int:
        """Entries that were read."""
        return len(self._known)

    def reload(self, kinds: Iterable[ActivityKind] | None = None) -> None:
        """All anew, of these kinds or those of before; no kinds are all kinds."""
        if kinds is not None:
            self._kinds = frozenset(kinds)
        self._older.drop()
        self._newest.drop()
        self._first.ask(self._page(None))

    def refresh(self) -> None:
        """Look for what is new or has changed lately; what is unfolded stays so."""
        self._newest.ask(self._page(None))

    def activity(self, index: Index) -> Activity | None:
        """The entry of a row, or of the lines under it."""
        while index.isValid():
            node = self._node(index)
            if isinstance(node, _Entry):
                return node.activity
            index = self.parent(index)
        return None

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        above = self._node(parent)
        return self.createIndex(row, column, 0 if above is None else above.number)

    # PySide6 types QObject.parent() and QAbstractItemModel.parent(index) as one overload
    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = self._nodes.get(int(index.internalId())) if index.isValid() else None
        return QModelIndex() if above is None else self._index_of(above)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._days)
        match self._node(parent):
            case _Day(entries=entries):
                return len(entries)
            case _Entry(lines=lines):
                return len(lines or ())
        return 0

    def columnCount(self, _parent: Index = NO_INDEX) -> int:
        return 1

    def hasChildren(self, parent: Index = NO_INDEX) -> bool:
        node = self._node(parent)
        return words.unfolds(node.activity) if isinstance(node, _Entry) else self.rowCount(parent) > 0

    def canFetchMore(self, parent: Index) -> bool:
        if not parent.isValid():
            return self._has_more and not self._is_reading
        node = self._node(parent)
        return (
            isinstance(node, _Entry) and node.lines is None and not node.is_asked and self.hasChildren(parent)
        )

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        node = self._node(parent)
        if isinstance(node, _Entry):
            self._unfold(node)
        else:
            self._is_reading = True
            self._older.ask(self._page(self._days[-1].entries[-1].activity.place))

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        match self._node(index):
            case _Day(day=day):
                return self._day_data(day, role)
            case _Entry(activity=activity):
                return _entry_data(activity, role)
        above = self._nodes.get(int(index.internalId())) if index.isValid() else None
        if isinstance(above, _Entry) and above.lines and role in (Item.DisplayRole, Item.ToolTipRole):
            return above.lines[index.row()]
        return None

    @staticmethod
    def _day_data(day: date, role: int) -> Any:
        if role == Item.DisplayRole:
            return words.day_title(day, today=now().astimezone().date())
        return True if role == Role.HEADER else None

    # Nodes

    def _node(self, index: Index) -> _Day | _Entry | None:
        """None for the root and for a line."""
        if not index.isValid():
            return None
        above = self._nodes.get(int(index.internalId()))
        if above is None:
            return self._days[index.row()]
        return above.entries[index.row()] if isinstance(above, _Day) else None

    def _index_of(self, node: _Day | _Entry) -> QModelIndex:
        if isinstance(node, _Day):
            return self.createIndex(self._days.index(node), 0, 0)
        return self.createIndex(node.day.entries.index(node), 0, node.day.number)

    # What was read

    def _page(self, before: Place | None) -> Callable[[], list[Activity]]:
        return partial(list_activity, self._project, self._kinds, before=before)

    def _take_first(self, page: list[Activity]) -> None:
        self.beginResetModel()
        self._days, self._nodes, self._known = [], {}, {}
        self._has_more, self._is_reading = len(page) >= PAGE, False
        for activity in page:
            day = self._day_of(activity)
            if not self._days or self._days[-1].day != day:
                self._days.append(self._new_day(day))
            self._days[-1].entries.append(self._new_entry(self._days[-1], activity))
        self.endResetModel()
        self.loaded.emit()

    def _take_older(self, page: list[Activity]) -> None:
        self._has_more, self._is_reading = len(page) >= PAGE, False
        for activity in page:
            if _key(activity) not in self._known:
                self._insert(activity, at_end=True)

    def _take_newest(self, page: list[Activity]) -> None:
        """New entries go to the top, known ones are looked at again. A gap, or one between: all anew."""
        fresh = [activity for activity in page if _key(activity) not in self._known]
        newest = self._days[0].entries[0].activity.place if self._days else None
        if newest is None or (page and page[-1].place > newest) or any(one.place < newest for one in fresh):
            if page:
                self._take_first(page)
            return
        for activity in reversed(fresh):
            self._insert(activity, at_end=False)
        for activity in page:
            entry = self._known[_key(activity)]
            if entry.activity != activity:
                entry.activity = activity
                index = self._index_of(entry)
                self.dataChanged.emit(index, index)
        self.loaded.emit()

    def _insert(self, activity: Activity, *, at_end: bool) -> None:
        day, edge = self._day_of(activity), -1 if at_end else 0
        if not self._days or self._days[edge].day != day:
            row = len(self._days) if at_end else 0
            self.beginInsertRows(QModelIndex(), row, row)
            self._days.insert(row, self._new_day(day))
            self.endInsertRows()
        place = self._days[edge]
        row = len(place.entries) if at_end else 0
        self.beginInsertRows(self._index_of(place), row, row)
        place.entries.insert(row, self._new_entry(place, activity))
        self.endInsertRows()

    def _new_day(self, day: date) -> _Day:
        made = _Day(next(self._numbers), day)
        self._nodes[made.number] = made
        return made

    def _new_entry(self, day: _Day, activity: Activity) -> _Entry:
        made = _Entry(next(self._numbers), day, activity)
        self._nodes[made.number] = made
        self._known[_key(activity)] = made
        return made

    @staticmethod
    def _day_of(activity: Activity) -> date:
        return activity.at.astimezone().date()

    # What an entry unfolds to

    def _unfold(self, entry: _Entry) -> None:
        entry.is_asked = True
        if entry.activity.kind is not ActivityKind.EXECUTION:
            self._show_lines(entry, words.own_lines(entry.activity))
            return
        read = partial(execution_output, self._project, ExecutionId(entry.activity.subject))
        self._operations.run(
            read, on_success=partial(self._show_output, entry), on_failure=partial(self._show_failure, entry)
        )

    def _show_output(self, entry: _Entry, output: ExecutionOutput) -> None:
        self._show_lines(entry, words.output_lines(entry.activity, output))

    def _show_failure(self, entry: _Entry, error: BimdeskError) -> None:
        self._show_lines(entry, [str(error)])

    def _show_lines(self, entry: _Entry, lines: Sequence[str]) -> None:
        if self._nodes.get(entry.number) is entry and lines:  # else all was read anew meanwhile
            self.beginInsertRows(self._index_of(entry), 0, len(lines) - 1)
            entry.lines = list(lines)
            self.endInsertRows()


def _key(activity: Activity) -> tuple[int, str]:
    return activity.place.source, activity.place.key


def _entry_data(activity: Activity, role: int) -> Any:
    match role:
        case Item.DisplayRole:
            return words.entry_title(activity)
        case Role.SUBTITLE:
            return words.entry_below(activity)
        case Role.ICON:
            return words.ICONS[activity.kind]
        case Role.CHIP:
            return words.entry_chip(activity)
        case Role.ID:
            return activity
        case Item.ToolTipRole:
            return f"{activity.at.astimezone():%Y-%m-%d %H:%M:%S}\n{words.entry_title(activity)}"
        case Item.AccessibleTextRole:
            chip = words.entry_chip(activity)
            return ", ".join(filter(None, (words.entry_title(activity), chip.text if chip else "")))
    return None
