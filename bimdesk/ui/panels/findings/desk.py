"""What all views of findings share: the filter, the rows, what is chosen, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject, QTimer, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding_life import GroupName, KeptFinding, OrderName
from bimdesk.domain.ids import FindingId
from bimdesk.ui.context import Context
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.finding_counts import FindingCounts, read_counts
from bimdesk.ui.models.finding_pages import Question, read_ids
from bimdesk.ui.models.finding_reading import OneAtATime
from bimdesk.ui.models.finding_scope import FindingScope
from bimdesk.ui.models.finding_table import FindingTable
from bimdesk.ui.panels.findings.acts import FindingActs

MOST_CHOSEN = 20_000
"""More findings at once are chosen by a filter."""
_CHOICE_MS = 60
_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True, slots=True)
class Chosen:
    """`ids`: all that are chosen; `current`: the one that is looked at, where its page is there."""

    ids: tuple[FindingId, ...] = ()
    current: KeptFinding | None = None


class FindingsDesk(QObject):
    """`chosen_changed(Chosen)`, `counts_changed(FindingCounts)`. Reads nothing before `wake`."""

    chosen_changed = Signal(object)
    counts_changed = Signal(object)
    order_changed = Signal()
    show_requested = Signal(object)
    """Chosen: its elements are to be seen in 3D."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.scope = FindingScope(self)
        self.table = FindingTable(context.project, context.operations, context.hub, self)
        self.choice = QItemSelectionModel(self.table, self)
        self.acts = FindingActs(context, self)
        self.chosen = Chosen()
        self.counts = FindingCounts()
        self._order = Question(wanted=self.scope.wanted)
        self._is_awake = False
        self._counts_are_old = False
        self._last_row = -1
        self._counting: OneAtATime[FindingCounts] = OneAtATime(
            context.operations, context.hub, self._take_counts, owner=self
        )
        self._choosing: Latest[list[FindingId]] = Latest(context.operations, self._take_ids, owner=self)
        self._soon = QTimer(self, singleShot=True, interval=_CHOICE_MS)
        self._soon.timeout.connect(self._read_choice)
        self.scope.changed.connect(self._ask)
        self.choice.selectionChanged.connect(lambda *_: self._soon.start())
        self.choice.currentRowChanged.connect(lambda *_: self._soon.start())
        self.table.modelAboutToBeReset.connect(self._remember)
        self.table.loaded.connect(self._loaded)
        self.table.page_came.connect(self._page_came)
        context.hub.changed.connect(self._on_changes)

    @property
    def order(self) -> Question:
        """How the list is ordered and grouped."""
        return self._order

    @property
    def has_chosen(self) -> bool:
        return bool(self.chosen.ids)

    @property
    def is_awake(self) -> bool:
        return self._is_awake

    def wake(self) -> None:
        """Somebody looks: read."""
        if not self._is_awake:
            self._is_awake = True
            self._ask()

    def sort(self, order: OrderName, *, descending: bool) -> None:
        """Another order of the list."""
        self._order = replace(self._order, order=order, descending=descending)
        self.order_changed.emit()
        self._ask()

    def group_by(self, group: GroupName | None) -> None:
        """Heads in the list; None: none."""
        self._order = replace(self._order, group=group)
        self.order_changed.emit()
        self._ask()

    def step(self, by: int) -> None:
        """To the next or previous finding of the list, round and round."""
        self.wake()
        rows = self.table.rowCount()
        row = self.choice.currentIndex().row()
        if row < 0:
            row = self._last_row - (by > 0) if self._last_row >= 0 else -1 if by > 0 else rows
        for _ in range(rows):
            row = (row + by) % rows
            if not self.table.is_head(row):
                self.choose_row(row)
                return

    def choose_row(self, row: int) -> None:
        """This finding alone."""
        self.choice.setCurrentIndex(self.table.index(row, 0), _Flag.ClearAndSelect | _Flag.Rows)

    def find(self, finding_id: FindingId) -> None:
        """Choose a finding, in the list where its page is there."""
        self.wake()
        row = self.table.row_of(finding_id)
        if row >= 0:
            self.choose_row(row)
            return
        self.choice.clear()
        self._soon.stop()
        self._choose(Chosen((finding_id,), None))

    # Reading

    def _ask(self) -> None:
        if self._is_awake:
            self._order = replace(self._order, wanted=self.scope.wanted)
            self.table.ask(self._order)
            self._counts_are_old = True

    def _count(self) -> None:
        self._counting.ask(partial(read_counts, self.context.project, self.scope.wanted))

    def _take_counts(self, counts: FindingCounts) -> None:
        self.counts = counts
        self.counts_changed.emit(counts)

    def _on_changes(self, changes: Changes) -> None:
        if self._is_awake and (changes.findings or changes.models_removed):
            self.table.refresh()
            self._counts_are_old = True

    def _remember(self) -> None:
        row = self.choice.currentIndex().row()
        self._last_row = row if row >= 0 else self._last_row

    def _loaded(self, _count: int) -> None:
        """Rows are other ones, or the same findings in other rows: those that were chosen stay chosen.

        What the list has no longer, or not at hand, stays chosen too, without a row.
        """
        if self._counts_are_old:  # rows come first, counts take longer
            self._counts_are_old = False
            self._count()
        rows = self.table.rows_of(self.chosen.ids)
        selection = QItemSelection()
        for row in rows.values():
            selection.select(self.table.index(row, 0), self.table.index(row, 0))
        self.choice.select(selection, _Flag.ClearAndSelect | _Flag.Rows)
        current = self.chosen.current.id if self.chosen.current is not None else None
        row = rows.get(current, -1) if current is not None else -1
        row = row if row >= 0 else min(rows.values(), default=-1)
        self.choice.setCurrentIndex(self.table.index(row, 0), _Flag.NoUpdate)
        self._soon.stop()
        if self.chosen.ids:
            self._choose(Chosen(self.chosen.ids, self.table.finding(row)))

    def _page_came(self) -> None:
        ids = self.chosen.ids
        if self.choice.currentIndex().isValid():
            if self.chosen.current is None:
                self._soon.start()
        elif len(ids) == 1 and self.table.row_of(ids[0]) >= 0:
            self.choose_row(self.table.row_of(ids[0]))

    # What is chosen

    def _read_choice(self) -> None:
        selection = self.choice.selection()
        found = (selection.at(number) for number in range(selection.count()))
        ranges = sorted({(one.top(), one.bottom()) for one in found})
        spans = self.table.spans(ranges)
        count = sum(span.count for span in spans)
        if not count:
            self._choose(Chosen())
            return
        if count > MOST_CHOSEN:
            self.context.hub.notify(
                "warning",
                self.tr("{0} findings are too many at once").format(f"{count:,}"),
                self.tr("Choose at most {0}, or narrow the list by a filter.").format(f"{MOST_CHOSEN:,}"),
            )
            return
        at_hand = self._ids_at_hand(ranges)
        if at_hand is None:
            self._choosing.ask(partial(read_ids, self.context.project, self.table.question, spans))
        else:
            self._choosing.drop()
            self._take_ids(at_hand)

    def _ids_at_hand(self, ranges: list[tuple[int, int]]) -> list[FindingId] | None:
        """None where a page of them is not there."""
        if sum(last - first for first, last in ranges) > 400:
            return None
        ids: list[FindingId] = []
        for row in (row for first, last in ranges for row in range(first, last + 1)):
            finding = self.table.finding(row)
            if finding is not None:
                ids.append(finding.id)
            elif not self.table.is_head(row):
                return None
        return ids

    def _take_ids(self, ids: list[FindingId]) -> None:
        self._choose(Chosen(tuple(ids), self._current(ids)))

    def _current(self, ids: list[FindingId]) -> KeptFinding | None:
        index: QModelIndex = self.choice.currentIndex()
        finding = self.table.finding(index.row()) if index.isValid() else None
        return finding if finding is not None and finding.id in ids else None

    def _choose(self, chosen: Chosen) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self.chosen_changed.emit(chosen)
