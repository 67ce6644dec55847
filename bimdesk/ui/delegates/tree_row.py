"""One row of a tree: icon or swatch, name, hint, count or tag at the right, the eye on hover."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import (
    as_index,
    has_focus,
    is_hovered,
    is_selected,
    paint_ground,
    paint_ring,
    paint_text,
    row_height,
)

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 26
_GAP = 6


class TreeRowDelegate(QStyledItemDelegate):
    """Reads Role.ICON, SWATCH, HINT, COUNT, VISIBILITY, TONE. `match` is what a search marks.

    `has_eyes`: keep room for the eye in every row, so that counts stand in one column.
    """

    eye_clicked = Signal(QModelIndex)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.match = ""
        self.has_eyes = True

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(80, row_height(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect.adjusted(2, 0, -10, 0)
        if not isinstance(option.widget, QTreeView):  # a tree view draws it over the indentation
            rect.setLeft(rect.left() + 10)
            ground = self._row_rect(option)
            paint_ground(painter, ground, selected=is_selected(option), hovered=is_hovered(option))
        visibility = index.data(Role.VISIBILITY)
        if visibility is not None and self._shows_eye(option, visibility):
            paint_eye(painter, self.eye_rect(option), visibility)
        if self.has_eyes:
            rect.setRight(self.eye_rect(option).left() - _GAP)
        dim = visibility == Visibility.HIDDEN
        rect.setRight(self._paint_count(painter, rect, index))
        rect.setLeft(self._paint_icon(painter, rect, index, dim=dim))
        self._paint_name(painter, rect, index, dim=dim)
        if has_focus(option):
            paint_ring(painter, self._row_rect(option))
        painter.restore()

    def eye_rect(self, option: QStyleOptionViewItem) -> QRect:
        """Where the eye is; the click area is the row's right end."""
        side = fonts.scaled(16)
        right = option.rect.right() - 9
        return QRect(right - side, option.rect.center().y() - side // 2 + 1, side, side)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and event.position().x() >= self.eye_rect(option).left() - 4
            and index.data(Role.VISIBILITY) is not None
        ):
            self.eye_clicked.emit(as_index(index))
            return True
        return super().editorEvent(event, model, option, index)

    def _shows_eye(self, option: QStyleOptionViewItem, visibility: Visibility) -> bool:
        return visibility != Visibility.SHOWN or is_hovered(option) or is_selected(option)

    def _row_rect(self, option: QStyleOptionViewItem) -> QRect:
        """The whole row, over the indentation."""
        return QRect(4, option.rect.top(), option.rect.right() - 7, option.rect.height())

    def _paint_count(self, painter: QPainter, rect: QRect, index: Index) -> int:
        """Count or tag at the right; returns the right edge that is left for the rest."""
        count = index.data(Role.COUNT)
        if count in (None, ""):
            return rect.right()
        text = f"{count:,}" if isinstance(count, int) else str(count)
        font = fonts.ui(12, tabular=True)
        width = min(QFontMetrics(font).horizontalAdvance(text) + 1, rect.width() // 2)
        box = QRect(rect.right() - width + 1, rect.top(), width, rect.height())
        paint_text(painter, box, text, font=font, color="tx3", align=Qt.AlignmentFlag.AlignRight)
        return box.left() - _GAP

    def _paint_icon(self, painter: QPainter, rect: QRect, index: Index, *, dim: bool) -> int:
        """Icon or swatch; returns the left edge of the text."""
        swatch, name = index.data(Role.SWATCH), index.data(Role.ICON)
        if swatch:
            box = QRect(rect.left() + 2, rect.center().y() - 4, 9, 9)
            painter.setPen(current().color("line3"))
            painter.setBrush(current().color("bg1" if dim else swatch))
            painter.drawRoundedRect(box, 2, 2)
            return box.right() + 9
        if not name:
            return rect.left()
        side = fonts.scaled(16)
        box = QRect(rect.left(), rect.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, name, box, color="tx3")
        return box.right() + _GAP + 1

    def _paint_name(self, painter: QPainter, rect: QRect, index: Index, *, dim: bool) -> None:
        font = fonts.ui()
        color = index.data(Role.TONE) or ("tx3" if dim else "tx")
        used = paint_text(
            painter,
            rect,
            str(index.data() or ""),
            font=font,
            color=color,
            elide=Qt.TextElideMode.ElideMiddle,
            match=self.match,
        )
        hint = index.data(Role.HINT)
        room = rect.adjusted(used + 8, 0, 0, 0)
        if hint and room.width() > 24:
            paint_text(painter, room, str(hint), font=fonts.ui(12), color="tx3")


def paint_eye(painter: QPainter, box: QRect, visibility: int) -> None:
    """Open, struck through, or open with a dash under it where only a part is shown."""
    name = "eye-off" if visibility == Visibility.HIDDEN else "eye"
    icons.paint(painter, name, box, color="tx2" if visibility == Visibility.SHOWN else "tx3")
    if visibility == Visibility.PARTLY:
        dash = QRect(0, 0, box.width() // 2, max(2, box.height() // 8))
        dash.moveCenter(QPoint(box.center().x(), box.bottom() + 1))
        painter.fillRect(dash, current().color("tx2"))
