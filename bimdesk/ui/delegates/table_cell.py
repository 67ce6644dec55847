"""Cells of a table: one-pixel lines, the accent bar of a selected row, the ring around the current one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.chip import ChipLook, paint_chip
from bimdesk.ui.widgets.painting import is_hovered, is_selected, paint_text, row_height

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 32
PADDING = 10


class TableCellDelegate(QStyledItemDelegate):
    """Text with an optional icon. Reads TextAlignmentRole, Role.ICON, MONO, TONE."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        font = fonts.mono() if index.data(Role.MONO) else fonts.ui()
        width = QFontMetrics(font).horizontalAdvance(str(index.data() or "")) + 2 * PADDING + 2
        return QSize(width + (22 if index.data(Role.ICON) else 0), row_height(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_frame(painter, option, index)
        self.paint_content(painter, option.rect.adjusted(PADDING, 0, -PADDING, 0), index)
        painter.restore()

    def paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, bottom line, accent bar (first column), and the row's part of the focus ring."""
        tokens, rect = current(), option.rect
        if is_selected(option):
            painter.fillRect(rect, tokens.color("sel"))
        elif is_hovered(option):
            painter.fillRect(rect, tokens.color("bg2"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("line"))
        view = option.widget
        is_current = (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and view.currentIndex().row() == index.row()
        )
        if not is_selected(option) and not is_current:
            return  # most cells: no need to look which columns are shown
        is_first, is_last = _ends(view, index)
        if is_selected(option) and is_first:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), tokens.color("ac"))
        if is_current:
            painter.setPen(QPen(tokens.color("ac"), 1))
            for inset in (0, 1):
                top, bottom = rect.top() + inset, rect.bottom() - inset
                painter.drawLine(rect.left(), top, rect.right(), top)
                painter.drawLine(rect.left(), bottom, rect.right(), bottom)
                if is_first:
                    painter.drawLine(rect.left() + inset, top, rect.left() + inset, bottom)
                if is_last:
                    painter.drawLine(rect.right() - inset, top, rect.right() - inset, bottom)

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        name = index.data(Role.ICON)
        tone = index.data(Role.TONE) or "tx"
        if name:
            side = fonts.scaled(14)
            box = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
            icons.paint(painter, name, box, color=tone if tone != "tx" else "tx2")
            rect = rect.adjusted(side + 7, 0, 0, 0)
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
        font = fonts.mono() if index.data(Role.MONO) else fonts.ui(13, tabular=right)
        shown = index.data()
        paint_text(
            painter,
            rect,
            "" if shown is None else str(shown),
            font=font,
            color=tone,
            align=Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft,
        )


class ChipCellDelegate(TableCellDelegate):
    """A state or a tag as a chip: Role.CHIP (ChipLook); without one it is a plain cell."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = index.data(Role.CHIP)
        if not isinstance(look, ChipLook):
            return super().sizeHint(option, index)
        return QSize(look.width() + 2 * PADDING, row_height(HEIGHT))

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        look = index.data(Role.CHIP)
        if isinstance(look, ChipLook):
            paint_chip(painter, rect, look)
        else:
            super().paint_content(painter, rect, index)


def _ends(view: object, index: Index) -> tuple[bool, bool]:
    """Whether the cell is the first and the last one that its row shows."""
    if not isinstance(view, QTableView):
        return index.column() == 0, True
    header = view.horizontalHeader()
    shown = [
        column
        for visual in range(header.count())
        if not header.isSectionHidden(column := header.logicalIndex(visual))
    ]
    return bool(shown) and shown[0] == index.column(), bool(shown) and shown[-1] == index.column()
