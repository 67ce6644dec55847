"""The line that a number is typed in: its unit at the right, Up and Down step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bimdesk.services.parameters.units import has_unit
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current


def format_number(value: Any) -> str:
    """Shortest text that reads back as the same number; whole floats without `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


class NumberEdit(QLineEdit):
    """`stepped(int)`: Up and Down, ten times as far with Shift. The unit gives way to one that is typed."""

    stepped = Signal(int)

    def __init__(self, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        if unit:
            width = self.fontMetrics().horizontalAdvance(unit) + 8
            self.setTextMargins(0, 0, width, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit and not has_unit(self.text()):
            painter = QPainter(self)
            painter.setPen(current().color("tx3"))
            painter.setFont(fonts.ui(13))
            place = QRect(self.rect()).adjusted(0, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
            painter.end()
