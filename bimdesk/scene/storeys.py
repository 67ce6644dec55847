"""How high the floors of storeys lie in the scene: by their elevation, checked by what stands on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_OFF = 0.5
"""Metres: elevations that are off by more are counted from somewhere else, such as a site above the sea."""


def floor_heights(elevations: Sequence[float | None], feet: Sequence[Floats]) -> list[float | None]:
    """The height of each storey's floor in the coordinates of `feet`, None where nothing tells it.

    `feet`: the lowest heights of each storey's elements (n,), metres. The elevations of one model are right
    among themselves; all are shifted alike where most elements stand somewhere else.
    """
    standing = [_most_common(heights) for heights in feet]
    gaps = [
        foot - elevation
        for foot, elevation in zip(standing, elevations, strict=True)
        if foot is not None and elevation is not None
    ]
    shift = float(np.median(gaps)) if gaps else 0.0
    if abs(shift) <= _OFF:
        shift = 0.0
    return [
        foot if elevation is None else elevation + shift
        for foot, elevation in zip(standing, elevations, strict=True)
    ]


def _most_common(heights: Floats) -> float | None:
    """The height at which most elements stand, to a centimetre."""
    if not len(heights):
        return None
    steps, times = np.unique(np.round(heights, 2), return_counts=True)
    return float(steps[times.argmax()])
