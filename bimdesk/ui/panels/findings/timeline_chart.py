"""Bars over the versions of a model: painted, with keys; a click or Enter chooses a part of a bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bimdesk.domain.finding_life import FindingState
from bimdesk.ui.models.finding_bars import Bar, Segment, keys_of, ticks
from bimdesk.ui.models.wording import counted
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.states import FINDING, StateLook
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import paint_text

LEFT, RIGHT, TOP, BOTTOM = 56, 24, 56, 52
BAR = 56
GAP = 44
_HATCHED = (FINDING[FindingState.RESOLVED], FINDING[FindingState.NOT_EVALUATED])
"""Not there any more, or nobody knows."""
Spot = tuple[int, int]
"""Bar, segment."""


class TimelineChart(QWidget):
    """`chosen(Bar, Segment)`."""

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._spot: Spot = (0, 0)
        self._over: Spot | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Findings over the versions"))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = list(bars)
        self._over = None
        self._spot = (max(0, len(self._bars) - 1), 0)
        self.setMinimumWidth(fonts.scaled(LEFT + RIGHT + len(self._bars) * (BAR + GAP)))
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), fonts.scaled(320))

    def words(self, spot: Spot) -> str:
        """`House v2: 12 findings, New`."""
        bar, segment = self._at(spot)
        if bar is None:
            return self.tr("No findings")
        if segment is None:
            return self.tr("{0}: no findings").format(bar.point.label)
        return f"{bar.point.label}: {segment.look.text}, {counted(segment.count, 'finding')}"

    def spot_rect(self, spot: Spot) -> QRect:
        """Where a part of a bar is; empty where there is none."""
        return dict(self._places()).get(spot, QRect())

    # Where things are

    def _at(self, spot: Spot) -> tuple[Bar | None, Segment | None]:
        if not 0 <= spot[0] < len(self._bars):
            return None, None
        bar = self._bars[spot[0]]
        return bar, bar.segments[spot[1]] if 0 <= spot[1] < len(bar.segments) else None

    def _plot(self) -> QRect:
        scaled = fonts.scaled
        return self.rect().adjusted(scaled(LEFT), scaled(TOP), -scaled(RIGHT), -scaled(BOTTOM))

    def _scale(self) -> list[int]:
        return ticks(max((bar.height for bar in self._bars), default=0))

    def _places(self) -> list[tuple[Spot, QRect]]:
        plot, top = self._plot(), self._scale()[-1]
        step = min(fonts.scaled(BAR + GAP) * 2, plot.width() / max(1, len(self._bars)))
        width = min(fonts.scaled(BAR), round(step * 0.6))
        found = []
        for number, bar in enumerate(self._bars):
            left = plot.left() + round(step * (number + 0.5)) - width // 2
            below = 0
            for at, segment in enumerate(bar.segments):
                low = plot.bottom() - round(plot.height() * below / top)
                below += segment.count
                high = plot.bottom() - round(plot.height() * below / top)
                found.append(((number, at), QRect(left, high, width, max(2, low - high))))
        return found

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(self.rect(), current().color("bg1"))
        if self._bars:
            self._paint_grid(painter)
            places = self._places()
            for spot, rect in places:
                self._paint_segment(painter, spot, rect)
            self._paint_labels(painter, places)
            self._paint_legend(painter)
        painter.end()

    def _paint_grid(self, painter: QPainter) -> None:
        plot, scale = self._plot(), self._scale()
        for value in scale:
            y = plot.bottom() - round(plot.height() * value / scale[-1])
            painter.setPen(QPen(current().color("line"), 1))
            painter.drawLine(plot.left(), y, plot.right(), y)
            room = QRect(0, y - 10, plot.left() - 8, 20)
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, room, f"{value:,}", font=fonts.ui(11), color="tx3", align=right)

    def _paint_segment(self, painter: QPainter, spot: Spot, rect: QRect) -> None:
        _bar, segment = self._at(spot)
        if segment is None:
            return
        tokens = current()
        is_faint = segment.look in _HATCHED
        _paint_ground(painter, rect, segment.look)
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), tokens.color("bg1"))
        if spot == self._over:
            painter.setPen(QPen(tokens.color("tx"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if self.hasFocus() and spot == self._spot:
            painter.setPen(QPen(tokens.color("ac"), 2))
            painter.drawRect(rect.adjusted(-2, -2, 2, 2))
        if rect.height() >= fonts.scaled(16):
            tone = "tx" if is_faint else "bg1"
            middle = Qt.AlignmentFlag.AlignHCenter
            font = fonts.ui(11, weight=600)
            paint_text(painter, rect, f"{segment.count:,}", font=font, color=tone, align=middle)

    def _paint_labels(self, painter: QPainter, places: list[tuple[Spot, QRect]]) -> None:
        plot, middle = self._plot(), Qt.AlignmentFlag.AlignHCenter
        step = min(fonts.scaled(BAR + GAP) * 2, plot.width() / max(1, len(self._bars)))
        tops: dict[int, int] = {}
        for (number, _at), rect in places:
            tops[number] = min(tops.get(number, plot.bottom()), rect.top())
        for number, bar in enumerate(self._bars):
            left = plot.left() + round(step * number)
            total = QRect(
                left, tops.get(number, plot.bottom()) - fonts.scaled(20), round(step), fonts.scaled(18)
            )
            words = f"{bar.total:,}"
            paint_text(painter, total, words, font=fonts.ui(12, weight=600), color="tx", align=middle)
            name = QRect(left + 4, plot.bottom() + 8, round(step) - 8, fonts.scaled(18))
            elide = Qt.TextElideMode.ElideMiddle
            paint_text(
                painter, name, bar.point.label, font=fonts.ui(12), color="tx", align=middle, elide=elide
            )
            day = f"{bar.point.at.astimezone():%Y-%m-%d}"
            below = name.translated(0, fonts.scaled(18))
            paint_text(painter, below, day, font=fonts.ui(11), color="tx3", align=middle)

    def _paint_legend(self, painter: QPainter) -> None:
        left, font = fonts.scaled(LEFT), fonts.ui(12)
        for look in keys_of(self._bars):
            box = QRect(left, fonts.scaled(18), fonts.scaled(10), fonts.scaled(10))
            _paint_ground(painter, box, look)
            width = QFontMetrics(font).horizontalAdvance(look.text)
            room = QRect(box.right() + 6, box.top() - 5, width + 4, box.height() + 10)
            paint_text(painter, room, look.text, font=font, color="tx2")
            left = room.right() + 14

    # Hands

    def _spot_at(self, place: QPoint) -> Spot | None:
        return next((spot for spot, rect in self._places() if rect.contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._spot_at(event.position().toPoint())
        if over != self._over:
            self._over = over
            shape = Qt.CursorShape.PointingHandCursor if over is not None else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._spot = spot
            self._choose()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._spot_at(event.pos())
            hint = self.tr("Click lists those that are so now.")
            QToolTip.showText(event.globalPos(), f"{self.words(spot)}\n{hint}" if spot else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, at = self._spot
        match event.key():
            case Qt.Key.Key_Left:
                self._move(bar - 1, at)
            case Qt.Key.Key_Right:
                self._move(bar + 1, at)
            case Qt.Key.Key_Up:
                self._move(bar, at + 1)
            case Qt.Key.Key_Down:
                self._move(bar, at - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._choose()
            case _:
                super().keyPressEvent(event)

    def _move(self, bar: int, at: int) -> None:
        if not self._bars:
            return
        bar = min(max(bar, 0), len(self._bars) - 1)
        self._spot = bar, min(max(at, 0), max(0, len(self._bars[bar].segments) - 1))
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words(self._spot))

    def _choose(self) -> None:
        bar, segment = self._at(self._spot)
        if bar is not None and segment is not None:
            self._tell()
            self.update()
            self.chosen.emit(bar, segment)


def _paint_ground(painter: QPainter, rect: QRect, look: StateLook) -> None:
    color = current().color(look.tone)
    if look in _HATCHED:
        painter.fillRect(rect, current().color(look.soft))
        painter.fillRect(rect, QBrush(color, Qt.BrushStyle.BDiagPattern))
    else:
        painter.fillRect(rect, color)
