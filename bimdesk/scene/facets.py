"""Flat faces and feature edges of one element, out of its triangles."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.sight import element_mesh
from bimdesk.scene.views import ModelView

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

_WELD = 1e-4
"""Metres: vertices nearer to one another than this are one."""
_FLAT = cos(radians(0.5))
_FLUSH = 1e-3
"""Metres that a triangle may leave the plane of its face."""
_CREASE = cos(radians(15))
_MOST_TO_FEEL = 5000
"""Triangles up to which missing feature edges are made while the cursor moves."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A flat face: triangles float64 (n, 3, 3) in scene coordinates that hang together in one plane.

    normal    float64 (3,)       unit length
    outline   float64 (k, 2, 3)  the edges that only one of the triangles has
    """

    triangles: Floats
    normal: Floats
    outline: Floats

    @property
    def point(self) -> Floats:
        """A point of the face's plane."""
        return np.asarray(self.triangles[0, 0])

    @property
    def middle(self) -> Floats:
        """The centre of its area."""
        weights = triangle_areas(self.triangles)
        return np.asarray((self.triangles.mean(axis=1) * weights[:, None]).sum(axis=0) / weights.sum())


def face_at(model: ModelView, row: int, triangle: int) -> Face:
    """The flat face of an element to which one of its triangles belongs. Raises IndexError on none such."""
    points, faces = element_mesh(model.mesh, row)
    return flat_face(points + model.offset, faces, triangle)


def flat_face(points: Floats, faces: Rows, triangle: int) -> Face:
    """As `face_at`, of vertices (n, 3) and triangles (m, 3); one without area is a face of its own."""
    normal = triangle_normals(points[faces[triangle]][None])[0]
    if not normal.any():
        corners = points[faces[triangle]][None]
        return Face(triangles=corners, normal=np.array([0.0, 0.0, 1.0]), outline=np.zeros((0, 2, 3)))
    height = (points - points[faces[triangle, 0]]) @ normal
    flush = np.flatnonzero((np.abs(height[faces]) < _FLUSH).all(axis=1))
    flush = flush[np.abs(triangle_normals(points[faces[flush]]) @ normal) > _FLAT]
    welded = weld(points[faces[flush]].reshape(-1, 3)).reshape(-1, 3)
    _, once = np.unique(np.sort(welded, axis=1), axis=0, return_index=True)  # two sides of one triangle
    start = int(np.flatnonzero(flush == triangle)[0])
    same = (np.sort(welded[once], axis=1) == np.sort(welded[start])).all(axis=1)
    flush, welded = flush[once], welded[once]
    ours = _connected(welded, int(np.flatnonzero(same)[0]))
    corners = points[faces[flush[ours]]]
    return Face(triangles=corners, normal=normal, outline=_outline(corners, welded[ours]))


def surface_area(model: ModelView, row: int) -> float:
    """Square metres of all triangles of an element."""
    points, faces = element_mesh(model.mesh, row)
    return float(triangle_areas(points[faces]).sum())


def triangle_areas(corners: Floats) -> Floats:
    """float64 (n,): the areas of triangles (n, 3, 3)."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(across, axis=1) / 2)


def triangle_normals(corners: Floats) -> Floats:
    """float64 (n, 3): unit normals of triangles (n, 3, 3); zero where one has no area."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(across, axis=1, keepdims=True)
    return np.where(length > 1e-14, across / np.maximum(length, 1e-14), 0.0)


def weld(points: Floats) -> Rows:
    """int64 (n,): the same number for vertices at the same place, to 0.1 mm."""
    _, number = np.unique(np.round(points / _WELD), axis=0, return_inverse=True)
    return np.asarray(number.reshape(-1), dtype=np.int64)


def element_edges(model: ModelView, row: int) -> Floats:
    """float64 (k, 2, 3), scene coordinates: the element's feature edges.

    Made here where the mesh has none yet (a preview), unless that would take too long.
    """
    mesh = model.mesh
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    edges = mesh.edges[int(mesh.part_edges[first]) : int(mesh.part_edges[last])]
    if len(mesh.edges):
        return np.asarray(mesh.vertices[edges].astype(np.float64) + model.offset)
    points, faces = element_mesh(mesh, row)
    if len(faces) > _MOST_TO_FEEL:
        return np.zeros((0, 2, 3))
    return feature_edges(points, faces) + model.offset


def feature_edges(points: Floats, faces: Rows) -> Floats:
    """float64 (k, 2, 3): edges of one triangle only, and those where the surface turns by over 15 degrees."""
    if not len(faces):
        return np.zeros((0, 2, 3))
    welded = weld(points)[faces]
    pairs = np.sort(_sides(welded), axis=1)
    ends = points[_sides(faces)]
    normals = np.repeat(triangle_normals(points[faces])[None], 3, axis=0).reshape(-1, 3)
    _, first, number, times = np.unique(
        pairs, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    turned = np.abs((normals * normals[first][number.reshape(-1)]).sum(axis=1)) < _CREASE
    sharp = np.zeros(len(first), dtype=bool)
    np.logical_or.at(sharp, number.reshape(-1), turned)
    return np.asarray(ends[first[sharp | (times == 1)]])


def _sides(faces: Rows) -> Rows:
    """int64 (3 n, 2): the three sides of each triangle."""
    return np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])


def _connected(welded: Rows, start: int) -> Rows:
    """Rows of the triangles that hang together, side by side, with the one in row `start`."""
    count = len(welded)
    _, side = np.unique(np.sort(_sides(welded), axis=1), axis=0, return_inverse=True)
    side = side.reshape(3, count)
    inside: NDArray[np.bool_] = np.zeros(count, dtype=bool)
    inside[start] = True
    touched = np.zeros(int(side.max()) + 1, dtype=bool)
    while True:
        touched[side[:, inside]] = True
        grown = touched[side].any(axis=0)
        if grown.sum() == inside.sum():
            return np.flatnonzero(inside)
        inside = np.asarray(grown)


def _outline(corners: Floats, welded: Rows) -> Floats:
    pairs = np.sort(_sides(welded), axis=1)
    ends = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    _, first, times = np.unique(pairs, axis=0, return_index=True, return_counts=True)
    return np.asarray(ends[first[times == 1]])
