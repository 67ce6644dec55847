"""Section planes and the section box: values that say what of the scene is cut away. No VTK, no Qt.

A plane's normal points to what is cut away; a box keeps what is inside it. Coordinates are world metres.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bimdesk.scene.cut import Cut

Floats = NDArray[np.float64]
Point = tuple[float, float, float]

STOREY_CUT = 1.2
"""Metres over a storey's floor at which a plan is cut."""
LEAST_BOX = 0.05
"""Metres: a box is never dragged thinner than this."""
_BOX_FILL = 0.10
"""Metres added around what a box is put about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlane:
    """Cuts away what lies beyond `point` in the direction of `normal` (a unit vector)."""

    id: int
    point: Point
    normal: Point
    name: str = ""
    on: bool = True

    @property
    def offset(self) -> float:
        """Where the plane lies along its normal, metres from the world's origin."""
        return float(np.dot(self.point, self.normal))

    def moved(self, distance: float) -> SectionPlane:
        """The plane further along its normal by `distance` metres."""
        return replace(self, point=_point(np.asarray(self.point) + np.asarray(self.normal) * distance))

    def flipped(self) -> SectionPlane:
        """The same plane, cutting away the other side."""
        return replace(self, normal=_point(-np.asarray(self.normal)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBox:
    """Keeps what lies between two corners; its faces are numbered -X +X -Y +Y -Z +Z."""

    low: Point
    high: Point
    on: bool = True

    def with_face(self, face: int, value: float) -> SectionBox:
        """The box with one face (0..5) put at the coordinate `value`, never beyond the one opposite it."""
        low, high = list(self.low), list(self.high)
        axis = face // 2
        if face % 2:
            high[axis] = max(value, low[axis] + LEAST_BOX)
        else:
            low[axis] = min(value, high[axis] - LEAST_BOX)
        return replace(self, low=_point(low), high=_point(high))

    def face_value(self, face: int) -> float:
        """The coordinate of one face along its axis, metres."""
        return (self.high if face % 2 else self.low)[face // 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """All sections of the scene, in the order they were made; a value: each change makes another."""

    planes: tuple[SectionPlane, ...] = ()
    box: SectionBox | None = None

    def __bool__(self) -> bool:
        return bool(self.planes) or self.box is not None

    @property
    def next_id(self) -> int:
        """A number that no plane has."""
        return max((plane.id for plane in self.planes), default=0) + 1

    def plane(self, plane_id: int) -> SectionPlane | None:
        return next((plane for plane in self.planes if plane.id == plane_id), None)

    def with_plane(self, plane: SectionPlane) -> Sections:
        """Add a plane, or put it in the place of the one with its id."""
        if self.plane(plane.id) is None:
            return replace(self, planes=(*self.planes, plane))
        return replace(self, planes=tuple(plane if old.id == plane.id else old for old in self.planes))

    def without_plane(self, plane_id: int) -> Sections:
        return replace(self, planes=tuple(plane for plane in self.planes if plane.id != plane_id))

    def with_box(self, box: SectionBox | None) -> Sections:
        return replace(self, box=box)

    def cut(self, origin: ArrayLike) -> Cut:
        """What is cut away, in coordinates about `origin` (float64 (3,), world metres)."""
        base = np.asarray(origin, dtype=np.float64)
        rows = [
            (-np.asarray(plane.normal), float(np.dot(plane.normal, np.asarray(plane.point) - base)))
            for plane in self.planes
            if plane.on
        ]
        if self.box is not None and self.box.on:
            axes = np.eye(3)
            for axis in range(3):
                rows.append((axes[axis], float(base[axis] - self.box.low[axis])))
                rows.append((-axes[axis], float(self.box.high[axis] - base[axis])))
        return Cut(planes=tuple((*_point(normal), offset) for normal, offset in rows))


def make_plane(sections: Sections, point: ArrayLike, normal: ArrayLike, *, name: str = "") -> SectionPlane:
    """A plane through `point` (world metres); `normal` of any length. Raises ValueError where it has none."""
    direction = np.asarray(normal, dtype=np.float64)
    length = float(np.linalg.norm(direction))
    if not np.isfinite(length) or length < 1e-9:
        raise ValueError("a section plane needs a direction")
    return SectionPlane(
        id=sections.next_id, point=_point(point), normal=_point(direction / length), name=name
    )


def storey_plane(sections: Sections, elevation: float, middle: ArrayLike, *, name: str = "") -> SectionPlane:
    """A level plane 1.2 m over a floor at `elevation` (world metres), cutting away what is above."""
    x, y, _ = _point(middle)
    return make_plane(sections, (x, y, elevation + STOREY_CUT), (0, 0, 1), name=name)


def box_about(bounds: ArrayLike) -> SectionBox:
    """The box around boxes (n, 6), world metres, with 0.1 m to spare. Raises ValueError where n is 0."""
    boxes = np.asarray(bounds, dtype=np.float64).reshape(-1, 6)
    if not len(boxes):
        raise ValueError("a section box needs something to be put about")
    low, high = boxes[:, :3].min(axis=0) - _BOX_FILL, boxes[:, 3:].max(axis=0) + _BOX_FILL
    return SectionBox(low=_point(low), high=_point(high))


def _point(values: ArrayLike) -> Point:
    x, y, z = np.asarray(values, dtype=np.float64).tolist()
    return x, y, z
