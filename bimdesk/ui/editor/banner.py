"""A line over the text that says what is special about it, with one or two things to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    acted = Signal()
    acted_other = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._icon = IconLabel("lock", size=14)
        self._text = ElidedLabel()
        self._button = button("", kind="link", on_click=self.acted.emit)
        self._other = button("", kind="link", on_click=self.acted_other.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        row.addWidget(self._button)
        row.addWidget(self._other)
        row.addStretch(1)
        self.setFixedHeight(fonts.scaled(32))
        self.hide()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def say(
        self, text: str, *, icon: str = "lock", color: str = "tx2", action: str = "", other: str = ""
    ) -> None:
        self._icon.set_icon(icon, color=color)
        self._text.setText(text)
        self._text.updateGeometry()
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self.setVisible(bool(text))
