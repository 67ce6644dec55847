"""The frame of an input that is no line edit: border, focus ring, error colour, painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bimdesk.ui.theme.tokens import current


class InputFrame(QWidget):
    """Red when the property `bad` is set, accent while `is_focused` says so."""

    def is_focused(self) -> bool:
        widget = self.focusProxy()
        return widget is not None and widget.hasFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        focused = self.is_focused()
        color = tokens.error if self.property("bad") else tokens.ac if focused else tokens.line3
        width = 2.0 if focused else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(color), width))
        painter.setBrush(tokens.color("bg2"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6
        )
        painter.end()
