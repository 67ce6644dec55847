"""LOD analysis: the six shares of each class, against ifcopenshell.util."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import ifcopenshell.util.classification
import ifcopenshell.util.element as util
import numpy as np

from benchmarks.oracle.facts import Facts
from benchmarks.oracle.runs import Told
from benchmarks.oracle.sets import psets
from benchmarks.oracle.source import Shape, Source

BOX_CORNERS = 8
PARTS = ("geometry", "detail", "properties", "type", "material", "classification")


def expected(source: Source, params: dict[str, Any]) -> Facts:
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for element in source.elements(params["element_class"]):
        rows[element.is_a()].append(shares_of(element, source, params["expected_properties"]))
    weights = params["weights"]
    classes: dict[str, Any] = {}
    for name, members in rows.items():
        means = {part: sum(row[part] for row in members) / len(members) for part in PARTS}
        score = sum(weights[part] * means[part] for part in PARTS) / sum(weights.values())
        classes[name] = {part: round(100 * share, 1) for part, share in means.items()}
        classes[name] |= {"count": len(members), "score": round(100 * score, 1)}
    return {"status": "success" if rows else "warning", "classes": classes}


def shares_of(element: Any, source: Source, rich: int) -> dict[str, float]:
    shape = (source.shapes or {}).get(element.id())
    filled = sum(value not in (None, "") for values in psets(element).values() for value in values.values())
    return {
        "geometry": float(shape is not None),
        "detail": float(shape is not None and corners_of(shape) > BOX_CORNERS),
        "properties": min(filled / rich, 1.0),
        "type": float(util.get_type(element) is not None),
        "material": float(bool(util.get_materials(element))),
        "classification": float(bool(ifcopenshell.util.classification.get_references(element))),
    }


def corners_of(shape: Shape) -> int:
    """Vertices in different places; IfcOpenShell gives none between corners."""
    return len(np.unique(shape.vertices.round(4), axis=0))


def told(run: Told) -> Facts:
    return {
        "status": run.status,
        "classes": {
            row["class"]: {part: row[f"{part} %"] for part in PARTS}
            | {"count": row["count"], "score": row["score"]}
            for row in run.result["classes"]
        },
    }
