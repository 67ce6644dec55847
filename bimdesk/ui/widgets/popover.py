"""A panel that floats over the window until one clicks elsewhere or presses Esc."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Popover(QFrame):
    """A child of the window, so that its rounded corners need no compositor."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._opener: QWidget | None = None
        self.setProperty("surface", "float")
        self.hide()

    def toggle_under(self, opener: QWidget) -> None:
        """Open below `opener`, in line with its right edge; close where it is open."""
        if self.isVisible():
            self.close_popover()
            return
        self._opener = opener
        self.place()
        self.raise_()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def place(self) -> None:
        """Fit the size and stay inside the window."""
        self.adjustSize()
        if self._opener is None:
            return
        corner = self._opener.mapTo(self._window, QPoint(self._opener.width(), self._opener.height() + 6))
        left = min(max(8, corner.x() - self.width()), self._window.width() - self.width() - 8)
        self.move(left, corner.y())

    def close_popover(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            on_opener = self._opener is not None and watched is self._opener
            if not inside and not on_opener and isinstance(watched, QWidget):
                self.close_popover()
        return super().eventFilter(watched, event)
