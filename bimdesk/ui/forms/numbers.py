"""Fields of numbers: a line with its unit, and a slider where both limits are known."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QWidget

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

SLIDER_STEPS = 200


def format_number(value: Any) -> str:
    """Shortest text that reads back as the same number; whole floats without `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def parse_number(text: str, *, whole: bool) -> int | float | None:
    """The number that `text` is, or None; infinity and NaN are none."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if whole and value.is_integer() else value


class NumberEdit(QLineEdit):
    """A line edit with a unit at its right; Up and Down step."""

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
        if self._unit:
            painter = QPainter(self)
            painter.setPen(current().color("tx3"))
            painter.setFont(fonts.ui(13))
            place = QRect(self.rect()).adjusted(0, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
            painter.end()


class NumberField(Field):
    """A number; limits are told by the error, never by silent clamping."""

    whole = False

    def build(self) -> QWidget:
        box = QWidget(self)
        self._edit = NumberEdit(self.spec.unit, box)
        self._edit.textEdited.connect(self._typed)
        self._edit.stepped.connect(self._step)
        self._low, self._high = self.spec.schema.get("minimum"), self.spec.schema.get("maximum")
        self._slider: QSlider | None = None
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._edit, 0 if self._has_range() else 1)
        if self._has_range():
            self._edit.setFixedWidth(max(96, self._edit.fontMetrics().horizontalAdvance(self.spec.unit) + 72))
            self._slider = QSlider(Qt.Orientation.Horizontal, box)
            self._slider.setRange(0, self._slider_steps())
            self._slider.setAccessibleName(self.spec.title)
            self._slider.valueChanged.connect(self._slid)
            row.addWidget(self._slider, 1)
        box.setFocusProxy(self._edit)
        return box

    def read(self) -> Any:
        text = self._edit.text().strip()
        if not text:
            return None if self.spec.has_default else UNSET
        number = parse_number(text, whole=self.whole)
        return text if number is None else number

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else format_number(value))
        self._move_slider()

    def problem(self) -> str:
        text = self._edit.text().strip()
        if "${" in text:
            return ""
        if not text:
            return self.tr("A number is needed") if self.spec.has_default or self.spec.required else ""
        if parse_number(text, whole=self.whole) is None:
            swapped = text.replace(",", ".")
            if parse_number(swapped, whole=self.whole) is not None:
                return self.tr("Written with a point: {0}").format(swapped)
            return self.tr("“{0}” is not a number").format(text)
        if self.whole and not isinstance(parse_number(text, whole=True), int):
            return self.tr("A whole number is expected")
        return ""

    def show_error(self, message: str) -> None:
        super().show_error(message)
        self._mark(self._edit, bool(message))

    def _has_range(self) -> bool:
        return self._low is not None and self._high is not None and self._high > self._low

    def _slider_steps(self) -> int:
        span = (self._high or 0) - (self._low or 0)
        return int(min(span, SLIDER_STEPS * 50)) if self.whole else SLIDER_STEPS

    def _typed(self) -> None:
        self._move_slider()
        self.edited()

    def _step(self, steps: int) -> None:
        number = parse_number(self._edit.text().strip() or "0", whole=self.whole)
        if number is None:
            return
        unit = self.spec.schema.get("multipleOf") or 1
        value = number + steps * unit
        value = max(value, self._low) if self._low is not None else value
        value = min(value, self._high) if self._high is not None else value
        self.write(round(value, 10))
        self.edited()

    def _slid(self, position: int) -> None:
        if self._slider is None or self._low is None or self._high is None:
            return
        value = self._low + (self._high - self._low) * position / max(1, self._slider.maximum())
        self._edit.setText(format_number(round(value) if self.whole else float(f"{value:.4g}")))
        self.edited()

    def _move_slider(self) -> None:
        number = parse_number(self._edit.text().strip(), whole=self.whole)
        if self._slider is None or number is None or self._low is None or self._high is None:
            return
        part = (number - self._low) / (self._high - self._low)
        self._slider.blockSignals(True)
        self._slider.setValue(round(max(0.0, min(1.0, part)) * self._slider.maximum()))
        self._slider.blockSignals(False)


class IntegerField(NumberField):
    """A whole number."""

    whole = True
