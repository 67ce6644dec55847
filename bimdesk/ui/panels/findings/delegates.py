"""Cells of the list of findings: heads of groups over the whole width, marked rows of what is selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.models.finding_table import FindingTable
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import is_selected, paint_text

Index = QModelIndex | QPersistentModelIndex


class FindingCellDelegate(ChipCellDelegate):
    """A head is painted by each of its cells, cut to the cell: only some may have to be painted anew."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if not index.data(Role.HEADER):
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_head(painter, option, index)
        painter.restore()

    def paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint_frame(painter, option, index)
        if index.column() == 0 and index.data(Role.CHOSEN) and not is_selected(option):
            bar = QRect(option.rect.left(), option.rect.top(), 2, option.rect.height() - 1)
            painter.fillRect(bar, current().color("ac"))

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = option.widget, index.model()
        if not isinstance(view, QTableView) or not isinstance(model, FindingTable):
            return
        tokens = current()
        row = QRect(
            -view.horizontalOffset(),
            option.rect.top(),
            view.horizontalHeader().length(),
            option.rect.height(),
        )
        painter.fillRect(option.rect, tokens.color("sel" if is_selected(option) else "bg2"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), tokens.color("line"))
        side = fonts.scaled(14)
        box = QRect(row.left() + 10, row.center().y() - side // 2 + 1, side, side)
        icons.paint(
            painter, "chevron-down" if model.is_open(index.row()) else "chevron-right", box, color="tx3"
        )
        title, count = model.head_words(index.row())
        room = row.adjusted(10 + side + 7, 0, -10, 0)
        used = paint_text(painter, room, title, font=fonts.ui(12, weight=600), color="tx")
        room.setLeft(room.left() + used + 8)
        paint_text(painter, room, f"{count:,}", font=fonts.ui(12), color="tx3")
        if view.hasFocus() and view.currentIndex().row() == index.row():
            painter.setPen(tokens.color("ac"))
            painter.drawRect(row.adjusted(0, 0, -1, -1))
