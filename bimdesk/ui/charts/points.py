"""Lines with their points, areas, and clouds of points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTransform

from bimdesk.ui.charts.drawing import Drawing, draw_text, pixels, series_color
from bimdesk.ui.models.charts import Floats
from bimdesk.ui.theme.tokens import current

_NEAR = 14.0
"""Pixels from a point where the mouse still means it."""
_MOST_DOTS = 60
"""A line of more points shows none of them until one is pointed at."""
_SIDE = 7.0
_LINE_HEIGHT = 15.0


class Points(Drawing):
    """Kinds line, area and scatter."""

    def paint_marks(self, painter: QPainter, transform: QTransform) -> None:
        boxes = pixels(self.marks.boxes, transform)
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF(painter.window())
        floor = transform.map(QPointF(0, 0)).y()
        for number in range(len(self.chart.series)):
            mine = boxes[self.marks.series == number]
            if self.chart.kind == "scatter":
                self._dots(painter, mine, number, clip)
            else:
                self._line(painter, mine, number, floor)
        self._special(painter, boxes)
        if self.chart.kind != "scatter" and len(self.chart.series) > 1:
            self._name_lines(painter, boxes)

    def hit(self, at: QPointF, transform: QTransform) -> int:
        """The nearest point that is near enough."""
        boxes = pixels(self.marks.boxes, transform)
        far = np.hypot(boxes[:, 0] - at.x(), boxes[:, 1] - at.y())
        nearest = int(np.argmin(far)) if len(far) else -1
        return nearest if nearest >= 0 and far[nearest] <= _NEAR else -1

    def _dots(self, painter: QPainter, boxes: Floats, number: int, clip: QRectF) -> None:
        seen = (boxes[:, 0] >= clip.left()) & (boxes[:, 0] <= clip.right())
        side = _SIDE if len(boxes) < 2000 else 4.0
        color = series_color(number)
        color.setAlphaF(0.85 if len(boxes) < 200 else 0.6)
        pen = QPen(color, side)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(_polygon(boxes[seen]))

    def _line(self, painter: QPainter, boxes: Floats, number: int, floor: float) -> None:
        if not len(boxes):
            return
        color = series_color(number)
        points = _polygon(boxes)
        if self.chart.kind == "area":
            ground = series_color(number)
            ground.setAlphaF(0.22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            ends = [QPointF(boxes[-1, 0], floor), QPointF(boxes[0, 0], floor)]
            painter.drawPolygon(QPolygonF([*(points.at(at) for at in range(points.size())), *ends]))
        pen = QPen(color, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
        if len(boxes) <= _MOST_DOTS:
            pen = QPen(color, _SIDE)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(points)

    def _special(self, painter: QPainter, boxes: Floats) -> None:
        """The points that the selection names, and the one pointed at, over all others."""
        tokens = current()
        special = np.flatnonzero(self.marked).tolist()
        for mark in (*special, *([self.hovered] if self.hovered >= 0 else ())):
            painter.setPen(QPen(tokens.color("bg1"), 2))
            painter.setBrush(self.color_of(mark))
            painter.drawEllipse(QPointF(boxes[mark, 0], boxes[mark, 1]), 5.5, 5.5)

    def _name_lines(self, painter: QPainter, boxes: Floats) -> None:
        """Each line's name at its end, moved apart where they would cover each other."""
        ends = []
        for number, series in enumerate(self.chart.series):
            mine = boxes[self.marks.series == number]
            if len(mine):
                ends.append((float(mine[-1, 1]), float(mine[-1, 0]), number, series.name))
        lowest = -1e9
        for height, across, number, name in sorted(ends):
            lowest = max(height, lowest + _LINE_HEIGHT)
            draw_text(painter, QPointF(across + 9, lowest), name, series_color(number))


def _polygon(boxes: Floats) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in boxes[:, :2].tolist()])
