"""Cells of the comparison: chips, what stands out, how many more; a finding with its element."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.table_cell import ChipCellDelegate, TableCellDelegate
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import paint_text

Index = QModelIndex | QPersistentModelIndex
_GROUND = 34
"""Of 255: how strong the ground of a cell is that stands out."""


class FactDelegate(ChipCellDelegate):
    """Reads Role.MARK (bool), Role.HINT (behind the text, in the tone of Role.SWATCH)."""

    def paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint_frame(painter, option, index)
        if index.data(Role.MARK):
            ground = QColor(current().color("diff_added"))
            ground.setAlpha(_GROUND)
            painter.fillRect(option.rect.adjusted(0, 0, 0, -1), ground)

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        super().paint_content(painter, rect, index)
        note = index.data(Role.HINT)
        if note:
            used = QFontMetrics(fonts.ui(13)).horizontalAdvance(str(index.data()))
            room = rect.adjusted(used + 6, 0, 0, 0)
            paint_text(painter, room, note, font=fonts.ui(13, weight=500), color=index.data(Role.SWATCH))


class SaidDelegate(TableCellDelegate):
    """What a finding says behind the icon of its severity (Role.ICON in Role.TONE), then its element."""

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        side = fonts.scaled(14)
        box = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, index.data(Role.ICON), box, color=index.data(Role.TONE))
        room = rect.adjusted(side + 7, 0, 0, 0)
        used = paint_text(painter, room, str(index.data()), font=fonts.ui(13), color="tx")
        rest = room.adjusted(used + 6, 0, 0, 0)
        if rest.width() > side:
            paint_text(painter, rest, str(index.data(Role.HINT)), font=fonts.ui(13), color="tx2")
