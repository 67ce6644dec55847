"""The line under a field: a hint, or what is wrong, or how many elements match."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import IconLabel, label


class Tone(Enum):
    """How a hint speaks: (icon, tone of the text, token of the icon)."""

    HINT = ("", "tx3", "tx3")
    MATCH = ("circle-check", "accent", "ac_tx2")
    AMBER = ("triangle-alert", "warning", "warning")
    ERROR = ("circle-x", "error", "error")


class HintLine(QWidget):
    """Icon, text and, at the right, an optional link; each is made when there is something to show in it."""

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.HINT
        self._icon: IconLabel | None = None
        self._text: QLabel | None = None
        self._link: QPushButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._is_shown = True
        """Never said so to Qt while nothing was hidden: `show()` would style it before its form is shown."""

    @property
    def text(self) -> str:
        return "" if self._text is None else self._text.text()

    @property
    def tone(self) -> Tone:
        return self._tone

    def say(self, text: str, tone: Tone = Tone.HINT, *, link: str = "", link_icon: str = "eye") -> None:
        """Show one sentence; nothing to say takes no room."""
        if text:
            self._show_text(text, tone)
            self._show_icon(tone)
            self._show_link(link, link_icon)
        elif self._text is not None:
            self._text.setText("")
        self._tone = tone
        if self._is_shown != bool(text):
            self._is_shown = bool(text)
            self.setVisible(self._is_shown)

    def set_link_state(self, *, on: bool, color: str = "") -> None:
        """Say with the link's icon whether what it switches is on; `color`: a token or #rrggbb."""
        if self._link is not None and bool(self._link.property("on")) != on:
            self._link.setProperty("on", on)
            self._link.setIcon(icons.icon("eye", color=color or None))
            self._link.setToolTip(self.tr("Take the marks in 3D away") if on else "")

    def _show_text(self, text: str, tone: Tone) -> None:
        _icon, color, _icon_color = tone.value
        if self._text is None:
            self._text = label(size=12, wrap=True, tone=color, parent=self)
            self._row.addWidget(self._text, 1)
        elif self._text.property("tone") != color:
            self._text.setProperty("tone", color)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self._text.setText(text)

    def _show_icon(self, tone: Tone) -> None:
        name, _color, color = tone.value
        if name and self._icon is None:
            self._icon = IconLabel(name, size=14, parent=self)
            self._icon.set_icon(name, color=color)
            self._row.insertWidget(0, self._icon, 0, Qt.AlignmentFlag.AlignTop)
        elif self._icon is not None:
            if name:
                self._icon.set_icon(name, color=color)
            self._icon.setVisible(bool(name))

    def _show_link(self, link: str, icon_name: str) -> None:
        if link and self._link is None:
            self._link = button("", kind="link", icon_name=icon_name, on_click=self.link_clicked.emit)
            self._link.setFont(fonts.ui(12))
            self._link.setStyleSheet(f"min-height: {fonts.scaled(16)}px; max-height: {fonts.scaled(18)}px;")
            self._row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        if self._link is not None:
            self._link.setText(link)
            self._link.setVisible(bool(link))
