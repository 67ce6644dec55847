"""The plot of a chart: pyqtgraph's view box and axes around one drawing, with the theme's colours."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyqtgraph as pg  # type: ignore[import-untyped]  # ships no py.typed
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QTransform
from PySide6.QtWidgets import QGraphicsView

from bimdesk.ui.charts.bars import Bars
from bimdesk.ui.charts.drawing import Drawing, text_width, value_text
from bimdesk.ui.charts.marks import Marks, marks_of, places
from bimdesk.ui.charts.pie import Pie
from bimdesk.ui.charts.points import Points
from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

ROWS = 20
"""Bars that a chart shows at once; the others by dragging, or in the table."""
_ROW = 24
_PLAIN = 236
_LONGEST = 170
"""Pixels of the longest name of a bar that is written out."""
_TICK = 12


class Plot:
    """`widget` is the view; `drawing` what is in it."""

    def __init__(self, chart: ChartData) -> None:
        self.chart = chart
        self.marks: Marks = marks_of(chart)
        view = pg.PlotWidget(background=None)
        self._item: Any = view.getPlotItem()
        self._box: Any = self._item.getViewBox()
        self.widget = cast("QGraphicsView", view)
        self.widget.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.widget.setFrameShape(QGraphicsView.Shape.NoFrame)
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.layout.setContentsMargins(2, 4, 14, 2)
        self._range = self._whole_range()
        self.drawing = self._draw()
        self._box.addItem(self.drawing, ignoreBounds=True)
        self._set_up_axes()
        self._fit()
        self._box.sigResized.connect(self._fit)
        self.follow_theme()

    @property
    def is_lying(self) -> bool:
        """Bars lie: their names stand at the left."""
        return self.chart.kind in ("bar", "stacked")

    @property
    def height(self) -> int:
        """Logical pixels that it needs."""
        if self.is_lying:
            groups = len(self.chart.series) if self.chart.kind == "bar" else 1
            rows = min(len(self.chart.labels), ROWS)
            return fonts.scaled(rows * max(_ROW, 17 * groups) + 40)
        return fonts.scaled(_PLAIN)

    @property
    def hidden_rows(self) -> int:
        """Bars that do not fit at once."""
        return max(0, len(self.chart.labels) - ROWS) if self.is_lying else 0

    @property
    def transform(self) -> QTransform:
        """Units of the chart -> pixels of the viewport."""
        return self.drawing.deviceTransform(self.widget.viewportTransform())

    def mark_at(self, place: QPointF) -> int:
        """The mark at a place of the viewport; -1 for none, and outside the axes."""
        if self.chart.kind != "pie":
            inside = self._box.sceneBoundingRect()
            if not inside.contains(self.widget.mapToScene(place.toPoint())):
                return -1
        return self.drawing.hit(place, self.transform)

    def place_of(self, mark: int) -> QPointF:
        """Somewhere on a mark, in pixels of the viewport."""
        if isinstance(self.drawing, Pie):
            return self.drawing.place_of(mark)
        x, y, width, height = self.marks.boxes[mark].tolist()
        return self.transform.map(QPointF(x + width / 2, y + height / 2))

    def reset(self) -> None:
        """The range in which it first stood."""
        view = QRectF(self._range)
        if self.hidden_rows:
            view.setHeight(ROWS)
        self._box.setRange(view, padding=0)

    def zoom(self, factor: float) -> None:
        """Below 1: nearer."""
        self._box.scaleBy((factor, 1.0 if self.is_lying else factor))

    def follow_theme(self) -> None:
        tokens = current()
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setTextPen(tokens.color("tx2" if self._has_names(name) else "tx3"))
            axis.setPen(QColor(0, 0, 0, 0) if self._has_names(name) else tokens.color("line"))
        self.widget.setBackgroundBrush(tokens.color("bg1"))
        self.widget.viewport().update()

    def _has_names(self, axis: str) -> bool:
        return axis == ("left" if self.is_lying else "bottom")

    def _draw(self) -> Drawing:
        bounds = self._range.adjusted(
            -self._range.width(), -self._range.height(), self._range.width(), self._range.height()
        )
        if self.chart.kind == "pie":
            return Pie(self.chart, self.marks, bounds, self.widget.viewport())
        if self.is_lying or self.chart.kind == "histogram":
            return Bars(self.chart, self.marks, bounds)
        return Points(self.chart, self.marks, bounds)

    def _whole_range(self) -> QRectF:
        """All marks, with room for the texts behind them."""
        boxes = self.marks.boxes
        if self.chart.kind == "pie":
            return QRectF(0, 0, 1, 1)
        if self.is_lying:
            low = min(0.0, float((boxes[:, 0] + np.minimum(boxes[:, 2], 0)).min()))
            high = max(0.0, float((boxes[:, 0] + np.maximum(boxes[:, 2], 0)).max()))
            room = (high - low or 1.0) * self._share_of_texts()
            before = room if low < 0 else 0.0
            return QRectF(low - before, -0.6, high - low + room + before, len(self.chart.labels) + 0.2)
        low, high = float(boxes[:, 1].min()), float((boxes[:, 1] + boxes[:, 3]).max())
        is_cloud = self.chart.kind == "scatter"
        if not is_cloud:
            low, high = min(0.0, low), max(0.0, high)
        left, right = float(boxes[:, 0].min()), float((boxes[:, 0] + boxes[:, 2]).max())
        tall, wide = high - low or 1.0, right - left or 1.0
        below = 0.05 if is_cloud or low < 0 else 0.0
        ends = wide * max(0.03, self._share_of_texts())
        return QRectF(left - wide * 0.03, low - tall * below, wide * 1.03 + ends, tall * (1.08 + below))

    def _share_of_texts(self) -> float:
        """Room for the texts behind bars and lines, as a share of what these take."""
        chart = self.chart
        if self.is_lying:
            values = self.marks.totals if chart.kind == "stacked" else self.marks.values
            texts = [value_text(float(value), "%" if chart.unit == "%" else "") for value in values[:200]]
        elif chart.kind in ("line", "area") and len(chart.series) > 1:
            texts = [series.name for series in chart.series]
        else:
            return 0.0
        room = max(map(text_width, texts)) + 16
        width = max(float(self._box.width()), room + 80)
        return room / (width - room)

    def _fit(self) -> None:
        """The range again, now that the pixels are known: texts behind bars and lines get their room."""
        self._range = self._whole_range()
        self._limit()
        self.reset()

    def _limit(self) -> None:
        whole = self._range
        self._box.setLimits(
            xMin=whole.left(),
            xMax=whole.right(),
            yMin=whole.top(),
            yMax=whole.bottom(),
            maxYRange=min(whole.height(), ROWS + 0.2) if self.is_lying else whole.height(),
        )

    def _set_up_axes(self) -> None:
        if self.chart.kind == "pie":
            self._item.hideAxis("left")
            self._item.hideAxis("bottom")
            self._box.setMouseEnabled(x=False, y=False)
            return
        font = fonts.ui(11, tabular=True)
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setZValue(-1)
            axis.setStyle(
                tickFont=font, tickLength=0, maxTickLevel=0, tickTextOffset=8, hideOverlappingLabels=False
            )
            if not self._has_names(name):
                axis.setGrid(120)
        if self.is_lying:
            self._box.invertY(True)
            self._name_rows(font_width=QFontMetrics(fonts.ui(_TICK)))
        elif self.chart.numbers is None and self.chart.kind != "histogram":
            self._name_places()
        self._box.setMouseEnabled(x=not self.is_lying, y=True)

    def _name_rows(self, font_width: QFontMetrics) -> None:
        axis = self._item.getAxis("left")
        names = [
            font_width.elidedText(label, Qt.TextElideMode.ElideMiddle, fonts.scaled(_LONGEST))
            for label in self.chart.labels
        ]
        axis.setStyle(tickFont=fonts.ui(_TICK))
        axis.setTicks([list(enumerate(names))])
        axis.setWidth(max(map(font_width.horizontalAdvance, names)) + 14)

    def _name_places(self) -> None:
        """Names under a line; of very many every few."""
        step = max(1, len(self.chart.labels) // 12)
        ticks = [
            (float(at), label[:18])
            for number, (at, label) in enumerate(zip(places(self.chart), self.chart.labels, strict=True))
            if number % step == 0
        ]
        self._item.getAxis("bottom").setTicks([ticks])
