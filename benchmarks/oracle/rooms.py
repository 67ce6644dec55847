"""Space check: numbers, names, storeys and areas, against get_psets and IfcOpenShell's shapes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ifcopenshell.util.element as util
import numpy as np

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets
from benchmarks.oracle.source import Shape, Source

NET, GROSS = ("NetFloorArea", "NetArea", "Area"), ("GrossFloorArea", "GrossArea", "GSA BIM Area")


def expected(source: Source, params: dict[str, Any]) -> Facts:
    spaces = source.all_of("IfcSpace")
    scale = source.scale("AREAUNIT")
    names = (
        "no-number",
        "no-name",
        "no-storey",
        "no-shape",
        "no-area",
        "too-small",
        "area-differs",
        "duplicate-number",
    )
    checks = {name: Counter[str]() for name in names}
    numbers = Counter((space.Name or "").strip().casefold() for space in spaces)
    areas: dict[str, float] = {}
    for space in spaces:
        guid, number = space.GlobalId, (space.Name or "").strip()
        shape = (source.shapes or {}).get(space.id())
        floor = floor_of(shape) if shape is not None else None
        area, is_net = stated(psets(space, quantities=True), scale)
        checks["no-number"][guid] += not number
        checks["duplicate-number"][guid] += bool(number) and numbers[number.casefold()] > 1
        checks["no-name"][guid] += bool(number) and not (space.LongName or "").strip()
        checks["no-storey"][guid] += storey_above(space) is None
        checks["no-shape"][guid] += shape is None
        checks["no-area"][guid] += area is None and floor is None
        areas[guid] = area or floor or 0.0
        checks["too-small"][guid] += 0 < areas[guid] < params["minimum_area"]
        differs = (
            area is not None
            and is_net
            and floor
            and abs(area - floor) / floor * 100 > params["area_tolerance"]
        )
        checks["area-differs"][guid] += bool(differs)
    facts = {f"finding {name}": +counter for name, counter in checks.items()}
    severe = any(checks[name].total() for name in ("no-number", "duplicate-number", "no-area"))
    found_any = any(counter.total() for counter in checks.values()) or not spaces
    return facts | {
        "status": "failed" if severe else "warning" if found_any else "success",
        "areas": areas,
        "total": sum(areas.values()),
    }


def stated(sets: dict[str, dict[str, Any]], scale: float) -> tuple[float | None, bool]:
    """The area of the quantity sets in m², and whether it is a net one."""
    for names, is_net in ((NET, True), (GROSS, False)):
        for name in names:
            for values in sets.values():
                if isinstance(values.get(name), (int, float)) and values[name] > 0:
                    return float(values[name]) * scale, is_net
    return None, False


def floor_of(shape: Shape) -> float:
    """The area of the triangles that look down."""
    corners = shape.vertices[shape.faces]
    up = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 2] / 2
    return float(abs(up[up < 0].sum()))


def storey_above(space: Any) -> Any:
    above = util.get_aggregate(space)
    while above is not None and not above.is_a("IfcBuildingStorey"):
        above = util.get_aggregate(above)
    return above


def told(run: Told) -> Facts:
    checks = found(run.findings)
    checks.pop("finding not-closed", None)
    return {
        "status": run.status,
        "areas": {row["ifc_guid"]: row["area m²"] or 0.0 for row in run.result["spaces"]},
        "total": run.result["area"],
        **checks,
    }
