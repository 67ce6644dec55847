"""Charts side by side where there is room, else one under another; made one in a turn of the event loop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.theme import fonts

if TYPE_CHECKING:
    from bimdesk.ui.charts.card import ChartCard

LEAST = 430
"""Pixels of width that a chart wants."""
MOST_COLUMNS = 3
_GAP = 12


class Board(QWidget):
    """`library.load` has run before where there is any chart."""

    elements_chosen = Signal(object)
    """frozenset[ElementId]: of a bar or point that was clicked."""
    table_requested = Signal(str)
    """Name of the chart whose numbers are wanted."""
    failed = Signal(object)
    """MachineError."""

    def __init__(self, charts: Sequence[ChartData], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[ChartCard] = []
        self._left = list(charts)
        self._marked: Collection[int] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._columns = [QVBoxLayout() for _ in range(MOST_COLUMNS)]
        for column in self._columns:
            column.setSpacing(_GAP)
            column.addStretch(1)
            row.addLayout(column)
        self._used = 0
        self._heights: list[int] = []
        self.setVisible(bool(charts))
        if charts:
            self._add_next()

    @property
    def is_whole(self) -> bool:
        """Whether all charts are made."""
        return not self._left

    def mark(self, elements: Collection[int]) -> None:
        """Show which bars and points name any of these elements."""
        self._marked = elements
        for card in self.cards:
            card.mark(elements)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_columns() != self._used:
            self._place_all()

    def _wanted_columns(self) -> int:
        fitting = self.width() // fonts.scaled(LEAST)
        return max(1, min(fitting, MOST_COLUMNS, len(self.cards) + len(self._left)))

    def _place_all(self) -> None:
        self._used = self._wanted_columns()
        self._heights = [0] * self._used
        row = self.layout()
        for at, column in enumerate(self._columns):
            if isinstance(row, QHBoxLayout):
                row.setStretchFactor(column, 1 if at < self._used else 0)
        for card in self.cards:
            self._place(card)

    def _place(self, card: ChartCard) -> None:
        """Into the column that is the shortest by now."""
        at = self._heights.index(min(self._heights))
        self._columns[at].removeWidget(card)
        self._columns[at].insertWidget(self._columns[at].count() - 1, card)
        self._heights[at] += card.sizeHint().height() + _GAP

    def _add_next(self) -> None:
        self._add(self._left.pop(0))
        if self._left:
            QTimer.singleShot(0, self, self._add_next)

    def _add(self, chart: ChartData) -> None:
        from bimdesk.ui.charts.card import ChartCard  # loads pyqtgraph, which only charts need

        card = ChartCard(chart, self)
        card.elements_chosen.connect(self.elements_chosen)
        card.table_requested.connect(partial(self.table_requested.emit, chart.name))
        card.failed.connect(self.failed)
        card.mark(self._marked)
        self.cards.append(card)
        if self._used:
            self._place(card)
        else:
            self._place_all()
