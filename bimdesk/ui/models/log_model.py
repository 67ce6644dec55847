"""The lines of a log for Qt: appended in batches, searched without a proxy, a long one in many turns."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from bimdesk.protocol.messages import Log
from bimdesk.ui.delegates.roles import Role

Index = QModelIndex | QPersistentModelIndex
AT_ONCE = 20_000
"""So many lines are looked at in one turn of the event loop: some 10 ms."""


class Line(NamedTuple):
    """One line. `time` is '' where it was not kept."""

    time: str
    level: str
    text: str


def lines_of(logs: Iterable[Log], *, time: str = "") -> list[Line]:
    """A message of several lines becomes several rows; an empty one stays a row."""
    return [Line(time, log.level, part) for log in logs for part in log.text.split("\n")]


class LogModel(QAbstractListModel):
    """`Role.ID` holds the Line; `narrow` leaves levels out, `find` says where a text stands."""

    counts_changed = Signal()
    """Lines came or went."""
    found = Signal()
    """More places were found, or another text is looked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._shown: list[int] = []
        self._levels: frozenset[str] = frozenset()
        self._wanted = ""
        self._hits: list[int] = []
        self._looked_at = 0
        self._searched = 0
        self.counts: Counter[str] = Counter()
        """Level -> number of its lines."""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._look_further)

    def clear(self) -> tuple[list[Line], list[int]]:
        """Hold nothing any more; what it held is the caller's, to let go of it elsewhere."""
        self.beginResetModel()
        held = self._lines, self._shown
        self._lines, self._shown, self._looked_at = [], [], 0
        self._hits, self._searched = [], 0
        self.counts.clear()
        self.endResetModel()
        self.counts_changed.emit()
        self.found.emit()
        return held

    def append(self, lines: Sequence[Line]) -> None:
        """Add lines at the end; of very many the first are shown now and the rest in later turns."""
        is_late = self.is_looking
        self._lines.extend(lines)
        self.counts.update(line.level for line in lines)
        self.counts_changed.emit()
        if not is_late:
            self._look_further()

    def narrow(self, levels: frozenset[str] = frozenset()) -> None:
        """Show lines of these levels (all where none are named)."""
        self.beginResetModel()
        self._levels = levels
        self._shown, self._looked_at = [], 0
        self._hits, self._searched = [], 0
        self.endResetModel()
        self._look_further()

    def find(self, text: str) -> None:
        """Look for a text; `hits` tells the rows where it stands, more of them in later turns."""
        self._wanted = text.strip().casefold()
        self._hits, self._searched = [], 0
        self._search_further()

    @property
    def hits(self) -> Sequence[int]:
        """Rows with the text that is looked for, ascending."""
        return self._hits

    def hit_beside(self, row: int, by: int) -> int:
        """The next (1) or previous (-1) row with the text, around the end; -1 where there is none."""
        if not self._hits:
            return -1
        place = bisect_left(self._hits, row + (1 if by > 0 else 0))
        return self._hits[(place if by > 0 else place - 1) % len(self._hits)]

    def _look_further(self) -> None:
        first, last = self._looked_at, min(self._looked_at + AT_ONCE, len(self._lines))
        levels = self._levels
        new = [at for at in range(first, last) if not levels or self._lines[at].level in levels]
        self._looked_at = last
        if new:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(new) - 1)
            self._shown.extend(new)
            self.endInsertRows()
        self._search_further()

    def _search_further(self) -> None:
        last = min(self._searched + AT_ONCE, len(self._shown))
        if self._wanted:
            rows = range(self._searched, last)
            self._hits += [row for row in rows if self._wanted in self.line(row).text.casefold()]
        self._searched = last
        self.found.emit()
        if self.is_looking:
            self._later.start()

    @property
    def is_looking(self) -> bool:
        """Whether there are lines whose turn has not come."""
        return self._looked_at < len(self._lines) or self._searched < len(self._shown)

    @property
    def total(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> Line:
        return self._lines[self._shown[row]]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{line.level}: {line.text}"
            case Role.ID:
                return line
        return None
