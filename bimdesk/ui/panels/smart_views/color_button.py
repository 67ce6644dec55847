"""A button with a swatch: the theme's colours, any other, or the next one that is free."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QMenu, QPushButton, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.theme.tokens import current


class ColorButton(QPushButton):
    """`color` is `#rrggbb`, '' for an automatic one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.color = ""
        self.setProperty("kind", "secondary")
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.setMenu(menu)
        self.set_color("")

    def set_color(self, color: str) -> None:
        """Show a colour without saying that it was chosen."""
        self.color = color
        self.setText(color or self.tr("Automatic colour"))
        self.setIcon(swatch(color) if color else QIcon())
        self.setAccessibleName(self.tr("Colour: {0}").format(color or self.tr("automatic")))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction(self.tr("Automatic"), partial(self._choose, ""))
        menu.addSeparator()
        for at, shade in enumerate(current().chart, 1):
            menu.addAction(swatch(shade), self.tr("Colour {0}").format(at), partial(self._choose, shade))
        menu.addSeparator()
        menu.addAction(self.tr("Other…"), self._ask)

    def _choose(self, color: str) -> None:
        self.set_color(color)
        self.changed.emit()

    def _ask(self) -> None:
        found = QColorDialog.getColor(QColor(self.color or current().chart[0]), self, self.tr("Colour"))
        if found.isValid():
            self._choose(found.name())


def swatch(color: str) -> QIcon:
    """A square of a colour."""
    side = fonts.scaled(14)
    image = QPixmap(QSize(side, side))
    image.fill(QColor(color))
    painter = QPainter(image)
    painter.setPen(current().color("line3"))
    painter.drawRect(0, 0, side - 1, side - 1)
    painter.end()
    return QIcon(image)
