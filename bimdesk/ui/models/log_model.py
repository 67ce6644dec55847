"""The lines of a log for Qt: appended in batches, searched without a proxy, a long one in many turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

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
    """`Role.ID` holds the Line; `level` and `text` narrow what is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._shown: list[int] = []
        self._words: list[str] = []
        self._levels: frozenset[str] = frozenset()
        self._looked_at = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._look_further)

    def clear(self) -> tuple[list[Line], list[int]]:
        """Hold nothing any more; what it held is the caller's, to let go of it elsewhere."""
        self.beginResetModel()
        held = self._lines, self._shown
        self._lines, self._shown, self._looked_at = [], [], 0
        self.endResetModel()
        return held

    def append(self, lines: Sequence[Line]) -> None:
        """Add lines at the end; of very many the first are shown now and the rest in later turns."""
        is_late = self.is_looking
        self._lines.extend(lines)
        if not is_late:
            self._look_further()

    def narrow(self, *, text: str = "", levels: frozenset[str] = frozenset()) -> None:
        """Show lines with all words of `text`, and of these levels (all where none are named)."""
        self.beginResetModel()
        self._words, self._levels = text.casefold().split(), levels
        self._shown, self._looked_at = [], 0
        self.endResetModel()
        self._look_further()

    def _look_further(self) -> None:
        first, last = self._looked_at, min(self._looked_at + AT_ONCE, len(self._lines))
        new = [at for at in range(first, last) if self._matches(self._lines[at])]
        self._looked_at = last
        if new:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(new) - 1)
            self._shown.extend(new)
            self.endInsertRows()
        if self.is_looking:
            self._later.start()

    @property
    def is_looking(self) -> bool:
        """Whether there are lines whose turn has not come."""
        return self._looked_at < len(self._lines)

    @property
    def total(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> Line:
        return self._lines[self._shown[row]]

    def count(self, level: str) -> int:
        return sum(line.level == level for line in self._lines)

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

    def _matches(self, line: Line) -> bool:
        if self._levels and line.level not in self._levels:
            return False
        if not self._words:
            return True
        text = line.text.casefold()
        return all(word in text for word in self._words)
