"""Decides what IfcOpenShell must tessellate after ifclite-geom, and which colours the file gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bimdesk.ifc.geometry_blocks import Block, join, offsets, take
from bimdesk.ifc.geometry_styles import Color, StyleReader, bodies
from bimdesk.ifc.index_declarations import Entity
from bimdesk.ifc.index_entities import read
from bimdesk.ifc.index_properties import BROKEN
from bimdesk.ifc.index_relations import all_of
from bimdesk.ifc.index_writer import Indexer

_FLAT_ITEMS = (
    "IfcCurve", "IfcPoint", "IfcGeometricCurveSet", "IfcBoundingBox", "IfcTextLiteral",
    "IfcAnnotationFillArea", "IfcSegment", "IfcEdge", "IfcVertex", "IfcPath",
)  # fmt: skip
_LINE_CLASSES = ("IfcAlignment", "IfcGrid")
_HORIZONTAL = "IfcAlignmentHorizontal"
_SETS = ("IfcGeometricSet", "IfcGeometricCurveSet")
_MAX_DEPTH = 16
FAR_M = 8192.0
_STEPS_PER_M = 1024.0
"""From `FAR_M` on, metres, single precision knows steps of a millimetre (1/1024 m), or larger ones."""


@dataclass(slots=True)
class Plan:
    """missing: products with a body that have no triangles yet; several: with more than one colour.

    `inexact`: products whose triangles are not quite where they belong. `lines`: alignments and grids.

    `colors`: the one colour of each other product, None where the file gives it none. `flat`: products that
    are but curves in the file (structural members, say), to which ifclite-geom gives a body of its own.
    `flat_classes`: whether items of a class are curves.
    """

    missing: list[int] = field(default_factory=list)
    several: list[int] = field(default_factory=list)
    inexact: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    colors: dict[int, Color | None] = field(default_factory=dict)
    flat: set[int] = field(default_factory=set)
    flat_classes: dict[str, bool] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return self.missing + self.several + self.inexact


def plan_shapes(model: Any, indexer: Indexer, block: Block) -> Plan:
    """Look at the styles of every product with a shape."""
    plan = Plan()
    styles = StyleReader(model)
    have = set(block.element_ids.tolist())
    inexact = rounded_elements(block)
    linear = bool(all_of(model, "IfcLinearPlacement"))
    laid_out = _laid_out_alignments(indexer)
    for row in indexer.roots.of_kind("product"):
        if row.id in laid_out or (row.has_representation and row.cls in _LINE_CLASSES):
            plan.lines.append(row.id)
            plan.flat.add(row.id)
        elif row.has_representation:
            shape = read(row.instance, indexer.declarations.attributes(row.cls)["Representation"])
            uses, _ = indexer.materials.uses.get(row.id, ((), False))
            materials = [use.material_id for use in uses if use.material_id is not None]
            try:
                _look(plan, row.id, shape, styles.colors(shape, materials), has_mesh=row.id in have)
            except BROKEN:
                continue
            is_inexact = row.id in inexact or (linear and _is_linear(row.instance)) or _has_clearance(shape)
            if row.id in plan.colors and row.id not in plan.flat and is_inexact:
                plan.inexact.append(row.id)
    return plan


def _laid_out_alignments(indexer: Indexer) -> set[int]:
    """Alignments that have a horizontal layout; their curve can be computed where the file has none."""
    parents, entities = indexer.relations.parents, indexer.roots.entities
    found = (parents.get(row.id, (0, ""))[0] for row in entities.values() if row.cls == _HORIZONTAL)
    return {step_id for step_id in found if step_id and entities[step_id].cls == "IfcAlignment"}


def rounded_elements(block: Block) -> set[int]:
    """Elements far out whose vertices stand on a raster of a millimetre or more.

    ifclite-geom computes in single precision, about an origin of the model: but not where coordinates stand
    in the points and not in the placement, nor in a file in feet.
    """
    far = (np.abs(block.vertices) > FAR_M).any(axis=1)
    if not far.any():
        return set()
    per_element = np.add.reduceat(block.vertex_counts, offsets(block.part_counts)[:-1])
    starts = np.repeat(offsets(per_element)[:-1], per_element)
    steps = (block.vertices - block.vertices[starts]) * _STEPS_PER_M
    off_raster = np.abs(steps - np.rint(steps)) > 1e-3
    owner = np.repeat(block.element_ids, per_element)
    rounded = set()
    for axis in range(2):
        fine = set(np.unique(owner[off_raster[:, axis]]).tolist())
        wide = set(np.unique(owner[far & (np.abs(block.vertices[:, axis]) > FAR_M)]).tolist())
        rounded |= wide - fine
    return rounded


def _is_linear(product: Entity) -> bool:
    """Whether a product is placed along an alignment: ifclite-geom follows straight ones only."""
    placement = read(product, 5)
    for _ in range(_MAX_DEPTH):
        if placement is None:
            return False
        if placement.is_a("IfcLinearPlacement"):
            return True
        placement = read(placement, 0)
    return False


def _has_clearance(shape: Entity) -> bool:
    """Whether the room that a door or a machine needs stands beside its body: ifclite-geom draws both."""
    names = [read(representation, 1) for representation in read(shape, 2) or ()]
    return "Clearance" in names and "Body" in names


def _look(
    plan: Plan, step_id: int, shape: Entity, colors: frozenset[Color | None], *, has_mesh: bool
) -> None:
    items = (item for body in bodies(shape) for item in read(body, 3) or ())
    has_faces = any(_has_faces(item, 0, plan.flat_classes) for item in items)
    if not has_mesh:
        if has_faces:
            plan.missing.append(step_id)
    elif len(colors) > 1:
        plan.several.append(step_id)
    else:
        plan.colors[step_id] = next(iter(colors), None)
        if not has_faces:
            plan.flat.add(step_id)


def merge(first: Block, shapes: Block | None, plan: Plan, classes: dict[int, str]) -> Block:
    """The first geometry with the colours of the file and with what IfcOpenShell made in its place.

    `classes`: IFC class of every product that the index knows; other elements are left out.
    """
    gone = plan.flat | (set() if shapes is None else set(shapes.element_ids.tolist()))
    ids = first.element_ids.tolist()
    block = take(first, np.array([key in classes and key not in gone for key in ids], dtype=bool))
    colors = block.colors.copy()
    for row, key in enumerate(block.element_ids.tolist()):
        if key in plan.colors:
            color = plan.colors[key]
            colors[row] = (*colors[row, :3], -1.0) if color is None else color
    block = Block(
        element_ids=block.element_ids,
        classes=tuple(classes[key] for key in block.element_ids.tolist()),
        part_counts=block.part_counts,
        vertex_counts=block.vertex_counts,
        face_counts=block.face_counts,
        colors=colors,
        vertices=block.vertices,
        faces=block.faces,
    )
    return block if shapes is None else join([block, shapes])


def _has_faces(item: Entity, depth: int, flat: dict[str, bool]) -> bool:
    """Whether an item is more than curves and points. `flat`: what is known of classes by now."""
    name = item.is_a()
    if name == "IfcMappedItem" and depth < _MAX_DEPTH:
        parts = read(read(read(item, 0), 1), 3) or ()
        return any(_has_faces(part, depth + 1, flat) for part in parts)
    if name in _SETS and depth < _MAX_DEPTH:
        return any(_has_faces(part, depth + 1, flat) for part in read(item, 0) or ())
    known = flat.get(name)
    if known is None:
        known = flat[name] = any(item.is_a(kind) for kind in _FLAT_ITEMS)
    return not known
