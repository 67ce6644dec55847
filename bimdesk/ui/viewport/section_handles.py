"""The handles of sections in the view: painted over the picture, dragged with the left button."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from bimdesk.scene.section_handles import Handle, arrow_of, drag_distance, handle_at, moved
from bimdesk.scene.sections import Sections
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.stage import Stage

_KNOB = 6.0
_HEAD = 10.0


class SectionHandles(QObject):
    """Shown while `visible`; says what the sections are while one is dragged."""

    dragged = Signal(object, object)
    """The sections as they are now, and the name of the handle."""
    released = Signal()

    def __init__(self, stage: Stage, sections: Callable[[], Sections]) -> None:
        super().__init__(stage)
        self._stage = stage
        self._sections = sections
        self._handles: list[Handle] = []
        self._held: Handle | None = None
        self._hovered: tuple[int, int] | None = None
        self._at = (0.0, 0.0)
        stage.add_layer(self._paint)
        stage.installEventFilter(self)

    @property
    def handles(self) -> list[Handle]:
        return self._handles

    def show(self, handles: list[Handle]) -> None:
        """Offer these handles from now on; none hides them."""
        if not handles and not self._handles:
            return
        self._handles = handles
        if self._held is not None:
            self._held = next((one for one in handles if one.name == self._held.name), None)
        self._stage.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self._handles or not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                return self._press(event)
            case QEvent.Type.MouseMove:
                return self._move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._release()
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != Qt.MouseButton.LeftButton:
            return self._held is not None
        self._held = self._under(event.position())
        self._at = (event.position().x(), event.position().y())
        self._stage.update()
        return self._held is not None

    def _move(self, event: QMouseEvent) -> bool:
        if self._held is None:
            found = None if event.buttons() else self._under(event.position())
            hovered = None if found is None else found.name
            if hovered != self._hovered:
                self._hovered = hovered
                self._stage.update()
            return hovered is not None
        place = (event.position().x(), event.position().y())
        distance = drag_distance(self._held, self._stage.camera, self._stage.view_size, self._at, place)
        self._at = place
        if distance:
            self.dragged.emit(moved(self._sections(), self._held, distance), self._held.name)
        return True

    def _release(self) -> bool:
        held, self._held = self._held, None
        if held is not None:
            self._stage.update()
            self.released.emit()
        return held is not None

    def _under(self, place: QPointF) -> Handle | None:
        return handle_at(self._handles, self._stage.camera, self._stage.view_size, place.x(), place.y())

    def _paint(self, painter: QPainter) -> None:
        if not self._handles:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, ground = tokens.current().color("ac"), tokens.current().color("bg1")
        for handle in self._handles:
            self._paint_outline(painter, handle, accent)
        for handle in self._handles:
            self._paint_arrow(painter, handle, accent, ground)

    def _paint_outline(self, painter: QPainter, handle: Handle, accent: QColor) -> None:
        """The border; the one under the mouse is also filled, faintly: the model is to be seen."""
        if not len(handle.outline):
            return
        places = self._stage.camera.project(handle.outline, self._stage.view_size)
        if (places[:, 2] <= 0).any():
            return
        faint = QColor(accent)
        faint.setAlpha(30 if self._is_active(handle) else 0)
        painter.setBrush(faint)
        painter.setPen(QPen(accent, 1.5 if self._is_active(handle) else 1.0))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y, _ in places.tolist()]))

    def _paint_arrow(self, painter: QPainter, handle: Handle, accent: QColor, ground: QColor) -> None:
        arrow = arrow_of(handle, self._stage.camera, self._stage.view_size)
        if arrow is None:
            return
        knob, tip = arrow
        length = float(np.linalg.norm(tip - knob))
        size = _KNOB + (1.5 if self._is_active(handle) else 0.0)
        if length > _HEAD:
            painter.setPen(QPen(ground, 5.0))
            painter.drawLine(_point(knob), _point(tip))
            painter.setPen(QPen(accent, 2.5))
            forward = (tip - knob) / length
            painter.drawLine(_point(knob), _point(tip - forward * _HEAD * 0.7))
            side = np.array([-forward[1], forward[0]]) * (_HEAD * 0.5)
            back = tip - forward * _HEAD
            painter.setPen(QPen(ground, 1.0))
            painter.setBrush(accent)
            painter.drawPolygon(QPolygonF([_point(tip), _point(back + side), _point(back - side)]))
        painter.setPen(QPen(ground, 2.0))
        painter.setBrush(accent)
        painter.drawEllipse(_point(knob), size, size)

    def _is_active(self, handle: Handle) -> bool:
        held = None if self._held is None else self._held.name
        return handle.name in (held, self._hovered)


def _point(place: NDArray[np.float64]) -> QPointF:
    return QPointF(float(place[0]), float(place[1]))
