"""The soft shadow on the ground: the models' footprint as a blurred raster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.ranges import gather, part_flags
from bimdesk.scene.views import ModelView

SIZE = 256
_MARGIN = 0.22
_BATCH = 200_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Footprint:
    """`darkness` float32 (256, 256), 0..1, rows along Y, over `corner` .. `corner + extent` at height `z`."""

    darkness: NDArray[np.float32]
    corner: tuple[float, float]
    extent: tuple[float, float]
    z: float


def make_footprint(models: Sequence[ModelView]) -> Footprint | None:
    """The shadow of what `models` draw (solid or ghost); None where that is nothing."""
    boxes = [
        model.mesh.element_bounds[model.solid | model.ghost].astype(np.float64) + np.tile(model.offset, 2)
        for model in models
    ]
    bounds = np.concatenate([np.zeros((0, 6)), *boxes])
    if not len(bounds):
        return None
    low, high = bounds[:, :3].min(axis=0), bounds[:, 3:].max(axis=0)
    span = float(max(high[0] - low[0], high[1] - low[1], 0.1))
    corner = low[:2] - _MARGIN * span
    extent = high[:2] - low[:2] + 2 * _MARGIN * span
    raster = np.zeros((SIZE, SIZE), dtype=bool)
    for model in models:
        drawn = (model.solid | model.ghost) & _large_enough(model.mesh.element_bounds, extent)
        faces = gather(model.mesh.faces, model.mesh.part_faces, part_flags(model.mesh, drawn))
        points = (model.mesh.vertices[:, :2] + (model.offset[:2] - corner)) * (SIZE / extent)
        _draw(raster, points, faces)
    soft = raster.astype(np.float32)
    near = _blurred(soft, 0.02 * span / extent * SIZE)
    far = _blurred(soft, 0.064 * span / extent * SIZE)
    darkness = np.clip(0.55 * near + 0.60 * far, 0, 1)
    return Footprint(
        darkness=darkness.astype(np.float32),
        corner=(float(corner[0]), float(corner[1])),
        extent=(float(extent[0]), float(extent[1])),
        z=float(low[2]) - 0.02,
    )


def _large_enough(bounds: NDArray[np.float32], extent: NDArray[np.float64]) -> NDArray[np.bool_]:
    """bool (n,): elements that cover more than a cell or so; the rest would not show in the blur."""
    size = np.asarray((bounds[:, 3:5] - bounds[:, 0:2]) * (SIZE / extent))
    return np.asarray(size.max(axis=1) > 1.5)


def _draw(raster: NDArray[np.bool_], points: NDArray[np.float64], faces: NDArray[np.uint32]) -> None:
    """Set the cells under the triangles: the span of each on every row that it crosses, summed along it."""
    edges = np.zeros((SIZE, SIZE + 1), dtype=np.int64)
    for start in range(0, len(faces), _BATCH):
        triangles = points[faces[start : start + _BATCH]]
        a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
        area = np.abs((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]))
        triangles = triangles[area > 0.02]
        first = np.clip(np.floor(triangles[:, :, 1].min(axis=1)), 0, SIZE - 1).astype(np.int64)
        last = np.clip(np.floor(triangles[:, :, 1].max(axis=1)), 0, SIZE - 1).astype(np.int64)
        count = last - first + 1
        which = np.repeat(np.arange(len(triangles)), count)
        row = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + first[which]
        left, right = _spans(triangles[which], row)
        np.add.at(edges, (row, left), 1)
        np.add.at(edges, (row, right + 1), -1)
    raster |= np.cumsum(edges, axis=1)[:, :SIZE] > 0


def _spans(
    triangles: NDArray[np.float64], row: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last cell of each triangle in its row: where its edges lie between the row's two borders."""
    low, high = np.full(len(row), np.inf), np.full(len(row), -np.inf)
    for i in range(3):
        start, end = triangles[:, i], triangles[:, (i + 1) % 3]
        rise = end[:, 1] - start[:, 1]
        safe = np.where(np.abs(rise) < 1e-9, 1e-9, rise)
        for border in (row, row + 1):
            share = np.clip((border - start[:, 1]) / safe, 0, 1)
            x = start[:, 0] + (end[:, 0] - start[:, 0]) * share
            y = start[:, 1] + rise * share
            inside = (y >= row - 1e-6) & (y <= row + 1 + 1e-6)
            low = np.where(inside, np.minimum(low, x), low)
            high = np.where(inside, np.maximum(high, x), high)
    left = np.clip(np.where(np.isfinite(low), low, 0), 0, SIZE - 1).astype(np.int64)
    right = np.clip(np.where(np.isfinite(high), high, 0), 0, SIZE - 1).astype(np.int64)
    return left, np.maximum(left, right)


def _blurred(image: NDArray[np.float32], sigma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gaussian blur, `sigma` in cells along X and Y."""
    return _kernel(float(sigma[1])) @ image @ _kernel(float(sigma[0])).T


def _kernel(sigma: float) -> NDArray[np.float64]:
    distance = np.arange(SIZE)[:, None] - np.arange(SIZE)[None, :]
    weights = np.exp(-0.5 * (distance / max(sigma, 0.3)) ** 2)
    return np.asarray(weights / weights.sum(axis=1).max())
