"""A list row of two lines: name over what is known of it, a chip at the right; or the head of a group."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.chip import ChipLook, paint_chip
from bimdesk.ui.widgets.painting import (
    as_index,
    has_focus,
    is_hovered,
    is_selected,
    paint_ring,
    paint_text,
    row_height,
)

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 44
HEADER_HEIGHT = 30


class TwoLineRowDelegate(QStyledItemDelegate):
    """Reads Role.SUBTITLE, CHIP, ICON, MARK, DIRTY, TONE; with Role.HEADER the row is a group's head.

    `match` is marked in the first line, `match_below` in the second. In rows narrower than `words_from`
    (logical pixels at 100 %) chips show their icon alone: all of them, so that the column stays one.
    """

    words_from = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.match = ""
        self.match_below = ""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height(HEADER_HEIGHT if index.data(Role.HEADER) else HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        row = QRect(0, option.rect.top(), option.rect.right() + 1, option.rect.height())
        if index.data(Role.HEADER):
            self._paint_header(painter, option, row, index)
        else:
            self._paint_row(painter, option, row, index)
        if has_focus(option):
            paint_ring(painter, row, radius=3)
        painter.restore()

    def _paint_header(
        self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, index: Index
    ) -> None:
        left = 12
        view = option.widget
        if isinstance(view, QTreeView):
            side = fonts.scaled(14)
            name = "chevron-down" if view.isExpanded(as_index(index)) else "chevron-right"
            icons.paint(painter, name, QRect(left, row.center().y() - side // 2, side, side), color="tx3")
            left += side + 7
        room = row.adjusted(left, 0, -12, 0)
        text = str(index.data() or "")
        font = fonts.ui(12, weight=600)
        used = paint_text(painter, room, text, font=font, color="tx", match=self.match)
        count = index.data(Role.COUNT)
        if count is not None:
            room.adjust(used + 8, 0, 0, 0)
            paint_text(painter, room, f"{count:,}", font=fonts.ui(12), color="tx3")

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, index: Index) -> None:
        tokens = current()
        if is_selected(option) or is_hovered(option):
            painter.fillRect(row, tokens.color("sel" if is_selected(option) else "bg2"))
        if is_selected(option):
            painter.fillRect(QRect(row.left(), row.top(), 2, row.height()), tokens.color("ac"))
        room = row.adjusted(14 + self._left(), 0, -10, 0)
        look = index.data(Role.CHIP)
        if isinstance(look, ChipLook):
            look = look.short() if row.width() < fonts.scaled(self.words_from) else look
            width = look.width()
            box = QRect(room.right() - width + 1, row.top(), width, row.height())
            paint_chip(painter, box, look)
            room.setRight(box.left() - 8)
        name = index.data(Role.ICON)
        if name:
            side = fonts.scaled(16)
            icons.paint(
                painter, name, QRect(room.left(), row.center().y() - side // 2, side, side), color="tx2"
            )
            room.setLeft(room.left() + side + 10)
        self._paint_lines(painter, room, index)

    def _left(self) -> int:
        """Room before the icon."""
        return 0

    def _paint_lines(self, painter: QPainter, room: QRect, index: Index) -> None:
        font = fonts.ui()
        title_height, hint_height = fonts.scaled(18), fonts.scaled(16)
        subtitle = index.data(Role.SUBTITLE)
        block = title_height + (hint_height if subtitle else 0)
        top = room.top() + (room.height() - block) // 2
        line = QRect(room.left(), top, room.width(), title_height)
        icons_behind = str(index.data(Role.MARK) or "").split()
        marks = 17 * len(icons_behind) + (14 if index.data(Role.DIRTY) else 0)
        text_room = line.adjusted(0, 0, -marks, 0)
        title = str(index.data() or "")
        tone = index.data(Role.TONE) or "tx"
        used = paint_text(painter, text_room, title, font=font, color=tone, match=self.match)
        left = line.left() + used + 6
        for name in icons_behind:
            side = fonts.scaled(12)
            mark = QRect(left, line.center().y() - side // 2, side, side)
            icons.paint(painter, name, mark, color="tx3")
            left += side + 5
        if index.data(Role.DIRTY):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("warning"))
            painter.drawEllipse(QRect(left, line.center().y() - 3, 7, 7))
        if subtitle:
            below = QRect(room.left(), top + title_height, room.width(), hint_height)
            text, match = str(subtitle), self.match_below
            paint_text(painter, below, text, font=fonts.ui(12), color="tx3", match=match)
