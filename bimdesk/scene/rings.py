"""Rings painted over a picture, round what would be overlooked in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.camera import Floats
from bimdesk.scene.palette import parse_color

RADIUS = 13.0
_WIDTH = 2.2
_HALO = 1.6


def draw_rings(pixels: NDArray[np.uint8], places: Floats, color: str) -> NDArray[np.uint8]:
    """A copy of `pixels`, uint8 (height, width, 4), with a ring in `color` at each of `places` (n, 2)."""
    painted = pixels.copy()
    for x, y in places.tolist():
        _ring(painted, x, y, np.array([255.0, 255.0, 255.0]), _WIDTH + 2 * _HALO, 0.8)
    for x, y in places.tolist():
        _ring(painted, x, y, np.array(parse_color(color)[:3], dtype=np.float64), _WIDTH, 1.0)
    return painted


def _ring(
    pixels: NDArray[np.uint8], x: float, y: float, color: Floats, width: float, strength: float
) -> None:
    """Blend one ring in; its edge is smooth over a pixel. Only the square that it lies in is touched."""
    reach = int(RADIUS + width) + 2
    height, length = pixels.shape[:2]
    top, left = max(0, int(y) - reach), max(0, int(x) - reach)
    bottom, right = min(height, int(y) + reach + 1), min(length, int(x) + reach + 1)
    if top >= bottom or left >= right:
        return
    down, along = np.mgrid[top:bottom, left:right]
    off = np.abs(np.hypot(along + 0.5 - x, down + 0.5 - y) - RADIUS)
    share = np.clip(width / 2 + 0.5 - off, 0.0, 1.0)[:, :, None] * strength
    part = pixels[top:bottom, left:right, :3]
    part[:] = np.round(part * (1 - share) + color * share).astype(np.uint8)
