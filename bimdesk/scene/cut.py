"""What is cut away, as half-spaces: the form of sections that drawing and picking use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_SLACK = 1e-6
"""Metres: a point on a plane is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Keeps the points p with a x + b y + c z + d >= 0 for each of `planes` (a, b, c, d), metres."""

    planes: tuple[tuple[float, float, float, float], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.planes)

    @property
    def rows(self) -> Floats:
        """float64 (n, 4): the half-spaces."""
        return np.array(self.planes, dtype=np.float64).reshape(-1, 4)

    def about(self, offset: ArrayLike) -> Cut:
        """The same cut in coordinates about `offset` (float64 (3,))."""
        rows = self.rows
        rows[:, 3] += rows[:, :3] @ np.asarray(offset, dtype=np.float64)
        return Cut(planes=tuple((a, b, c, d) for a, b, c, d in rows.tolist()))

    def cut_away(self, points: ArrayLike) -> Flags:
        """bool (n,): the points (n, 3) that are cut away."""
        places = np.asarray(points, dtype=np.float64).reshape(-1, 3)
        rows = self.rows
        return np.asarray((places @ rows[:, :3].T + rows[:, 3] < -_SLACK).any(axis=1))

    def removes(self, bounds: ArrayLike) -> Flags:
        """bool (n,): boxes (n, 6) of which nothing is left: wholly beyond one of the planes."""
        _, farthest = self._reach(bounds)
        return np.asarray((farthest < -_SLACK).any(axis=1))

    def crosses(self, bounds: ArrayLike) -> Flags:
        """bool (n,): boxes (n, 6) that at least one plane goes through and of which something is left."""
        nearest, farthest = self._reach(bounds)
        through = (nearest < -_SLACK).any(axis=1)
        return np.asarray(through & ~(farthest < -_SLACK).any(axis=1))

    def _reach(self, bounds: ArrayLike) -> tuple[Floats, Floats]:
        """float64 (n, planes) twice: the least and the greatest value of each half-space over each box."""
        boxes = np.asarray(bounds, dtype=np.float64).reshape(-1, 6)
        rows = self.rows
        middle, half = (boxes[:, :3] + boxes[:, 3:]) / 2, (boxes[:, 3:] - boxes[:, :3]) / 2
        value = middle @ rows[:, :3].T + rows[:, 3]
        spread = half @ np.abs(rows[:, :3]).T
        return value - spread, value + spread


NO_CUT = Cut()
