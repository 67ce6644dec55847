"""The rows of the viewpoints panel: a picture beside two lines; the name can be edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bimdesk.domain.viewpoint import Viewpoint, ViewpointId
from bimdesk.services.clock import now
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.wording import when
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.painting import (
    has_focus,
    is_hovered,
    is_selected,
    paint_ground,
    paint_ring,
    paint_text,
    row_height,
)

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 60
PICTURE = QSize(72, 48)
_ITEM = Qt.ItemDataRole


class ViewpointModel(QAbstractListModel):
    """Viewpoints in the order they were made."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Viewpoint] = []
        self._pictures: dict[ViewpointId, tuple[bytes, QPixmap]] = {}

    def show(self, viewpoints: Sequence[Viewpoint]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self._rows = list(viewpoints)
        kept = {one.id for one in viewpoints}
        self._pictures = {key: value for key, value in self._pictures.items() if key in kept}
        self.endResetModel()

    def row_of(self, viewpoint_id: ViewpointId) -> int:
        """The row of a viewpoint, -1 where it is gone."""
        return next((row for row, one in enumerate(self._rows) if one.id == viewpoint_id), -1)

    def viewpoint(self, index: Index) -> Viewpoint | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _ITEM.DisplayRole) -> Any:
        one = self.viewpoint(index)
        if one is None:
            return None
        match role:
            case _ITEM.DisplayRole | _ITEM.EditRole | _ITEM.ToolTipRole:
                return one.name
            case _ITEM.DecorationRole:
                return self._picture(one)
            case _ITEM.AccessibleTextRole:
                return f"{one.name}, {self._subtitle(one)}"
            case Role.SUBTITLE:
                return self._subtitle(one)
            case Role.ID:
                return one
        return None

    def setData(self, index: Index, value: Any, role: int = _ITEM.EditRole) -> bool:
        """The new name goes to the service; the row follows once it is kept."""
        one = self.viewpoint(index)
        name = str(value).strip()
        if one is None or role != _ITEM.EditRole or not name or name == one.name:
            return False
        self.renamed.emit(one.id, name)
        return True

    def _subtitle(self, one: Viewpoint) -> str:
        return when(one.changed_at, now=now())

    def _picture(self, one: Viewpoint) -> QPixmap:
        kept = self._pictures.get(one.id)
        if kept is not None and kept[0] == one.thumbnail:
            return kept[1]
        made = QPixmap()
        made.loadFromData(one.thumbnail)
        self._pictures[one.id] = one.thumbnail, made
        return made


class ViewpointDelegate(QStyledItemDelegate):
    """Paints a row; the editor takes the place of the name."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, row_height(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        row = option.rect.adjusted(4, 1, -4, -1)
        paint_ground(painter, row, selected=is_selected(option), hovered=is_hovered(option))
        box = self._picture_box(row)
        picture = index.data(_ITEM.DecorationRole)
        if isinstance(picture, QPixmap) and not picture.isNull():
            self._paint_picture(painter, box, picture)
        name, below = self._lines(row)
        paint_text(painter, name, str(index.data() or ""), font=fonts.ui(13, weight=500), color="tx")
        paint_text(painter, below, str(index.data(Role.SUBTITLE) or ""), font=fonts.ui(12), color="tx3")
        if has_focus(option):
            paint_ring(painter, row)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        name, _ = self._lines(option.rect.adjusted(4, 1, -4, -1))
        editor.setGeometry(name.adjusted(-6, -5, 0, 5))

    def _picture_box(self, row: QRect) -> QRect:
        width, height = fonts.scaled(PICTURE.width()), fonts.scaled(PICTURE.height())
        return QRect(row.left() + 6, row.center().y() - height // 2 + 1, width, height)

    def _lines(self, row: QRect) -> tuple[QRect, QRect]:
        left = self._picture_box(row).right() + 12
        top = row.center().y() - fonts.scaled(18)
        name = QRect(left, top, row.right() - left - 8, fonts.scaled(18))
        return name, name.translated(0, fonts.scaled(18))

    def _paint_picture(self, painter: QPainter, box: QRect, picture: QPixmap) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(box, 4, 4)
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(box, picture)
        painter.restore()
        painter.setPen(current().color("line2"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
