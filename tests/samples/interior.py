"""Inner walls with their doors, the stair and its railings."""

from __future__ import annotations

from tests.samples import plan
from tests.samples.envelope import WallLine, add_wall
from tests.samples.model import Draft, Item
from tests.samples.openings import add_opening, fill
from tests.samples.shapes import Point, box, prism

BEARING, PARTITION = "Bearing wall 175", "Partition 100"
_EAST = plan.LENGTH - plan.WALL
_NORTH = plan.WIDTH - plan.WALL
_BACK = plan.SPINE + plan.BEARING
"""North face of the bearing wall."""

WALLS: tuple[tuple[str, str, str, tuple[float, float], float, float], ...] = (
    ("Bearing wall, ground floor", plan.GROUND, BEARING, (plan.WALL, plan.SPINE), 0.0, _EAST - plan.WALL),
    ("Study wall", plan.GROUND, PARTITION, (3.6, _BACK), 90.0, _NORTH - _BACK),
    ("Utility wall West", plan.GROUND, PARTITION, (7.15, 5.85), 90.0, _NORTH - 5.85),
    ("Utility wall South", plan.GROUND, PARTITION, (7.15, 5.85), 0.0, _EAST - 7.15),
    ("Kitchen wall", plan.GROUND, PARTITION, (6.4, plan.WALL), 90.0, 2.2),
    ("Bearing wall, first floor", plan.FIRST, BEARING, (plan.WALL, plan.SPINE), 0.0, _EAST - plan.WALL),
    ("Bathroom wall", plan.FIRST, PARTITION, (3.6, _BACK), 90.0, _NORTH - _BACK),
    ("Bedroom wall", plan.FIRST, PARTITION, (5.3, plan.WALL), 90.0, plan.SPINE - plan.WALL),
)
"""Name, storey, type, start of its right face, direction, length."""

DOORS: tuple[tuple[str, str, float], ...] = (
    ("Bearing wall, ground floor", "D02", 3.0),
    ("Study wall", "D03", 6.9),
    ("Utility wall West", "D04", 7.05),
    ("Bearing wall, first floor", "D05", 3.75),
    ("Bearing wall, first floor", "D06", 9.0),
    ("Bathroom wall", "D07", 6.9),
)
"""Wall, door, centre (world x or y)."""


def add_interior(draft: Draft) -> None:
    """Inner walls, doors, stairwell, stair and railings."""
    heights = {
        plan.GROUND: plan.LEVELS[plan.FIRST] - plan.SLAB,
        plan.FIRST: plan.LEVELS[plan.ATTIC] - plan.LEVELS[plan.FIRST] - plan.SLAB,
    }
    lines = {}
    for name, storey, kind, start, turn, length in WALLS:
        thick = plan.BEARING if kind == BEARING else plan.PARTITION
        line = WallLine(name, storey, start, turn, length, heights[storey], thick)
        predefined = "SOLIDWALL" if kind == BEARING else "PARTITIONING"
        add_wall(draft, line, of_type=kind, style="Plaster", predefined=predefined)
        lines[name] = line
    for wall, door, centre in DOORS:
        fill(draft, lines[wall], door, "Inner door 885 x 2100", centre, 0.0)
    passage = lines["Bearing wall, ground floor"]
    at = passage.place(passage.along(8.35), 0.0)
    add_opening(draft, draft.elements[passage.name], "Kitchen passage", at, 0.0, (1.0, 0.275, 2.2))
    _add_stair(draft)
    _add_railings(draft)


def _add_stair(draft: Draft) -> None:
    """A straight flight of solid steps with a sloping under side, and its well in the floor above."""
    x0, y0, width = plan.STAIR
    riser = plan.LEVELS[plan.FIRST] / plan.RISERS
    steps = plan.RISERS - 1
    run = steps * plan.TREAD
    well = (run + 0.1, width + 0.1 + 0.02, plan.SLAB + 0.1)
    slab = draft.elements["Floor slab, first floor"]
    corner = (x0 - 0.1, y0, plan.LEVELS[plan.FIRST] - plan.SLAB - 0.05)
    add_opening(draft, slab, "Stairwell", corner, 0.0, well)
    stair = draft.add(
        "IfcStair", "Stair", storey=plan.GROUND, predefined="STRAIGHT_RUN_STAIR", at=(x0, y0, 0.0)
    )
    profile: list[Point] = [(0.0, 0.0)]
    for step in range(steps):
        x, z = step * plan.TREAD, (step + 1) * riser
        profile += [(x, z), (x + plan.TREAD, z)]
    top, drop = steps * riser, 0.32
    profile += [(run, top - drop), (drop / riser * plan.TREAD, 0.0)]
    across = ((0.0, width, 0.0), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0))
    body: list[Item] = [(prism(draft.file, profile, width, across), "Concrete")]
    for step in range(steps):
        x, z = step * plan.TREAD - 0.03, (step + 1) * riser
        body.append((box(draft.file, (x, 0.0, z), (x + plan.TREAD + 0.03, width, z + 0.03)), "Timber oak"))
    flight = draft.add("IfcStairFlight", "Stair flight", predefined="STRAIGHT", items=body, at=(x0, y0, 0.0))
    flight.NumberOfRisers, flight.NumberOfTreads = plan.RISERS, steps
    flight.RiserHeight, flight.TreadLength = round(riser, 5), plan.TREAD
    draft.join([flight], stair)


def _add_railings(draft: Draft) -> None:
    """Guard around the well on the first floor, handrail along the flight."""
    x0, y0, width = plan.STAIR
    run = (plan.RISERS - 1) * plan.TREAD
    y, items = y0 + width + 0.14, []
    count = 16
    for number in range(count + 1):
        x = x0 - 0.1 + run * number / count
        items.append((box(draft.file, (x, y - 0.01, 0.0), (x + 0.02, y + 0.01, 0.95)), "Anthracite"))
    items.append(
        (box(draft.file, (x0 - 0.1, y - 0.025, 0.95), (x0 - 0.08 + run, y + 0.025, 0.99)), "Timber oak")
    )
    for number in range(5):
        y_post = y0 + 0.02 + 0.26 * number
        low, high = (x0 - 0.12, y_post, 0.0), (x0 - 0.1, y_post + 0.02, 0.95)
        items.append((box(draft.file, low, high), "Anthracite"))
    items.append((box(draft.file, (x0 - 0.135, y0, 0.95), (x0 - 0.1, y - 0.025, 0.99)), "Timber oak"))
    draft.add(
        "IfcRailing",
        "Guard of the stairwell",
        storey=plan.FIRST,
        predefined="GUARDRAIL",
        items=items,
        at=(0, 0, plan.LEVELS[plan.FIRST]),
    )
    rise = plan.LEVELS[plan.FIRST] / plan.RISERS / plan.TREAD
    slope: list[Point] = [(0.0, 0.95), (run, 0.95 + run * rise), (run, 1.0 + run * rise), (0.0, 1.0)]
    rail = prism(draft.file, slope, 0.045, ((0.0, y0 + 0.06, 0.18), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0)))
    draft.add(
        "IfcRailing",
        "Handrail of the stair",
        storey=plan.GROUND,
        predefined="HANDRAIL",
        items=[(rail, "Timber oak")],
        at=(x0, 0.0, 0.0),
    )
