"""The legend: a card on the view that says what the colours mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.models.legend_rows import LegendRow
from bimdesk.ui.theme import fonts
from bimdesk.ui.viewport.legend_list import WIDTH, Eyes, LegendList
from bimdesk.ui.viewport.strips import Strip
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel

LEAST = 132
"""Pixels of height below which the card stands elsewhere."""


class LegendCard(Strip):
    """Says what is wanted: `chosen(LegendRow, adding)`, `eye_clicked(LegendRow)`, `close_chosen`."""

    chosen = Signal(object, bool)
    eye_clicked = Signal(object)
    close_chosen = Signal()
    page_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row.setContentsMargins(1, 1, 1, 6)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.row.addLayout(column)
        head = QHBoxLayout()
        head.setContentsMargins(12, 5, 5, 0)
        head.setSpacing(2)
        self.title = ElidedLabel()
        self.title.setFont(fonts.ui(13, weight=600))
        head.addWidget(self.title, 1)
        self.page = IconButton(
            "settings-2", self.tr("Smart views"), size=24, icon_size=14, on_click=self.page_chosen.emit
        )
        self.close_button = IconButton(
            "x",
            self.tr("Close and take the colours away"),
            size=24,
            icon_size=14,
            on_click=self.close_chosen.emit,
        )
        head.addWidget(self.page)
        head.addWidget(self.close_button)
        column.addLayout(head)
        self.list = LegendList(self)
        column.addWidget(self.list, 1)
        self.list.chosen.connect(self.chosen)
        self.list.eye_clicked.connect(self.eye_clicked)
        self.setAccessibleName(self.tr("Legend"))
        self.hide()

    def show_legend(self, title: str, rows: Sequence[LegendRow], eyes: Eyes) -> None:
        """Make the card say what is shown."""
        self.title.setText(title)
        self.title.updateGeometry()
        self.list.entries.show_rows(rows, eyes)
        self.setAccessibleName(self.tr("Legend: {0}").format(title))

    def fit(self, room: int) -> None:
        """As high as its lines are, but not above `room` pixels."""
        width = fonts.scaled(WIDTH)
        self.resize(width, self.height())
        self.list.setFixedWidth(width - 2)
        head = self.close_button.sizeHint().height() + 16
        self.setFixedSize(width, max(fonts.scaled(64), min(room, head + self.list.content_height() + 4)))
