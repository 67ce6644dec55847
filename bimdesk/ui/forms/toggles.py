"""A switch, and the boolean field made of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from bimdesk.ui.forms.field import Field
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

TRACK_WIDTH, TRACK_HEIGHT, GAP = 32, 18, 8
_TEXT_LEFT = TRACK_WIDTH + GAP + 3


class Switch(QAbstractButton):
    """A two-state switch with its text at the right."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._height = self._line()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(TRACK_WIDTH + (GAP + width if width else 0) + 6, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(TRACK_WIDTH + 6, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A text that is too long for the width goes on below; asks for that height itself, since a form's
        layouts stand in boxes that ask nobody for a height that goes with a width."""
        super().resizeEvent(event)
        room = QRect(0, 0, max(1, self.width() - _TEXT_LEFT), 10_000)
        text = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        height = max(self._line(), text.height() + self._line() - self.fontMetrics().height())
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def _line(self) -> int:
        return max(28, fonts.scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(3, (self._line() - TRACK_HEIGHT) / 2, TRACK_WIDTH, TRACK_HEIGHT)
        on = self.isChecked()
        painter.setPen(QPen(tokens.color("ac" if on else "line3"), 1))
        painter.setBrush(tokens.color("ac" if on else "bg2"))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("ac_tx" if on else "tx3"))
        center = track.right() - 9 if on else track.left() + 9
        painter.drawEllipse(QRectF(center - 6, track.center().y() - 6, 12, 12))
        self._paint_text(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("ac"), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 11, 11)
        painter.end()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def _paint_text(self, painter: QPainter) -> None:
        painter.setPen(current().color("tx" if self.isEnabled() else "tx3"))
        above = (self._line() - self.fontMetrics().height()) // 2
        place = QRect(_TEXT_LEFT, above, self.width() - _TEXT_LEFT, self.height() - above)
        painter.drawText(place, Qt.TextFlag.TextWordWrap, self.text())


class BooleanField(Field):
    """A switch beside its title; there is no empty state."""

    def build(self) -> QWidget:
        self._switch = Switch(self.spec.title, self)
        self._switch.setToolTip(self.spec.title)
        self._switch.clicked.connect(self.edited)
        return self._switch

    def read(self) -> Any:
        return self._switch.isChecked()

    def write(self, value: Any) -> None:
        self._switch.setChecked(value is True)

    def _lay_out(self) -> None:
        self._column.addWidget(self.control)
        self._column.addWidget(self.hint)
