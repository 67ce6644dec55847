"""Docks with the window's own title bars: pages under one another's head, or tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import StateLook
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import HEIGHT

_AREAS = Qt.DockWidgetArea.AllDockWidgetAreas


class _Head(QStackedWidget):
    """A dock's title bar: Qt gives it the height of its size hint."""

    def __init__(self) -> None:
        super().__init__()
        _ground(self)
        self.setFixedHeight(fonts.scaled(HEIGHT))

    def sizeHint(self) -> QSize:
        """A constant: Qt asks some hundred times whenever anything in a dock changes its size."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.scaled(120), fonts.scaled(HEIGHT))


def _ground(stack: QStackedWidget) -> QStackedWidget:
    stack.setProperty("surface", "bar")
    stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return stack


class PagedDock(QDockWidget):
    """One dock, several pages, each with its head (dragging the head moves the dock)."""

    page_changed = Signal(str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAllowedAreas(_AREAS)
        self._names: list[str] = []
        self._heads = _Head()
        self._pages = _ground(QStackedWidget())
        self._pages.setMinimumWidth(fonts.scaled(200))
        self.setTitleBarWidget(self._heads)
        self.setWidget(self._pages)

    @property
    def page(self) -> str:
        return self._names[self._pages.currentIndex()]

    def add_page(self, name: str, head: QWidget, page: QWidget) -> None:
        self._names.append(name)
        self._heads.addWidget(head)
        self._pages.addWidget(page)

    def show_page(self, name: str) -> None:
        """Bring a page forward; the dock's own visibility stays as it is."""
        at = self._names.index(name)
        if at == self._pages.currentIndex():
            return
        self._heads.setCurrentIndex(at)
        self._pages.setCurrentIndex(at)
        self.page_changed.emit(name)


class TabbedDock(QDockWidget):
    """Tabs in the head, their pages beneath; buttons at the right of the tabs."""

    collapse_requested = Signal()
    maximize_requested = Signal(bool)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAllowedAreas(_AREAS)
        self._names: list[str] = []
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setIconSize(QSize(fonts.scaled(14), fonts.scaled(14)))
        self.tabs.setAccessibleName(title)
        self._pages = _ground(QStackedWidget())
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 0, 6, 0)
        row.setSpacing(2)
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.larger = IconButton("maximize-2", self.tr("Larger"), checkable=True)
        self.larger.toggled.connect(self.maximize_requested)
        row.addWidget(self.larger)
        collapse = self.tr("Collapse (Ctrl+J)")
        row.addWidget(IconButton("panel-bottom-close", collapse, on_click=self.collapse_requested.emit))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QWidget()
        line.setProperty("surface", "line")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(1)
        column.addWidget(head)
        column.addWidget(line)
        bar = QWidget()
        bar.setLayout(column)
        heads = _Head()
        heads.addWidget(bar)
        self.setTitleBarWidget(heads)
        self.setWidget(self._pages)

    def add_tab(self, name: str, title: str, page: QWidget) -> None:
        self._names.append(name)
        self._pages.addWidget(page)
        self.tabs.addTab(title)

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentIndex(self._names.index(name))

    def set_title(self, name: str, title: str) -> None:
        """Another title, such as one with a count."""
        self.tabs.setTabText(self._names.index(name), title)

    @property
    def tab(self) -> str:
        return self._names[self.tabs.currentIndex()]

    def set_state(self, name: str, state: StateLook | None) -> None:
        """Show a state beside a tab's title (a run that goes on)."""
        at = self._names.index(name)
        icon = icons.icon(state.icon, color=state.tone) if state is not None else QIcon()
        self.tabs.setTabIcon(at, icon)
        self.tabs.setTabToolTip(at, state.text if state is not None else "")
