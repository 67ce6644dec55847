"""The pictures that a script left: fitted or zoomed, saved elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from bimdesk.errors import BimdeskError, ProjectError
from bimdesk.ui.latest import Latest
from bimdesk.ui.operations import Operations
from bimdesk.ui.panels.results.files_page import copy_file
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import label

FORMATS = {".png": b"png", ".jpg": b"jpeg", ".jpeg": b"jpeg", ".bmp": b"bmp", ".gif": b"gif"}
"""Suffixes of pictures that are shown; the file is read as that and as nothing else."""
MOST_PIXELS = 6000
"""A picture that is wider or higher is shown smaller; saving keeps all of it."""


class ImagesPage(QWidget):
    """One picture at a time."""

    failed = Signal(object)
    saved = Signal(object)
    """Path of the copy."""

    def __init__(self, images: Sequence[Path], operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = list(images)
        self._operations = operations
        self._reading = Latest(operations, self._show, owner=self)
        self.view = PictureView()
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Picture"))
        self.choice.addItems([path.name for path in self._images])
        self.choice.setVisible(len(self._images) > 1)
        self._size = label(tone="tx3", size=12)
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._read)
        self._read(0)

    @property
    def path(self) -> Path:
        """The picture in view."""
        return self._images[self.choice.currentIndex()]

    def save_as(self, target: Path) -> None:
        """Copy the file as it is."""
        self._operations.run(
            partial(copy_file, self.path, target),
            on_success=lambda _done: self.saved.emit(target),
            on_failure=self.failed.emit,
        )

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 4)
        bar.setSpacing(4)
        bar.addWidget(self.choice)
        bar.addWidget(self._size, 1)
        tools = (
            ("maximize", self.tr("Fit"), self.view.fit),
            ("zoom-in", self.tr("Zoom in (Ctrl+wheel)"), lambda: self.view.zoom(1.25)),
            ("zoom-out", self.tr("Zoom out"), lambda: self.view.zoom(0.8)),
            ("copy", self.tr("Copy the picture"), self._copy),
            ("download", self.tr("Save as"), self._ask),
        )
        for name, text, wanted in tools:
            bar.addWidget(IconButton(name, text, on_click=wanted))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)

    def _read(self, at: int) -> None:
        self._reading.ask(partial(read_picture, self._images[at]))

    def _show(self, image: QImage | BimdeskError) -> None:
        if isinstance(image, BimdeskError):
            self._size.setText(image.message)
            self.view.show_image(QImage())
            return
        self._size.setText(f"{image.width():,} × {image.height():,}")
        self.view.show_image(image)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.view.image)

    def _ask(self) -> None:
        target, _filter = QFileDialog.getSaveFileName(self, self.tr("Save as"), self.path.name)
        if target:
            self.save_as(Path(target))


class PictureView(QGraphicsView):
    """A picture that fits until one zooms; dragged with the mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self._fits = True
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene = QGraphicsScene(self)
        scene.addItem(self._item)
        self.setScene(scene)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName(self.tr("Picture"))

    @property
    def scale_now(self) -> float:
        return self.transform().m11()

    def show_image(self, image: QImage) -> None:
        self.image = image
        self._item.setPixmap(QPixmap.fromImage(image))
        self.setSceneRect(QRectF(image.rect()))
        self.fit()

    def fit(self) -> None:
        """As large as the room is, never larger than it is."""
        self._fits = True
        self.resetTransform()
        room = self.viewport().size()
        if self.image.isNull() or room.isEmpty():
            return
        factor = min(room.width() / self.image.width(), room.height() / self.image.height(), 1.0)
        self.scale(factor, factor)

    def zoom(self, factor: float) -> None:
        wanted = self.scale_now * factor
        if 0.02 <= wanted <= 20:
            self._fits = False
            self.scale(factor, factor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.2 if event.angleDelta().y() > 0 else 1 / 1.2)
            event.accept()
        else:
            super().wheelEvent(event)


def read_picture(path: Path) -> QImage | BimdeskError:
    """Read a picture in a thread, smaller where it is huge; the error where it is none."""
    reader = QImageReader(str(path), FORMATS[path.suffix.lower()])
    reader.setAutoDetectImageFormat(False)
    full = reader.size()
    if full.isValid() and max(full.width(), full.height()) > MOST_PIXELS:
        reader.setScaledSize(full.scaled(QSize(MOST_PIXELS, MOST_PIXELS), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return ProjectError(f"{path.name} is no picture: {reader.errorString()}.")
    return image
