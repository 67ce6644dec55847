"""A chart as a picture: PNG at twice its size, or SVG."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from bimdesk.errors import MachineError
from bimdesk.ui.theme.tokens import current

_SHARP = 2.0


def picture_of(widget: QWidget) -> QImage:
    """What a widget shows, twice as sharp as on a plain screen."""
    image = QImage(widget.size() * _SHARP, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_SHARP)
    image.fill(current().color("bg1"))
    widget.render(image, QPoint(0, 0))
    return image


def save_picture(widget: QWidget, path: Path, *, title: str) -> None:
    """Write a widget's picture; the suffix decides (.svg, else PNG). Raises MachineError."""
    data = _svg(widget, title) if path.suffix.lower() == ".svg" else _png(widget)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written: {error.strerror}.", "Choose another folder."
        ) from error


def _png(widget: QWidget) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture_of(widget))
    return bytes(data.data())


def _svg(widget: QWidget, title: str) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.size()))
    generator.setViewBox(widget.rect())
    generator.setResolution(96)
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(widget.rect(), current().color("bg1"))
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return bytes(data.data())
