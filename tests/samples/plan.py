"""The measures of the house, in metres: x to the east, y to the north, z up from the ground floor."""

from __future__ import annotations

import math
from typing import Final

LENGTH: Final = 10.0
WIDTH: Final = 8.0
WALL: Final = 0.35
GROUND, FIRST, ATTIC = "Ground floor", "First floor", "Roof"
LEVELS: Final = {GROUND: 0.0, FIRST: 2.9, ATTIC: 5.7}
SLAB: Final = 0.2
GRADE: Final = -0.15
"""Height of the garden."""

PITCH: Final = math.radians(36.0)
SLOPE: Final = math.tan(PITCH)
RIDGE: Final = LEVELS[ATTIC] + WIDTH / 2 * SLOPE
"""Height of the ridge, under side of the roof."""
EAVES: Final = 0.65
VERGE: Final = 0.45
ROOF: Final = 0.28
"""Thickness of the roof, square to its slope."""

BEARING: Final = 0.175
PARTITION: Final = 0.1
SPINE: Final = 4.5
"""South face of the bearing wall in the middle."""

STAIR: Final = (4.4, 4.7, 1.0)
"""Foot of the stair (x, y) and its width; it rises to the east."""
RISERS: Final = 16
TREAD: Final = 0.26


def roof_height(y: float) -> float:
    """Height of the roof's under side over y (0 to WIDTH, and beyond)."""
    return LEVELS[ATTIC] + (y if y <= WIDTH / 2 else WIDTH - y) * SLOPE
