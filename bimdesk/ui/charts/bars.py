"""Bars: lying with their values at the end, stacked with the values in them, standing for a histogram."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform

from bimdesk.ui.charts.drawing import Drawing, draw_text, pixels, text_on, text_width, value_text
from bimdesk.ui.models.charts import Floats
from bimdesk.ui.theme.tokens import current

_GAP = 6
_LEAST = 2.0
_ROW = 13
"""Pixels of a bar's height that a text needs."""


class Bars(Drawing):
    """Kinds bar, stacked and histogram."""

    def paint_marks(self, painter: QPainter, transform: QTransform) -> None:
        boxes = pixels(self.marks.boxes, transform)
        clip = painter.window()
        shown = np.flatnonzero((boxes[:, 1] + boxes[:, 3] >= clip.top()) & (boxes[:, 1] <= clip.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        radius = 2 if self.chart.kind != "stacked" else 1
        for mark in shown.tolist():
            left, top, width, height = boxes[mark].tolist()
            painter.setBrush(self.color_of(mark))
            painter.drawRoundedRect(QRectF(left, top, max(width, _LEAST), max(height, 1)), radius, radius)
        if self.chart.kind == "histogram":
            return
        if self.chart.kind == "stacked":
            self._write_inside(painter, boxes, shown.tolist())
        else:
            self._write_at_end(painter, boxes, shown.tolist())

    def hit(self, at: QPointF, transform: QTransform) -> int:
        """Thin bars are hit a little beside them; a small one of a row along its whole text."""
        boxes = pixels(self.marks.boxes, transform)
        slack = np.maximum(0, (_GAP - boxes[:, 2:]) / 2)
        inside = (
            (at.x() >= boxes[:, 0] - slack[:, 0])
            & (at.x() <= boxes[:, 0] + boxes[:, 2] + slack[:, 0])
            & (at.y() >= boxes[:, 1] - slack[:, 1])
            & (at.y() <= boxes[:, 1] + boxes[:, 3] + slack[:, 1])
        )
        found = np.flatnonzero(inside)
        return int(found[-1]) if len(found) else -1

    def _write_at_end(self, painter: QPainter, boxes: Floats, shown: list[int]) -> None:
        for mark in shown:
            left, top, width, height = boxes[mark].tolist()
            if height < _ROW - 3:
                continue
            value = float(self.marks.values[mark])
            text = value_text(value, self.chart.unit if self.chart.unit == "%" else "")
            middle = top + height / 2
            color = current().color("tx" if self.marked[mark] else "tx2")
            if value < 0:
                draw_text(painter, QPointF(left - _GAP, middle), text, color, align="right")
            else:
                draw_text(painter, QPointF(left + width + _GAP, middle), text, color)

    def _write_inside(self, painter: QPainter, boxes: Floats, shown: list[int]) -> None:
        """Values in the pieces that hold them, and the total behind the last one."""
        ends: dict[float, tuple[float, float]] = {}
        for mark in shown:
            left, top, width, height = boxes[mark].tolist()
            middle = top + height / 2
            text = value_text(float(self.marks.values[mark]))
            if height >= _ROW and width > text_width(text) + 6:
                color = text_on(self.color_of(mark))
                draw_text(painter, QPointF(left + width / 2, middle), text, color, align="centre")
            end = max(left + width, ends.get(middle, (0.0, 0.0))[0])
            ends[middle] = end, float(self.marks.totals[mark])
        for middle, (end, total) in ends.items():
            draw_text(painter, QPointF(end + _GAP, middle), value_text(total), current().color("tx2"))
