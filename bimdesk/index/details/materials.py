"""The materials of an entity and how it is classified."""

from __future__ import annotations

from bimdesk.domain.ids import ElementId
from bimdesk.index.details.facts import Classification, MaterialPart
from bimdesk.index.reader import ModelIndex


def read_materials(index: ModelIndex, element: ElementId) -> tuple[MaterialPart, ...]:
    rows = index.rows(
        """SELECT materials.name, materials.category, link.usage, link.set_name, link.part_name,
                  link.thickness, link.fraction, link.from_type
           FROM entity_materials AS link LEFT JOIN materials ON materials.id = link.material_id
           WHERE link.entity_id = ? ORDER BY link.seq""",
        (element,),
    )
    return tuple(
        MaterialPart(
            name=name or "",
            category=category or "",
            usage=usage,
            set_name=set_name or "",
            part_name=part_name or "",
            thickness=thickness,
            fraction=fraction,
            from_type=bool(from_type),
        )
        for name, category, usage, set_name, part_name, thickness, fraction, from_type in rows
    )


def read_classifications(index: ModelIndex, element: ElementId) -> tuple[Classification, ...]:
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
