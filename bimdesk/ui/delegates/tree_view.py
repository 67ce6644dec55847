"""The tree view of all panels: row grounds over the indentation, Lucide chevrons, one column."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.painting import as_index, paint_ground

INDENT = 14
MOST_OPENED = 2000
"""Rows that the key * opens at once; Qt would lay out every row there is, for seconds in a large model."""


class TreeView(QTreeView):
    """Uniform rows, no head, several rows selectable; the delegate paints what is in a row.

    `grounds` off: the delegate paints the ground and the chevron too.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grounds = True
        self._pointer_y: int | None = None
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(fonts.scaled(INDENT))
        self.setRootIsDecorated(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAnimated(False)

    def open_below(self, index: QModelIndex) -> None:
        """Open the row and what is below it, level by level, up to MOST_OPENED rows."""
        left, waiting = MOST_OPENED, deque([index])
        while waiting:
            at = waiting.popleft()
            rows = self.model().rowCount(at)
            if not 0 < rows <= left:
                continue
            left -= rows
            self.expand(at)
            children = (self.model().index(row, 0, at) for row in range(rows))
            waiting.extend(child for child in children if self.model().hasChildren(child))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Asterisk and self.currentIndex().isValid():
            self.open_below(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Asking where the pointer is goes to the display server and back: once a picture, not a row."""
        is_here = self.grounds and self.viewport().underMouse()
        self._pointer_y = self.viewport().mapFromGlobal(self.cursor().pos()).y() if is_here else None
        super().paintEvent(event)

    def drawRow(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self.grounds:
            super().drawRow(painter, option, index)
            return
        row = QRect(4, option.rect.top(), self.viewport().width() - 8, option.rect.height())
        selected = self.selectionModel().isSelected(as_index(index)) or bool(index.data(Role.CHOSEN))
        pointer = self._pointer_y
        hovered = pointer is not None and option.rect.top() <= pointer <= option.rect.bottom()
        paint_ground(painter, row, selected=selected, hovered=hovered)
        super().drawRow(painter, option, index)

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not self.grounds or not self.model().hasChildren(index):
            return
        side = fonts.scaled(14)
        box = QRect(rect.right() - side, rect.center().y() - side // 2 + 1, side, side)
        name = "chevron-down" if self.isExpanded(as_index(index)) else "chevron-right"
        icons.paint(painter, name, box, color="tx3")
