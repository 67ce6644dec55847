"""The lines of the log, painted; follows the newest until a person scrolls up."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bimdesk.ui.delegates.roles import Role
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


class LogDelegate(QStyledItemDelegate):
    """Time, icon and word of the level, text."""

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
        mono = fonts.mono(12)
        rect.adjust(12, 0, -12, 0)
        if self.with_time:
            width = QFontMetrics(mono).horizontalAdvance("00:00:00.000")
            paint_text(
                painter,
                QRect(rect.left(), rect.top(), width, rect.height()),
                line.time,
                font=mono,
                color="tx3",
            )
            rect.adjust(width + 10, 0, 0, 0)
        icon, word, tone = LEVELS.get(line.level, LEVELS["info"])
        side = fonts.scaled(14)
        icons.paint(
            painter, icon, QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side), color=tone
        )
        rect.adjust(side + 7, 0, 0, 0)
        width = QFontMetrics(mono).horizontalAdvance("warning")
        paint_text(painter, QRect(rect.left(), rect.top(), width, rect.height()), word, font=mono, color=tone)
        rect.adjust(width + 12, 0, 0, 0)
        text = line.text.replace("\t", "    ")
        paint_text(painter, rect, text, font=mono, color="tx", match=self.match)
        painter.restore()


class LogView(QListView):
    """Rows of one height, so that 10,000 lines cost what a screenful costs."""

    def __init__(self, model: LogModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follows = True
        self.delegate = LogDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Log"))
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
