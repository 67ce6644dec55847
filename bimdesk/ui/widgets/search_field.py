"""A field to search or filter with: magnifier, placeholder, clear button, Esc clears."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bimdesk.ui.theme import icons

DELAY_MS = 150


class SearchField(QLineEdit):
    """Says `searched(text)` once the typing pauses, at once on Enter and on clearing."""

    searched = Signal(str)
    down_pressed = Signal()
    """The arrow key down: whoever shows the hits takes the focus."""

    def __init__(self, placeholder: str, *, icon_name: str = "search", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.addAction(icons.icon(icon_name, color="tx3"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        clear = self.findChild(QAction, "_q_qlineeditclearaction")  # the name that Qt gives it
        if isinstance(clear, QAction):
            clear.setIcon(icons.icon("x"))
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._say)
        self.textChanged.connect(self._changed)
        self.returnPressed.connect(self._say)

    def _changed(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._say()

    def _say(self) -> None:
        self._timer.stop()
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)
