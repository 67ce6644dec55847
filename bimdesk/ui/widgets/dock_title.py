"""The head of a dock or pane: title, count, its actions, and the button that puts it away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel, count_label, set_count

HEIGHT = 36


class DockTitleBar(QWidget):
    """36 high; `collapse_requested` comes from the button at its right (left out where `collapse` is '')."""

    collapse_requested = Signal()

    def __init__(
        self, title: str, *, collapse_icon: str = "", collapse_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._has_count = False
        self.setFixedHeight(fonts.scaled(HEIGHT))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 6, 0)
        self._layout.setSpacing(4)
        self._title = ElidedLabel(title)
        self._title.setFont(fonts.ui(13, weight=600))
        self._count = count_label()
        self._layout.addWidget(self._title)
        self._layout.addSpacing(2)
        self._layout.addWidget(self._count)
        self._layout.addStretch(1)
        self._named: QWidget = self._title
        self._end = self._layout.count()
        if collapse_icon:
            away = IconButton(collapse_icon, collapse_text, on_click=self.collapse_requested.emit)
            self._layout.addWidget(away)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.updateGeometry()

    def set_title_widget(self, widget: QWidget) -> None:
        """Put a control where the title stands: what it shows says what the dock is."""
        self._layout.setContentsMargins(4, 0, 6, 0)
        self._layout.replaceWidget(self._title, widget)
        self._title.hide()
        self._named = widget

    def set_count(self, count: int | None) -> None:
        set_count(self._count, count)
        self._has_count = count is not None
        self._fit_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_count()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # another title
            self._fit_count()
        return super().event(event)

    def _fit_count(self) -> None:
        """In a narrow dock the count gives way before the title does."""
        if self._has_count:
            tools = self._layout.minimumSize().width() - self._named.minimumSizeHint().width()
            if not self._count.isHidden():
                tools -= self._count.sizeHint().width() + self._layout.spacing()
            room = self.width() - tools - self._named.sizeHint().width()
            self._count.setVisible(room >= self._count.sizeHint().width() + self._layout.spacing())

    def add_tool(self, tool: QWidget) -> None:
        """A button at the right, before the one that collapses."""
        self._layout.insertWidget(self._end, tool)
        self._end += 1


class LeftTitleBar(DockTitleBar):
    """The head of a page of the left dock."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        words = QCoreApplication.translate("DockTitleBar", "Collapse (Ctrl+B)")
        super().__init__(title, collapse_icon="panel-left-close", collapse_text=words, parent=parent)
