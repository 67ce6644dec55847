"""Rows of the feed: days, entries with an arrow where there is more, and the lines under them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTreeView

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.two_line_row import Index, TwoLineRowDelegate
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import as_index, has_focus, is_selected, paint_ring, paint_text, row_height

LINE_HEIGHT = 22
ARROW = 26
LINES_LEFT = 66


class ActivityDelegate(TwoLineRowDelegate):
    """A row without Role.ID and Role.HEADER is a line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if _is_line(index):
            return QSize(120, row_height(LINE_HEIGHT))
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if _is_line(index):
            self._paint_line(painter, option, index)
            return
        super().paint(painter, option, index)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, index: Index) -> None:
        view = option.widget
        super()._paint_row(painter, option, row, index)
        if isinstance(view, QTreeView) and index.model().hasChildren(as_index(index)):
            side = fonts.scaled(14)
            name = "chevron-down" if view.isExpanded(as_index(index)) else "chevron-right"
            box = QRect(fonts.scaled(12), row.center().y() - side // 2, side, side)
            icons.paint(painter, name, box, color="tx3")

    def _left(self) -> int:
        return fonts.scaled(ARROW)

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        row = QRect(0, option.rect.top(), option.rect.right() + 1, option.rect.height())
        if is_selected(option):
            painter.fillRect(row, current().color("sel"))
        room = row.adjusted(fonts.scaled(LINES_LEFT), 0, -12, 0)
        paint_text(painter, room, str(index.data() or ""), font=fonts.mono(12), color="tx2")
        if has_focus(option):
            paint_ring(painter, row, radius=3)
        painter.restore()


def _is_line(index: Index) -> bool:
    return not index.data(Role.HEADER) and index.data(Role.ID) is None
