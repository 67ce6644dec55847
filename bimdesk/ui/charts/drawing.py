"""What all drawings of charts share: they paint in pixels, from the tokens, and know what is pointed at."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from bimdesk.ui.charts.marks import Marks
from bimdesk.ui.models.charts import ChartData, Floats
from bimdesk.ui.models.records import cell_text
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

LABEL = 12
"""Pixels of the text of values and names."""


def series_color(at: int) -> QColor:
    """The theme's chart colours in their order; then the same, paler."""
    tokens = current()
    color = tokens.color(tokens.chart[at % len(tokens.chart)])
    return color if at < len(tokens.chart) else mixed(color, tokens.color("bg1"), 0.45)


def mixed(color: QColor, other: QColor, share: float) -> QColor:
    """`share` of `other` in `color`."""
    keep = 1 - share
    return QColor.fromRgbF(
        color.redF() * keep + other.redF() * share,
        color.greenF() * keep + other.greenF() * share,
        color.blueF() * keep + other.blueF() * share,
    )


def text_on(color: QColor) -> QColor:
    """Black or white, whichever reads better on a colour."""
    return QColor("#101318" if color.lightnessF() > 0.52 else "#ffffff")


def value_text(value: float, unit: str = "") -> str:
    """`1,234 m²`."""
    number = int(value) if value == int(value) and abs(value) < 1e15 else value
    return f"{cell_text(number)} {unit}".strip()


class Drawing(QGraphicsObject):
    """`hovered`: the mark under mouse or keys, -1 for none; `marked`: those that the selection names."""

    def __init__(self, chart: ChartData, marks: Marks, bounds: QRectF) -> None:
        super().__init__()
        self.chart = chart
        self.marks = marks
        self.hovered = -1
        self.marked: NDArray[np.bool_] = np.zeros(len(marks), dtype=bool)
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """In pixels: texts and lines keep their size whatever the range."""
        transform = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_marks(painter, transform)
        painter.restore()

    def paint_marks(self, painter: QPainter, transform: QTransform) -> None:
        """Draw all marks; `transform`: units of the chart -> pixels."""
        raise AssertionError(
            f"a drawing of its own draws {len(self.marks)} marks on {painter} by {transform}"
        )

    def hit(self, at: QPointF, transform: QTransform) -> int:
        """The mark at a place in pixels, -1 where there is none."""
        raise AssertionError(f"a drawing of its own knows what is at {at} by {transform}")

    def point_at(self, mark: int) -> None:
        """Show a mark as pointed at."""
        if mark != self.hovered:
            self.hovered = mark
            self.update()

    def show_marked(self, marked: NDArray[np.bool_]) -> None:
        if not np.array_equal(marked, self.marked):
            self.marked = marked
            self.update()

    def color_of(self, mark: int) -> QColor:
        """Its series' colour; the accent where the selection names it, lighter where it is pointed at."""
        tokens = current()
        if self.marked[mark]:
            return tokens.color("ac")
        color = series_color(int(self.marks.series[mark]))
        return mixed(color, tokens.color("tx"), 0.18) if mark == self.hovered else color


def pixels(boxes: Floats, transform: QTransform) -> Floats:
    """float64 (n, 4) x, y, width, height in pixels, widths and heights never negative."""
    across, down = transform.m11(), transform.m22()
    found = np.empty_like(boxes)
    found[:, 0] = boxes[:, 0] * across + transform.dx()
    found[:, 1] = boxes[:, 1] * down + transform.dy()
    found[:, 2] = boxes[:, 2] * across
    found[:, 3] = boxes[:, 3] * down
    for place, size in ((0, 2), (1, 3)):
        negative = found[:, size] < 0
        found[negative, place] += found[negative, size]
        found[:, size] = np.abs(found[:, size])
    return found


def draw_text(painter: QPainter, at: QPointF, text: str, color: QColor, *, align: str = "left") -> None:
    """One line whose middle is at the height of `at`."""
    font = fonts.ui(LABEL, tabular=True)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text)
    left = {"left": 0.0, "centre": -width / 2, "right": -width}[align]
    painter.setFont(font)
    painter.setPen(color)
    box = QRectF(at.x() + left, at.y() - metrics.height() / 2, width + 1, metrics.height())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)


def text_width(text: str) -> float:
    return QFontMetricsF(fonts.ui(LABEL, tabular=True)).horizontalAdvance(text)
