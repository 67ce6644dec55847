"""The buttons under a list or a table: add, remove, up, down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from bimdesk.ui.theme import icons


class RowTools(QWidget):
    """`added`, `removed`, `moved(int)` by one row up (-1) or down."""

    added = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.add = self._button("plus", self.tr("Add a row"))
        self.remove = self._button("minus", self.tr("Remove the row (Del)"))
        self.up = self._button("arrow-up", self.tr("Move the row up"))
        self.down = self._button("arrow-down", self.tr("Move the row down"))
        for one in (self.add, self.remove, self.up, self.down):
            row.addWidget(one)
        row.addStretch(1)
        self.add.clicked.connect(self.added)
        self.remove.clicked.connect(self.removed)
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.enable(-1, 0)

    def enable(self, row: int, count: int) -> None:
        """What can be done with this row of so many."""
        self.remove.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)

    def _button(self, icon: str, text: str) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icons.icon(icon))
        made.setFixedSize(28, 28)
        made.setToolTip(text)
        made.setAccessibleName(text)
        return made
