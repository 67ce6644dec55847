"""The rows of the smart views: own groups that can be put in order, and the group that is built in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from bimdesk.domain.smart_view import ByValue, Effect, Paint, Ramp, SmartView, SmartViewId
from bimdesk.domain.smart_views_built_in import BUILT_IN
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.models.legend_rows import EFFECT_ICONS, rule_title, view_name
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.painting import paint_text, row_height

Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole
_NO_INDEX = QModelIndex()
MIME = "application/x-bimdesk-smart-view"
_HEAD = 30


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The head of a group."""

    title: str
    group: str
    is_built_in: bool = False


Row = GroupRow | SmartView


class SmartViewModel(QAbstractListModel):
    """`arranged([(id, group), ...])`: the own views are wanted in this order."""

    arranged = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.own: list[SmartView] = []
        self.rows: list[Row] = []
        self._shown: SmartViewId | None = None

    def show(self, own: Sequence[SmartView]) -> None:
        """Show these, then those that are built in."""
        self.beginResetModel()
        groups = list(dict.fromkeys(view.group for view in own))
        self.own = [view for group in groups for view in own if view.group == group]
        self.rows = []
        for group in groups:
            self.rows.append(GroupRow(group or self.tr("This project"), group))
            self.rows += [view for view in self.own if view.group == group]
        self.rows += [GroupRow(self.tr("Built in"), "", is_built_in=True), *BUILT_IN]
        self.endResetModel()

    def set_shown(self, shown: SmartViewId | None) -> None:
        """Mark the view that the 3D view shows."""
        if shown != self._shown and self.rows:
            self._shown = shown
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))

    def view(self, index: Index) -> SmartView | None:
        row = self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None
        return row if isinstance(row, SmartView) else None

    def row_of(self, view_id: SmartViewId) -> int:
        """The row of a view, -1 where it is gone."""
        found = (at for at, row in enumerate(self.rows) if isinstance(row, SmartView) and row.id == view_id)
        return next(found, -1)

    def move(self, view_id: SmartViewId, step: int) -> None:
        """Want a view further up or down; over the edge of its group it goes into the next one."""
        at = self.row_of(view_id)
        to = at + step + (step > 0)
        if at >= 0 and 0 < to <= self._own_end():
            self._want(view_id, to)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        view = self.view(index)
        if not index.isValid():
            return flag.NoItemFlags
        if view is None:
            return flag.ItemIsEnabled
        usual = flag.ItemIsEnabled | flag.ItemIsSelectable
        return usual if view.is_built_in else usual | flag.ItemIsDragEnabled

    def data(self, index: Index, role: int = _ITEM.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if isinstance(row, GroupRow):
            return row.title if role in (_ITEM.DisplayRole, _ITEM.AccessibleTextRole) else None
        is_shown = row.id == self._shown
        match role:
            case _ITEM.DisplayRole:
                return view_name(row)
            case _ITEM.ToolTipRole:
                return "\n".join(rule_title(rule) for rule in row.rules)
            case _ITEM.AccessibleTextRole:
                return self.tr("{0}, shown").format(view_name(row)) if is_shown else view_name(row)
            case Role.ICON:
                return _icon(row)
            case Role.TONE:
                return "ac_tx2" if is_shown else None
            case Role.COUNT:
                return self.tr("shown") if is_shown else None
            case Role.ID:
                return row
        return None

    # order by drag

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        views = [view for view in map(self.view, indexes) if view is not None]
        data.setData(MIME, QByteArray(",".join(str(view.id) for view in views).encode()))
        return data

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        place = parent.row() if parent.isValid() else row
        return data.hasFormat(MIME) and 0 < place <= self._own_end()

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        text = bytes(data.data(MIME).data()).decode()
        self._want(SmartViewId(int(text.split(",")[0])), parent.row() if parent.isValid() else row)
        return False  # the rows follow once the order is kept

    def _own_end(self) -> int:
        return next(at for at, row in enumerate(self.rows) if isinstance(row, GroupRow) and row.is_built_in)

    def _want(self, view_id: SmartViewId, place: int) -> None:
        """Want a view before the row `place`, in the group that is there."""
        order: list[tuple[SmartViewId, str]] = []
        group = ""
        for at, row in enumerate(self.rows[: self._own_end() + 1]):
            if at == place:
                order.append((view_id, group))
            if isinstance(row, GroupRow):
                group = row.group
            elif row.id != view_id:
                order.append((row.id, group))
        self.arranged.emit(order)


class SmartViewDelegate(TreeRowDelegate):
    """Views as rows of a tree; heads of groups in small bold letters."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.has_eyes = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(Role.ID) is None:
            return QSize(80, row_height(_HEAD))
        return super().sizeHint(option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(Role.ID) is not None:
            super().paint(painter, option, index)
            return
        painter.save()
        room = option.rect.adjusted(12, 4, -12, 0)
        paint_text(painter, room, str(index.data()), font=fonts.ui(12, weight=600), color="tx2")
        painter.restore()


def _icon(view: SmartView) -> str:
    """What the view does first to what it is about."""
    for rule in reversed(view.rules):
        match rule.action:
            case ByValue() | Ramp() | Paint():
                return "palette"
    last = view.rules[-1].action
    return EFFECT_ICONS[last] if isinstance(last, Effect) else "palette"
