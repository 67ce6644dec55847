"""The list of findings for Qt: rows that are heads of groups or findings, whose pages come when looked at."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from bimdesk.domain.finding_life import FindingFilter, KeptFinding
from bimdesk.domain.ids import FindingId
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.hub import Hub
from bimdesk.ui.models.finding_cells import cell_data
from bimdesk.ui.models.finding_pages import PAGE, Answer, Key, Pages, Question, Span, read_start
from bimdesk.ui.models.finding_places import Places
from bimdesk.ui.models.finding_reading import OneAtATime
from bimdesk.ui.models.finding_words import TITLES, Column, tr
from bimdesk.ui.operations import Operations

Index = QModelIndex | QPersistentModelIndex
_START: tuple[Key, ...] = ((0, 0),)


class FindingTable(QAbstractTableModel):
    """`loaded(int)`: how many findings there are is known anew. `page_came`: rows were filled.

    `Role.ID` is the KeptFinding of a row, `Role.HEADER` True for a group's head, `Role.CHOSEN` for a finding
    on an element that is selected.
    """

    loaded = Signal(int)
    page_came = Signal()

    def __init__(
        self, project: Project, operations: Operations, hub: Hub, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._reading: OneAtATime[Answer] = OneAtATime(operations, hub, self._take, owner=self)
        self._pages = Pages(project, operations, self._page_came)
        self._places = Places()
        self._question = Question(wanted=FindingFilter(only_open=True))
        self._marked: frozenset[FindingId] = frozenset()
        self.is_read = False

    @property
    def question(self) -> Question:
        return self._question

    @property
    def is_reading(self) -> bool:
        """Other rows are on their way."""
        return self._reading.is_reading

    @property
    def count(self) -> int:
        """Findings, heads of groups not among them."""
        return sum(section.count for section in self._places.sections)

    def ask(self, question: Question) -> None:
        """Show others, or in another way; what was held counts no more."""
        self._question = question
        self._reading.ask(partial(read_start, self._project, question, _START))

    def refresh(self) -> None:
        """Read the same again, with what is looked at now."""
        keys = self._pages.recent or _START
        self._reading.ask(partial(read_start, self._project, self._question, keys))

    def finding(self, row: int) -> KeptFinding | None:
        """The finding in a row; None for a head, and while its page is on its way."""
        if not 0 <= row < len(self._places):
            return None
        place = self._places.at(row)
        if place.offset < 0:
            return None
        key = place.section, place.offset // PAGE
        page = self._pages.find(key)
        if page is None:
            self._pages.ask(key, self._places.sections[place.section])
            return None
        at = place.offset % PAGE
        return page[at] if at < len(page) else None

    def is_head(self, row: int) -> bool:
        return 0 <= row < len(self._places) and self._places.at(row).offset < 0

    def is_open(self, row: int) -> bool:
        """Whether the group of a row shows its findings."""
        return self._places.is_open(self._places.at(row).section)

    def fold(self, row: int) -> None:
        """Fold or open the group of a row."""
        self.beginResetModel()
        self._places.fold(self._places.at(row).section)
        self.endResetModel()
        self.loaded.emit(self.count)

    def head_words(self, row: int) -> tuple[str, int]:
        """The title of a head's group, and how many findings it has."""
        section = self._places.sections[self._places.at(row).section]
        return section.title or tr("None"), section.count

    def row_of(self, finding_id: FindingId) -> int:
        """The row of a finding among the pages at hand, or -1."""
        return self.rows_of((finding_id,)).get(finding_id, -1)

    def rows_of(self, ids: Iterable[FindingId]) -> dict[FindingId, int]:
        """The rows of those that are among the pages at hand and not folded away."""
        wanted = frozenset(ids)
        found = {
            finding.id: self._places.row(section, page * PAGE + at)
            for (section, page), held in self._pages.items()
            for at, finding in enumerate(held)
            if finding.id in wanted
        }
        return {one: row for one, row in found.items() if row >= 0}

    def spans(self, ranges: Iterable[tuple[int, int]]) -> list[Span]:
        """The findings in ranges of rows (first and last), as spans of their filters."""
        found: list[Span] = []
        for first, last in ranges:
            row = first
            while row <= last:
                place = self._places.at(row)
                section = self._places.sections[place.section]
                if place.offset < 0:
                    row += 1
                    continue
                count = min(last - row + 1, section.count - place.offset)
                found.append(Span(section.wanted, place.offset, count))
                row += max(count, 1)
        return found

    def mark(self, ids: frozenset[FindingId]) -> None:
        """These are on elements that are selected."""
        if ids != self._marked:
            self._marked = ids
            if len(self._places):
                last = self.index(len(self._places) - 1, len(TITLES) - 1)
                self.dataChanged.emit(self.index(0, 0), last, [int(Role.CHOSEN)])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(TITLES):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return tr(TITLES[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        if self.is_head(row):
            return self._head_data(row, index.column(), role)
        if role == Role.HEADER:
            return False
        finding = self.finding(row)
        if finding is None:
            return None
        if role == Role.CHOSEN:
            return finding.id in self._marked
        return cell_data(finding, Column(index.column()), role, now=now())

    def _head_data(self, row: int, column: int, role: int) -> Any:
        title, count = self.head_words(row)
        match role:
            case Role.HEADER:
                return True
            case Role.COUNT:
                return count
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return f"{title} {count:,}" if role == Qt.ItemDataRole.AccessibleTextRole else title
        return None

    def _take(self, answer: Answer) -> None:
        old = self._places
        self.is_read = True
        sections = answer.sections
        self._pages.begin(self._question, answer.pages)
        if old.sections == sections:
            if len(old):
                self.dataChanged.emit(self.index(0, 0), self.index(len(old) - 1, len(TITLES) - 1))
        else:
            self.beginResetModel()
            self._places = Places(sections, frozenset(old.folded))
            self.endResetModel()
        self.loaded.emit(self.count)

    def _page_came(self, key: Key) -> None:
        section, page = key
        first = self._places.row(section, page * PAGE)
        if first < 0:
            return
        last = min(first + PAGE, len(self._places)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(TITLES) - 1))
        self.page_came.emit()
