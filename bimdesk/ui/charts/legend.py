"""What stands under a plot: names of its series where they are not in it, and what is measured."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from bimdesk.ui.charts.drawing import draw_text, series_color, text_width
from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

_LINE, _LEFT, _SWATCH, _GAP = 20, 16.0, 10.0, 16.0
_MOST_LINES = 4


class Legend(QWidget):
    """As many lines as it needs."""

    def __init__(self, chart: ChartData, parent: QWidget) -> None:
        super().__init__(parent)
        several = len(chart.series) > 1 and chart.kind in ("bar", "stacked", "scatter")
        self._names = [series.name for series in chart.series] if several else []
        titled = chart.kind in ("line", "area", "scatter")
        axes = [one for one in (chart.x_title, chart.y_title) if one and titled]
        self._caption = " · ".join([*axes, *([chart.unit] if chart.unit and chart.kind != "pie" else [])])
        self.setFixedHeight(fonts.scaled(_LINE) if self._names or self._caption else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        places = self._places()
        lines = 1 + max((line for line, _left, _text in places), default=-1)
        self.setFixedHeight(fonts.scaled(_LINE) * min(lines, _MOST_LINES))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, height = current(), fonts.scaled(_LINE)
        for number, (line, left, text) in enumerate(self._places()):
            middle = (line + 0.5) * height
            is_name = number < len(self._names)
            if is_name:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(series_color(number))
                painter.drawRoundedRect(QRectF(left, middle - _SWATCH / 2, _SWATCH, _SWATCH), 2, 2)
                left += _SWATCH + 5
            draw_text(painter, QPointF(left, middle), text, tokens.color("tx2" if is_name else "tx3"))
        painter.end()

    def _places(self) -> list[tuple[int, float, str]]:
        """(line, left, text) of the names, then of the caption."""
        found, line, left = [], 0, _LEFT
        for number, text in enumerate([*self._names, *([self._caption] if self._caption else [])]):
            width = text_width(text) + (_SWATCH + 5 if number < len(self._names) else 0)
            if left > _LEFT and left + width > self.width() - 8:
                line, left = line + 1, _LEFT
            found.append((line, left, text))
            left += width + _GAP
        return found
