"""The strips that float on the view: the ground they share, the selection bar, the messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from bimdesk.ui.theme import fonts, tokens
from bimdesk.ui.widgets.buttons import IconButton, button

MARGIN = 12
_RADIUS = 8
_MESSAGE_MS = 6000


class Strip(QFrame):
    """A rounded ground with a 1 px border; no shadow: the border does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(3, 3, 3, 3)
        self.row.setSpacing(2)

    def add_line(self) -> None:
        """A thin line between groups of buttons."""
        self.row.addWidget(_Line(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("bg1"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)


class _Line(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(7)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(3, 5, 1, self.height() - 10, tokens.current().color("line2"))


class SelectionBar(Strip):
    """What is selected, and what can be done with it; only there while something is."""

    isolate_chosen = Signal()
    ghost_chosen = Signal(bool)
    hide_chosen = Signal()
    clear_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row.setContentsMargins(12, 4, 4, 4)
        self.label = QLabel(self)
        self.label.setFont(fonts.ui(13, weight=600))
        self.row.addWidget(self.label)
        self.row.addSpacing(6)
        self.add_line()
        self.isolate = _quiet(self.tr("Isolate"), self.isolate_chosen.emit)
        self.ghost = _quiet(self.tr("Ghost others"), lambda: None)
        self.ghost.setCheckable(True)
        self.ghost.clicked.connect(self.ghost_chosen)
        self.hide_button = _quiet(self.tr("Hide"), self.hide_chosen.emit)
        self.clear = IconButton("x", self.tr("Clear the selection (Esc)"), on_click=self.clear_chosen.emit)
        for widget in (self.isolate, self.ghost, self.hide_button, self.clear):
            self.row.addWidget(widget)
        self.setAccessibleName(self.tr("Selection"))
        self.hide()


class MessageStrip(Strip):
    """One sentence at the top, with a button where something can be done; leaves unless it stays."""

    dismissed = Signal()
    """A person sent it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row.setContentsMargins(12, 6, 6, 6)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.row.addWidget(self.label)
        self._button = button("", kind="quiet")
        self._button.setObjectName("message-action")
        self._button.clicked.connect(self._choose)
        self.row.addWidget(self._button)
        self._more: list[QPushButton] = []
        self.row.addWidget(IconButton("x", self.tr("Dismiss"), size=24, on_click=self._dismiss))
        self._action: Callable[[], object] | None = None
        self._away = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._away.timeout.connect(self.hide)
        self.hide()

    def say(
        self,
        text: str,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        more: Sequence[tuple[str, Callable[[], object]]] = (),
        stays: bool = False,
    ) -> None:
        """Show `text`; a newer message takes its place. `more`: further buttons, text and what they do."""
        self.label.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._action = on_action
        self._set_more(more)
        if stays:
            self._away.stop()
        else:
            self._away.start()
        self.show()
        self.adjustSize()
        self.raise_()

    def _set_more(self, more: Sequence[tuple[str, Callable[[], object]]]) -> None:
        for old in self._more:
            old.hide()
            old.deleteLater()
        self._more = []
        for place, (text, on_click) in enumerate(more):
            extra = _quiet(text, on_click)
            extra.clicked.connect(self.hide)
            self.row.insertWidget(2 + place, extra)
            self._more.append(extra)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _choose(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()


def _quiet(text: str, on_click: Callable[[], object]) -> QPushButton:
    return button(text, kind="quiet", on_click=on_click)
