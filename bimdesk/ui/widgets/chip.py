"""Chips: a state filled, a tag outlined. One painter for the widget and for the delegates."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import StateLook
from bimdesk.ui.theme.tokens import current

HEIGHT = 20


@dataclass(frozen=True, slots=True)
class ChipLook:
    """What a chip shows. `tone`: a token that has a `_soft` ground; '' is the outlined tag."""

    text: str
    icon: str = ""
    tone: str = ""

    @classmethod
    def of(cls, state: StateLook) -> ChipLook:
        return cls(state.text, state.icon, state.tone)

    def short(self) -> ChipLook:
        """The icon alone, where there is one: for rows that are too narrow for its word."""
        return replace(self, text="") if self.icon else self

    def width(self) -> int:
        """Logical pixels that it needs."""
        if not self.text:
            return fonts.scaled(13) + 10
        text = QFontMetrics(fonts.ui(12, weight=500)).horizontalAdvance(self.text)
        return text + (fonts.scaled(13) + 9 + 7 if self.icon else 14)


def paint_chip(painter: QPainter, rect: QRect, look: ChipLook) -> None:
    """Draw the chip at the left of `rect`, in the middle of its height; elided where it is too narrow."""
    tokens = current()
    height = fonts.scaled(HEIGHT)
    box = QRect(rect.left(), 0, min(look.width(), rect.width()), height)
    box.moveTop(rect.top() + (rect.height() - height) // 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.tone:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color(f"{look.tone}_soft"))
        painter.drawRoundedRect(box, 5, 5)
    else:
        painter.setPen(QPen(tokens.color("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    color = look.tone or "tx2"
    left = box.left() + 7
    if look.icon:
        side = fonts.scaled(13)
        spot = QRect(box.left() + 5, box.top() + (height - side) // 2, side, side)
        icons.paint(painter, look.icon, spot, color=color)
        left = spot.right() + 5
    font = fonts.ui(12, weight=500)
    room = QRect(left, box.top(), box.right() - 6 - left + 1, height)
    painter.setFont(font)
    painter.setPen(tokens.color(color))
    shown = QFontMetrics(font).elidedText(look.text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    painter.restore()


class Chip(QWidget):
    """A state or a tag as a widget; not a button."""

    def __init__(self, look: ChipLook | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look or ChipLook("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(self._look)

    @property
    def look(self) -> ChipLook:
        return self._look

    def set_look(self, look: ChipLook) -> None:
        self._look = look
        self.setAccessibleName(look.text)
        self.setVisible(bool(look.text) or bool(look.icon))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.width(), fonts.scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._look)
        painter.end()
