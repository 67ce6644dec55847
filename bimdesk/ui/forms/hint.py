"""The line under a field: a hint, or what is wrong, or how many elements match."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current


class Tone(Enum):
    """How a hint speaks: (icon, token of text and icon)."""

    HINT = ("", "tx3")
    MATCH = ("circle-check", "ac_tx2")
    AMBER = ("triangle-alert", "warning")
    ERROR = ("circle-x", "error")


class HintLine(QWidget):
    """Icon, text and, at the right, an optional link."""

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.HINT
        self._icon = QLabel()
        self._icon.setFixedWidth(14)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setFont(fonts.ui(12))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._link = QPushButton()
        self._link.setFont(fonts.ui(12))
        self._link.setIcon(icons.icon("eye", color="ac_tx2"))
        self._link.setProperty("kind", "link")
        self._link.setMaximumHeight(fonts.scaled(20))
        self._link.clicked.connect(self.link_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        self._link.hide()
        self.say("")

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def tone(self) -> Tone:
        return self._tone

    def say(self, text: str, tone: Tone = Tone.HINT, *, link: str = "") -> None:
        """Show one sentence; nothing to say takes no room."""
        self._tone = tone
        self._text.setText(text)
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._icon.setVisible(bool(tone.value[0]))
        self.setVisible(bool(text))
        self._paint()

    def _paint(self) -> None:
        icon, token = self._tone.value
        ratio = self.devicePixelRatioF()
        if icon:
            self._icon.setPixmap(icons.pixmap(icon, size=14, color=token, ratio=ratio))
        self._text.setStyleSheet(f"color: {getattr(current(), token)}; background: transparent")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()
        super().changeEvent(event)


class JumpLabel(QLabel):
    """A red sentence that can be clicked: "1 field to mend"."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(fonts.ui(12))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._paint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()
        super().changeEvent(event)

    def _paint(self) -> None:
        self.setStyleSheet(f"color: {current().error}; background: transparent")
