"""Which element is under a pixel or inside a rectangle: rays and boxes in NumPy, no graphics needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.views import ModelView

Floats = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]
"""left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hit:
    """The element that a ray meets first; `point` in scene coordinates."""

    ref: ElementRef
    point: Floats
    distance: float


def pick(models: Sequence[ModelView], origin: Floats, direction: Floats) -> Hit | None:
    """The nearest drawn element along a ray; ghosts only where nothing solid is behind them."""
    return _nearest(models, origin, direction, ghosts=False) or _nearest(
        models, origin, direction, ghosts=True
    )


def pick_box(
    models: Sequence[ModelView], camera: Camera, size: tuple[int, int], box: Rectangle, *, touching: bool
) -> frozenset[ElementRef]:
    """Elements wholly inside the rectangle, or also those that it touches; hidden behind others included."""
    found: set[ElementRef] = set()
    for model in models:
        rows = _rows_in_box(model, camera, size, box, touching=touching)
        found.update(ElementRef(model.key, ElementId(i)) for i in model.mesh.element_ids[rows].tolist())
    return frozenset(found)


def _nearest(models: Sequence[ModelView], origin: Floats, direction: Floats, *, ghosts: bool) -> Hit | None:
    best: Hit | None = None
    for model in models:
        drawn = model.ghost if ghosts else model.solid | model.selected
        start = origin - model.offset
        rows = np.flatnonzero(drawn)
        entry = _enter_boxes(model.mesh.element_bounds[rows], start, direction)
        order = np.argsort(entry)
        for place in order[: int(np.isfinite(entry).sum())]:
            if best is not None and entry[place] >= best.distance:
                break
            distance = _enter_element(model, int(rows[place]), start, direction)
            if best is None or distance < best.distance:
                if not np.isfinite(distance):
                    continue
                ref = ElementRef(model.key, ElementId(int(model.mesh.element_ids[rows[place]])))
                best = Hit(ref=ref, point=origin + direction * distance, distance=distance)
    return best


def _enter_boxes(bounds: NDArray[np.float32], start: Floats, direction: Floats) -> Floats:
    """float64 (n,): how far along the ray each box begins; infinite where it is missed."""
    safe = np.where(np.abs(direction) < 1e-12, 1e-12, direction)
    low = (bounds[:, :3] - 1e-4 - start) / safe
    high = (bounds[:, 3:] + 1e-4 - start) / safe
    near = np.minimum(low, high).max(axis=1, initial=-np.inf)
    far = np.maximum(low, high).min(axis=1, initial=np.inf)
    return np.where((near <= far) & (far > 0), np.maximum(near, 0), np.inf)


def _enter_element(model: ModelView, row: int, start: Floats, direction: Floats) -> float:
    """How far along the ray the element's first triangle is (Moeller and Trumbore); infinite if missed."""
    mesh = model.mesh
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    v0, v1 = int(mesh.part_vertices[first]), int(mesh.part_vertices[last])
    faces = mesh.faces[int(mesh.part_faces[first]) : int(mesh.part_faces[last])].astype(np.int64) - v0
    points = mesh.vertices[v0:v1].astype(np.float64) - start
    a, b, c = points[faces[:, 0]], points[faces[:, 1]], points[faces[:, 2]]
    ab, ac = b - a, c - a
    across = np.cross(direction, ac)
    determinant = (ab * across).sum(axis=1)
    usable = np.abs(determinant) > 1e-14
    inverse = 1 / np.where(usable, determinant, 1)
    u = -(a * across).sum(axis=1) * inverse
    turned = np.cross(-a, ab)
    v = (turned @ direction) * inverse
    along = (ac * turned).sum(axis=1) * inverse
    hit = usable & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (along > 1e-6)
    return float(along[hit].min()) if hit.any() else float("inf")


def _rows_in_box(
    model: ModelView, camera: Camera, size: tuple[int, int], box: Rectangle, *, touching: bool
) -> NDArray[np.int64]:
    rows = np.flatnonzero(model.solid | model.selected)
    bounds = model.mesh.element_bounds[rows] + np.tile(model.offset, 2)
    corners = camera.project(box_corners(bounds), size).reshape(-1, 8, 3)
    before_eye = (corners[:, :, 2] > 0).all(axis=1)
    x, y = corners[:, :, 0], corners[:, :, 1]
    left, top, right, bottom = box
    inside = before_eye & ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).all(axis=1)
    rest = ~inside
    if before_eye.any():
        with np.errstate(invalid="ignore"):
            apart = (x.max(1) < left) | (x.min(1) > right) | (y.max(1) < top) | (y.min(1) > bottom)
        rest &= ~(before_eye & apart)
    sure = rows[inside]
    maybe = [
        row for row in rows[rest] if _triangles_meet(model, int(row), camera, size, box, touching=touching)
    ]
    return np.sort(np.concatenate([sure, np.asarray(maybe, dtype=np.int64)]))


def _triangles_meet(
    model: ModelView, row: int, camera: Camera, size: tuple[int, int], box: Rectangle, *, touching: bool
) -> bool:
    """True where the element's triangles touch the rectangle, or all lie in it (`touching` false)."""
    mesh = model.mesh
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    v0, v1 = int(mesh.part_vertices[first]), int(mesh.part_vertices[last])
    if v0 == v1:
        return False
    points = camera.project(mesh.vertices[v0:v1] + model.offset, size)
    left, top, right, bottom = box
    x, y = points[:, 0], points[:, 1]
    inside = (points[:, 2] > 0) & (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    if not touching:
        return bool(inside.all())
    if inside.any():
        return True
    faces = mesh.faces[int(mesh.part_faces[first]) : int(mesh.part_faces[last])].astype(np.int64) - v0
    triangles = points[faces]
    return _any_overlap(triangles[(triangles[:, :, 2] > 0).all(axis=1)][:, :, :2], box)


def _any_overlap(triangles: Floats, box: Rectangle) -> bool:
    """Separating axes: true where any triangle (n, 3, 2) has a point in common with the rectangle."""
    left, top, right, bottom = box
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    low, high = triangles.min(axis=1), triangles.max(axis=1)
    near = (low <= (right, bottom)).all(axis=1) & (high >= (left, top)).all(axis=1)
    triangles = triangles[near]
    meet = np.ones(len(triangles), dtype=bool)
    for i in range(3):
        edge = triangles[:, (i + 1) % 3] - triangles[:, i]
        normal = np.stack([-edge[:, 1], edge[:, 0]], axis=1)
        own = (triangles * normal[:, None, :]).sum(axis=2)
        other = normal @ corners.T
        meet &= (own.min(axis=1) <= other.max(axis=1)) & (other.min(axis=1) <= own.max(axis=1))
    return bool(meet.any())
