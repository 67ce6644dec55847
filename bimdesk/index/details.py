"""All that the index knows of one entity: what the inspector shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bimdesk.domain.ids import ElementId
from bimdesk.index.reader import ModelIndex, read_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One value of a set. `value` as Python has it, in the file's units; `unit` is its symbol or ''."""

    name: str
    value: Any
    measure: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyGroup:
    """A property set or quantity set; `from_type` where the type brings it. Its name may be empty."""

    name: str
    ifc_class: str
    is_quantity: bool
    from_type: bool
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPart:
    """A material of the element; `thickness` in metres for layers, `usage` as in the schema."""

    name: str
    usage: str
    set_name: str = ""
    part_name: str = ""
    thickness: float | None = None
    fraction: float | None = None
    from_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A classification reference."""

    system: str
    identification: str
    name: str
    location: str = ""
    from_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another entity that this one is tied to; `relation` is one of the words of `RELATIONS`."""

    relation: str
    id: ElementId
    ifc_class: str
    name: str


RELATIONS = (
    "container",
    "whole",
    "parts",
    "host",
    "openings",
    "fills",
    "filled by",
    "contents",
    "spaces",
    "boundaries",
    "ports",
    "connected to",
    "systems",
    "members",
    "serves",
    "occurrences",
)
"""In the order in which they are shown."""
MOST_RELATED = 100
"""A storey has thousands of elements: so many of each relation are named, the rest counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDetails:
    """One entity, read whole; a few milliseconds on a large model.

    `relations` holds at most MOST_RELATED of each relation, `relation_totals` how many there are.
    """

    id: ElementId
    kind: str
    ifc_class: str
    guid: str
    name: str
    attributes: tuple[Property, ...]
    storey: Related | None = None
    type: Related | None = None
    groups: tuple[PropertyGroup, ...] = ()
    materials: tuple[MaterialPart, ...] = ()
    classifications: tuple[Classification, ...] = ()
    relations: tuple[Related, ...] = ()
    relation_totals: Mapping[str, int] = field(default_factory=dict)
    has_geometry: bool = False


_ENTITY = """SELECT kind, class, guid, name, description, object_type, tag, predefined_type, long_name,
             parent_id, parent_rel, storey_id, type_id, elevation, has_geometry, attributes
             FROM entities WHERE id = ?"""


def load_details(index: ModelIndex, element: ElementId) -> EntityDetails | None:
    """Everything of one entity, or None where the version has none with this id."""
    row = next(index.rows(_ENTITY, (element,)), None)
    if row is None:
        return None
    kind, ifc_class, guid, name, *texts, parent, parent_rel, storey, type_id, elevation, drawn, more = row
    relations, totals = _relations(index, element, parent, parent_rel)
    return EntityDetails(
        id=element,
        kind=kind,
        ifc_class=ifc_class,
        guid=guid,
        name=name or "",
        attributes=_attributes(element, guid, name, texts, elevation, more),
        storey=_related(index, "storey", storey),
        type=_related(index, "type", type_id),
        groups=_groups(index, element),
        materials=_materials(index, element),
        classifications=_classifications(index, element),
        relations=relations,
        relation_totals=totals,
        has_geometry=bool(drawn),
    )


def _attributes(
    element: ElementId, guid: str, name: str | None, texts: list[Any], elevation: float | None, more: str
) -> tuple[Property, ...]:
    """The attributes that have a value, in the schema's words; the STEP id is no attribute but as useful."""
    description, object_type, tag, predefined_type, long_name = texts
    known = {
        "GlobalId": guid,
        "Name": name,
        "LongName": long_name,
        "Description": description,
        "ObjectType": object_type,
        "Tag": tag,
        "PredefinedType": predefined_type,
    }
    found = [Property(name=key, value=value) for key, value in known.items() if value not in (None, "")]
    found.append(Property(name="STEP id", value=f"#{element}"))
    further: dict[str, Any] = json.loads(more)
    if elevation is not None:
        further.pop("Elevation", None)
        found.append(Property(name="Elevation", value=elevation, unit="m"))
    found += [Property(name=key, value=value) for key, value in further.items() if key not in known]
    return tuple(found)


def _groups(index: ModelIndex, element: ElementId) -> tuple[PropertyGroup, ...]:
    sets = list(
        index.rows(
            """SELECT link.pset_id, psets.name, psets.class, psets.is_quantity, link.from_type
               FROM entity_psets AS link JOIN psets ON psets.id = link.pset_id
               WHERE link.entity_id = ?
               ORDER BY link.seq""",
            (element,),
        )
    )
    made = []
    for pset, name, ifc_class, is_quantity, from_type in sets:
        values = index.rows(
            "SELECT name, value, kind, measure, unit FROM properties WHERE pset_id = ? ORDER BY seq", (pset,)
        )
        properties = tuple(
            Property(name=key, value=read_value(value, kind), measure=measure or "", unit=unit or "")
            for key, value, kind, measure, unit in values
        )
        made.append(
            PropertyGroup(
                name=name,
                ifc_class=ifc_class,
                is_quantity=bool(is_quantity),
                from_type=bool(from_type),
                properties=properties,
            )
        )
    return tuple(made)


def _materials(index: ModelIndex, element: ElementId) -> tuple[MaterialPart, ...]:
    rows = index.rows(
        """SELECT materials.name, link.usage, link.set_name, link.part_name, link.thickness, link.fraction,
                  link.from_type
           FROM entity_materials AS link LEFT JOIN materials ON materials.id = link.material_id
           WHERE link.entity_id = ? ORDER BY link.seq""",
        (element,),
    )
    return tuple(
        MaterialPart(
            name=name or "",
            usage=usage,
            set_name=set_name or "",
            part_name=part_name or "",
            thickness=thickness,
            fraction=fraction,
            from_type=bool(from_type),
        )
        for name, usage, set_name, part_name, thickness, fraction, from_type in rows
    )


def _classifications(index: ModelIndex, element: ElementId) -> tuple[Classification, ...]:
    rows = index.rows(
        """SELECT system, identification, name, location, from_type FROM entity_classifications AS link
           JOIN classifications ON classifications.id = link.classification_id WHERE link.entity_id = ?
           ORDER BY system, identification""",
        (element,),
    )
    return tuple(
        Classification(
            system=system or "",
            identification=identification or "",
            name=name or "",
            location=location or "",
            from_type=bool(from_type),
        )
        for system, identification, name, location, from_type in rows
    )


_PARENT_WORDS = {
    "contains": "container",
    "aggregates": "whole",
    "nests": "whole",
    "voids": "host",
    "fills": "fills",
}
_CHILD_WORDS = {
    "contains": "contents",
    "aggregates": "parts",
    "nests": "parts",
    "voids": "openings",
    "fills": "filled by",
}
_FROM_WORDS = {
    "voids": "openings",
    "fills": "filled by",
    "groups": "members",
    "serves": "serves",
    "bounds": "boundaries",
    "ports": "ports",
    "connects": "connected to",
    "referenced_in": "contents",
}
_TO_WORDS = {
    "voids": "host",
    "fills": "fills",
    "groups": "systems",
    "serves": "systems",
    "bounds": "spaces",
    "ports": "whole",
    "connects": "connected to",
    "referenced_in": "container",
}


def _relations(
    index: ModelIndex, element: ElementId, parent: int | None, parent_rel: str | None
) -> tuple[tuple[Related, ...], dict[str, int]]:
    """Everything tied to the entity, each once, in the order of RELATIONS; and how many of each."""
    words: dict[tuple[str, int], None] = {}
    if parent is not None:
        words[_PARENT_WORDS.get(parent_rel or "", "container"), parent] = None
    for number, relation in index.rows("SELECT id, parent_rel FROM entities WHERE parent_id = ?", (element,)):
        words[_CHILD_WORDS.get(relation or "", "contents"), number] = None
    for kind, number in index.rows("SELECT kind, to_id FROM relations WHERE from_id = ?", (element,)):
        words[_FROM_WORDS.get(kind, "contents"), number] = None
    for kind, word in _TO_WORDS.items():
        query = "SELECT from_id FROM relations WHERE kind = ? AND to_id = ?"
        for (number,) in index.rows(query, (kind, element)):
            words[word, number] = None
    for (number,) in index.rows("SELECT id FROM entities WHERE type_id = ?", (element,)):
        words["occurrences", number] = None
    totals: dict[str, int] = {}
    found: list[Related] = []
    for relation, number in words:
        totals[relation] = totals.get(relation, 0) + 1
        related = _related(index, relation, number) if totals[relation] <= MOST_RELATED else None
        if related is not None:
            found.append(related)
    found.sort(key=lambda one: (RELATIONS.index(one.relation), one.ifc_class, one.name))
    return tuple(found), totals


def _related(index: ModelIndex, relation: str, number: int | None) -> Related | None:
    if number is None:
        return None
    row = next(index.rows("SELECT class, name FROM entities WHERE id = ?", (number,)), None)
    if row is None:
        return None
    return Related(relation=relation, id=ElementId(number), ifc_class=row[0], name=row[1] or "")
