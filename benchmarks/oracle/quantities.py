"""Quantity take-off: authored ones by get_psets(qtos_only) and the file's units, measured ones by shapes."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import Any

import numpy as np

from benchmarks.oracle.facts import Facts
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets
from benchmarks.oracle.source import Shape, Source

NAMES = {
    "length": ("Length", "Height"),
    "area": (
        "NetSideArea", "NetArea", "NetFloorArea", "GrossSideArea", "GrossArea", "GrossFloorArea", "Area",
        "OuterSurfaceArea", "NetSurfaceArea", "GrossSurfaceArea", "TotalSurfaceArea",
    ),
    "volume": ("NetVolume", "GrossVolume", "Volume"),
}  # fmt: skip
"""The docstring's order: net before gross; side, floor, opening, then surfaces."""
UNITS = {"length": "LENGTHUNIT", "area": "AREAUNIT", "volume": "VOLUMEUNIT"}
SIGNS = {"length": "m", "area": "m²", "volume": "m³"}


def expected(source: Source, params: dict[str, Any]) -> Facts:
    scales = {kind: source.scale(unit) for kind, unit in UNITS.items()}
    members = source.elements(params["element_class"])
    facts: dict[str, Any] = {"status": "success" if members else "warning", "elements": len(members)}
    classes: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(("count", *NAMES), 0.0))
    sources: Counter[str] = Counter()
    for element in members:
        row = classes[element.is_a()]
        row["count"] += 1
        sets = psets(element, quantities=True)
        shape = (source.shapes or {}).get(element.id())
        measured = measure(shape) if shape is not None and params["source"] != "authored" else {}
        for kind in NAMES:
            own = stated(sets, kind) if params["source"] != "geometry" else None
            value = own * scales[kind] if own else measured.get(kind)
            row[kind] += value or 0.0
            sources[f"{kind} {'authored' if own else 'geometry' if value else 'none'}"] += 1
    return facts | {"classes": dict(classes), "sources": dict(sources)}


def stated(sets: dict[str, dict[str, Any]], kind: str) -> float | None:
    """The first quantity by the order of names; None where that is nothing."""
    for name in NAMES[kind]:
        for values in sets.values():
            if isinstance(values.get(name), (int, float)):
                return float(values[name]) if values[name] > 0 else None
    return None


def measure(shape: Shape) -> dict[str, float]:
    """The volume by tetrahedra; none where an edge is not met by as many triangles on either side."""
    faces = shape.faces[:, [0, 1, 2]]
    corners = shape.vertices[faces] - shape.vertices.mean(axis=0)
    volume = float(abs(np.linalg.det(corners).sum() / 6))
    area = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    is_closed = np.linalg.norm(area.sum(axis=0)) < 1e-3 * np.linalg.norm(area, axis=1).sum()
    found = {"length": 1.0, "area": 1.0}
    return found | ({"volume": volume} if is_closed and volume > 0 else {})


def told(run: Told) -> Facts:
    """Lengths and areas that were measured count 1 each: no function of IfcOpenShell means the same."""
    facts: dict[str, Any] = {"status": run.status, "elements": run.result["elements"]}
    classes: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(("count", *NAMES), 0.0))
    sources: Counter[str] = Counter()
    for row in elements_of(run):
        mine = classes[row["class"]]
        mine["count"] += 1
        for kind, sign in SIGNS.items():
            value, where = row[f"{kind} {sign}"], row[f"{kind} from"]
            sources[f"{kind} {where}"] += 1
            is_one = where == "geometry" and kind != "volume"
            mine[kind] += 1.0 if is_one else float(value or 0)
    return facts | {"classes": dict(classes), "sources": dict(sources)}


def elements_of(run: Told) -> list[dict[str, str]]:
    """The rows of the file that lists the elements."""
    if not run.result["elements"]:
        return []
    with (run.files / "take-off elements.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
