"""A number between two limits: a line to type in, and a slider beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from bimdesk.ui.forms.numbers import NumberField, format_number
from bimdesk.ui.forms.spec import type_of

STEPS = 200
MOST_STEPS = 10_000


class QuietSlider(QSlider):
    """A slider that the wheel moves only while it has the focus: scrolling a form changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderField(NumberField):
    """The slider keeps to `multipleOf`, and to whole numbers of an integer."""

    def build(self) -> QWidget:
        self.whole = type_of(self.spec.schema) == "integer"
        self._low, self._high = self.spec.schema["minimum"], self.spec.schema["maximum"]
        edit = super().build()
        box = QWidget(self)
        self._slider = QuietSlider(Qt.Orientation.Horizontal, box)
        self._slider.setRange(0, self._steps())
        self._slider.setPageStep(max(1, self._slider.maximum() // 10))
        self._slider.setAccessibleName(self.spec.title)
        self._slider.valueChanged.connect(self._slid)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        edit.setFixedWidth(max(96, edit.fontMetrics().horizontalAdvance(self.spec.unit) + 72))
        row.addWidget(edit)
        row.addWidget(self._slider, 1)
        box.setFocusProxy(edit)
        return box

    def write(self, value: object) -> None:
        super().write(value)
        self._move()

    def _steps(self) -> int:
        """As many as there are values, where these are counted and not too many."""
        step = self.spec.schema.get("multipleOf") or (1 if self.whole else 0)
        count = int((self._high - self._low) / step + 1e-9) if step else STEPS
        return count if 1 <= count <= MOST_STEPS else STEPS

    def _typed(self) -> None:
        self._move()
        super()._typed()

    def _slid(self, position: int) -> None:
        value = self._low + (self._high - self._low) * position / max(1, self._slider.maximum())
        step = self.spec.schema.get("multipleOf")
        if step:
            value = min(self._high, max(self._low, round(value / step) * step))
        number = round(value) if self.whole else float(f"{value:.6g}")
        self._edit.setText(format_number(number))
        self.edited()

    def _move(self) -> None:
        number = self._number(self._edit.text().strip())
        if number is not None:
            part = (number - self._low) / (self._high - self._low)
            self._slider.blockSignals(True)
            self._slider.setValue(round(max(0.0, min(1.0, part)) * self._slider.maximum()))
            self._slider.blockSignals(False)
