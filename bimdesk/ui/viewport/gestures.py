"""Mouse and wheel on the stage: orbit, pan, zoom to the cursor, click, rubber band, hover."""

from __future__ import annotations

from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from bimdesk.scene.camera import Camera
from bimdesk.scene.picking import Hit
from bimdesk.ui.viewport.stage import Stage

_CLICK_PIXELS = 4
_ORBIT_DEGREES = 0.35
_WHEEL_STEP = 1.15
_DRAG_ZOOM = 1.006
_FARTHEST = 20.0
"""Times the scene's size: nobody finds back from farther away."""
_HOVER_MS = 40
_SNAP_MS = 12


class Tool(Enum):
    """What the left button does; a drag turns the model, unless it draws a box."""

    SELECT = auto()
    BOX = auto()
    MEASURE = auto()


class _Drag(Enum):
    NONE = auto()
    PRESSED = auto()
    ORBIT = auto()
    PAN = auto()
    ZOOM = auto()
    BAND = auto()


class Gestures(QObject):
    """Watches the stage's mouse; moves its camera and says what was clicked, boxed or hovered."""

    clicked = Signal(object, bool)
    """Hit or None, and whether it adds to the selection."""
    double_clicked = Signal(object)
    boxed = Signal(QRectF, bool, bool)
    """Rectangle, touching (drawn from right to left), adding."""
    hovered = Signal(object)
    pointed = Signal(QPointF)
    """With the measure tool, in place of `hovered`: where the cursor is."""
    placed = Signal(QPointF)
    """With the measure tool, in place of `clicked`."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._drag = _Drag.NONE
        self._start = self._last = QPointF()
        self._pivot: NDArray[np.float64] = np.zeros(3)
        self._shifted = False
        self._tool = Tool.SELECT
        self._flat = False
        self._hover_at: QPointF | None = None
        self._hover = QTimer(self, singleShot=True, interval=_HOVER_MS)
        self._hover.timeout.connect(self._look_under)
        stage.installEventFilter(self)

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        self._tool = tool
        self._hover.setInterval(_SNAP_MS if tool is Tool.MEASURE else _HOVER_MS)
        self.show_cursor()

    def set_flat(self, flat: bool) -> None:
        """In a plan a drag pans; elsewhere it turns the model, and pans with Shift."""
        self._flat = flat

    def show_cursor(self) -> None:
        """The cursor of the tool."""
        shape = Qt.CursorShape.ArrowCursor if self._tool is Tool.SELECT else Qt.CursorShape.CrossCursor
        self._stage.setCursor(shape)

    def cancel_band(self) -> bool:
        """Drop a rubber band that is being drawn; true where there was one."""
        drawing = self._drag is _Drag.BAND
        if drawing:
            self._drag = _Drag.NONE
            self._stage.set_band(None)
        return drawing

    def hit_at(self, place: QPointF) -> Hit | None:
        """The element under a place of the stage."""
        camera = self._stage.camera
        return self._stage.sight.pick(*camera.ray(place.x(), place.y(), self._stage.view_size))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                return self._press(event)
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                return self._move(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                return self._release(event)
            case QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                if self._tool is Tool.MEASURE:
                    return self._press(event)
                if event.button() == Qt.MouseButton.LeftButton:
                    self.double_clicked.emit(self.hit_at(event.position()))
                return True
            case QEvent.Type.Wheel if isinstance(event, QWheelEvent):
                return self._wheel(event)
            case QEvent.Type.Leave:
                self._hover.stop()
                self.hovered.emit(None)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if self._drag is not _Drag.NONE:
            return True
        self._stage.setFocus(Qt.FocusReason.MouseFocusReason)
        self._start = self._last = event.position()
        self._shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.button():
            case Qt.MouseButton.LeftButton if self._tool is Tool.BOX and not self._shifted:
                self._drag = _Drag.BAND
            case Qt.MouseButton.LeftButton:
                self._drag = _Drag.PRESSED
            case Qt.MouseButton.MiddleButton:
                self._drag = _Drag.PAN
            case Qt.MouseButton.RightButton:
                self._drag = _Drag.ZOOM
            case _:
                return False
        self._pivot = self._point_under(self._start)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        place = event.position()
        if self._drag is _Drag.NONE:
            self._hover_at = place
            if not self._hover.isActive():
                self._hover.start()
            return False
        if self._drag is _Drag.PRESSED:
            if (place - self._start).manhattanLength() <= _CLICK_PIXELS:
                return True
            self._drag = _Drag.PAN if self._shifted != self._flat else _Drag.ORBIT
            self.hovered.emit(None)
        dx, dy = place.x() - self._last.x(), place.y() - self._last.y()
        self._last = place
        self._drag_by(dx, dy, place)
        return True

    def _drag_by(self, dx: float, dy: float, place: QPointF) -> None:
        camera, size = self._stage.camera, self._stage.view_size
        match self._drag:
            case _Drag.ORBIT:
                self._stage.set_camera(camera.orbit(self._pivot, -dx * _ORBIT_DEGREES, dy * _ORBIT_DEGREES))
            case _Drag.PAN:
                self._stage.set_camera(camera.pan(dx, dy, size, depth=self._depth(camera)))
            case _Drag.ZOOM:
                self._zoom(_DRAG_ZOOM ** (-dy), self._pivot)
            case _Drag.BAND:
                self._stage.set_band(QRectF(self._start, place))

    def _release(self, event: QMouseEvent) -> bool:
        drag, self._drag = self._drag, _Drag.NONE
        adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if drag is _Drag.BAND:
            self._stage.set_band(None)
            band = QRectF(self._start, event.position())
            if (event.position() - self._start).manhattanLength() > _CLICK_PIXELS:
                self.boxed.emit(band.normalized(), band.width() < 0, adding)
                return True
            drag = _Drag.PRESSED
        if drag is _Drag.PRESSED and self._tool is Tool.MEASURE:
            self.placed.emit(self._start)
        elif drag is _Drag.PRESSED:
            self.clicked.emit(self.hit_at(self._start), adding)
        return drag is not _Drag.NONE

    def _wheel(self, event: QWheelEvent) -> bool:
        steps = (event.angleDelta().y() or event.pixelDelta().y() * 8) / 120
        if steps:
            self._zoom(_WHEEL_STEP**steps, self._point_under(event.position()))
        event.accept()
        return True

    def _look_under(self) -> None:
        if self._hover_at is None or not self._stage.underMouse():
            return
        if self._tool is Tool.MEASURE:
            self.pointed.emit(self._hover_at)
        else:
            self.hovered.emit(self.hit_at(self._hover_at))

    def _point_under(self, place: QPointF) -> NDArray[np.float64]:
        """The model's point under the cursor; beside the model one at the depth of its middle."""
        hit = self.hit_at(place)
        if hit is not None:
            return hit.point
        camera = self._stage.camera
        return camera.point_at(place.x(), place.y(), self._stage.view_size, depth=self._middle_depth(camera))

    def _middle_depth(self, camera: Camera) -> float:
        bounds = self._stage.sight.bounds
        if bounds is None:
            return camera.depth_of(camera.focal)
        return max(camera.depth_of((bounds[:3] + bounds[3:]) / 2), 0.5)

    def _zoom(self, factor: float, target: NDArray[np.float64]) -> None:
        """Zoom to a point; outwards until the scene is a dot."""
        camera, bounds = self._stage.camera, self._stage.sight.bounds
        if factor < 1 and bounds is not None:
            most = _FARTHEST * max(float(np.linalg.norm(bounds[3:] - bounds[:3])), 1.0)
            factor = max(factor, min(camera.distance / most, 1.0))
        if factor != 1:
            self._stage.set_camera(camera.zoom(factor, target))

    def _depth(self, camera: Camera) -> float:
        return max(camera.depth_of(self._pivot), 0.1)
