"""Lucide icons as QIcons that take their colour from the theme while they are painted."""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib.resources import as_file, files

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from bimdesk.ui.theme.tokens import current

_QUERY = """SELECT svg FROM icons WHERE name = :name
            UNION ALL SELECT svg FROM icons JOIN icon_aliases USING (name) WHERE alias = :name LIMIT 1"""


@cache
def svg(name: str) -> str:
    """The SVG text of a Lucide icon (24 grid, stroke 2, `currentColor`). Raises KeyError."""
    with as_file(files("lucide") / "data" / "lucide-icons.db") as database:
        connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
        row = connection.execute(_QUERY, {"name": name}).fetchone()
        connection.close()
    if row is None:
        raise KeyError(f"Lucide has no icon called {name}")
    return str(row[0])


def pixmap(name: str, *, size: int, color: str, ratio: float = 1.0) -> QPixmap:
    """The icon in one colour (token name or #rrggbb); `size` in logical pixels, cached by all four."""
    shade = current().color(color).name()
    key = f"lucide/{name}/{size}/{shade}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    stroke = "2" if size <= 13 else "1.75"
    text = svg(name).replace("currentColor", shade).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    device = max(1, round(size * ratio))
    image = QPixmap(device, device)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, device, device))
    painter.end()
    image.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, image)
    return image


def paint(painter: QPainter, name: str, rect: QRect, *, color: str) -> None:
    """Draw the icon into `rect` (square); for delegates and painted widgets."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(rect.topLeft(), pixmap(name, size=rect.width(), color=color, ratio=ratio))


class _LucideEngine(QIconEngine):
    """Chooses the colour while it paints, so that a theme switch needs no new icons."""

    def __init__(self, name: str, color: str | None, on_color: str) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._on_color = on_color

    def _shade(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return "line3"
        if state == QIcon.State.On:
            return self._on_color
        if self._color is not None:
            return self._color
        return "tx2" if mode == QIcon.Mode.Normal else "tx"

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        paint(painter, self._name, square, color=self._shade(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """A size wider than high gets the icon at its left: the rest is the gap before a button's text."""
        side = max(1, round(min(size.width(), size.height()) / scale))
        square = pixmap(self._name, size=side, color=self._shade(mode, state), ratio=scale)
        if size.width() <= size.height():
            return square
        padded = QPixmap(size)
        padded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(padded)
        painter.drawPixmap(QRect(0, 0, size.height(), size.height()), square)
        painter.end()
        padded.setDevicePixelRatio(scale)
        return padded

    def clone(self) -> QIconEngine:
        return _LucideEngine(self._name, self._color, self._on_color)


def icon(name: str, *, color: str | None = None, on_color: str = "ac_tx2") -> QIcon:
    """A Lucide icon that follows the theme; `color` and `on_color` (checked) are token names or #rrggbb."""
    svg(name)
    return QIcon(_LucideEngine(name, color, on_color))
