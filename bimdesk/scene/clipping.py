"""The near and the far plane: nothing of the scene is cut off, and no more depth than that is spent.

A depth buffer of 24 bits tells two surfaces apart at the distance z where they are z² / (near · 2^24) apart.
The near plane is therefore pushed out to the first thing that is in view, whatever the size of the scene.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bimdesk.scene.boxtree import enter_boxes
from bimdesk.scene.camera import HALF_TANGENT, Camera
from bimdesk.scene.views import ModelView

_LEAST = 0.01
_SHARE_OF_FAR = 3000
_MOST_EXACT = 64
"""Boxes whose part in view is looked at exactly, the nearest first."""
_MOST_OF_FAR = 50
"""Amid the scene no further than this part of the far plane, for what is no element (the ground's shadow)."""
_SHARE_OF_FOCUS = 25
"""Amid an element's box the near plane stands at this part of the way to the focal point."""

Floats = NDArray[np.float64]


def clipping_range(
    camera: Camera, size: tuple[int, int], models: Sequence[ModelView], corners: ArrayLike
) -> tuple[float, float]:
    """Near and far plane in metres before the eye, for `models` and whatever else lies within `corners`."""
    depth = (np.asarray(corners, dtype=np.float64).reshape(-1, 3) - camera.eye) @ camera.axes[2]
    if not len(depth):
        return (0.1, 100.0) if not camera.parallel else (1.0, 2 * camera.depth_of(camera.focal))
    far, nearest = float(depth.max()), float(depth.min())
    if camera.parallel:
        margin = max((far - nearest) * 0.01, 0.1)
        return nearest - margin, far + margin
    far = max(far * 1.02, 0.1)
    if nearest <= far / _SHARE_OF_FAR:  # amid the scene: the first element in view decides
        nearest = far / _MOST_OF_FAR
        for model in models:
            nearest = _first_in_view(camera, size, model, nearest)
    least = min(far / _SHARE_OF_FAR, camera.distance / _SHARE_OF_FOCUS)
    return max(nearest * 0.98, least, _LEAST), far


def _first_in_view(camera: Camera, size: tuple[int, int], model: ModelView, most: float) -> float:
    """Metres to the nearest drawn element in view, as far as its box tells; `most` where none is nearer."""
    bounds, forward = model.mesh.element_bounds, camera.axes[2]
    ahead = float((model.offset - camera.eye) @ forward)
    # einsum: BLAS would start threads for this, which costs more than the sum where other threads draw
    near = ahead - np.einsum("ij,j->i", bounds, _corner_weights(-forward))
    far = ahead + np.einsum("ij,j->i", bounds, _corner_weights(forward))
    rows = np.flatnonzero((near < most) & (far > 0))
    rows = rows[(model.solid | model.ghost | model.selected)[rows]]
    middle = (bounds[rows, :3] + bounds[rows, 3:]) / 2 + (model.offset - camera.eye)
    half = ((bounds[rows, 3:] - bounds[rows, :3]) / 2).astype(np.float64)
    seen = np.ones(len(rows), dtype=bool)
    for side in _sides(camera, size):
        seen &= middle @ side - half @ np.abs(side) < 0
    order = np.flatnonzero(seen)
    order = order[np.argsort(near[rows[order]])]
    exact, rest = order[:_MOST_EXACT], rows[order[_MOST_EXACT:]]
    nearest = min(_depth_in_view(camera, size, middle[exact], half[exact]), most)
    return max(min(nearest, float(near[rest[0]]) if len(rest) else nearest), 0.0)


def _corner_weights(direction: Floats) -> NDArray[np.float32]:
    """float32 (6,): times a box's bounds, how far along `direction` its farthest corner is."""
    farthest = np.concatenate([np.where(direction < 0, direction, 0), np.where(direction < 0, 0, direction)])
    return farthest.astype(np.float32)


def _sides(camera: Camera, size: tuple[int, int]) -> Floats:
    """float64 (4, 3): for each side of the view what is positive outside it, about the eye."""
    right, up, forward = camera.axes
    wide = HALF_TANGENT * size[0] / size[1]
    return np.array(
        [across - slope * forward for across, slope in ((right, wide), (-right, wide))]
        + [across - HALF_TANGENT * forward for across in (up, -up)]
    )


def _depth_in_view(camera: Camera, size: tuple[int, int], middle: Floats, half: Floats) -> float:
    """The least depth of any part of the boxes that is in view; wide ones begin nearer outside of it."""
    if not len(middle):
        return float("inf")
    sides, forward = _sides(camera, size), camera.axes[2]
    start, end = (middle[:, None] + half[:, None] * corner for corner in _EDGES)
    enter, leave = np.zeros(start.shape[:2]), np.ones(start.shape[:2])
    for side in [*sides, -forward]:
        a, b = start @ side, end @ side
        share = a / np.where(np.abs(a - b) < 1e-12, 1e-12, a - b)
        enter = np.where((a > 0) & (b <= 0), np.maximum(enter, share), enter)
        leave = np.where((a <= 0) & (b > 0), np.minimum(leave, share), leave)
        leave = np.where((a > 0) & (b > 0), -1.0, leave)
    depth_a, depth_b = start @ forward, end @ forward
    ends = np.minimum(depth_a + (depth_b - depth_a) * enter, depth_a + (depth_b - depth_a) * leave)
    nearest = float(np.where(enter <= leave, ends, np.inf).min())
    bounds = np.concatenate([middle - half, middle + half], axis=1)
    for x, y in ((0, 0), (size[0], 0), (0, size[1]), size):
        ray = camera.direction(x, y, size)
        nearest = min(nearest, float(enter_boxes(bounds, np.zeros(3), ray).min()) * float(ray @ forward))
    return nearest


def _box_edges() -> tuple[Floats, Floats]:
    """Two times float64 (12, 3): the ends of a box's edges, -1 or 1 along each axis."""
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    pairs = [(i, j) for i in range(8) for j in range(i) if np.abs(corners[i] - corners[j]).sum() == 2]
    first, second = zip(*pairs, strict=True)
    return corners[list(first)], corners[list(second)]


_EDGES = _box_edges()
