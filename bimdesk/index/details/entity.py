"""Reads one entity whole."""

from __future__ import annotations

import json
from typing import Any

from bimdesk.domain.ids import ElementId
from bimdesk.domain.units import symbol_of_size
from bimdesk.index.details.facts import EntityDetails, Property
from bimdesk.index.details.materials import read_classifications, read_materials
from bimdesk.index.details.relations import read_related, read_relations
from bimdesk.index.details.sets import read_sets
from bimdesk.index.reader import ModelIndex

_ENTITY = """SELECT kind, class, guid, name, description, object_type, tag, predefined_type, long_name,
             parent_id, parent_rel, storey_id, type_id, elevation, has_geometry, attributes
             FROM entities WHERE id = ?"""

_LENGTHS = frozenset({"OverallHeight", "OverallWidth", "RiserHeight", "TreadLength", "NominalLength"})
"""Attributes of products that the schema measures as lengths."""


def load_details(index: ModelIndex, element: ElementId) -> EntityDetails | None:
    """Everything of one entity, or None where the version has none with this id."""
    row = next(index.rows(_ENTITY, (element,)), None)
    if row is None:
        return None
    kind, ifc_class, guid, name, *texts, parent, parent_rel, storey, type_id, elevation, drawn, more = row
    relations, totals = read_relations(index, element, parent, parent_rel)
    return EntityDetails(
        id=element,
        kind=kind,
        ifc_class=ifc_class,
        guid=guid,
        name=name or "",
        attributes=_attributes(_length_unit(index), element, guid, name, texts, elevation, more),
        storey=read_related(index, "storey", storey),
        type=read_related(index, "type", type_id),
        groups=read_sets(index, element),
        materials=read_materials(index, element),
        classifications=read_classifications(index, element),
        relations=relations,
        relation_totals=totals,
        has_geometry=bool(drawn),
    )


def _length_unit(index: ModelIndex) -> str:
    """The symbol of the project's unit of lengths; '' for a rare one."""
    return symbol_of_size("m", float(index.meta.get("length_unit") or 0.0))


def _attributes(
    length_unit: str,
    element: ElementId,
    guid: str,
    name: str | None,
    texts: list[Any],
    elevation: float | None,
    more: str,
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
    found += [
        Property(name=key, value=value, unit=length_unit if key in _LENGTHS else "")
        for key, value in further.items()
        if key not in known
    ]
    return tuple(found)
