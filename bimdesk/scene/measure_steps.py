"""From picks to a measurement: what the next pick may take, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.facets import Face, face_at, surface_area
from bimdesk.scene.measure import (
    Line,
    MeasureKind,
    Measurement,
    Plane,
    measure_angle,
    measure_area,
    measure_corner,
    measure_distance,
    measure_gap,
    measure_point,
)
from bimdesk.scene.sight import Hit, Sight
from bimdesk.scene.snap import ALL_KINDS, Snap, SnapKind

_FACES_ONLY = frozenset({SnapKind.FACE})
_FACES_KEPT = 8
"""A pick is painted many times; its face is looked for once."""
_POINTS = frozenset({SnapKind.VERTEX, SnapKind.MIDDLE})


class Step(Enum):
    """What the next pick is for."""

    START = "start"
    END = "end"
    FIRST_FACE = "first face"
    SECOND_FACE = "second face"
    FIRST_SIDE = "first side"
    SECOND_SIDE = "second side"
    APEX = "apex"
    LAST_POINT = "last point"
    FACE = "face"
    POINT = "point"


class MeasureSteps:
    """Collects picks until they make a measurement; then starts anew."""

    def __init__(self, sight: Callable[[], Sight]) -> None:
        self._sight = sight
        self.kind = MeasureKind.DISTANCE
        self.picks: tuple[Snap, ...] = ()
        self._faces: dict[Hit, Face] = {}
        self._surfaces: dict[tuple[ModelKey, int], float] = {}

    def choose(self, kind: MeasureKind) -> None:
        """Measure something else; picks that were made are dropped."""
        self.kind = kind
        self.picks = ()
        self._faces.clear()
        self._surfaces.clear()

    def step_back(self) -> bool:
        """Drop the last pick; False where there is none."""
        had = bool(self.picks)
        self.picks = self.picks[:-1]
        return had

    @property
    def step(self) -> Step:
        match self.kind, len(self.picks):
            case MeasureKind.AREA, _:
                return Step.FACE
            case MeasureKind.POINT, _:
                return Step.POINT
            case MeasureKind.FACES, count:
                return Step.SECOND_FACE if count else Step.FIRST_FACE
            case MeasureKind.ANGLE, count if count and self._by_points:
                return Step.APEX if count == 1 else Step.LAST_POINT
            case MeasureKind.ANGLE, count:
                return Step.SECOND_SIDE if count else Step.FIRST_SIDE
            case _, count:
                return Step.END if count else Step.START

    @property
    def wanted(self) -> frozenset[SnapKind]:
        """What the next pick may take."""
        if self.step in (Step.FACE, Step.FIRST_FACE, Step.SECOND_FACE):
            return _FACES_ONLY
        if self.step is Step.SECOND_SIDE:
            return ALL_KINDS - _POINTS
        return ALL_KINDS

    def take(self, snap: Snap) -> Measurement | None:
        """Use a pick: the measurement where it was the last one needed.

        Raises BadInputError where nothing can be measured with it; the picks before it stay.
        """
        made = self.result(snap)
        self.picks = () if made is not None else (*self.picks, snap)
        return made

    def result(self, snap: Snap) -> Measurement | None:
        """What `take` would give, for a look ahead. Raises BadInputError likewise."""
        match self.step:
            case Step.END:
                return measure_distance(self.picks[0].point, snap.point)
            case Step.SECOND_FACE:
                return measure_gap(self._plane(self.picks[0]), self._plane(snap))
            case Step.SECOND_SIDE:
                return measure_angle(self._side(self.picks[0]), self._side(snap))
            case Step.LAST_POINT:
                return measure_corner(self.picks[0].point, self.picks[1].point, snap.point)
            case Step.FACE:
                return self._area(snap)
            case Step.POINT:
                return measure_point(snap.point, ref=snap.ref)
            case _:
                return None

    def face(self, snap: Snap) -> Face | None:
        """The flat face that a pick lies on; None beside the model."""
        return None if snap.hit is None else self._face(snap.hit)

    @property
    def _by_points(self) -> bool:
        return self.picks[0].kind in _POINTS

    def _area(self, snap: Snap) -> Measurement | None:
        if snap.hit is None:
            return None
        model = self._sight().model(snap.hit.ref.model)
        face = self._face(snap.hit)
        if model is None or face is None:
            return None
        place = model.key, snap.hit.row
        if place not in self._surfaces:
            self._surfaces[place] = surface_area(model, snap.hit.row)
        return measure_area(face, total=self._surfaces[place])

    def _side(self, snap: Snap) -> Line | Plane:
        if snap.edge is not None:
            return Line(ends=snap.edge, at=snap.point)
        return self._plane(snap)

    def _plane(self, snap: Snap) -> Plane:
        face = self.face(snap)
        if face is None:
            raise LookupError("a face was picked beside the model")
        return Plane(face=face, at=snap.point)

    def _face(self, hit: Hit) -> Face | None:
        model = self._sight().model(hit.ref.model)
        if model is None:
            return None
        if hit not in self._faces:
            while len(self._faces) >= _FACES_KEPT:
                del self._faces[next(iter(self._faces))]
            self._faces[hit] = face_at(model, hit.row, hit.triangle)
        return self._faces[hit]
