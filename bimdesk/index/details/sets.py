"""The property sets and quantity sets of an entity."""

from __future__ import annotations

from bimdesk.domain.ids import ElementId
from bimdesk.index.details.facts import Property, PropertyGroup
from bimdesk.index.reader import ModelIndex, read_value


def read_sets(index: ModelIndex, element: ElementId) -> tuple[PropertyGroup, ...]:
    sets = list(
        index.rows(
            """SELECT link.pset_id, psets.name, psets.class, psets.is_quantity, link.from_type,
                      psets.source_id
               FROM entity_psets AS link JOIN psets ON psets.id = link.pset_id
               WHERE link.entity_id = ?
               ORDER BY link.seq""",
            (element,),
        )
    )
    made = []
    for pset, name, ifc_class, is_quantity, from_type, source in sets:
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
                step_id=source,
                is_overridden=pset < 0,
            )
        )
    return tuple(made)
