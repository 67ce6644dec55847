"""The field of a colour: `#rrggbb`, typed or chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from bimdesk.services.parameters.formats import is_color
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current


class Swatch(QToolButton):
    """A button that is filled with its colour; a stroke across where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.color = ""
        self.setFixedSize(QSize(fonts.scaled(36), fonts.scaled(28)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(tokens.color("ac" if focused else "line3"), 2 if focused else 1))
        painter.setBrush(QColor(self.color) if self.color else tokens.color("bg2"))
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(place, 6, 6)
        if not self.color:
            painter.drawLine(
                place.bottomLeft() + (place.topRight() - place.bottomLeft()) * 0.2,
                place.bottomLeft() + (place.topRight() - place.bottomLeft()) * 0.8,
            )
        painter.end()


class ColorField(Field):
    """Typed as `#rgb` or `#rrggbb`; the swatch opens the system's choice of colours."""

    def build(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._swatch = Swatch(box)
        words = self.tr("Choose a colour for {0}").format(self.spec.title)
        self._swatch.setToolTip(words)
        self._swatch.setAccessibleName(words)
        self._swatch.clicked.connect(self._choose)
        self._edit = QLineEdit(box)
        self._edit.setFont(fonts.mono(13))
        self._edit.setPlaceholderText(self.spec.placeholder or "#rrggbb")
        self._edit.textEdited.connect(self._typed)
        row.addWidget(self._swatch)
        row.addWidget(self._edit, 1)
        box.setFocusProxy(self._edit)
        return box

    def read(self) -> Any:
        return self._edit.text().strip() or self.empty_value()

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else str(value))
        self._fill()

    def show_error(self, message: str) -> None:
        super().show_error(message)
        self._mark(self._edit, bool(message))

    def take(self, color: QColor) -> None:
        """A colour was chosen; none where the dialog was cancelled."""
        if color.isValid():
            self._edit.setText(color.name())
            self._typed()

    def _choose(self) -> None:
        start = QColor(self._swatch.color or "#2f7de1")
        self.take(QColorDialog.getColor(start, self, self.spec.title))

    def _typed(self) -> None:
        self._fill()
        self.edited()

    def _fill(self) -> None:
        text = self._edit.text().strip()
        self._swatch.color = text if is_color(text) else ""
        self._swatch.update()
