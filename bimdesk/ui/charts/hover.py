"""The card beside the mouse: what is pointed at, its value, and what a click does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bimdesk.ui.widgets.labels import label

_AWAY = 14


class HoverCard(QFrame):
    """A child of the chart's card; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 12, 7)
        column.setSpacing(1)
        self._title = label(weight=600)
        self._value = label(tone="tx2", size=12)
        self._hint = label(tone="accent", size=12)
        for one in (self._title, self._value, self._hint):
            column.addWidget(one)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says, a line each."""
        return "\n".join(one.text() for one in (self._title, self._value, self._hint) if not one.isHidden())

    def show_at(self, place: QPoint, title: str, value: str, hint: str) -> None:
        """Beside `place` (of the parent), inside the parent where it fits."""
        self._title.setText(title)
        self._value.setText(value)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.adjustSize()
        parent = self.parentWidget()
        room = self.rect() if parent is None else parent.rect()
        left = place.x() + _AWAY
        if left + self.width() > room.right():
            left = max(0, place.x() - _AWAY - self.width())
        top = min(place.y() + _AWAY, room.bottom() - self.height())
        self.move(left, max(0, top))
        self.raise_()
        self.show()
