"""Measurements as values: distance, gap of two faces, angle, area, place. NumPy only, metres and degrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from math import acos, degrees, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bimdesk.domain.ids import ElementRef
from bimdesk.errors import BadInputError
from bimdesk.scene.facets import Face, triangle_areas

Floats = NDArray[np.float64]
_PARALLEL_DEGREES = 0.5
_MEETING = 1e-3
"""Metres: lines that pass one another nearer than this meet."""
_FAR = 200.0
"""Times the distance of the picks: an apex beyond this is not shown."""


class MeasureKind(Enum):
    """What is measured."""

    DISTANCE = "distance"
    FACES = "faces"
    ANGLE = "angle"
    AREA = "area"
    POINT = "point"


def _no_lines() -> Floats:
    return np.zeros((0, 2, 3))


def _no_triangles() -> Floats:
    return np.zeros((0, 3, 3))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measurement:
    """One result, in scene coordinates.

    points     float64 (n, 3)     distance, gap: both ends; angle: arm, apex, arm or two places; else one
    value      metres, degrees or square metres; not a number for a point
    lines      float64 (k, 2, 3)  outlines of what was picked
    triangles  float64 (m, 3, 3)  faces that were picked
    total      square metres of the whole element (area only)
    ref        the element that was picked (point only)
    """

    kind: MeasureKind
    points: Floats
    value: float = nan
    lines: Floats = field(default_factory=_no_lines)
    triangles: Floats = field(default_factory=_no_triangles)
    total: float = nan
    ref: ElementRef | None = None

    @property
    def delta(self) -> Floats:
        """float64 (3,): from the first end to the second along X, Y and Z, metres."""
        return np.asarray(self.points[-1] - self.points[0])

    @property
    def anchor(self) -> Floats:
        """Where its label stands."""
        if self.kind is MeasureKind.ANGLE and len(self.points) == 3:
            return np.asarray(self.points[1])
        return np.asarray((self.points[0] + self.points[-1]) / 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """An edge (2, 3) as it was picked at a point of it."""

    ends: Floats
    at: Floats

    @property
    def direction(self) -> Floats:
        return _unit(self.ends[1] - self.ends[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """A face as it was picked at a point of it."""

    face: Face
    at: Floats


def measure_distance(start: ArrayLike, end: ArrayLike) -> Measurement:
    """The straight line between two points."""
    points = np.array([start, end], dtype=np.float64)
    return Measurement(
        kind=MeasureKind.DISTANCE, points=points, value=float(np.linalg.norm(points[1] - points[0]))
    )


def measure_gap(first: Plane, second: Plane) -> Measurement:
    """The perpendicular distance of two parallel faces, from where the first was picked.

    Raises BadInputError where they are not parallel.
    """
    between = _acute(first.face.normal, second.face.normal)
    if between > _PARALLEL_DEGREES:
        raise BadInputError(
            f"These faces are not parallel: {between:.2f}° between them.",
            "Pick a face that is parallel to the first, or measure the angle.",
        )
    normal = first.face.normal
    gap = float((second.at - first.at) @ normal)
    return Measurement(
        kind=MeasureKind.FACES,
        points=np.array([first.at, first.at + normal * gap]),
        value=abs(gap),
        lines=np.concatenate([first.face.outline, second.face.outline]),
        triangles=np.concatenate([first.face.triangles, second.face.triangles]),
    )


def measure_corner(start: ArrayLike, apex: ArrayLike, end: ArrayLike) -> Measurement:
    """The angle at `apex` between two points. Raises BadInputError where one of them lies on it."""
    points = np.array([start, apex, end], dtype=np.float64)
    arms = points[[0, 2]] - points[1]
    if (np.linalg.norm(arms, axis=1) < 1e-9).any():
        raise BadInputError("Two of the three points are the same.", "Pick three different points.")
    return Measurement(kind=MeasureKind.ANGLE, points=points, value=_angle(arms[0], arms[1]))


def measure_angle(first: Line | Plane, second: Line | Plane) -> Measurement:
    """The angle between two edges, two faces, or an edge and a face (0 to 90 degrees).

    Edges that meet, and faces, give the angle of the sides that were picked: 120 stays 120 degrees.
    """
    lines = np.concatenate([_outline(first), _outline(second)])
    triangles = np.concatenate(
        [one.face.triangles for one in (first, second) if isinstance(one, Plane)] or [_no_triangles()]
    )
    ends = np.array([first.at, second.at])
    apex: Floats | None = None
    match first, second:
        case Line(), Line():
            apex = _meeting_point(first, second)
            value = _acute(first.direction, second.direction)
        case Plane(), Plane():
            value, corner = _between_planes(first, second)
            if corner is not None:
                ends, apex = corner[[0, 2]], corner[1]
        case (Plane() as plane, Line() as line) | (Line() as line, Plane() as plane):
            value = 90.0 - _acute(line.direction, plane.face.normal)
    if apex is not None and (np.linalg.norm(ends - apex, axis=1) > 1e-9).all():
        value = _angle(ends[0] - apex, ends[1] - apex)
        ends = np.array([ends[0], apex, ends[1]])
    return Measurement(kind=MeasureKind.ANGLE, points=ends, value=value, lines=lines, triangles=triangles)


def measure_area(face: Face, *, total: float = nan) -> Measurement:
    """The area of a flat face; `total` is that of the whole element's surface."""
    return Measurement(
        kind=MeasureKind.AREA,
        points=face.middle[None],
        value=float(triangle_areas(face.triangles).sum()),
        lines=face.outline,
        triangles=face.triangles,
        total=total,
    )


def measure_point(point: ArrayLike, *, ref: ElementRef | None = None) -> Measurement:
    """A place, and the element on which it is."""
    return Measurement(kind=MeasureKind.POINT, points=np.array([point], dtype=np.float64), ref=ref)


def _between_planes(first: Plane, second: Plane) -> tuple[float, Floats | None]:
    """Degrees, and float64 (3, 3): arm, apex on the planes' common line, arm; None where it is too far."""
    acute = _acute(first.face.normal, second.face.normal)
    if acute < 1e-6:
        return 0.0, None
    common = _unit(np.cross(first.face.normal, second.face.normal))
    system = np.array([first.face.normal, second.face.normal, common])
    middle = (first.at + second.at) / 2
    sides = [first.face.normal @ first.at, second.face.normal @ second.at, common @ middle]
    apex = np.linalg.solve(system, np.array(sides))
    arms = np.array([plane.at - apex for plane in (first, second)])
    arms -= (arms @ common)[:, None] * common
    length = np.linalg.norm(arms, axis=1)
    if (length < 1e-9).any():
        return acute, None
    value = _angle(arms[0], arms[1])
    if length.max() > _FAR * max(float(np.linalg.norm(second.at - first.at)), 1e-3):
        return value, None
    return value, np.array([apex + arms[0], apex, apex + arms[1]])


def _meeting_point(first: Line, second: Line) -> Floats | None:
    """Where two lines meet; None where they are parallel, pass one another by, or meet far away."""
    u, v, away = first.direction, second.direction, first.at - second.at
    turned = 1 - (u @ v) ** 2
    if turned < 1e-8:
        return None
    s = ((u @ v) * (v @ away) - u @ away) / turned
    t = (v @ away - (u @ v) * (u @ away)) / turned
    one, other = first.at + u * s, second.at + v * t
    if np.linalg.norm(one - other) > _MEETING:
        return None
    reach = max(float(np.linalg.norm(away)), 1e-3) * _FAR
    return np.asarray((one + other) / 2) if max(abs(s), abs(t)) <= reach else None


def _outline(picked: Line | Plane) -> Floats:
    return picked.ends[None] if isinstance(picked, Line) else picked.face.outline


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-15))


def _angle(first: Floats, second: Floats) -> float:
    """Degrees between two vectors, 0 to 180."""
    return degrees(acos(float(np.clip(_unit(first) @ _unit(second), -1, 1))))


def _acute(first: Floats, second: Floats) -> float:
    """Degrees between two directions whichever way they point, 0 to 90."""
    return degrees(acos(float(np.clip(abs(_unit(first) @ _unit(second)), 0, 1))))
