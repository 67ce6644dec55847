"""The measure tool: takes what the cursor holds, keeps the measurements, copies their values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter

from bimdesk.domain.georeference import Point
from bimdesk.domain.ids import ModelKey
from bimdesk.errors import BadInputError
from bimdesk.meshes import Mesh
from bimdesk.scene.measure import MeasureKind, Measurement
from bimdesk.scene.measure_steps import MeasureSteps
from bimdesk.scene.snap import Snap, SnapKind, snap
from bimdesk.scene.state import SceneState
from bimdesk.ui.viewport.gestures import Gestures, Tool
from bimdesk.ui.viewport.measure_marks import Label, Marks
from bimdesk.ui.viewport.measure_words import (
    LengthUnit,
    MapPlace,
    copied_text,
    detail_text,
    snap_text,
    value_text,
)
from bimdesk.ui.viewport.stage import Stage


class Measuring(QObject):
    """Joins mouse, snapping and painting; `changed` tells the strip, `copied` and `problem` have words."""

    changed = Signal()
    copied = Signal(str)
    problem = Signal(str)

    def __init__(self, stage: Stage, gestures: Gestures, state: SceneState) -> None:
        super().__init__(stage)
        self._stage = stage
        self._gestures = gestures
        self._state = state
        self._held: Snap | None = None
        self._next: Measurement | None = None
        self._over: int | None = None
        self._rects: list[QRectF] = []
        self._meshes: dict[ModelKey, Mesh] = {}
        self._pressed: int | None = None
        self.unit: LengthUnit = "m"
        self.steps = MeasureSteps(lambda: stage.sight)
        self.measurements: tuple[Measurement, ...] = ()
        self.on_map: Callable[[ModelKey, Point], MapPlace | None] = lambda _key, _point: None
        """Where a point (world metres) of a model lies on the map; set by whoever knows."""
        gestures.pointed.connect(self._point)
        gestures.placed.connect(self._take)
        stage.add_layer(self._paint)
        stage.installEventFilter(self)

    @property
    def active(self) -> bool:
        return self._gestures.tool is Tool.MEASURE

    def choose(self, kind: MeasureKind) -> None:
        """Measure something else from now on."""
        self.steps.choose(kind)
        self._show(None)

    def set_unit(self, unit: LengthUnit) -> None:
        self.unit = unit
        self._show(self._held)

    def clear(self) -> None:
        """Drop all measurements and what is half picked."""
        self.measurements = ()
        self.steps.choose(self.steps.kind)
        self._show(None)

    def step_back(self) -> bool:
        """Drop the last pick of a measurement that is not done; false where there is none."""
        dropped = self.active and self.steps.step_back()
        if dropped:
            self._show(self._held)
        return dropped

    def remove_last(self) -> bool:
        """Drop the measurement under the cursor, else the newest; false where there is none."""
        if not self.measurements:
            return False
        place = len(self.measurements) - 1 if self._over is None else self._over
        self.measurements = self.measurements[:place] + self.measurements[place + 1 :]
        self._over = None
        self._show(self._held)
        return True

    def forget_points_of(self, key: ModelKey) -> None:
        """The model stands elsewhere now: points measured on it lie beside it, at wrong map places."""
        kept = tuple(one for one in self.measurements if one.ref is None or one.ref.model != key)
        if len(kept) < len(self.measurements):
            self.measurements, self._over = kept, None
            self._show(self._held)

    def follow_tool(self) -> None:
        """The tool was changed: what is half picked is dropped, what is measured stays."""
        self.steps.choose(self.steps.kind)
        self._show(None)

    def follow_models(self) -> None:
        """Models came or went: picks on what is gone or new are dropped, all where nothing is left."""
        before, self._meshes = self._meshes, {entry.key: entry.mesh for entry in self._state}
        gone = {key for key, mesh in before.items() if self._meshes.get(key) is not mesh}
        if not self._meshes:
            self.clear()
            return
        if any(pick.ref.model in gone for pick in self.steps.picks):
            self.steps.choose(self.steps.kind)
        self._show(None)

    def copy(self, index: int) -> None:
        """Put the value of a measurement on the clipboard."""
        made = self.measurements[index]
        text = copied_text(made, self.unit, self._world(made), self._map_place(made))
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text.splitlines()[0])

    def label_rect(self, index: int) -> QRectF:
        """Where the label of a measurement was painted last, logical pixels of the stage."""
        return self._rects[index] if index < len(self._rects) else QRectF()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and self.measurements:
            return self._mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.active:
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                return self.remove_last()
        elif event.type() == QEvent.Type.Leave:
            self._over = None
            self._show(None)
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        """A press and a release on one label copies its value and goes no further."""
        over = self._label_at(event.position())
        match event.type():
            case QEvent.Type.MouseMove if not event.buttons():
                self._hover(over)
                return over is not None
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                self._pressed = over if event.button() == Qt.MouseButton.LeftButton else None
                return self._pressed is not None
            case QEvent.Type.MouseButtonRelease if self._pressed is not None:
                pressed, self._pressed = self._pressed, None
                if over == pressed:
                    self.copy(pressed)
                return True
            case QEvent.Type.MouseMove:
                return self._pressed is not None
        return False

    def _hover(self, over: int | None) -> None:
        if over == self._over:
            return
        self._over = over
        if over is None:
            self._gestures.show_cursor()
        else:
            self._stage.setCursor(Qt.CursorShape.PointingHandCursor)
            self._hold(None)
        self._stage.update()

    def _label_at(self, place: QPointF) -> int | None:
        return next((i for i, rect in reversed(list(enumerate(self._rects))) if rect.contains(place)), None)

    def _point(self, place: QPointF) -> None:
        self._hold(self._snap(place) if self.active else None)
        self._stage.update()

    def _take(self, place: QPointF) -> None:
        found = self._snap(place)
        if found is None:
            return
        try:
            made = self.steps.take(found)
        except BadInputError as error:
            self.problem.emit(error.message)
            return
        if made is not None:
            self.measurements = (*self.measurements, made)
        self._show(None if made is not None else found)

    def _snap(self, place: QPointF) -> Snap | None:
        stage = self._stage
        where = place.x(), place.y()
        return snap(stage.sight, stage.camera, stage.view_size, where, kinds=self.steps.wanted)

    def _show(self, held: Snap | None) -> None:
        self._hold(held)
        self._stage.update()
        self.changed.emit()

    def _hold(self, held: Snap | None) -> None:
        """What the cursor is at, and what would come of a click there."""
        self._held = held
        self._next = None
        if held is None:
            return
        try:
            self._next = self.steps.result(held)
        except BadInputError:
            return  # said when it is clicked

    def _paint(self, painter: QPainter) -> None:
        if not self.measurements and not self.active:
            self._rects = []
            return
        marks = Marks(painter, self._stage.camera, self._stage.view_size)
        for made in self.measurements:
            marks.paint(made)
        self._paint_ahead(marks)
        labels = [(made, self._label(made, i == self._over)) for i, made in enumerate(self.measurements)]
        self._rects = marks.paint_labels(labels)
        if self._held is not None:
            marks.paint_snap(self._held, snap_text(self._held.kind))

    def _paint_ahead(self, marks: Marks) -> None:
        """What was picked so far, and what would come of the place under the cursor."""
        for pick in self.steps.picks:
            face = self.steps.face(pick) if pick.kind is SnapKind.FACE else None
            if face is not None and self.steps.kind is not MeasureKind.DISTANCE:
                marks.paint_face(face.triangles, face.outline)
            marks.paint_snap(pick, snap_text(pick.kind))
        if self._next is not None and self._held is not None:
            marks.paint(self._next, faint=True)
            marks.keep_free(self._held.point)
            marks.paint_labels([(self._next, self._label(self._next, False))])

    def _label(self, made: Measurement, hovered: bool) -> Label:
        value = value_text(made, self.unit, self._world(made))
        return Label(value=value, detail=detail_text(made, self.unit, self._map_place(made)), hovered=hovered)

    def _map_place(self, made: Measurement) -> MapPlace | None:
        if made.ref is None:
            return None
        x, y, z = self._world(made).tolist()
        return self.on_map(made.ref.model, (x, y, z))

    def _world(self, made: Measurement) -> NDArray[np.float64]:
        """World coordinates, metres, of where the measurement begins."""
        return np.asarray(made.points[0] + self._state.origin)
