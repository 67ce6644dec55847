"""Cells of the history: arguments as small tags, a script with its version, the box of a chosen row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.table_cell import HEIGHT, TableCellDelegate
from bimdesk.ui.panels.history.cells import Column
from bimdesk.ui.panels.history.model import HistoryModel
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import is_selected, paint_text, row_height

Index = QModelIndex | QPersistentModelIndex


class ArgumentsDelegate(TableCellDelegate):
    """`element_class IfcWall` as outlined tags, as many as fit; then an ellipsis."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(260, row_height(HEIGHT))

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        if not isinstance(model, HistoryModel):
            return
        font = fonts.ui(12)
        metrics = QFontMetrics(font)
        height, left = fonts.scaled(20), rect.left()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for argument in model.arguments_at(index.row()):
            name, value = metrics.horizontalAdvance(argument.name), metrics.horizontalAdvance(argument.value)
            width = name + value + 17
            if left + width > rect.right():
                room = QRect(left, rect.top(), rect.right() - left, rect.height())
                paint_text(painter, room, "…", font=font, color="tx3")
                return
            box = QRect(left, rect.center().y() - height // 2 + 1, width, height)
            painter.setPen(QPen(current().color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            inner = box.adjusted(6, 0, -5, 0)
            paint_text(painter, inner, argument.name, font=font, color="tx3")
            paint_text(painter, inner.adjusted(name + 5, 0, 4, 0), argument.value, font=font, color="tx")
            left += width + 6


class VersionedDelegate(TableCellDelegate):
    """A name, and its version in the hint colour, which stays when the name is cut."""

    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        hint = str(index.data(Role.HINT) or "")
        weight = 500 if index.column() == Column.SCRIPT else 400
        small = fonts.ui(12)
        mark = str(index.data(Role.MARK) or "")
        taken = (QFontMetrics(small).horizontalAdvance(hint) + 6 if hint else 0) + (18 if mark else 0)
        room = rect.adjusted(0, 0, -min(taken, rect.width() // 2), 0)
        used = paint_text(
            painter, room, str(index.data() or ""), font=fonts.ui(13, weight=weight), color="tx"
        )
        if hint:
            after = rect.adjusted(used + 5, 0, -18 if mark else 0, 0)
            used += 5 + paint_text(painter, after, hint, font=small, color="tx3")
        if mark:
            side = fonts.scaled(12)
            top = rect.center().y() - side // 2 + 1
            icons.paint(painter, mark, QRect(rect.left() + used + 5, top, side, side), color="ac_tx2")


class ChosenDelegate(TableCellDelegate):
    """A box with a tick in rows that are selected: a click there adds the row to the others."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_frame(painter, option, index)
        paint_box(painter, option.rect, checked=is_selected(option))
        painter.restore()


def paint_box(painter: QPainter, rect: QRect, *, checked: bool) -> None:
    """A check box in the middle of `rect`."""
    side = fonts.scaled(15)
    box = QRect(rect.center().x() - side // 2 + 1, rect.center().y() - side // 2 + 1, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current().color("ac" if checked else "line3"), 1))
    painter.setBrush(current().color("ac") if checked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if checked:
        icons.paint(painter, "check", box.adjusted(2, 2, -2, -2), color="ac_tx")
