"""Quantity sets, worked out from the plan."""

from __future__ import annotations

import math

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.model import Draft
from tests.samples.rooms import ROOMS

_INNER = (plan.LENGTH - 2 * plan.WALL, plan.WIDTH - 2 * plan.WALL)
_RUN = (plan.RISERS - 1) * plan.TREAD
_RAFTER = (plan.WIDTH / 2 + plan.EAVES) / math.cos(plan.PITCH)
_ROOF = (plan.LENGTH + 2 * plan.VERGE, _RAFTER)

SLABS: dict[str, tuple[float, float, float, float]] = {
    "Base slab": (plan.LENGTH - 0.04, plan.WIDTH - 0.04, 0.3, 0.0),
    "Floor slab, first floor": (*_INNER, plan.SLAB, (_RUN + 0.1) * (plan.STAIR[2] + 0.07)),
    "Floor slab, attic": (*_INNER, plan.SLAB, 0.0),
    "Balcony slab": (3.4, 1.35, 0.17, 0.0),
    "Terrace": (9.3, 3.6, 0.12, 0.0),
    "Entrance canopy": (2.2, 1.3, 0.14, 0.0),
    "Entrance step": (1.8, 1.48, 0.13, 0.0),
    "Roof slab South": (*_ROOF, plan.ROOF, 0.0),
    "Roof slab North": (*_ROOF, plan.ROOF, 0.0),
}
"""Name -> length, width, depth in metres, area of openings in square metres."""


def add_quantities(draft: Draft) -> None:
    """Qto_* of walls, slabs, doors, windows, spaces, columns, coverings, stair and storeys."""
    for wall in draft.file.by_type("IfcWall"):
        measure_wall(draft, wall)
    for name, (length, width, depth, holes) in SLABS.items():
        area = length * width
        draft.quantities(
            draft.elements[name],
            "Qto_SlabBaseQuantities",
            Length=length,
            Width=width,
            Depth=depth,
            Perimeter=2 * (length + width),
            GrossArea=area,
            NetArea=area - holes,
            GrossVolume=area * depth,
            NetVolume=(area - holes) * depth,
        )
    for kind in ("Window", "Door"):
        for filling in draft.file.by_type(f"Ifc{kind}"):
            measure_filling(draft, filling)
    _measure_rooms(draft)
    _measure_parts(draft)


def measure_filling(draft: Draft, filling: Entity) -> None:
    """Qto of a door or window, anew where there is one."""
    width, height = filling.OverallWidth, filling.OverallHeight
    draft.quantities(
        filling,
        f"Qto_{filling.is_a().removeprefix('Ifc')}BaseQuantities",
        Width=width,
        Height=height,
        Area=width * height,
        Perimeter=2 * (width + height),
    )


def measure_wall(draft: Draft, wall: Entity) -> None:
    """Qto_WallBaseQuantities, anew where there are some."""
    length, height, thickness, holes = draft.walls[wall.Name]
    gable = wall.Name.startswith("Gable")
    side = length * height * (0.5 if gable else 1.0)
    draft.quantities(
        wall,
        "Qto_WallBaseQuantities",
        Length=length,
        Width=thickness,
        Height=height,
        GrossFootprintArea=length * thickness,
        GrossSideArea=side,
        NetSideArea=side - holes,
        GrossVolume=side * thickness,
        NetVolume=(side - holes) * thickness,
    )


def _measure_rooms(draft: Draft) -> None:
    for room in ROOMS:
        draft.quantities(
            draft.elements[room.number],
            "Qto_SpaceBaseQuantities",
            Height=room.height,
            FinishCeilingHeight=room.height,
            NetPerimeter=room.perimeter,
            GrossFloorArea=room.area,
            NetFloorArea=room.area,
            NetVolume=room.area * room.height,
            GrossVolume=room.area * room.height,
        )
    for storey in (plan.GROUND, plan.FIRST):
        net = sum(room.area for room in ROOMS if room.storey == storey)
        draft.quantities(
            draft.storeys[storey],
            "Qto_BuildingStoreyBaseQuantities",
            GrossHeight=2.9 if storey == plan.GROUND else 2.8,
            GrossFloorArea=plan.LENGTH * plan.WIDTH,
            NetFloorArea=net,
        )


def _measure_parts(draft: Draft) -> None:
    for number in (1, 2):
        draft.quantities(
            draft.elements[f"Balcony column {number}"],
            "Qto_ColumnBaseQuantities",
            Length=2.85,
            CrossSectionArea=0.0196,
            GrossVolume=0.0196 * 2.85,
            NetVolume=0.0196 * 2.85,
        )
    roof = _ROOF[0] * _ROOF[1]
    draft.quantities(draft.elements["Roof"], "Qto_RoofBaseQuantities", GrossArea=2 * roof, NetArea=2 * roof)
    triangle = plan.WIDTH * (plan.RIDGE - plan.LEVELS[plan.ATTIC]) / 2
    areas = {"Standing seam South": roof, "Standing seam North": roof, "Larch cladding South": 2.88 * 2.78}
    areas |= {"Larch cladding East": triangle - 1.1, "Larch cladding West": triangle - 1.1}
    for name, area in areas.items():
        width = 0.03 if name.startswith("Standing") else 0.025
        draft.quantities(
            draft.elements[name], "Qto_CoveringBaseQuantities", Width=width, GrossArea=area, NetArea=area
        )
    draft.quantities(
        draft.elements["Stair flight"],
        "Qto_StairFlightBaseQuantities",
        Length=math.hypot(_RUN, plan.LEVELS[plan.FIRST]),
    )
