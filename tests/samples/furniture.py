"""Furniture: types with mapped shapes, and where each piece stands."""

from __future__ import annotations

import ifcopenshell

from tests.samples import plan
from tests.samples.model import Draft, Item
from tests.samples.shapes import box

Block = tuple[str, tuple[float, float, float], tuple[float, float, float]]
"""Colour, lower and upper corner of a box, in metres."""


def _legs(width: float, depth: float, height: float, colour: str, *, size: float = 0.05) -> list[Block]:
    return [
        (colour, (x, y, 0.0), (x + size, y + size, height))
        for x in (0.0, width - size)
        for y in (0.0, depth - size)
    ]


_CUSHION = "Fabric blue"
TYPES: dict[str, tuple[str, list[Block]]] = {
    "Dining table 2000 x 950": (
        "TABLE",
        [
            *_legs(2.0, 0.95, 0.72, "Timber oak", size=0.07),
            ("Timber oak", (-0.05, -0.05, 0.72), (2.05, 1.0, 0.76)),
        ],
    ),
    "Chair": (
        "CHAIR",
        [
            *_legs(0.44, 0.44, 0.43, "Timber oak", size=0.035),
            ("Fabric sand", (0.0, 0.0, 0.43), (0.44, 0.44, 0.47)),
            ("Timber oak", (0.0, 0.41, 0.47), (0.44, 0.44, 0.86)),
        ],
    ),
    "Sofa 2200": (
        "SOFA",
        [
            (_CUSHION, (0.0, 0.0, 0.12), (2.2, 0.95, 0.4)),
            (_CUSHION, (0.0, 0.7, 0.4), (2.2, 0.95, 0.82)),
            (_CUSHION, (0.0, 0.0, 0.4), (0.2, 0.7, 0.6)),
            (_CUSHION, (2.0, 0.0, 0.4), (2.2, 0.7, 0.6)),
            ("Fabric sand", (0.24, 0.05, 0.4), (1.08, 0.68, 0.5)),
            ("Fabric sand", (1.12, 0.05, 0.4), (1.96, 0.68, 0.5)),
        ],
    ),
    "Low table 1100 x 600": (
        "TABLE",
        [*_legs(1.1, 0.6, 0.36, "Anthracite", size=0.03), ("Timber oak", (0.0, 0.0, 0.36), (1.1, 0.6, 0.4))],
    ),
    "Kitchen run 3000": (
        "USERDEFINED",
        [
            ("Anthracite", (0.0, 0.05, 0.0), (3.0, 0.6, 0.1)),
            ("Ceramic", (0.0, 0.02, 0.1), (3.0, 0.6, 0.88)),
            ("Timber oak", (-0.01, 0.0, 0.88), (3.01, 0.6, 0.92)),
            ("Anthracite", (0.5, 0.1, 0.92), (1.1, 0.5, 0.93)),
            ("Steel", (1.9, 0.12, 0.92), (2.45, 0.48, 0.93)),
        ],
    ),
    "Double bed 1800 x 2000": (
        "BED",
        [
            ("Timber oak", (0.0, 0.0, 0.1), (1.9, 2.1, 0.3)),
            ("Ceramic", (0.05, 0.05, 0.3), (1.85, 2.02, 0.5)),
            (_CUSHION, (0.04, 0.04, 0.5), (1.86, 1.35, 0.55)),
            ("Timber oak", (0.0, 2.06, 0.3), (1.9, 2.1, 1.0)),
            ("Fabric sand", (0.15, 1.5, 0.5), (0.85, 1.95, 0.62)),
            ("Fabric sand", (1.05, 1.5, 0.5), (1.75, 1.95, 0.62)),
        ],
    ),
    "Wardrobe 1800": (
        "USERDEFINED",
        [
            ("Ceramic", (0.0, 0.02, 0.0), (1.8, 0.62, 2.2)),
            ("Timber oak", (0.01, 0.0, 0.05), (0.89, 0.02, 2.19)),
            ("Timber oak", (0.91, 0.0, 0.05), (1.79, 0.02, 2.19)),
        ],
    ),
    "Desk 1600 x 750": (
        "DESK",
        [*_legs(1.6, 0.75, 0.7, "Anthracite"), ("Timber oak", (0.0, 0.0, 0.7), (1.6, 0.75, 0.74))],
    ),
    "Shelf 1200": (
        "SHELF",
        [
            ("Timber oak", (0.0, 0.0, 0.0), (0.03, 0.32, 2.0)),
            ("Timber oak", (1.17, 0.0, 0.0), (1.2, 0.32, 2.0)),
            *[("Timber oak", (0.03, 0.0, 0.1 + 0.37 * n), (1.17, 0.32, 0.13 + 0.37 * n)) for n in range(6)],
        ],
    ),
}
"""Type -> its predefined type and the boxes it is made of; origin at the lower left of the front."""

_G, _F = plan.GROUND, plan.FIRST
PIECES: tuple[tuple[str, str, str, float, float, float], ...] = (
    ("Sofa", "Sofa 2200", _G, 0.75, 3.4, 0.0),
    ("Low table", "Low table 1100 x 600", _G, 1.3, 2.2, 0.0),
    ("Dining table", "Dining table 2000 x 950", _G, 4.05, 2.9, 0.0),
    ("Chair 1", "Chair", _G, 4.3, 4.05, 0.0),
    ("Chair 2", "Chair", _G, 5.2, 4.05, 0.0),
    ("Chair 3", "Chair", _G, 4.74, 2.65, 180.0),
    ("Chair 4", "Chair", _G, 5.64, 2.65, 180.0),
    ("Kitchen run", "Kitchen run 3000", _G, 9.05, 3.8, 270.0),
    ("Desk of the study", "Desk 1600 x 750", _G, 1.15, 6.8, 0.0),
    ("Chair 5", "Chair", _G, 2.2, 6.7, 180.0),
    ("Shelf of the study", "Shelf 1200", _G, 0.7, 4.68, 0.0),
    ("Garden table", "Dining table 2000 x 950", _G, 6.2, -2.45, 0.0),
    ("Garden chair 1", "Chair", _G, 6.45, -1.3, 0.0),
    ("Garden chair 2", "Chair", _G, 7.35, -1.3, 0.0),
    ("Garden chair 3", "Chair", _G, 6.89, -2.7, 180.0),
    ("Garden chair 4", "Chair", _G, 7.79, -2.7, 180.0),
    ("Double bed 1", "Double bed 1800 x 2000", _F, 0.4, 1.9, 0.0),
    ("Wardrobe 1", "Wardrobe 1800", _F, 4.58, 3.3, 270.0),
    ("Double bed 2", "Double bed 1800 x 2000", _F, 6.4, 2.35, 0.0),
    ("Wardrobe 2", "Wardrobe 1800", _F, 5.92, 0.4, 90.0),
    ("Desk of the gallery", "Desk 1600 x 750", _F, 7.7, 6.85, 0.0),
    ("Chair 6", "Chair", _F, 8.7, 6.75, 180.0),
    ("Shelf of the gallery", "Shelf 1200", _F, 5.9, 7.3, 0.0),
)
"""Name, type, storey, x, y, turn."""


def add_furniture(draft: Draft) -> None:
    """Types, then the pieces."""
    for name, (kind, blocks) in TYPES.items():
        items = _items(draft.file, blocks)
        made = draft.add_type("IfcFurnitureType", name, predefined=kind, items=items)
        if kind == "USERDEFINED":
            made.ElementType = name.rsplit(" ", 1)[0]
    for name, kind, storey, x, y, turn in PIECES:
        level = plan.LEVELS[storey] - (0.03 if y < 0 else 0.0)
        draft.add("IfcFurniture", name, storey=storey, at=(x, y, level), turn=turn, of_type=kind)


def _items(file: ifcopenshell.file, blocks: list[Block]) -> list[Item]:
    return [(box(file, low, high), colour) for colour, low, high in blocks]
