"""Window and door types, and where they sit."""

from __future__ import annotations

from dataclasses import dataclass

import ifcopenshell
import ifcopenshell.api.feature
import ifcopenshell.api.type

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.envelope import WallLine
from tests.samples.model import Draft, Item
from tests.samples.shapes import FACING, box, moved, outline, prism, rod


@dataclass(frozen=True)
class Filling:
    """The type of a door or window and its clear opening."""

    name: str
    width: float
    height: float
    panes: int = 1
    glazed: bool = True
    handle: bool = False


WINDOWS = {
    filling.name: filling
    for filling in (
        Filling("Window 1200 x 1350", 1.2, 1.35),
        Filling("Window 1600 x 1350", 1.6, 1.35, panes=2),
        Filling("Window 800 x 800", 0.8, 0.8),
        Filling("Gable window 1000 x 1100", 1.0, 1.1),
        Filling("Terrace window 3000 x 2300", 3.0, 2.3, panes=3, handle=True),
        Filling("French window 2000 x 2300", 2.0, 2.3, panes=2, handle=True),
    )
}
DOORS = {
    filling.name: filling
    for filling in (
        Filling("Entrance door 1100 x 2300", 1.1, 2.3),
        Filling("Inner door 885 x 2100", 0.885, 2.1, glazed=False),
    )
}


def window_items(file: ifcopenshell.file, filling: Filling) -> list[Item]:
    """Frame, sashes, panes, handles and sill; origin at the lower left of the opening, outside, y inwards."""
    width, height, frame, sash = filling.width, filling.height, 0.06, 0.055
    rear = moved(FACING, 0, 0.20, 0)
    frame_hole = outline(frame, frame, width - frame, height - frame)
    items: list[Item] = [
        (prism(file, outline(0, 0, width, height), 0.08, rear, holes=[frame_hole]), "Anthracite")
    ]
    step = (width - 2 * frame) / filling.panes
    for pane in range(filling.panes):
        left, right = frame + pane * step, frame + (pane + 1) * step
        low, high = frame, height - frame
        hole = outline(left + sash, low + sash, right - sash, high - sash)
        place = moved(FACING, 0, 0.19, 0)
        items.append((prism(file, outline(left, low, right, high), 0.06, place, holes=[hole]), "Anthracite"))
        items.append((prism(file, hole, 0.024, moved(FACING, 0, 0.172, 0)), "Glass"))
    if filling.handle:
        grip = frame + step - sash / 2
        items.append((box(file, (grip - 0.012, 0.19, 0.95), (grip + 0.012, 0.23, 1.15)), "Steel"))
    items.append((box(file, (0.0, -0.04, 0.0), (width, 0.12, 0.02)), "Zinc"))
    return items


def door_items(file: ifcopenshell.file, filling: Filling, *, wall: float) -> list[Item]:
    """Lining, panel, glass and handle; origin at the lower left of the opening, y into the wall."""
    width, height, lining = filling.width, filling.height, 0.06
    depth, colour = (0.10, "Anthracite") if filling.glazed else (wall, "Plaster")
    start = 0.20 if filling.glazed else wall
    u_shape = [
        (0, 0), (lining, 0), (lining, height - lining), (width - lining, height - lining),
        (width - lining, 0), (width, 0), (width, height), (0, height),
    ]  # fmt: skip
    items: list[Item] = [(prism(file, u_shape, depth, moved(FACING, 0, start, 0)), colour)]
    leaf = outline(lining, 0.01, width - lining, height - lining)
    leaf_rear = start - 0.03 if filling.glazed else 0.06
    holes = [outline(0.36, 0.35 + 0.6 * row, width - 0.36, 0.75 + 0.6 * row) for row in range(3)]
    panel = prism(file, leaf, 0.05, moved(FACING, 0, leaf_rear, 0), holes=holes if filling.glazed else ())
    items.append((panel, "Timber larch" if filling.glazed else "Ceramic"))
    if filling.glazed:
        place = moved(FACING, 0, leaf_rear - 0.015, 0)
        items += [(prism(file, hole, 0.02, place), "Frosted glass") for hole in holes]
    for y in (leaf_rear - 0.11, leaf_rear + 0.05):
        x = width - lining - 0.14
        items.append((rod(file, (x, y + 0.03, 1.05), (x + 0.09, y + 0.03, 1.05), 0.011), "Steel"))
    return items


def add_filling_types(draft: Draft) -> None:
    """IfcWindowType and IfcDoorType with mapped representations."""
    for window in WINDOWS.values():
        made = draft.add_type(
            "IfcWindowType", window.name, predefined="WINDOW", items=window_items(draft.file, window)
        )
        made.PartitioningType = ("SINGLE_PANEL", "DOUBLE_PANEL_VERTICAL", "TRIPLE_PANEL_VERTICAL")[
            window.panes - 1
        ]
    for door in DOORS.values():
        items = door_items(draft.file, door, wall=plan.PARTITION)
        made = draft.add_type("IfcDoorType", door.name, predefined="DOOR", items=items)
        made.OperationType = "SINGLE_SWING_LEFT"


def fill(draft: Draft, line: WallLine, name: str, kind: str, centre: float, sill: float) -> Entity:
    """Cuts an opening into a wall about a world coordinate and puts a window or door into it."""
    filling = WINDOWS.get(kind) or DOORS[kind]
    at = line.place(line.along(centre) - filling.width / 2, sill)
    size = (filling.width, line.thickness + 0.1, filling.height)
    opening = add_opening(draft, draft.elements[line.name], f"Opening of {name}", at, line.turn, size)
    element = draft.add(
        "IfcWindow" if kind in WINDOWS else "IfcDoor",
        name,
        storey=line.storey,
        predefined="WINDOW" if kind in WINDOWS else "DOOR",
        at=at,
        turn=line.turn,
        of_type=kind,
    )
    element.OverallWidth, element.OverallHeight = filling.width, filling.height
    ifcopenshell.api.feature.add_filling(draft.file, opening=opening, element=element)
    return element


def add_opening(
    draft: Draft,
    host: Entity,
    name: str,
    at: tuple[float, float, float],
    turn: float,
    size: tuple[float, float, float],
) -> Entity:
    """An IfcOpeningElement through a wall: size is width, depth (0.05 out on each side), height."""
    solid = box(draft.file, (0.0, -0.05, 0.0), (size[0], size[1] - 0.05, size[2]))
    opening = draft.add(
        "IfcOpeningElement", name, predefined="OPENING", items=[(solid, "")], at=at, turn=turn
    )
    ifcopenshell.api.feature.add_feature(draft.file, feature=opening, element=host)
    if host.is_a("IfcWall"):
        length, height, thickness, holes = draft.walls[host.Name]
        draft.walls[host.Name] = (length, height, thickness, holes + size[0] * size[2])
    return opening


OUTER: tuple[tuple[str, str, str, float, float], ...] = (
    ("South", plan.GROUND, "Terrace window 3000 x 2300", 2.7, 0.0),
    ("South", plan.GROUND, "French window 2000 x 2300", 7.5, 0.0),
    ("South", plan.FIRST, "French window 2000 x 2300", 2.7, 0.0),
    ("South", plan.FIRST, "Window 1600 x 1350", 7.5, 0.95),
    ("East", plan.GROUND, "Window 1200 x 1350", 2.4, 0.95),
    ("East", plan.GROUND, "Window 800 x 800", 6.7, 1.5),
    ("East", plan.FIRST, "Window 1200 x 1350", 2.4, 0.95),
    ("East", plan.FIRST, "Window 1200 x 1350", 6.7, 0.95),
    ("North", plan.GROUND, "Window 800 x 800", 8.3, 1.5),
    ("North", plan.GROUND, "Window 1200 x 1350", 1.9, 0.95),
    ("North", plan.FIRST, "Window 1200 x 1350", 8.3, 0.95),
    ("North", plan.FIRST, "Window 1600 x 1350", 5.0, 0.95),
    ("North", plan.FIRST, "Window 800 x 800", 1.9, 1.5),
    ("West", plan.GROUND, "Window 1600 x 1350", 2.4, 0.95),
    ("West", plan.GROUND, "Window 1200 x 1350", 6.1, 0.95),
    ("West", plan.FIRST, "Window 1600 x 1350", 2.4, 0.95),
    ("West", plan.FIRST, "Window 800 x 800", 6.1, 1.5),
)
"""Side, storey, type, centre (world x or y), sill height."""


def add_outer_openings(draft: Draft, lines: dict[str, WallLine]) -> None:
    """Windows and the entrance door of the outer walls."""
    for number, (side, storey, kind, centre, sill) in enumerate(OUTER, start=1):
        line = lines[f"Outer wall {side}, {storey.lower()}"]
        fill(draft, line, f"W{number:02}", kind, centre, sill)
    for number, side in enumerate(("East", "West"), start=len(OUTER) + 1):
        fill(draft, lines[f"Gable {side}"], f"W{number:02}", "Gable window 1000 x 1100", plan.WIDTH / 2, 0.6)
    north = lines[f"Outer wall North, {plan.GROUND.lower()}"]
    fill(draft, north, "D01", "Entrance door 1100 x 2300", 5.0, 0.0)
