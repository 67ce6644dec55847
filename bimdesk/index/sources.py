"""What can be queried: entities, property sets, materials ..., their fields, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A way to another source. `{a}` is the row's alias, `{b}` the other's.

    `join` gives at most one row; `link` (FROM ... WHERE) any number of them.
    """

    source: str
    join: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of row. `columns` are read for each row; `fields` (name -> column) can be named in queries.

    `is_packable`: the columns hold integers and text alone, which JSON keeps as they are.
    """

    name: str
    table: str
    condition: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    relations: Mapping[str, Relation] = field(default_factory=dict)
    order: str = "id"
    booleans: frozenset[str] = frozenset()
    has_properties: bool = False
    is_packable: bool = False


_SAME_NAME = ("name", "description", "object_type", "tag", "predefined_type", "long_name", "elevation")
_ENTITY_FIELDS: Mapping[str, str] = {
    "id": "id",
    "ifc_id": "id",
    "ifc_guid": "guid",
    "guid": "guid",
    "ifc_type": "class",
    **{name: name for name in _SAME_NAME},
    "has_geometry": "has_geometry",
    "has_representation": "has_representation",
}
ENTITY_COLUMNS = ("id", "guid", "class", "name")
"""Read with every row; the rest of an entity is read when it is asked for, which few scripts do for all."""
SYSTEM_CLASSES = "SELECT class FROM class_parents WHERE parent = 'IfcSystem' COLLATE NOCASE"

_systems_of = (
    "relations {b}_l JOIN entities {b} ON {b}.id = {b}_l.from_id"
    " WHERE {b}_l.kind = 'groups' AND {b}_l.to_id = {a}.id"
)
_materials_of = (
    "entity_materials {b}_l JOIN materials {b} ON {b}.id = {b}_l.material_id WHERE {b}_l.entity_id = {a}.id"
)
_classifications_of = (
    "entity_classifications {b}_l JOIN classifications {b} ON {b}.id = {b}_l.classification_id"
    " WHERE {b}_l.entity_id = {a}.id"
)
_system = Relation(source="systems", link=f"{_systems_of} AND {{b}}.class IN ({SYSTEM_CLASSES})")
_material = Relation(source="materials", link=_materials_of)
_classification = Relation(source="classifications", link=_classifications_of)
_ENTITY_RELATIONS: Mapping[str, Relation] = {
    "storey": Relation(source="elements", join="entities {b} ON {b}.id = {a}.storey_id"),
    "parent": Relation(source="elements", join="entities {b} ON {b}.id = {a}.parent_id"),
    "container": Relation(source="elements", join="entities {b} ON {b}.id = {a}.parent_id"),
    "type": Relation(source="elements", join="entities {b} ON {b}.id = {a}.type_id"),
    "group": Relation(source="elements", link=_systems_of),
    "system": _system,
    "systems": _system,
    "material": _material,
    "materials": _material,
    "classification": _classification,
    "classifications": _classification,
}


def _entities(name: str, condition: str, order: str = "id") -> Source:
    return Source(
        name=name,
        table="entities",
        condition=condition,
        columns=ENTITY_COLUMNS,
        fields=_ENTITY_FIELDS,
        relations=_ENTITY_RELATIONS,
        order=order,
        booleans=frozenset({"has_geometry", "has_representation"}),
        has_properties=True,
        is_packable=True,
    )


def _sets(name: str, is_quantity: int) -> Source:
    fields = {"id": "id", "ifc_id": "id", "name": "name", "description": "description"}
    return Source(
        name=name,
        table="psets",
        condition=f"{{a}}.is_quantity = {is_quantity} AND {{a}}.id > 0",
        columns=("id", "guid", "class", "name", "description", "is_quantity"),
        fields={
            **fields,
            "ifc_guid": "guid",
            "guid": "guid",
            "ifc_type": "class",
            "is_quantity": "is_quantity",
        },
        booleans=frozenset({"is_quantity"}),
    )


_ALL = (
    _entities("elements", "1"),
    _entities("entities", "{a}.kind = 'product'"),
    _entities("types", "{a}.kind = 'type'"),
    _entities("systems", f"{{a}}.kind = 'group' AND {{a}}.class IN ({SYSTEM_CLASSES})"),
    _entities("groups", "{a}.kind = 'group'"),
    _entities("storeys", "{a}.class = 'IfcBuildingStorey'", order="elevation"),
    _sets("properties", 0),
    _sets("quantities", 1),
    Source(
        name="materials",
        table="materials",
        condition="1",
        columns=("id", "name", "category", "description"),
        fields={name: name for name in ("id", "name", "category", "description")},
    ),
    Source(
        name="classifications",
        table="classifications",
        condition="1",
        columns=("id", "system", "identification", "name", "location"),
        fields={name: name for name in ("id", "system", "identification", "name", "location")},
    ),
    Source(
        name="roots",
        table="roots",
        condition="1",
        columns=("id", "guid", "class", "name"),
        fields={
            "id": "id",
            "ifc_id": "id",
            "ifc_guid": "guid",
            "guid": "guid",
            "ifc_type": "class",
            "name": "name",
        },
    ),
)
SOURCES: Mapping[str, Source] = {source.name: source for source in _ALL}
