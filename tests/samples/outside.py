"""What stands around the house: balcony, cladding, canopy, terrace, garden."""

from __future__ import annotations

from itertools import pairwise

from tests.samples import plan
from tests.samples.envelope import gable_boards
from tests.samples.model import Draft, Item
from tests.samples.shapes import ball, box, outline, prism, trunk

BALCONY = (1.0, 4.4, 1.35)
"""First and last x, depth."""
DECK = (0.35, -3.6, 9.65, 0.0)


def add_outside(draft: Draft) -> None:
    """Every part of this module."""
    _add_cladding(draft)
    _add_balcony(draft)
    _add_canopy(draft)
    _add_terrace(draft)
    _add_garden(draft)


def _boards(draft: Draft, first: float, last: float, low: float, high: float, *, y: float) -> list[Item]:
    """Upright boards in front of (or, y > 0, behind) a wall along x."""
    pitch, thickness = 0.16, 0.025
    rear = y if y > 0 else y - thickness
    count = round((last - first) / pitch)
    return [
        (
            box(
                draft.file,
                (first + number * pitch, rear, low),
                (first + number * pitch + pitch - 0.012, rear + thickness, high),
            ),
            "Timber larch",
        )
        for number in range(count)
    ]


def _add_cladding(draft: Draft) -> None:
    top = plan.LEVELS[plan.ATTIC] - 0.02
    south = _boards(draft, 3.78, 6.66, plan.LEVELS[plan.FIRST], top, y=0.0)
    rows = [("Larch cladding South", plan.FIRST, south, (0.0, 0.0, 0.0), 0.0)]
    rows.append(("Larch cladding East", plan.ATTIC, gable_boards(draft), (10.0, 0.0, 5.7), 0.0))
    rows.append(("Larch cladding West", plan.ATTIC, gable_boards(draft), (0.0, 8.0, 5.7), 180.0))
    for name, storey, items, at, turn in rows:
        draft.add(
            "IfcCovering",
            name,
            storey=storey,
            predefined="CLADDING",
            items=items,
            at=at,
            turn=turn,
            of_type="Larch cladding",
        )


def _add_balcony(draft: Draft) -> None:
    first, last, depth = BALCONY
    level = plan.LEVELS[plan.FIRST]
    slab = box(draft.file, (first, -depth, -0.2), (last, 0.0, -0.03))
    draft.add(
        "IfcSlab",
        "Balcony slab",
        storey=plan.FIRST,
        predefined="FLOOR",
        items=[(slab, "Concrete")],
        at=(0, 0, level),
        of_type="Balcony slab 170",
    )
    posts: list[Item] = []
    edge, top = 0.05, 1.0
    corners = [
        (first + edge, -0.06),
        (first + edge, -depth + edge),
        ((first + last) / 2, -depth + edge),
        (last - edge, -depth + edge),
        (last - edge, -0.06),
    ]
    for x, y in corners:
        posts.append((box(draft.file, (x - 0.02, y - 0.02, -0.03), (x + 0.02, y + 0.02, top)), "Anthracite"))
    for (x0, y0), (x1, y1) in pairwise(corners):
        low, high = (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))
        posts.append(
            (
                box(
                    draft.file,
                    (low[0] - 0.025, low[1] - 0.025, top),
                    (high[0] + 0.025, high[1] + 0.025, top + 0.04),
                ),
                "Anthracite",
            )
        )
        along = 0 if x0 != x1 else 1
        start, end = [low[0], low[1], 0.06], [high[0], high[1], top - 0.05]
        start[along] += 0.05
        end[along] -= 0.05
        start[1 - along] -= 0.008
        end[1 - along] += 0.008
        posts.append((box(draft.file, start, end), "Glass"))
    draft.add(
        "IfcRailing",
        "Balcony railing",
        storey=plan.FIRST,
        predefined="GUARDRAIL",
        items=posts,
        at=(0, 0, level),
    )
    for number, x in enumerate((first + 0.12, last - 0.12), start=1):
        y = -depth + 0.12
        column = box(draft.file, (x - 0.07, y - 0.07, plan.GRADE), (x + 0.07, y + 0.07, level - 0.2))
        draft.add(
            "IfcColumn",
            f"Balcony column {number}",
            storey=plan.GROUND,
            predefined="COLUMN",
            items=[(column, "Timber larch")],
            of_type="Larch column 140 x 140",
        )


def _add_canopy(draft: Draft) -> None:
    level, y = 2.45, plan.WIDTH
    plate: list[Item] = [
        (box(draft.file, (3.9, y, level), (6.1, y + 1.3, level + 0.14)), "Anthracite"),
        (box(draft.file, (3.95, y + 0.02, level - 0.02), (6.05, y + 1.25, level)), "Timber larch"),
    ]
    draft.add("IfcSlab", "Entrance canopy", storey=plan.GROUND, predefined="ROOF", items=plate)
    step = box(draft.file, (4.1, y + 0.02, plan.GRADE), (5.9, y + 1.5, -0.02))
    draft.add("IfcSlab", "Entrance step", storey=plan.GROUND, predefined="BASESLAB", items=[(step, "Paving")])


def _add_terrace(draft: Draft) -> None:
    x0, y0, x1, y1 = DECK
    pitch = 0.15
    count = int((y1 - y0) / pitch)
    boards: list[Item] = [
        (box(draft.file, (x0, y1 - (n + 1) * pitch + 0.01, -0.06), (x1, y1 - n * pitch, -0.03)), "Decking")
        for n in range(count)
    ]
    frame = [
        (x0 + 0.06, y0 + 0.06, x0 + 0.12, y1),
        (x1 - 0.12, y0 + 0.06, x1 - 0.06, y1),
        (x0 + 0.12, y0 + 0.06, x1 - 0.12, y0 + 0.12),
    ]
    frame += [(x0 + 2.3 * k, y0 + 0.12, x0 + 2.3 * k + 0.06, y1) for k in (1, 2, 3)]
    boards += [(box(draft.file, (a, b, plan.GRADE), (c, d, -0.06)), "Decking") for a, b, c, d in frame]
    draft.add(
        "IfcSlab", "Terrace", storey=plan.GROUND, predefined="FLOOR", items=boards, of_type="Timber deck 120"
    )


def _add_garden(draft: Draft) -> None:
    house = outline(0.02, 0.02, plan.LENGTH - 0.02, plan.WIDTH - 0.02)
    lawn = prism(
        draft.file,
        outline(-3.3, -5.6, 12.9, 11.9),
        0.3,
        ((0, 0, plan.GRADE - 0.3), (0, 0, 1), (1, 0, 0)),
        holes=[house],
    )
    draft.add(
        "IfcGeographicElement", "Lawn", predefined="TERRAIN", items=[(lawn, "Lawn")], storey=plan.GROUND
    )
    slabs: list[Item] = [
        (
            box(draft.file, (4.4, 9.62 + 0.65 * n, plan.GRADE), (5.6, 10.17 + 0.65 * n, plan.GRADE + 0.03)),
            "Paving",
        )
        for n in range(4)
    ]
    draft.add("IfcCivilElement", "Garden path", items=slabs, storey=plan.GROUND)
    _add_trees(draft)


TREES: dict[str, tuple[float, str]] = {"Birch": (5.0, "Leaves"), "Apple tree": (3.0, "Leaves dark")}
"""Type -> height in metres and colour."""


def _add_trees(draft: Draft) -> None:
    for kind, (height, leaves) in TREES.items():
        wide = height * 0.24
        crown = [(0.0, 0.0, 0.66, 1.0), (0.5, 0.25, 0.5, 0.62), (-0.45, -0.3, 0.55, 0.66)]
        items: list[Item] = [
            (trunk(draft.file, height * 0.55, 0.045 + height * 0.014, 0.03 + height * 0.008), "Bark")
        ]
        for dx, dy, up, size in crown:
            centre = (dx * wide, dy * wide, up * height)
            radii = (wide * size, wide * size, height * 0.32 * size)
            items.append((ball(draft.file, centre, radii), leaves))
        made = draft.add_type("IfcGeographicElementType", kind, predefined="USERDEFINED", items=items)
        made.ElementType = "Tree"
    places = [(-1.9, 10.4, "Birch"), (-2.0, 4.4, "Birch"), (11.7, 10.6, "Birch"), (-1.9, -3.4, "Apple tree")]
    for number, (x, y, kind) in enumerate(places, start=1):
        draft.add(
            "IfcGeographicElement",
            f"{kind} {number}",
            storey=plan.GROUND,
            at=(x, y, plan.GRADE),
            turn=50.0 * number,
            of_type=kind,
        )
