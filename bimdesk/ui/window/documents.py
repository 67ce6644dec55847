"""Documents as tabs in the centre: movable, closable; each has a key, such as `model` or `script/<key>`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton

HEIGHT = 36


class _CloseButton(IconButton):
    """Closes a tab; while the document has unsaved changes it is an amber dot, until the mouse is over it."""

    def __init__(self, text: str) -> None:
        super().__init__("x", text, size=20, icon_size=14)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dirty = False
        self._over = False

    def set_dirty(self, dirty: bool) -> None:
        self._dirty = dirty
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._dirty or self._over:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().color("warning"))
        painter.drawEllipse(self.rect().center(), 4, 4)
        painter.end()


class Documents(QWidget):
    """A tab bar over a stack; the tab's place may change, its key does not."""

    current_changed = Signal(str)
    close_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets: dict[str, QWidget] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setMovable(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.setIconSize(QSize(fonts.scaled(16), fonts.scaled(16)))
        self.tabs.setAccessibleName(self.tr("Documents"))
        self.tabs.currentChanged.connect(self._show)
        self.stack = QStackedWidget()
        self.stack.setProperty("surface", "bar")
        self.stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar = QWidget()
        bar.setProperty("surface", "bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(fonts.scaled(HEIGHT))
        self._row = QHBoxLayout(bar)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self._row.addStretch(1)
        line = QWidget()
        line.setProperty("surface", "line")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(1)
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(bar)
        head.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)

    @property
    def current(self) -> str:
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    @property
    def keys(self) -> list[str]:
        """In the order of the tabs."""
        return [str(self.tabs.tabData(at)) for at in range(self.tabs.count())]

    def widget(self, key: str) -> QWidget | None:
        return self._widgets.get(key)

    def add_tool(self, tool: QWidget) -> None:
        """Something at the right end of the tab bar."""
        self._row.addWidget(tool)

    def add(self, key: str, widget: QWidget, title: str, icon_name: str, *, closable: bool = True) -> None:
        """A new tab, not brought forward."""
        self._widgets[key] = widget
        self.stack.addWidget(widget)
        at = self.tabs.addTab(icons.icon(icon_name), title)
        self.tabs.setTabData(at, key)
        if closable:
            close = _CloseButton(self.tr("Close tab"))
            close.clicked.connect(lambda: self.close_requested.emit(key))
            self.tabs.setTabButton(at, QTabBar.ButtonPosition.RightSide, close)
        if self.tabs.count() == 1:
            self._show(0)

    def show_document(self, key: str) -> bool:
        """Bring a tab forward; False where there is none."""
        if key not in self._widgets:
            return False
        self.tabs.setCurrentIndex(self._at(key))
        return True

    def remove(self, key: str) -> None:
        """Take the tab away and delete its widget, at once and without a question."""
        widget = self._widgets.pop(key)
        self.tabs.removeTab(self._at(key))
        self.stack.removeWidget(widget)
        widget.deleteLater()

    def set_title(self, key: str, title: str) -> None:
        self.tabs.setTabText(self._at(key), title)

    def set_dirty(self, key: str, dirty: bool) -> None:
        button = self.tabs.tabButton(self._at(key), QTabBar.ButtonPosition.RightSide)
        if isinstance(button, _CloseButton):
            button.set_dirty(dirty)

    def next_tab(self) -> None:
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def _at(self, key: str) -> int:
        return self.keys.index(key)

    def _show(self, at: int) -> None:
        key = self.tabs.tabData(at)
        if key in self._widgets:
            self.stack.setCurrentWidget(self._widgets[key])
            self.current_changed.emit(str(key))
