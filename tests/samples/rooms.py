"""The spaces of the house."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tests.samples import plan
from tests.samples.model import Draft
from tests.samples.shapes import Point, outline, prism

_W, _E = plan.WALL, plan.LENGTH - plan.WALL
_S, _N = plan.WALL, plan.WIDTH - plan.WALL
_BACK = plan.SPINE + plan.BEARING


@dataclass(frozen=True)
class Room:
    """A space by its number: its storey, outline (metres), use and floor."""

    number: str
    long_name: str
    storey: str
    points: tuple[Point, ...]
    floor: str = "Oak parquet"

    @property
    def height(self) -> float:
        """Clear height, metres."""
        above = plan.FIRST if self.storey == plan.GROUND else plan.ATTIC
        return plan.LEVELS[above] - plan.LEVELS[self.storey] - plan.SLAB

    @property
    def area(self) -> float:
        """Net floor area, square metres."""
        rows = zip(self.points, (*self.points[1:], self.points[0]), strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in rows)) / 2

    @property
    def perimeter(self) -> float:
        """Metres."""
        rows = zip(self.points, (*self.points[1:], self.points[0]), strict=True)
        return sum(math.dist(a, b) for a, b in rows)


_LIVING = ((_W, _S), (6.3, _S), (6.3, 2.55), (6.4, 2.55), (6.4, plan.SPINE), (_W, plan.SPINE))
_HALL = ((3.6, _BACK), (_E, _BACK), (_E, 5.85), (7.05, 5.85), (7.05, _N), (3.6, _N))
_GALLERY = (
    (3.6, _BACK), (4.3, _BACK), (4.3, 5.77), (8.3, 5.77), (8.3, _BACK), (_E, _BACK), (_E, _N), (3.6, _N),
)  # fmt: skip

ROOMS: tuple[Room, ...] = (
    Room("0.01", "Living room", plan.GROUND, _LIVING),
    Room("0.02", "Kitchen", plan.GROUND, tuple(outline(6.4, _S, _E, plan.SPINE)), "Tiles"),
    Room("0.03", "Study", plan.GROUND, tuple(outline(_W, _BACK, 3.5, _N))),
    Room("0.04", "Hall", plan.GROUND, _HALL, "Tiles"),
    Room("0.05", "Utility room", plan.GROUND, tuple(outline(7.15, 5.95, _E, _N)), "Tiles"),
    Room("1.01", "Bedroom 1", plan.FIRST, tuple(outline(_W, _S, 5.2, plan.SPINE))),
    Room("1.02", "Bedroom 2", plan.FIRST, tuple(outline(5.3, _S, _E, plan.SPINE))),
    Room("1.03", "Bathroom", plan.FIRST, tuple(outline(_W, _BACK, 3.5, _N)), "Tiles"),
    Room("1.04", "Gallery", plan.FIRST, _GALLERY),
)


def add_rooms(draft: Draft) -> None:
    """One IfcSpace for each room, a part of its storey."""
    for room in ROOMS:
        solid = prism(draft.file, room.points, room.height)
        space = draft.add(
            "IfcSpace",
            room.number,
            predefined="INTERNAL",
            items=[(solid, "Room")],
            at=(0.0, 0.0, plan.LEVELS[room.storey]),
        )
        space.LongName = room.long_name
        draft.join([space], draft.storeys[room.storey])
