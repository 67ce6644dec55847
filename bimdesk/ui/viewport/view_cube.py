"""The cube at the top right: shows where the camera stands; faces, edges and corners are views to go to."""

from __future__ import annotations

from math import atan2, degrees, hypot

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QToolTip, QWidget

from bimdesk.scene.camera import Camera
from bimdesk.ui.theme import fonts, tokens

_SIZE = 84
_HALF = 25.0
"""Half an edge of the cube, logical pixels."""
_BORDER = 0.62
"""From here to 1 a place on a face belongs to its edge or corner."""

Floats = NDArray[np.float64]


class ViewCube(QWidget):
    """Painted from the camera's axes; a click asks for azimuth and elevation in degrees."""

    view_chosen = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_SIZE, _SIZE)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("View cube"))
        self.setToolTip(self.tr("Click a face, an edge or a corner to look from there"))
        self._axes = Camera(focal=np.zeros(3)).axes
        self._hover: tuple[int, int, int] | None = None
        self._names = (
            ((0, -1, 0), self.tr("Front")),
            ((0, 1, 0), self.tr("Back")),
            ((-1, 0, 0), self.tr("Left")),
            ((1, 0, 0), self.tr("Right")),
            ((0, 0, 1), self.tr("Top")),
            ((0, 0, -1), self.tr("Bottom")),
        )

    def follow(self, camera: Camera) -> None:
        """Turn as `camera` looks."""
        self._axes = camera.axes
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for normal, name in self._names:
            if self._faces_viewer(np.array(normal, dtype=np.float64)):
                self._paint_face(painter, np.array(normal, dtype=np.float64), name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self._region(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        self._set_hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        region = self._region(event.position())
        if event.button() == Qt.MouseButton.LeftButton and region is not None:
            QToolTip.hideText()
            self._choose(region)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _choose(self, region: tuple[int, int, int]) -> None:
        x, y, z = region
        flat = hypot(x, y)
        now = degrees(atan2(-self._axes[2, 1], -self._axes[2, 0])) if abs(self._axes[2, 2]) < 0.999 else -90.0
        azimuth = degrees(atan2(y, x)) if flat else round(now / 90) * 90.0
        self.view_chosen.emit(azimuth, degrees(atan2(z, flat)))

    def _set_hover(self, region: tuple[int, int, int] | None) -> None:
        if region != self._hover:
            self._hover = region
            self.update()

    def _faces_viewer(self, normal: Floats) -> bool:
        return bool(normal @ self._axes[2] < -0.02)

    def _to_view(self, points: Floats) -> list[QPointF]:
        flat = points @ self._axes[:2].T * _HALF
        middle = _SIZE / 2
        return [QPointF(middle + x, middle - y) for x, y in flat.tolist()]

    def _region(self, place: QPointF) -> tuple[int, int, int] | None:
        """The face, edge or corner under a place: -1, 0 or 1 along X, Y and Z."""
        middle = _SIZE / 2
        right = (place.x() - middle) / _HALF
        up = (middle - place.y()) / _HALF
        for normal, _ in self._names:
            axis = np.array(normal, dtype=np.float64)
            if not self._faces_viewer(axis):
                continue
            start = self._axes[0] * right + self._axes[1] * up
            along = (1 - start @ axis) / (self._axes[2] @ axis)
            point = start + self._axes[2] * along
            if np.abs(point).max() <= 1 + 1e-6:
                sides = np.where(np.abs(point) > _BORDER, np.sign(point), 0).astype(int)
                return int(sides[0]), int(sides[1]), int(sides[2])
        return None

    def _paint_face(self, painter: QPainter, normal: Floats, name: str) -> None:
        theme = tokens.current()
        across, up = _face_axes(normal)
        corners = [normal + across * i + up * j for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        polygon = QPolygonF(self._to_view(np.stack(corners)))
        painter.setPen(QPen(theme.color("line3"), 1))
        light = -float(normal @ self._axes[2])
        ground = theme.color("bg3" if light < 0.45 else "bg2")
        painter.setBrush(ground)
        painter.drawPolygon(polygon)
        self._paint_hover(painter, normal, across, up)
        transform = QTransform()
        square = QPolygonF([QPointF(0, 60), QPointF(60, 60), QPointF(60, 0), QPointF(0, 0)])
        turned = QTransform.quadToQuad(square, polygon)
        if isinstance(turned, QTransform):
            transform = turned
        painter.save()
        painter.setTransform(transform, True)
        painter.setFont(fonts.ui(13, weight=600))
        painter.setPen(theme.color("tx2"))
        painter.drawText(QRectF(0, 0, 60, 60), Qt.AlignmentFlag.AlignCenter, name.upper())
        painter.restore()

    def _paint_hover(self, painter: QPainter, normal: Floats, across: Floats, up: Floats) -> None:
        """Tint the part of this face that belongs to the hovered face, edge or corner."""
        if self._hover is None or normal @ np.array(self._hover) < 0.5:
            return
        low_u, high_u = _span(float(across @ np.array(self._hover)))
        low_v, high_v = _span(float(up @ np.array(self._hover)))
        corners = [(low_u, low_v), (high_u, low_v), (high_u, high_v), (low_u, high_v)]
        points = np.stack([normal + across * u + up * v for u, v in corners])
        painter.setPen(Qt.PenStyle.NoPen)
        tint = tokens.current().color("ac")
        tint.setAlpha(90)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF(self._to_view(points)))


def _face_axes(normal: Floats) -> tuple[Floats, Floats]:
    """Rightwards and upwards on a face, as its name is written."""
    if abs(normal[2]) > 0.5:
        return np.array([1.0, 0, 0]), np.array([0, normal[2], 0])
    up = np.array([0.0, 0, 1])
    return np.cross(up, normal), up


def _span(side: float) -> tuple[float, float]:
    if side > 0.5:
        return _BORDER, 1.0
    return (-1.0, -_BORDER) if side < -0.5 else (-_BORDER, _BORDER)
