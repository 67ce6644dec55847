"""The command palette (Ctrl+K): actions, scripts and elements, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.tree_row import HEIGHT as ROW_HEIGHT
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.painting import row_height
from bimdesk.ui.widgets.popover import Popover
from bimdesk.ui.widgets.search_field import SearchField

WIDTH = 560
ROWS = 12
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette. `hint` stands behind the title, `end` (a key, a class) at the right."""

    title: str
    icon: str
    run: Callable[[], object] = field(compare=False)
    hint: str = ""
    end: str = ""


Source = Callable[[str], Sequence[Hit]]


class HitModel(QAbstractListModel):
    """The hits of the moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def set_hits(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    def hit(self, index: QModelIndex) -> Hit:
        return self._hits[index.row()]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(part for part in (hit.title, hit.hint, hit.end) if part)
            case Role.ICON:
                return hit.icon
            case Role.HINT:
                return hit.hint
            case Role.COUNT:
                return hit.end
        return None


class CommandPalette(Popover):
    """Up and down move, Enter runs, Esc closes; `sources` are asked in their order at each stop in typing."""

    def __init__(self, window: QWidget, sources: Sequence[Source]) -> None:
        super().__init__(window)
        self._sources = sources
        self._host = window
        self.setAccessibleName(self.tr("Commands"))
        self.field = SearchField(self.tr("Search elements, scripts, commands"))
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._run)
        self.model = HitModel(self)
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Hits"))
        self.view.setModel(self.model)
        self._delegate = TreeRowDelegate(self.view)
        self._delegate.has_eyes = False
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.clicked.connect(lambda _index: self._run())
        self._empty = EmptyState("search-x", self.tr("Nothing found"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty, 1)

    def open_over(self, anchor: QWidget) -> None:
        """Open over the command field, wider than it where there is room."""
        self.field.clear()
        self._search("")
        self.toggle_under(anchor)
        width = min(fonts.scaled(WIDTH), self._host.width() - 32)
        self.setFixedWidth(width)
        top = anchor.mapTo(self._host, QPoint(anchor.width() // 2, 0))
        self.move(max(8, top.x() - width // 2), top.y() - 4)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self, text: str) -> None:
        hits = [hit for source in self._sources for hit in source(text.strip())]
        self.model.set_hits(hits)
        self._delegate.match = text.strip()
        shown = min(len(hits), ROWS) if hits else 4
        self.setFixedHeight(self.field.sizeHint().height() + 24 + shown * row_height(ROW_HEIGHT))
        self.view.setVisible(bool(hits))
        self._empty.setVisible(not hits)
        if hits:
            self.view.setCurrentIndex(self.model.index(0))

    def _run(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            hit = self.model.hit(index)
            self.close_popover()
            hit.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self.model.rowCount():
            row = (self.view.currentIndex().row() + step) % self.model.rowCount()
            self.view.setCurrentIndex(self.model.index(row))
        else:
            super().keyPressEvent(event)
