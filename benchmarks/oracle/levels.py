"""Storey and container check, against get_container, get_storey_elevation and IfcOpenShell's shapes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ifcopenshell.util.element as util
import ifcopenshell.util.placement as placement

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source, is_any, storey_of

SPATIAL = ("IfcSpatialElement", "IfcSpatialStructureElement")


def expected(source: Source, params: dict[str, Any]) -> Facts:
    members = [one for one in source.elements(params["element_class"]) if not is_any(one, SPATIAL)]
    storeys = source.all_of("IfcBuildingStorey")
    heights = heights_of(source, storeys)
    checks = {name: Counter[str]() for name in ("no-container", "no-storey", "wrong-storey", "empty-storey")}
    counts: Counter[int] = Counter()
    for element in members:
        storey = storey_of(element)
        counts[storey.id() if storey is not None else 0] += 1
        parent = util.get_parent(element)
        checks["no-container"][element.GlobalId] += parent is None
        checks["no-storey"][element.GlobalId] += (
            bool(storeys) and parent is not None and parent.is_a("IfcBuilding")
        )
        if storey is not None and is_outside(element, storey, source, heights, params["tolerance"]):
            checks["wrong-storey"][element.GlobalId] += 1
    for storey in storeys:
        checks["empty-storey"][storey.GlobalId] += not counts[storey.id()]
    facts = {f"finding {name}": +counter for name, counter in checks.items()}
    return facts | {
        "elements": len(members),
        "storeys": {one.GlobalId: [round(heights[one.id()], 3), counts[one.id()]] for one in storeys},
    }


def heights_of(source: Source, storeys: list[Any]) -> dict[int, float]:
    """Metres by the placement; by the elevation where all stand at one height."""
    placed = {one.id(): placement.get_storey_elevation(one) * source.metres for one in storeys}
    if any(one.ObjectPlacement for one in storeys):
        for one in storeys:
            if one.ObjectPlacement:
                matrix = placement.get_local_placement(one.ObjectPlacement)
                placed[one.id()] = float(matrix[2, 3]) * source.metres
    if len(set(placed.values())) == 1:
        placed = {one.id(): (one.Elevation or 0.0) * source.metres for one in storeys}
    return placed


def is_outside(
    element: Any, storey: Any, source: Source, heights: dict[int, float], tolerance: float
) -> bool:
    """Wholly below its storey (unless that is the lowest), or wholly above the next; its middle elsewhere."""
    shape = (source.shapes or {}).get(element.id())
    if shape is None:
        return False
    building = util.get_aggregate(storey)
    stack = sorted(
        (one for one in source.all_of("IfcBuildingStorey") if util.get_aggregate(one) == building),
        key=lambda one: heights[one.id()],
    )
    floors = [heights[one.id()] for one in stack]
    place = stack.index(storey)
    bottom, top = shape.vertices[:, 2].min(), shape.vertices[:, 2].max()
    is_below = place > 0 and top < floors[place] - tolerance
    is_above = place + 1 < len(floors) and bottom > floors[place + 1] + tolerance
    lies_in = max((n for n, floor in enumerate(floors) if floor <= (bottom + top) / 2 + 0.01), default=0)
    return bool((is_below or is_above) and lies_in != place)


def told(run: Told) -> Facts:
    wanted = ("no-container", "no-storey", "wrong-storey", "empty-storey")
    checks = {name: group for name, group in found(run.findings).items() if name.split()[1] in wanted}
    return {
        "elements": run.result["elements"],
        "storeys": {row["ifc_guid"]: [row["placed at m"], row["elements"]] for row in run.result["storeys"]},
        **checks,
    }
