"""Duplicate elements: every element against every other, by IfcOpenShell's shapes."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import ifcopenshell.util.element as util
import numpy as np

from benchmarks.oracle.facts import Facts, found
from benchmarks.oracle.runs import Told
from benchmarks.oracle.source import Shape, Source


def expected(source: Source, params: dict[str, Any]) -> Facts:
    """Groups of one class with the same boxes, middles of surfaces and surfaces; parts of wholes apart."""
    shapes = source.shapes or {}
    members = [one for one in source.elements(params["element_class"]) if one.id() in shapes]
    by_class: dict[str, list[Any]] = defaultdict(list)
    for element in members:
        by_class[element.is_a()].append(element)
    groups = [
        group for same in by_class.values() for group in groups_of(same, shapes, params["tolerance"] / 1000)
    ]
    surplus = sum(len(group) - 1 for group in groups)
    return {
        "status": "failed" if groups else "success" if members else "warning",
        "compared": len(members),
        "groups": len(groups),
        "surplus": surplus,
        "finding duplicate": Counter(one.GlobalId for group in groups for one in group),
    }


def groups_of(elements: list[Any], shapes: dict[int, Shape], tolerance: float) -> list[list[Any]]:
    """Elements that are equal to at least one of their group."""
    rows = np.array([measures(shapes[one.id()]) for one in elements])
    group = list(range(len(elements)))
    for first in range(len(elements)):
        near = np.abs(rows[first + 1 :, :9] - rows[first, :9]).max(axis=1, initial=0) <= tolerance
        size = float((rows[first, 3:6] - rows[first, :3]).sum())
        area = np.abs(rows[first + 1 :, 9] - rows[first, 9]) <= tolerance * size + 0.001 * rows[first, 9]
        for second in np.flatnonzero(near & area) + first + 1:
            if not is_part(elements[first], elements[second]):
                group = [group[first] if one == group[second] else one for one in group]
    found_groups: dict[int, list[Any]] = defaultdict(list)
    for number, element in zip(group, elements, strict=True):
        found_groups[number].append(element)
    return [members for members in found_groups.values() if len(members) > 1]


def measures(shape: Shape) -> list[float]:
    """Box (6), middle of the surface (3), area."""
    corners = shape.vertices[shape.faces]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    used = corners.reshape(-1, 3)
    middle = (corners.mean(axis=1) * areas[:, None]).sum(axis=0) / max(areas.sum(), 1e-12)
    return [*used.min(axis=0), *used.max(axis=0), *middle, areas.sum()]


def is_part(one: Any, other: Any) -> bool:
    return bool(util.get_parent(one) == other or util.get_parent(other) == one)


def told(run: Told) -> Facts:
    return {
        "status": run.status,
        "compared": run.result["compared"],
        "groups": run.result["groups"],
        "surplus": run.result["surplus"],
        **found(run.findings),
    }
