"""Relationships by bulk: parents, storeys, types, groups, openings, ports, boundaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bimdesk.ifc.index_declarations import Declarations, Entity
from bimdesk.ifc.index_entities import Roots, read

_PARENT_RELATIONS = (
    ("IfcRelContainedInSpatialStructure", "RelatedElements", "RelatingStructure", "contains"),
    ("IfcRelAggregates", "RelatedObjects", "RelatingObject", "aggregates"),
    ("IfcRelNests", "RelatedObjects", "RelatingObject", "nests"),
    ("IfcRelFillsElement", "RelatedBuildingElement", "RelatingOpeningElement", "fills"),
    ("IfcRelVoidsElement", "RelatedOpeningElement", "RelatingBuildingElement", "voids"),
    ("IfcRelAdheresToElement", "RelatedSurfaceFeatures", "RelatingElement", "adheres"),
)
"""Class, child, parent, word; the first that an element has is its parent (as IfcOpenShell's get_parent)."""

_OTHER_RELATIONS = (
    ("IfcRelVoidsElement", "RelatingBuildingElement", "RelatedOpeningElement", "voids"),
    ("IfcRelFillsElement", "RelatingOpeningElement", "RelatedBuildingElement", "fills"),
    ("IfcRelAssignsToGroup", "RelatingGroup", "RelatedObjects", "groups"),
    ("IfcRelServicesBuildings", "RelatingSystem", "RelatedBuildings", "serves"),
    ("IfcRelSpaceBoundary", "RelatingSpace", "RelatedBuildingElement", "bounds"),
    ("IfcRelConnectsPortToElement", "RelatedElement", "RelatingPort", "ports"),
    ("IfcRelConnectsPorts", "RelatingPort", "RelatedPort", "connects"),
    ("IfcRelReferencedInSpatialStructure", "RelatingStructure", "RelatedElements", "referenced_in"),
)
_PORTS = "IfcPort"


@dataclass(slots=True)
class Relations:
    """parents: child -> (parent, word); storeys: entity -> storey; types: occurrence -> type.

    `loops` are entities that are their own ancestors; `second_parents` have more than one parent of a kind.
    """

    parents: dict[int, tuple[int, str]] = field(default_factory=dict)
    storeys: dict[int, int] = field(default_factory=dict)
    types: dict[int, int] = field(default_factory=dict)
    others: set[tuple[str, int, int]] = field(default_factory=set)
    loops: list[int] = field(default_factory=list)
    second_parents: list[int] = field(default_factory=list)


def read_relations(model: Any, declarations: Declarations, roots: Roots) -> Relations:
    """All relationships between entities of the index."""
    relations = Relations()
    _read_parents(model, declarations, roots, relations)
    for name, start, end, word in _OTHER_RELATIONS:
        for first, second in pairs(model, declarations, name, start, end):
            if first in roots.entities and second in roots.entities:
                relations.others.add((word, first, second))
    for occurrence, type_id in pairs(
        model, declarations, "IfcRelDefinesByType", "RelatedObjects", "RelatingType"
    ):
        if occurrence in roots.entities and type_id in roots.entities:
            relations.types.setdefault(occurrence, type_id)
    _host_ports(declarations, roots, relations)
    _cut_loops(relations)
    _read_storeys(roots, relations)
    return relations


def pairs(
    model: Any, declarations: Declarations, name: str, start: str, end: str
) -> Iterator[tuple[int, int]]:
    """STEP ids (start, end) over all relationships of a class; either side may be a list in the file."""
    for relation in all_of(model, name):
        attributes = declarations.attributes(relation.is_a())
        if start not in attributes or end not in attributes:
            continue
        firsts, seconds = ids_of(read(relation, attributes[start])), ids_of(read(relation, attributes[end]))
        for first in firsts:
            for second in seconds:
                yield first, second


def all_of(model: Any, name: str) -> tuple[Entity, ...]:
    """All instances of a class and its subtypes; none where the schema has no such class."""
    try:
        found: tuple[Entity, ...] = model.by_type(name)
    except RuntimeError:
        return ()
    return found


def ids_of(value: Any) -> list[int]:
    """STEP ids of one entity or many; none of None."""
    if value is None:
        return []
    if isinstance(value, tuple | list):
        return [item.id() for item in value if item is not None]
    return [value.id()]


def _read_parents(model: Any, declarations: Declarations, roots: Roots, relations: Relations) -> None:
    for name, child_name, parent_name, word in _PARENT_RELATIONS:
        for child, parent in pairs(model, declarations, name, child_name, parent_name):
            if child not in roots.entities or parent not in roots.entities:
                continue
            known = relations.parents.setdefault(child, (parent, word))
            if known[0] != parent and known[1] == word:
                relations.second_parents.append(child)


def _host_ports(declarations: Declarations, roots: Roots, relations: Relations) -> None:
    """Ports that IFC4 nests join those that IFC2X3 connects; a connected port lives in its element."""
    for child, (parent, word) in list(relations.parents.items()):
        if word == "nests" and _PORTS in declarations.ancestors(roots.entities[child].cls):
            relations.others.add(("ports", parent, child))
    for word, element, port in relations.others:
        if word == "ports":
            relations.parents.setdefault(port, (element, "nests"))


def _cut_loops(relations: Relations) -> None:
    """Take the parent from one entity of each cycle, so that every walk upwards ends."""
    done: set[int] = set()
    for start in list(relations.parents):
        path: list[int] = []
        on_path: set[int] = set()
        current = start
        while current not in done and current in relations.parents:
            if current in on_path:
                relations.loops.append(current)
                del relations.parents[current]
                break
            path.append(current)
            on_path.add(current)
            current = relations.parents[current][0]
        done.update(path)


def _read_storeys(roots: Roots, relations: Relations) -> None:
    known: dict[int, int | None] = {}
    for start in roots.entities:
        path: list[int] = []
        current: int | None = start
        while current is not None and current not in known:
            path.append(current)
            if roots.entities[current].cls == "IfcBuildingStorey":
                known[current] = current
                break
            current = relations.parents.get(current, (None, ""))[0]
        storey = known[current] if current is not None else None
        known.update(dict.fromkeys(path, storey))
        if storey is not None and storey != start:
            relations.storeys[start] = storey
