"""The widget that shows the pictures: camera, size, outline of the hovered element, rubber band.

The picture is drawn off screen in the render thread and painted here like any other image. A native OpenGL
child window, as pyvistaqt's QtInteractor is, holds up the event loop for the length of each frame (0.3 s and
more in software), and neither `grab()` nor strips with round corners get along with it on every platform.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QLineF, QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from bimdesk.scene.camera import Camera, between
from bimdesk.scene.look import LIGHT, Look
from bimdesk.scene.sight import Sight
from bimdesk.scene.views import ModelView, Picture
from bimdesk.ui.viewport.feed import PictureFeed

_MOTION_MS = 250
_REST_MS = 400
"""A camera that stands still for so long is one to come back to."""


class Stage(QWidget):
    """Shows what a camera sees. Coordinates in logical pixels from the top left."""

    camera_changed = Signal()
    camera_rested = Signal()
    drawn = Signal(object)
    failed = Signal(object)
    ready = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.camera = Camera(focal=np.zeros(3))
        self.look: Look = LIGHT
        self.reduce_motion = False
        self.models: tuple[ModelView, ...] = ()
        self.sight = Sight()
        self._image = QImage()
        self._pixels: NDArray[np.uint8] | None = None
        self._outline: tuple[NDArray[np.float64], str] | None = None
        self._band: QRectF | None = None
        self._motion: QVariantAnimation | None = None
        self._layers: list[Callable[[QPainter], object]] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.camera_rested)
        self.feed = PictureFeed(self._describe, self)
        self.feed.drawn.connect(self._on_drawn)
        self.feed.failed.connect(self.failed)
        self.feed.ready.connect(self.ready)
        self.feed.start()

    @property
    def view_size(self) -> tuple[int, int]:
        """Width and height in logical pixels, at least 1."""
        return max(self.width(), 1), max(self.height(), 1)

    @property
    def image(self) -> QImage:
        """The picture as it was drawn last, without strips; empty before the first."""
        return self._image

    def show_models(self, models: tuple[ModelView, ...]) -> None:
        self.models = models
        self.sight.show(models)
        self.feed.show(models)

    def set_look(self, look: Look) -> None:
        self.look = look
        self.feed.changed(moving=False)
        self.update()

    def set_camera(self, camera: Camera, *, moving: bool = True) -> None:
        """Look through `camera` at once; ends a motion that is under way."""
        self._stop_motion()
        self._apply(camera, moving=moving)

    def move_camera(self, camera: Camera) -> None:
        """Go to `camera` within a quarter of a second, or at once where motion is unwanted."""
        self._stop_motion()
        if self.reduce_motion or not self.isVisible() or not self.models:
            self._apply(camera, moving=False)
            return
        start = self.camera
        motion = self._motion = QVariantAnimation(self)
        motion.setDuration(_MOTION_MS)
        motion.setEasingCurve(QEasingCurve.Type.Linear)
        motion.setStartValue(0.0)
        motion.setEndValue(1.0)
        motion.valueChanged.connect(lambda share: self._apply(between(start, camera, share), moving=True))
        motion.finished.connect(self._stop_motion)
        motion.start()

    def set_outline(self, segments: NDArray[np.float64] | None, color: str = "") -> None:
        """Outline float64 (k, 2, 3), scene coordinates, over the picture; None takes it away."""
        if segments is None and self._outline is None:
            return
        self._outline = None if segments is None else (segments, color)
        self.update()

    def add_layer(self, paint: Callable[[QPainter], object]) -> None:
        """Call `paint` after the picture, each time the stage is painted; `update()` asks for that."""
        self._layers.append(paint)

    def set_band(self, band: QRectF | None) -> None:
        """The rectangle of a box selection while it is drawn."""
        self._band = band
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image.isNull():
            self._paint_ground(painter)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # moving frames may be smaller
            painter.drawImage(QRectF(self.rect()), self._image, QRectF(self._image.rect()))
        if self._outline is not None:
            self._paint_outline(painter, *self._outline)
        for paint in self._layers:
            painter.save()
            paint(painter)
            painter.restore()
        if self._band is not None:
            self._paint_band(painter, self._band)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.feed.changed(moving=False)

    def _describe(self) -> tuple[tuple[int, int], Camera, Look]:
        ratio = self.devicePixelRatioF()
        size = round(self.width() * ratio), round(self.height() * ratio)
        return (size if self.isVisible() else (0, 0)), self.camera, self.look

    def _apply(self, camera: Camera, *, moving: bool) -> None:
        self.camera = camera
        self.feed.changed(moving=moving)
        self._rest.start()
        self.camera_changed.emit()

    def _stop_motion(self) -> None:
        motion, self._motion = self._motion, None
        if motion is not None:
            motion.stop()
            motion.deleteLater()

    def _on_drawn(self, picture: Picture) -> None:
        pixels = self._pixels = picture.pixels  # QImage reads this memory: keep it alive
        height, width = pixels.shape[:2]
        self._image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGBX8888)
        self.update()
        self.drawn.emit(picture)

    def _paint_ground(self, painter: QPainter) -> None:
        gradient = QLinearGradient(QPointF(0, self.height()), QPointF(0, 0))
        gradient.setColorAt(0, QColor(self.look.background_bottom))
        gradient.setColorAt(1, QColor(self.look.background_top))
        painter.fillRect(self.rect(), gradient)

    def _paint_outline(self, painter: QPainter, segments: NDArray[np.float64], color: str) -> None:
        points = self.camera.project(segments, self.view_size).reshape(-1, 2, 3)
        points = points[(points[:, :, 2] > 0).all(axis=1)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(color), 1.5))
        painter.drawLines([QLineF(a[0], a[1], b[0], b[1]) for a, b in points.tolist()])

    def _paint_band(self, painter: QPainter, band: QRectF) -> None:
        accent = QColor(self.look.selected)
        painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
        accent.setAlpha(36)
        painter.setBrush(accent)
        painter.drawRect(band.normalized())
