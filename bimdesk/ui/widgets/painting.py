"""What all delegates paint alike: grounds, focus ring, elided text with the match marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

_DENSITY = {"compact": -4, "normal": 0, "comfortable": 4}
_density = [0]


def set_density(name: str) -> None:
    """`compact`, `normal` or `comfortable`: what every row's height is changed by."""
    _density[0] = _DENSITY[name]


def row_height(base: int) -> int:
    """A row's height in logical pixels: `base` at 100 %, with the font's scale and the density."""
    return fonts.scaled(base + _density[0])


def as_index(index: QModelIndex | QPersistentModelIndex) -> QModelIndex:
    """Qt's typing lets delegates get either kind; views want the plain one."""
    if isinstance(index, QModelIndex):
        return index
    return index.model().index(index.row(), index.column(), index.parent())


def is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def is_hovered(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_MouseOver)


def has_focus(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_HasFocus)


def paint_ground(painter: QPainter, rect: QRect, *, selected: bool, hovered: bool, radius: int = 5) -> None:
    """The rounded ground of a list or tree row."""
    if not selected and not hovered:
        return
    tokens = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("sel" if selected else "bg2"))
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def paint_ring(painter: QPainter, rect: QRect, *, radius: int = 5) -> None:
    """The focus ring, 2 px inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current().color("ac"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def paint_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    *,
    font: QFont,
    color: str,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    match: str = "",
) -> int:
    """One line in `rect`; what equals `match` gets a ground. Returns the width that was used."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text.replace("\n", " "), elide, rect.width() + 1)
    width = metrics.horizontalAdvance(shown)
    painter.setFont(font)
    at = shown.casefold().find(match.casefold()) if match else -1
    if at >= 0:
        left = rect.left() + metrics.horizontalAdvance(shown[:at])
        marked = metrics.horizontalAdvance(shown[at : at + len(match)])
        box = QRect(left - 1, rect.center().y() - metrics.height() // 2, marked + 2, metrics.height() + 1)
        painter.fillRect(box, current().color("warning_soft"))
    painter.setPen(current().color(color))
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return width
