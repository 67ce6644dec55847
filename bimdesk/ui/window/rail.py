"""The rail at the left edge: which page the left dock shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from bimdesk.ui.actions import Actions
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current

PAGES = (
    *("page_model", "page_search", "page_filters", "page_smart_views", "page_viewpoints"),
    *("page_library", "page_findings", "page_history"),
)
WIDTH = 44


class Rail(QToolBar):
    """44 wide, not movable; its actions exclude each other."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setWindowTitle(self.tr("Pages"))
        self.setAccessibleName(self.tr("Pages"))
        self.setMovable(False)
        self.setOrientation(Qt.Orientation.Vertical)
        self.setIconSize(QSize(fonts.scaled(18), fonts.scaled(18)))
        self.setFixedWidth(fonts.scaled(WIDTH))
        group = QActionGroup(self)
        top = QWidget()
        top.setFixedHeight(4)
        self.addWidget(top)
        for name in PAGES:
            group.addAction(actions[name])
            self.addAction(actions[name])
            button = self.widgetForAction(actions[name])
            if isinstance(button, QToolButton):
                button.setFixedSize(fonts.scaled(34), fonts.scaled(34))
                button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                button.setAccessibleName(actions[name].text())
        actions[PAGES[0]].setChecked(True)
        group.triggered.connect(lambda _action: self.update())
        self._names = PAGES
        self._actions = actions

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = current()
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), tokens.color("line"))
        for name in self._names:
            button = self.widgetForAction(self._actions[name])
            if self._actions[name].isChecked():
                top = button.geometry().top() + 8
                painter.fillRect(0, top, 2, button.height() - 16, tokens.color("ac"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
