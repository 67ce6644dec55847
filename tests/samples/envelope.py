"""Slabs, outer walls and gables."""

from __future__ import annotations

from dataclasses import dataclass

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.model import Draft
from tests.samples.shapes import ALONG_X, Point, box, moved, outline, prism


@dataclass(frozen=True)
class WallLine:
    """A wall's reference line on its outer face; the body lies to its left."""

    name: str
    storey: str
    start: tuple[float, float]
    turn: float
    length: float
    height: float
    thickness: float

    def place(self, along: float, up: float) -> tuple[float, float, float]:
        """World point at a distance along the line and above the storey."""
        (x, y), level = self.start, plan.LEVELS[self.storey]
        steps = {0.0: (1, 0), 90.0: (0, 1), 180.0: (-1, 0), 270.0: (0, -1)}
        dx, dy = steps[self.turn]
        return (x + dx * along, y + dy * along, level + up)

    def along(self, coordinate: float) -> float:
        """Distance along the line of a world x (or y)."""
        axis = 0 if self.turn in (0.0, 180.0) else 1
        return abs(coordinate - self.start[axis])


def outer_lines(storey: str, height: float) -> list[WallLine]:
    """South, east, north and west wall of a storey."""
    inner = plan.WIDTH - 2 * plan.WALL
    rows = [
        ("South", (0.0, 0.0), 0.0, plan.LENGTH),
        ("East", (plan.LENGTH, plan.WALL), 90.0, inner),
        ("North", (plan.LENGTH, plan.WIDTH), 180.0, plan.LENGTH),
        ("West", (0.0, plan.WIDTH - plan.WALL), 270.0, inner),
    ]
    return [
        WallLine(f"Outer wall {side}, {storey.lower()}", storey, start, turn, length, height, plan.WALL)
        for side, start, turn, length in rows
    ]


def add_wall(
    draft: Draft, line: WallLine, *, of_type: str, style: str, predefined: str = "SOLIDWALL"
) -> Entity:
    """A straight wall with a Body and an Axis."""
    body = prism(draft.file, outline(0, 0, line.length, line.thickness), line.height)
    wall = draft.add(
        "IfcWall",
        line.name,
        storey=line.storey,
        predefined=predefined,
        items=[(body, style)],
        at=line.place(0, 0),
        turn=line.turn,
        of_type=of_type,
    )
    draft.walls[line.name] = (line.length, line.height, line.thickness, 0.0)
    ends = draft.file.create_entity("IfcCartesianPointList2D", [[0.0, 0.0], [line.length, 0.0]])
    axis = draft.file.create_entity("IfcIndexedPolyCurve", ends, None, False)
    shape = draft.file.create_entity("IfcShapeRepresentation", draft.axis, "Axis", "Curve2D", [axis])
    wall.Representation.Representations = [*wall.Representation.Representations, shape]
    return wall


def add_outer_walls(draft: Draft) -> dict[str, WallLine]:
    """The walls of both storeys and the two gables, by name."""
    lines: dict[str, WallLine] = {}
    heights = {
        plan.GROUND: plan.LEVELS[plan.FIRST],
        plan.FIRST: plan.LEVELS[plan.ATTIC] - plan.LEVELS[plan.FIRST],
    }
    for storey, height in heights.items():
        for line in outer_lines(storey, height):
            add_wall(draft, line, of_type="Outer wall 350", style="Render white")
            lines[line.name] = line
    for side, start, turn in (("East", (plan.LENGTH, 0.0), 90.0), ("West", (0.0, plan.WIDTH), 270.0)):
        line = WallLine(f"Gable {side}", plan.ATTIC, start, turn, plan.WIDTH, 0.0, plan.WALL)
        _add_gable(draft, line)
        lines[line.name] = line
    return lines


def _add_gable(draft: Draft, line: WallLine) -> None:
    triangle: list[Point] = [(0, 0), (plan.WIDTH, 0), (plan.WIDTH / 2, plan.RIDGE - plan.LEVELS[plan.ATTIC])]
    draft.walls[line.name] = (plan.WIDTH, plan.RIDGE - plan.LEVELS[plan.ATTIC], plan.WALL, 0.0)
    upright = ((0.0, plan.WALL, 0.0), (0.0, -1.0, 0.0), (1.0, 0.0, 0.0))
    draft.add(
        "IfcWall",
        line.name,
        storey=line.storey,
        predefined="SOLIDWALL",
        items=[(prism(draft.file, triangle, plan.WALL, upright), "Render white")],
        at=line.place(0, 0),
        turn=line.turn,
        of_type="Outer wall 350",
    )


def add_slabs(draft: Draft) -> None:
    """Base slab, first floor with its stairwell, attic floor."""
    base = box(draft.file, (0.02, 0.02, -0.3), (plan.LENGTH - 0.02, plan.WIDTH - 0.02, 0.0))
    draft.add(
        "IfcSlab",
        "Base slab",
        storey=plan.GROUND,
        predefined="BASESLAB",
        items=[(base, "Concrete")],
        of_type="Base slab 300",
    )
    inner = outline(plan.WALL, plan.WALL, plan.LENGTH - plan.WALL, plan.WIDTH - plan.WALL)
    for storey, name in ((plan.FIRST, "Floor slab, first floor"), (plan.ATTIC, "Floor slab, attic")):
        solid = prism(
            draft.file, inner, plan.SLAB, moved(((0, 0, 0), (0, 0, 1), (1, 0, 0)), 0, 0, -plan.SLAB)
        )
        draft.add(
            "IfcSlab",
            name,
            storey=storey,
            predefined="FLOOR",
            items=[(solid, "Concrete")],
            at=(0.0, 0.0, plan.LEVELS[storey]),
            of_type="Floor slab 200",
        )


def gable_boards(draft: Draft, *, pitch: float = 0.16, gap: float = 0.012) -> list[tuple[Entity, str]]:
    """Vertical larch boards over a gable that faces east, outside x = 0, a window's place left free."""
    middle, half, low, high = plan.WIDTH / 2, 0.62, 0.5, 1.78
    items = []
    count = int(plan.WIDTH / pitch)
    for number in range(count):
        y0 = number * pitch + (plan.WIDTH - count * pitch) / 2
        y1 = y0 + pitch - gap
        tops = [plan.roof_height(y) - plan.LEVELS[plan.ATTIC] for y in (y0, y1)]
        if min(tops) < 0.02:
            continue
        spans = [(0.0, 0.0, tops[0], tops[1])]
        if y1 > middle - half and y0 < middle + half:
            spans = [(0.0, 0.0, low, low), (high, high, tops[0], tops[1])]
        for left, right, left_top, right_top in spans:
            points: list[Point] = [(y0, left), (y1, right), (y1, right_top), (y0, left_top)]
            items.append((prism(draft.file, points, 0.025, ALONG_X), "Timber larch"))
    return items
