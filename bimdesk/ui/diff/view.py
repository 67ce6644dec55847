"""Two texts side by side that scroll as one; changes are stepped through, unchanged lines folded away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QSizePolicy, QVBoxLayout, QWidget

from bimdesk.domain.text_diff import DiffRow, change_starts, count_changes, fold, side_by_side
from bimdesk.ui.diff.pane import DiffPane
from bimdesk.ui.latest import Latest
from bimdesk.ui.operations import Operations
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel, label, line

ABOVE = 3
"""Lines over a change that is stepped to."""


class DiffView(QWidget):
    """`compare` computes in the pool; `shown(added, removed)` once it is on the screen."""

    shown = Signal(int, int)

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = Latest(operations, self._take, owner=self)
        self._rows: Sequence[DiffRow] = ()
        self._starts: list[int] = []
        self._at = -1
        self.old = DiffPane(self.tr("Before"), is_new=False)
        self.new = DiffPane(self.tr("After"), is_new=True)
        self._names = (ElidedLabel(color="tx2"), ElidedLabel(color="tx2"))
        self._count = label(tone="tx2", size=12)
        self.previous = IconButton("arrow-up", self.tr("Previous change"), on_click=partial(self.step, -1))
        self.next = IconButton("arrow-down", self.tr("Next change"), on_click=partial(self.step, 1))
        self.folding = IconButton("fold-vertical", self.tr("Only what changed"), checkable=True)
        self.folding.toggled.connect(lambda _on: self._show())
        self._lay_out()
        for one, other in ((self.old, self.new), (self.new, self.old)):
            _tie(one.verticalScrollBar(), other.verticalScrollBar())
            _tie(one.horizontalScrollBar(), other.horizontalScrollBar())

    @property
    def counts(self) -> tuple[int, int]:
        """Lines that came, and that went."""
        return count_changes(self._rows)

    def compare(self, old_name: str, old: str, new_name: str, new: str) -> None:
        """Show what became of `old`."""
        for name, text in zip(self._names, (old_name, new_name), strict=True):
            name.setText(text)
            name.updateGeometry()
        self._reading.ask(partial(side_by_side, old, new))

    def step(self, by: int) -> None:
        """Go to the next change (1) or the one before (-1)."""
        if not self._starts:
            return
        self._at = min(max(self._at + by, 0), len(self._starts) - 1)
        row = self._starts[self._at]
        self.new.verticalScrollBar().setValue(max(row - ABOVE, 0))
        cursor = QTextCursor(self.new.document().findBlockByNumber(row))
        self.new.setTextCursor(cursor)
        self._enable()

    def _take(self, rows: list[DiffRow]) -> None:
        self._rows = rows
        self._show()
        self.shown.emit(*self.counts)

    def _show(self) -> None:
        rows = fold(self._rows) if self.folding.isChecked() else self._rows
        self._starts, self._at = change_starts(rows), -1
        self.old.show_rows(rows)
        self.new.show_rows(rows)
        added, removed = self.counts
        same = self.tr("The texts are the same")
        self._count.setText(f"+{added:,}  −{removed:,}" if added or removed else same)
        self.step(1)
        self._enable()

    def _enable(self) -> None:
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at < len(self._starts) - 1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 6, 4)
        head.setSpacing(12)
        head.addWidget(self._names[0], 1)
        right = QWidget()
        tools = QHBoxLayout(right)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(6)
        tools.addWidget(self._names[1], 1)
        for one in (self._count, self.folding, self.previous, self.next):
            tools.addWidget(one)
        for half in (self._names[0], right):
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(right, 1)
        sides = QHBoxLayout()
        sides.setSpacing(1)
        sides.addWidget(self.old, 1)
        sides.addWidget(self.new, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addLayout(sides, 1)


def _tie(one: QScrollBar, other: QScrollBar) -> None:
    one.valueChanged.connect(other.setValue)
