"""The pitched roof: two slabs, seamed metal, gutters, chimney."""

from __future__ import annotations

import math
from itertools import pairwise

from tests.samples import plan
from tests.samples.model import Draft, Item
from tests.samples.shapes import ALONG_X, Point, box, moved, prism, rod

_PLUMB = plan.ROOF / math.cos(plan.PITCH)
_LONG = plan.LENGTH + 2 * plan.VERGE


def _slope(side: str, low: float, high: float, *, start: float = -plan.EAVES) -> list[Point]:
    """Section of one slope between two plumb heights over the under side: (y, z) from the attic."""
    foot, middle = start, plan.WIDTH / 2
    points: list[Point] = [
        (foot, foot * plan.SLOPE + low),
        (middle, middle * plan.SLOPE + low),
        (middle, middle * plan.SLOPE + high),
        (foot, foot * plan.SLOPE + high),
    ]
    return points if side == "South" else [(plan.WIDTH - y, z) for y, z in reversed(points)]


def add_roof(draft: Draft) -> None:
    """An IfcRoof of two IfcSlab, its covering, gutters and the chimney."""
    level = plan.LEVELS[plan.ATTIC]
    roof = draft.add("IfcRoof", "Roof", storey=plan.ATTIC, predefined="GABLE_ROOF", at=(0, 0, level))
    slabs = []
    for side in ("South", "North"):
        solid = prism(draft.file, _slope(side, 0.0, _PLUMB), _LONG, moved(ALONG_X, -plan.VERGE, 0, 0))
        slabs.append(
            draft.add(
                "IfcSlab",
                f"Roof slab {side}",
                predefined="ROOF",
                items=[(solid, "Timber larch")],
                at=(0, 0, level),
                of_type="Roof slab 280",
            )
        )
    draft.join(slabs, roof)
    for side in ("South", "North"):
        draft.add(
            "IfcCovering",
            f"Standing seam {side}",
            storey=plan.ATTIC,
            predefined="ROOFING",
            items=_metal(draft, side),
            at=(0, 0, level),
            of_type="Standing seam metal",
        )
    _add_gutters(draft)
    _add_chimney(draft)


def _metal(draft: Draft, side: str) -> list[Item]:
    start = -plan.EAVES - 0.04
    sheet = _slope(side, _PLUMB, _PLUMB + 0.03, start=start)
    wide = _LONG + 0.06
    items: list[Item] = [(prism(draft.file, sheet, wide, moved(ALONG_X, -plan.VERGE - 0.03, 0, 0)), "Slate")]
    seams = 22
    section = _slope(side, _PLUMB + 0.03, _PLUMB + 0.075, start=start)
    for seam in range(seams + 1):
        x = -plan.VERGE - 0.03 + (wide - 0.025) * seam / seams
        items.append((prism(draft.file, section, 0.025, moved(ALONG_X, x, 0, 0)), "Anthracite"))
    return items


def _add_gutters(draft: Draft) -> None:
    """Half-round gutters and a downpipe at each side."""
    level = plan.LEVELS[plan.ATTIC]
    height = level - plan.EAVES * plan.SLOPE + _PLUMB - 0.12
    arc = [math.radians(angle) for angle in range(180, 361, 20)]
    section: list[Point] = [(0.075 * math.cos(a), 0.075 * math.sin(a)) for a in arc]
    section += [(0.069 * math.cos(a), 0.069 * math.sin(a)) for a in reversed(arc)]
    for side, y, wall in (
        ("South", -plan.EAVES - 0.08, -0.07),
        ("North", plan.WIDTH + plan.EAVES + 0.08, plan.WIDTH + 0.07),
    ):
        solid = prism(draft.file, section, _LONG, moved(ALONG_X, -plan.VERGE, y, height))
        draft.add(
            "IfcPipeSegment",
            f"Gutter {side}",
            storey=plan.ATTIC,
            predefined="GUTTER",
            items=[(solid, "Zinc")],
        )
        x = plan.LENGTH - 0.12
        bends = [(x, y, height - 0.05), (x, wall, height - 0.6), (x, wall, plan.GRADE)]
        pieces: list[Item] = [(rod(draft.file, start, end, 0.04), "Zinc") for start, end in pairwise(bends)]
        draft.add(
            "IfcPipeSegment", f"Downpipe {side}", storey=plan.GROUND, predefined="RIGIDSEGMENT", items=pieces
        )


def _add_chimney(draft: Draft) -> None:
    foot = plan.roof_height(4.9)
    x, y, top = 2.2, 4.95, plan.RIDGE + 1.25
    items: list[Item] = [
        (box(draft.file, (x - 0.35, y - 0.3, foot), (x + 0.35, y + 0.3, top)), "Brick grey"),
        (box(draft.file, (x - 0.42, y - 0.37, top), (x + 0.42, y + 0.37, top + 0.08)), "Concrete"),
        (rod(draft.file, (x, y, top + 0.08), (x, y, top + 0.35), 0.11), "Zinc"),
    ]
    draft.add("IfcChimney", "Chimney", storey=plan.ATTIC, predefined="NOTDEFINED", items=items)
