"""Where sections can be taken hold of in the view, and how far a drag moves them. No VTK, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.sections import SectionBox, SectionPlane, Sections

Floats = NDArray[np.float64]
Size = tuple[int, int]
ARROW = 46.0
"""Pixels from a handle's knob to the tip of its arrow."""
_KNOB = 13.0
_SHAFT = 7.0
_FACING = 0.15
"""Share of its length that an axis must show in the picture to be dragged along; else up and down count."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Handle:
    """One knob with an arrow, in scene coordinates.

    plane    the id of the section plane, 0 for the box
    face     the box's face (0..5), -1 for a plane
    point    float64 (3,) where the knob is
    axis     float64 (3,) unit vector along which it moves
    outline  float64 (k, 3) the corners of the plane's or the face's border, in order; may be empty
    """

    plane: int
    face: int
    point: Floats
    axis: Floats
    outline: Floats

    @property
    def name(self) -> tuple[int, int]:
        return self.plane, self.face


def make_handles(sections: Sections, origin: Floats, bounds: Floats) -> list[Handle]:
    """Handles of all sections that are on; `origin` world metres, `bounds` float64 (6,) of the scene."""
    handles = [_plane_handle(plane, origin, bounds) for plane in sections.planes if plane.on]
    if sections.box is not None and sections.box.on:
        handles += [_face_handle(sections.box, face, origin) for face in range(6)]
    return handles


def moved(sections: Sections, handle: Handle, distance: float) -> Sections:
    """The sections after `handle` was pulled along its axis by `distance` metres."""
    if handle.face >= 0 and sections.box is not None:
        sign = 1 if handle.face % 2 else -1
        value = sections.box.face_value(handle.face) + sign * distance
        return sections.with_box(sections.box.with_face(handle.face, value))
    plane = sections.plane(handle.plane)
    return sections if plane is None else sections.with_plane(plane.moved(distance))


def arrow_of(handle: Handle, camera: Camera, size: Size) -> tuple[Floats, Floats] | None:
    """Knob and tip in pixels, float64 (2,) each, as long from everywhere; None behind the eye."""
    across = camera.metres_per_pixel(_depth(handle.point, camera), size[1])
    places = camera.project([handle.point, handle.point + handle.axis * (ARROW * across)], size)
    if (places[:, 2] <= 0).any():
        return None
    return places[0, :2], places[1, :2]


def handle_at(handles: list[Handle], camera: Camera, size: Size, x: float, y: float) -> Handle | None:
    """The handle under a pixel, the nearest to the eye where there are several."""
    place = np.array([x, y])
    found: list[tuple[float, int]] = []
    for number, handle in enumerate(handles):
        arrow = arrow_of(handle, camera, size)
        if arrow is None:
            continue
        knob, tip = arrow
        along = tip - knob
        share = float(np.clip((place - knob) @ along / max(float(along @ along), 1e-9), 0, 1))
        on_shaft = np.linalg.norm(place - knob - along * share) <= _SHAFT
        if on_shaft or np.linalg.norm(place - knob) <= _KNOB:
            found.append((_depth(handle.point, camera), number))
    return handles[min(found)[1]] if found else None


def drag_distance(
    handle: Handle, camera: Camera, size: Size, start: tuple[float, float], end: tuple[float, float]
) -> float:
    """Metres along the handle's axis for a mouse that went from `start` to `end`, pixels."""
    across = camera.metres_per_pixel(_depth(handle.point, camera), size[1])
    step = ARROW * across
    places = camera.project([handle.point, handle.point + handle.axis * step], size)[:, :2]
    shown = places[1] - places[0]
    way = np.asarray(end, dtype=np.float64) - np.asarray(start, dtype=np.float64)
    if float(np.linalg.norm(shown)) < _FACING * ARROW:  # one looks along the axis
        towards = -float(np.sign(handle.axis @ camera.axes[2]) or 1.0)
        return -float(way[1]) * across * towards
    return float(way @ shown / (shown @ shown)) * step


def _depth(point: Floats, camera: Camera) -> float:
    return max(float((point - camera.eye) @ camera.axes[2]), 1e-3)


def _plane_handle(plane: SectionPlane, origin: Floats, bounds: Floats) -> Handle:
    normal = np.asarray(plane.normal)
    point = np.asarray(plane.point) - origin
    return Handle(plane=plane.id, face=-1, point=point, axis=normal, outline=_border(point, normal, bounds))


def _face_handle(box: SectionBox, face: int, origin: Floats) -> Handle:
    axis, side = divmod(face, 2)
    normal = np.zeros(3)
    normal[axis] = 1.0 if side else -1.0
    low, high = np.asarray(box.low) - origin, np.asarray(box.high) - origin
    corners = np.repeat(((low + high) / 2)[None], 4, axis=0)
    one, other = (i for i in range(3) if i != axis)
    corners[:, axis] = (high if side else low)[axis]
    corners[:, one] = [low[one], high[one], high[one], low[one]]
    corners[:, other] = [low[other], low[other], high[other], high[other]]
    return Handle(plane=0, face=face, point=corners.mean(axis=0), axis=normal, outline=corners)


def _border(point: Floats, normal: Floats, bounds: Floats) -> Floats:
    """Where a plane meets the edges of a box (6,), in order around the middle; empty where it misses."""
    corners = box_corners(bounds)
    pairs = [(a, b) for a in range(8) for b in range(a + 1, 8) if (a ^ b).bit_count() == 1]
    value = (corners - point) @ normal
    found = [
        corners[a] + (corners[b] - corners[a]) * (value[a] / (value[a] - value[b]))
        for a, b in pairs
        if (value[a] < 0) != (value[b] < 0)
    ]
    if len(found) < 3:
        return np.zeros((0, 3))
    border = np.array(found)
    first = border[0] - border.mean(axis=0)
    second = np.cross(normal, first)
    spokes = border - border.mean(axis=0)
    return np.asarray(border[np.argsort(np.arctan2(spokes @ second, spokes @ first))])
