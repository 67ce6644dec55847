"""The line under a field: a hint, or what is wrong, or how many elements match."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, label


class Tone(Enum):
    """How a hint speaks: (icon, tone of the text, token of the icon)."""

    HINT = ("", "tx3", "tx3")
    MATCH = ("circle-check", "accent", "ac_tx2")
    AMBER = ("triangle-alert", "warning", "warning")
    ERROR = ("circle-x", "error", "error")


class HintLine(QWidget):
    """Icon, text and, at the right, an optional link."""

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.HINT
        self._icon = IconLabel("info", size=14)
        self._text = label(size=12, wrap=True, tone="tx3")
        self._link = button("", kind="link", icon_name="eye", on_click=self.link_clicked.emit)
        self._link.setFont(fonts.ui(12))
        self._link.setStyleSheet(f"min-height: {fonts.scaled(16)}px; max-height: {fonts.scaled(18)}px;")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        self.say("")

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def tone(self) -> Tone:
        return self._tone

    def say(self, text: str, tone: Tone = Tone.HINT, *, link: str = "") -> None:
        """Show one sentence; nothing to say takes no room."""
        icon, text_tone, color = tone.value
        self._text.setText(text)
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, color=color)
        if tone is not self._tone:
            self._tone = tone
            self._text.setProperty("tone", text_tone)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self.setVisible(bool(text))
