"""Which element is under a pixel or inside a rectangle: rays and boxes in NumPy, no graphics needed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.ids import ElementIds, RefSet
from bimdesk.scene.sight import Hit, Sight
from bimdesk.scene.views import ModelView

__all__ = ["Hit", "Rectangle", "pick", "pick_box"]

Floats = NDArray[np.float64]
Rectangle = tuple[float, float, float, float]
"""left, top, right, bottom in pixels."""


def pick(models: Sequence[ModelView], origin: Floats, direction: Floats) -> Hit | None:
    """The nearest drawn element along one ray; whoever asks for more than one keeps a `Sight`."""
    return Sight(models).pick(origin, direction)


def pick_box(
    models: Sequence[ModelView], camera: Camera, size: tuple[int, int], box: Rectangle, *, touching: bool
) -> RefSet:
    """Elements wholly inside the rectangle, or also those that it touches; hidden behind others included."""
    return RefSet(
        ElementIds(
            {
                model.key: model.mesh.element_ids[_rows_in_box(model, camera, size, box, touching=touching)]
                for model in models
            }
        )
    )


def _rows_in_box(
    model: ModelView, camera: Camera, size: tuple[int, int], box: Rectangle, *, touching: bool
) -> NDArray[np.int64]:
    rows = np.flatnonzero(model.solid | model.selected)
    if model.cut:
        rows = rows[~model.cut.removes(model.mesh.element_bounds[rows] + np.tile(model.offset, 2))]
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
