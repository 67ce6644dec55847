"""A pie with a hole, its slices named beside it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from bimdesk.ui.charts.drawing import LABEL, Drawing, draw_text, value_text
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

_HOLE = 0.58
_LINE = 20.0
_SWATCH = 10.0


class Pie(Drawing):
    """The unit circle around (0, 0) at the left; names, values and shares in a column at its right."""

    def paint_marks(self, painter: QPainter, transform: QTransform) -> None:
        centre, radius = _circle(transform)
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

    def hit(self, at: QPointF, transform: QTransform) -> int:
        """A slice, or its line in the column."""
        centre, radius = _circle(transform)
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
        return QRectF(centre.x() + radius + 24, top, 260, _LINE)

    def _name(self, painter: QPainter, mark: int, box: QRectF) -> None:
        tokens = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color_of(mark))
        painter.drawRoundedRect(QRectF(box.left(), box.center().y() - _SWATCH / 2, _SWATCH, _SWATCH), 2, 2)
        tone = "tx" if mark == self.hovered or self.marked[mark] else "tx2"
        share = self.marks.boxes[mark, 1] * 100
        end = f"{value_text(float(self.marks.values[mark]))} · {share:.0f} %"
        name = QFontMetricsF(fonts.ui(LABEL)).elidedText(
            self.marks.labels[mark], Qt.TextElideMode.ElideMiddle, 130
        )
        draw_text(painter, QPointF(box.left() + 18, box.center().y()), name, tokens.color(tone))
        draw_text(painter, QPointF(box.left() + 156, box.center().y()), end, tokens.color("tx3"))


def _circle(transform: QTransform) -> tuple[QPointF, float]:
    """Centre and radius in pixels."""
    return transform.map(QPointF(0, 0)), abs(transform.m22())
