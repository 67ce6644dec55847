"""A plain bar chart, painted: label, bar, value; the same data as text for who cannot see it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bimdesk.ui.models.charts import ChartData
from bimdesk.ui.models.records import cell_text
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import paint_text

ROW, TITLE, MOST_BARS = 24, 26, 40


class BarChart(QWidget):
    """One row a bar; direct labels, no axes."""

    def __init__(self, chart: ChartData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._count = min(len(chart.labels), MOST_BARS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pairs = zip(chart.labels, chart.values, strict=True)
        text = ", ".join(f"{name} {cell_text(value)}" for name, value in pairs)
        self.setAccessibleName(chart.name)
        self.setAccessibleDescription(text)
        self.setToolTip(text if len(text) < 400 else "")

    def sizeHint(self) -> QSize:
        more = 1 if self._count < len(self._chart.labels) else 0
        return QSize(300, fonts.scaled(TITLE + ROW * (self._count + more)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, title = fonts.scaled(ROW), fonts.scaled(TITLE)
        head = QRect(0, 0, self.width(), title)
        paint_text(painter, head, self._chart.name, font=fonts.ui(13, weight=500), color="tx")
        metrics = QFontMetrics(fonts.ui(12))
        names = min(
            max(metrics.horizontalAdvance(text) for text in self._chart.labels) + 12, self.width() // 3
        )
        largest = max((abs(value) for value in self._chart.values), default=0.0) or 1.0
        room = max(20, self.width() - names - 90)
        for at in range(self._count):
            top = title + at * row
            label = QRect(0, top, names - 8, row)
            paint_text(painter, label, self._chart.labels[at], font=fonts.ui(12), color="tx2")
            width = max(2.0, room * abs(self._chart.values[at]) / largest)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color(current().chart[0]))
            painter.drawRoundedRect(QRectF(names, top + row * 0.25, width, row * 0.5), 2, 2)
            value = QRect(int(names + width) + 6, top, 90, row)
            text = f"{cell_text(self._chart.values[at])} {self._chart.unit}".strip()
            paint_text(painter, value, text, font=fonts.ui(12), color="tx")
        if self._count < len(self._chart.labels):
            rest = QRect(0, title + self._count * row, self.width(), row)
            text = self.tr("and {0} more, in the table").format(len(self._chart.labels) - self._count)
            paint_text(painter, rest, text, font=fonts.ui(12), color="tx3")
        painter.end()
