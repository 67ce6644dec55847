"""Rows of the inspector: the head of a section, or a name with its value beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
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
HEIGHT = 25
HEADER_HEIGHT = 30
MARGIN = 12
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)


class PropertyRowDelegate(QStyledItemDelegate):
    """Reads Role.SUBTITLE (the value), MONO, TONE; a head reads HEADER, COUNT, HINT, CHIP (its text).

    A row with a CHIP (ChipLook) shows it in place of its name.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.match = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(Role.WIDE):
            view = option.widget
            width = view.viewport().width() if isinstance(view, QTreeView) else 280
            room = QRect(0, 0, max(80, width - 2 * MARGIN), 10_000)
            text = str(index.data(Role.SUBTITLE) or "")
            return QSize(120, QFontMetrics(fonts.mono(12)).boundingRect(room, _WRAPPED, text).height() + 10)
        return QSize(120, row_height(HEADER_HEIGHT if index.data(Role.HEADER) else HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        row = QRect(0, option.rect.top(), option.rect.right() + 1, option.rect.height())
        if is_selected(option) and not index.data(Role.HEADER):
            painter.fillRect(row, current().color("sel"))
        elif is_hovered(option):
            painter.fillRect(row, current().color("bg2"))
        if index.data(Role.HEADER):
            self._paint_header(painter, option, row, index)
        elif index.data(Role.WIDE):
            painter.setFont(fonts.mono(12))
            painter.setPen(current().color("tx"))
            room = row.adjusted(MARGIN, 4, -MARGIN, -4)
            painter.drawText(room, _WRAPPED, str(index.data(Role.SUBTITLE) or ""))
        else:
            self._paint_property(painter, row, index)
        if has_focus(option):
            paint_ring(painter, row.adjusted(2, 0, -2, 0), radius=4)
        painter.restore()

    def _paint_header(
        self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, index: Index
    ) -> None:
        if index.row() > 0:
            painter.fillRect(QRect(row.left(), row.top(), row.width(), 1), current().color("line"))
        side = fonts.scaled(14)
        view = option.widget
        is_open = isinstance(view, QTreeView) and view.isExpanded(as_index(index))
        box = QRect(MARGIN, row.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, "chevron-down" if is_open else "chevron-right", box, color="tx3")
        room = QRect(box.right() + 7, row.top(), row.width() - box.right() - 7 - MARGIN, row.height())
        chip = ChipLook(index.data(Role.CHIP) or "")
        count = index.data(Role.COUNT)
        extra = f"{count:,}" if count is not None else str(index.data(Role.HINT) or "")
        extra_width = min(QFontMetrics(fonts.ui(12)).horizontalAdvance(extra) + 8, 130) if extra else 0
        chip_width = chip.width() + 8 if chip.text else 0
        title = room.adjusted(0, 0, -(extra_width + chip_width), 0)
        font = fonts.ui(12, weight=600)
        text, elide = str(index.data() or ""), Qt.TextElideMode.ElideMiddle
        used = paint_text(painter, title, text, font=font, color="tx", elide=elide, match=self.match)
        left = room.left() + used + 8
        if extra:
            box = QRect(left, row.top(), room.right() - chip_width - left, row.height())
            left += paint_text(painter, box, extra, font=fonts.ui(12), color="tx3", elide=elide) + 8
        if chip.text:
            paint_chip(painter, QRect(left, row.top(), chip_width - 8, row.height()), chip)

    def _paint_property(self, painter: QPainter, row: QRect, index: Index) -> None:
        text, value_text = str(index.data() or ""), str(index.data(Role.SUBTITLE) or "")
        font = fonts.mono(12) if index.data(Role.MONO) else fonts.ui(12)
        split = name_width(row.width())
        # a long name beside a short value has more room, so that neither is cut
        named = MARGIN + QFontMetrics(fonts.ui(12)).horizontalAdvance(text) + 10
        valued = row.width() - MARGIN - QFontMetrics(font).horizontalAdvance(value_text) - 4
        split = max(split, min(named, valued))
        name = QRect(MARGIN, row.top(), split - MARGIN - 6, row.height())
        value = QRect(split, row.top(), row.width() - split - MARGIN, row.height())
        elide = Qt.TextElideMode.ElideMiddle
        state = index.data(Role.CHIP)
        if isinstance(state, ChipLook):
            paint_chip(painter, QRect(MARGIN, row.top(), state.width(), row.height()), state)
            value.setLeft(MARGIN + state.width() + 8)
        else:
            paint_text(painter, name, text, font=fonts.ui(12), color="tx2", elide=elide, match=self.match)
        paint_text(
            painter,
            value,
            value_text,
            font=font,
            color=index.data(Role.TONE) or "tx",
            elide=Qt.TextElideMode.ElideRight,
            match=self.match,
        )


def name_width(width: int) -> int:
    """Where the values begin in a row of `width`."""
    return min(fonts.scaled(160), max(fonts.scaled(92), round(width * 0.37)))
