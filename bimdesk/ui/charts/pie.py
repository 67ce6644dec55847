"""A pie with a hole, its slices named beside it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QWidget

from bimdesk.ui.charts.drawing import LABEL, Drawing, draw_text, value_text
from bimdesk.ui.charts.marks import Marks
from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

_HOLE = 0.58
_LINE = 20.0
_SWATCH = 10.0
_COLUMN, _END = 280.0, 84.0
"""Pixels of the column of names, and of what stands at the end of its lines."""


class Pie(Drawing):
    """A circle at the left; names, values and shares in a column at its right. Takes the whole view."""

    def __init__(self, chart: ChartData, marks: Marks, bounds: QRectF, view: QWidget) -> None:
        super().__init__(chart, marks, bounds)
        self._view = view

    def place_of(self, mark: int) -> QPointF:
        """The middle of a slice, in pixels."""
        centre, radius = self._circle()
        first, share = self.marks.boxes[mark, :2].tolist()
        angle, away = (first + share / 2) * 2 * math.pi, radius * (1 + _HOLE) / 2
        return centre + QPointF(away * math.sin(angle), -away * math.cos(angle))

    def paint_marks(self, painter: QPainter, _transform: QTransform) -> None:
        centre, radius = self._circle()
        tokens = current()
        painter.setPen(QPen(tokens.color("bg1"), 1.5))
        for mark in range(len(self.marks)):
            painter.setBrush(self.color_of(mark))
            painter.drawPath(self._slice(mark, centre, radius + (3 if mark == self.hovered else 0)))
        total = value_text(float(self.marks.totals[0]))
        painter.setPen(tokens.color("tx"))
        painter.setFont(fonts.ui(16, weight=600, tabular=True))
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box.translated(0, -6), int(Qt.AlignmentFlag.AlignCenter), total)
        unit = self.chart.unit
        draw_text(painter, QPointF(centre.x(), centre.y() + 12), unit, tokens.color("tx3"), align="centre")
        for mark in range(len(self.marks)):
            self._name(painter, mark, self._line_box(mark, centre, radius))

    def hit(self, at: QPointF, _transform: QTransform) -> int:
        """A slice, or its line in the column."""
        centre, radius = self._circle()
        for mark in range(len(self.marks)):
            if self._line_box(mark, centre, radius).contains(at):
                return mark
        away = at - centre
        distance = math.hypot(away.x(), away.y())
        if not radius * _HOLE <= distance <= radius + 3:
            return -1
        share = (math.atan2(away.x(), -away.y()) / (2 * math.pi)) % 1.0
        for mark, (first, size, _, _) in enumerate(self.marks.boxes.tolist()):
            if first <= share < first + size:
                return mark
        return -1

    def _slice(self, mark: int, centre: QPointF, radius: float) -> QPainterPath:
        first, share = self.marks.boxes[mark, :2].tolist()
        start, span = 90 - first * 360, -share * 360
        outer = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        hole = radius * _HOLE
        inner = QRectF(centre.x() - hole, centre.y() - hole, 2 * hole, 2 * hole)
        path = QPainterPath()
        path.arcMoveTo(outer, start)
        path.arcTo(outer, start, span)
        path.arcTo(inner, start + span, -span)
        path.closeSubpath()
        return path

    def _line_box(self, mark: int, centre: QPointF, radius: float) -> QRectF:
        top = centre.y() - len(self.marks) * _LINE / 2 + mark * _LINE
        left = centre.x() + radius + 22
        return QRectF(left, top, min(_COLUMN, self._view.width() - left - 8), _LINE)

    def _circle(self) -> tuple[QPointF, float]:
        """Centre and radius in pixels."""
        width, height = float(self._view.width()), float(self._view.height())
        radius = max(30.0, min(height / 2 - 8, (width - 262) / 2))
        return QPointF(radius + 16, height / 2), radius

    def _name(self, painter: QPainter, mark: int, box: QRectF) -> None:
        tokens = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color_of(mark))
        painter.drawRoundedRect(QRectF(box.left(), box.center().y() - _SWATCH / 2, _SWATCH, _SWATCH), 2, 2)
        tone = "tx" if mark == self.hovered or self.marked[mark] else "tx2"
        share = self.marks.boxes[mark, 1] * 100
        end = f"{value_text(float(self.marks.values[mark]))} · {share:.0f} %"
        name = QFontMetricsF(fonts.ui(LABEL)).elidedText(
            self.marks.labels[mark], Qt.TextElideMode.ElideMiddle, int(box.width() - _END - 26)
        )
        draw_text(painter, QPointF(box.left() + 18, box.center().y()), name, tokens.color(tone))
        draw_text(painter, QPointF(box.right(), box.center().y()), end, tokens.color("tx3"), align="right")
