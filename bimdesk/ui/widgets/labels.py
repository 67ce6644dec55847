"""Labels: toned, counted, elided in the middle."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.tokens import current


def label(
    text: str = "",
    *,
    tone: str = "",
    size: int = 0,
    weight: int = 0,
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A QLabel in a type size (11, 12, 14, 16, 24) and tone (tx2, tx3, ok, warning, error, info)."""
    made = QLabel(text, parent) if parent is not None else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    if size:
        made.setProperty("type", str(size))
    if weight:
        made.setProperty("weight", str(weight))
    return made


def count_label(value: int | None = None) -> QLabel:
    """The round counter behind a title; hidden while there is no value."""
    made = QLabel()
    made.setProperty("kind", "count")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_count(made, value)
    return made


def set_count(made: QLabel, value: int | None) -> None:
    made.setVisible(value is not None)
    made.setText("" if value is None else f"{value:,}")


def key_label(text: str) -> QLabel:
    """A key of the keyboard, in a frame."""
    made = QLabel(text)
    made.setProperty("kind", "key")
    made.setFixedHeight(fonts.scaled(18))
    return made


def line(orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> QFrame:
    """A separator of one pixel."""
    made = QFrame()
    is_across = orientation == Qt.Orientation.Horizontal
    made.setProperty("line", "h" if is_across else "v")
    if is_across:
        made.setFixedHeight(1)
    else:
        made.setFixedWidth(1)
    return made


class IconLabel(QLabel):
    """An icon that follows the theme; `color` is a token name."""

    def __init__(
        self, name: str, *, size: int = 16, color: str = "tx2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._color = color
        self._side = fonts.scaled(size)
        self.setFixedSize(self._side, self._side)

    def set_icon(self, name: str, *, color: str = "") -> None:
        self._name = name
        self._color = color or self._color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._name, self.rect(), color=self._color)
        painter.end()


class ElidedLabel(QLabel):
    """One line that gives way in the middle; the whole text is in the tooltip while it is cut."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        color: str = "tx",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(current().color(self._color if self.isEnabled() else "tx3"))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
