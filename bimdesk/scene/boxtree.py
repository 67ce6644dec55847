"""Boxes in blocks along a space-filling curve: which of 100,000 a ray comes near, within a millisecond."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_BLOCK = 64
_SLACK = 1e-4
"""Metres: float32 boxes may be a hair too small."""


class BoxTree:
    """Two levels over boxes float32 (n, 6), xmin ymin zmin xmax ymax zmax; they must not change."""

    def __init__(self, bounds: NDArray[np.float32]) -> None:
        self._order: Rows = np.argsort(_curve_places(bounds), kind="stable")
        self._bounds = bounds[self._order]
        starts = np.arange(0, len(bounds), _BLOCK)
        low = np.minimum.reduceat(self._bounds[:, :3], starts) if len(bounds) else np.zeros((0, 3))
        high = np.maximum.reduceat(self._bounds[:, 3:], starts) if len(bounds) else np.zeros((0, 3))
        self._blocks = np.concatenate([low, high], axis=1)

    def near_ray(
        self, start: Floats, direction: Floats, *, slack: float = 0.0, spread: float = 0.0
    ) -> tuple[Rows, Floats]:
        """Rows of the boxes that the ray comes near, and how far along the ray each begins, nearest first.

        Near: within `slack` metres, and `spread` more for each metre along the ray.
        """
        blocks = np.flatnonzero(np.isfinite(enter_boxes(self._blocks, start, direction, slack, spread)))
        if not len(blocks):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        places = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
        places = places[places < len(self._order)]
        entry = enter_boxes(self._bounds[places], start, direction, slack, spread)
        met = np.isfinite(entry)
        places, entry = places[met], entry[met]
        order = np.argsort(entry, kind="stable")
        return self._order[places[order]], entry[order]


def enter_boxes(
    bounds: NDArray[np.floating], start: Floats, direction: Floats, slack: float = 0.0, spread: float = 0.0
) -> Floats:
    """float64 (n,): how far along the ray each box begins; infinite where it is missed."""
    low, high = bounds[:, :3] - start, bounds[:, 3:] - start
    grown: Floats | float = slack + _SLACK
    if spread:
        reach = np.linalg.norm((low + high) / 2, axis=1) + np.linalg.norm(high - low, axis=1) / 2
        grown = (slack + _SLACK + spread * reach)[:, None]
    safe = np.where(np.abs(direction) < 1e-12, 1e-12, direction)
    one, other = (low - grown) / safe, (high + grown) / safe
    first, last = np.minimum(one, other), np.maximum(one, other)
    # three columns by hand: NumPy reduces along a short axis several times slower
    near = np.maximum(np.maximum(first[:, 0], first[:, 1]), first[:, 2])
    far = np.minimum(np.minimum(last[:, 0], last[:, 1]), last[:, 2])
    return np.where((near <= far) & (far > 0), np.maximum(near, 0), np.inf)


def _curve_places(bounds: NDArray[np.float32]) -> NDArray[np.uint32]:
    """uint32 (n,): the place of each box's middle on a Morton curve with 1,024 steps along each axis."""
    if not len(bounds):
        return np.zeros(0, dtype=np.uint32)
    middle = (bounds[:, :3].astype(np.float64) + bounds[:, 3:]) / 2
    span = np.maximum(np.ptp(middle, axis=0), 1e-9)
    steps = np.clip((middle - middle.min(axis=0)) / span * 1023, 0, 1023).astype(np.uint32)
    for shift, mask in ((16, 0x030000FF), (8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249)):
        steps = (steps | (steps << np.uint32(shift))) & np.uint32(mask)
    return np.asarray(steps[:, 0] | (steps[:, 1] << np.uint32(1)) | (steps[:, 2] << np.uint32(2)))
