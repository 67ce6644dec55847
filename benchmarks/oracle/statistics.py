"""Model statistics: counts by class and storey, against IfcOpenShell's entities and shapes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ifcopenshell.util.element as util

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Source, storey_of

NOWHERE = "(no storey)"


def expected(source: Source, params: dict[str, Any]) -> Facts:
    members = source.elements(params["element_class"])
    shapes = source.shapes or {}
    storeys: Counter[str] = Counter()
    classes: dict[str, dict[str, int]] = {}
    for element in members:
        storey = storey_of(element)
        storeys[NOWHERE if storey is None else storey.Name or NOWHERE] += 1
        row = classes.setdefault(
            element.is_a(), {"elements": 0, "without type": 0, "without storey": 0, "without shape": 0}
        )
        row["elements"] += 1
        row["without type"] += util.get_type(element) is None
        row["without storey"] += storey is None
        row["without shape"] += element.id() not in shapes
    return {
        "status": "success" if members else "warning",
        "elements": len(members),
        "classes": classes,
        "storeys": dict(storeys),
    }


def told(run: Told) -> Facts:
    wanted = ("elements", "without type", "without storey", "without shape")
    checks = found(run.findings)
    checks.pop("finding heavy", None)  # triangles are those of the kernel
    return {
        "status": run.status,
        "elements": run.result["elements"],
        "classes": {row["class"]: {name: row[name] for name in wanted} for row in run.result["classes"]},
        "storeys": run.result["by_storey"],
        **checks,
    }
