"""The lines of the log, painted; follows the newest until a person scrolls up."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.log_links import Link, links_of
from bimdesk.ui.models.log_model import Line, LogModel
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import is_selected, paint_text

LEVELS = {
    "debug": ("circle-dashed", "debug", "tx3"),
    "info": ("info", "info", "tx2"),
    "warning": ("triangle-alert", "warning", "warning"),
    "error": ("circle-x", "error", "error"),
    "print": ("terminal", "print", "tx2"),
}
"""level -> (icon, word, token)."""
ROW_HEIGHT = 21
_LEFT = 12
_TIME, _WORD = "00:00:00.000", "warning"


class LogDelegate(QStyledItemDelegate):
    """Time, icon and word of the level, text with its links."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.match = ""
        self.with_time = True

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, fonts.scaled(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(Role.ID)
        if not isinstance(line, Line):
            return
        painter.save()
        rect = QRect(option.rect)
        if is_selected(option):
            painter.fillRect(rect, current().color("sel"))
        mono, metrics = fonts.mono(12), QFontMetrics(fonts.mono(12))
        left = rect.left() + _LEFT
        if self.with_time:
            width = metrics.horizontalAdvance(_TIME)
            box = QRect(left, rect.top(), width, rect.height())
            paint_text(painter, box, line.time, font=mono, color="tx3")
            left += width + 10
        icon, word, tone = LEVELS.get(line.level, LEVELS["info"])
        side = fonts.scaled(14)
        icons.paint(painter, icon, QRect(left, rect.center().y() - side // 2 + 1, side, side), color=tone)
        left += side + 7
        box = QRect(left, rect.top(), metrics.horizontalAdvance(_WORD), rect.height())
        paint_text(painter, box, word, font=mono, color=tone)
        text_box = QRect(self.text_left(), rect.top(), rect.right() - _LEFT - self.text_left(), rect.height())
        self._paint_text(painter, text_box, shown_text(line))
        painter.restore()

    def text_left(self) -> int:
        """Pixels from the left of the view to the text."""
        metrics = QFontMetrics(fonts.mono(12))
        time = metrics.horizontalAdvance(_TIME) + 10 if self.with_time else 0
        return _LEFT + time + fonts.scaled(14) + 7 + metrics.horizontalAdvance(_WORD) + 12

    def link_at(self, line: Line, x: float) -> Link | None:
        """The link of a line at so many pixels from the left of the view."""
        metrics, text = QFontMetrics(fonts.mono(12)), shown_text(line)
        for link in links_of(text):
            start = self.text_left() + metrics.horizontalAdvance(text[: link.start])
            if start <= x <= start + metrics.horizontalAdvance(link.text):
                return link
        return None

    def _paint_text(self, painter: QPainter, box: QRect, text: str) -> None:
        """The text in pieces: links in their colour."""
        mono, at = fonts.mono(12), 0
        metrics = QFontMetrics(mono)
        for start, end, _text in (*links_of(text), (len(text), len(text), "")):
            for piece, color in ((text[at:start], "tx"), (text[start:end], "ac_tx2")):
                if piece and box.width() > 0:
                    paint_text(painter, box, piece, font=mono, color=color, match=self.match)
                    box = box.adjusted(metrics.horizontalAdvance(piece), 0, 0, 0)
            at = end


def shown_text(line: Line) -> str:
    return line.text.replace("\t", "    ")


class LogView(QListView):
    """Rows of one height, so that 100,000 lines cost what a screenful costs."""

    link_clicked = Signal(object)
    """Link: the element that a line names."""

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = True
        self.delegate = LogDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Log"))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    @property
    def follows(self) -> bool:
        """The newest line is kept in view."""
        return self._follows

    def follow(self) -> None:
        self._follows = True
        self.scrollToBottom()

    def selected_text(self) -> str:
        """The selected lines, whole, for the clipboard."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        model = self.model()
        lines = [model.line(row) for row in rows] if isinstance(model, LogModel) else []
        return "\n".join(" ".join(part for part in line if part) for line in lines)

    def link_at(self, place: QPoint) -> Link | None:
        """What is named at a place of the viewport."""
        line = self.indexAt(place).data(Role.ID)
        return self.delegate.link_at(line, place.x()) if isinstance(line, Line) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_link = not event.buttons() and self.link_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        link = self.link_at(event.position().toPoint())
        if link is not None and event.button() == Qt.MouseButton.LeftButton:
            self.link_clicked.emit(link)

    def show_row(self, row: int) -> None:
        """Make a line the current one and bring it into view; the newest is no longer followed."""
        index = self.model().index(row, 0)
        self._follows = False
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.key() == Qt.Key.Key_End:
            self.follow()
        else:
            super().keyPressEvent(event)

    def _on_scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - 2

    def _on_range(self, _low: int, high: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(high)
