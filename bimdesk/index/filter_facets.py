"""Conditions on attributes, types, materials, storeys and the like as SQL: each a SELECT of entity ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from bimdesk.domain.filters import Attribute, Facet, FilterError, Operator, Quantity, Value
from bimdesk.domain.units import convert
from bimdesk.index.filter_values import compare, either
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex
from bimdesk.index.sources import SYSTEM_CLASSES

COLUMNS: Mapping[str, str] = {
    "GlobalId": "guid",
    "Name": "name",
    "Description": "description",
    "ObjectType": "object_type",
    "Tag": "tag",
    "LongName": "long_name",
}
PREDEFINED_TYPE = (
    "COALESCE(NULLIF(NULLIF((SELECT CASE WHEN COALESCE(NULLIF(t.predefined_type, ''), 'USERDEFINED')"
    " = 'USERDEFINED' THEN COALESCE(json_extract(t.attributes, '$.ElementType'),"
    " json_extract(t.attributes, '$.ProcessType')) ELSE t.predefined_type END FROM entities t"
    " WHERE t.id = {a}.type_id), 'NOTDEFINED'), ''),"
    " CASE WHEN COALESCE(NULLIF({a}.predefined_type, ''), 'USERDEFINED') = 'USERDEFINED' THEN {a}.object_type"
    " ELSE {a}.predefined_type END)"
)
"""The type's comes first and USERDEFINED stands for the words of ObjectType, as in IfcOpenShell."""
_SPATIAL = (
    "SELECT class FROM class_parents WHERE parent IN ('IfcSpatialElement', 'IfcSpatialStructureElement')"
)
_GROUPED = (
    "SELECT r.to_id FROM relations r JOIN entities g ON g.id = r.from_id WHERE r.kind = 'groups' AND {test}"
)


def attribute_condition(
    index: ModelIndex, alias: str, subject: Attribute, operator: Operator, value: Value
) -> Sql:
    """A condition (positive operator) on an attribute of the row `alias`."""
    name = subject.name
    if not name.isidentifier():
        raise FilterError(f"'{name}' is no attribute.", "Attributes are Name, Tag, OverallHeight and so on.")
    if name == "GlobalId" and isinstance(value, tuple):
        texts = tuple(part for part in value if isinstance(part, str))
        return _among(f"{alias}.guid", texts)
    if name == "PredefinedType":
        return compare(PREDEFINED_TYPE.format(a=alias), operator, value)
    if name in COLUMNS:
        return compare(f"{alias}.{COLUMNS[name]}", operator, value)
    return _further(index, alias, name, operator, value)


def _among(column: str, texts: tuple[str, ...]) -> Sql:
    """One of many texts, as one parameter."""
    return Sql(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(texts),))


def _further(index: ModelIndex, alias: str, name: str, operator: Operator, value: Value) -> Sql:
    """Attributes that stand in the JSON of a row, in the file's units."""
    path = f"$.{name}"
    given = f"{alias}.attributes <> '{{}}' AND json_type({alias}.attributes, ?)"
    if value is None:
        return Sql(f"({given} <> 'null')", (path,))
    if isinstance(value, bool):
        return Sql(f"({given} = ?)", (path, "true" if value else "false"))

    def in_file(quantity: Quantity) -> float | None:
        return _in_file_units(index, quantity)

    member = compare("j.value", operator, value, in_file)
    text = (
        f"({alias}.attributes <> '{{}}' AND EXISTS (SELECT 1 FROM json_each({alias}.attributes, ?) j WHERE "
    )
    return Sql(f"{text}{member.text}))", (path, *member.parameters))


def _in_file_units(index: ModelIndex, quantity: Quantity) -> float | None:
    """Lengths, areas, volumes and angles of attributes are in the project's units."""
    for si_unit, key in (
        ("m", "length_unit"),
        ("m2", "area_unit"),
        ("m3", "volume_unit"),
        ("rad", "angle_unit"),
    ):
        number = convert(quantity.number, quantity.unit, si_unit)
        if number is not None:
            return number / float(index.meta.get(key) or 1.0)
    return None


def facet_condition(alias: str, facet: Facet, operator: Operator, value: Value) -> Sql:
    """A condition (positive operator) on what the row `alias` belongs to or is made of."""
    if facet is Facet.CLASS:
        test = compare(f"{alias}.class", operator, value)
        return Sql(test.text.replace(" = ?", " = ? COLLATE NOCASE"), test.parameters)
    members = _MEMBERS[facet](operator, value)
    return Sql(f"{alias}.id IN ({members.text})", members.parameters)


def _any_of(columns: tuple[str, ...], operator: Operator, value: Value) -> Sql:
    return either([compare(column, operator, value) for column in columns])


def _type(operator: Operator, value: Value) -> Sql:
    test = _any_of(("t.name", "t.guid"), operator, value)
    text = "SELECT o.id FROM entities t JOIN entities o ON o.type_id = t.id WHERE t.kind = 'type' AND "
    return Sql(text + test.text, test.parameters)


def _storey(operator: Operator, value: Value) -> Sql:
    test = _any_of(("s.name", "s.guid"), operator, value)
    text = "SELECT o.id FROM entities s JOIN entities o ON o.storey_id = s.id AND o.id <> s.id"
    return Sql(f"{text} WHERE s.class = 'IfcBuildingStorey' AND {test.text}", test.parameters)


def _location(operator: Operator, value: Value) -> Sql:
    """What is in a site, building, storey or space, through any wholes and hosts; not the place itself."""
    test = _any_of(("s.name", "s.guid"), operator, value)
    seeds = f"SELECT s.id FROM entities s WHERE s.class IN ({_SPATIAL}) AND {test.text}"
    text = (
        "WITH RECURSIVE below (id) AS (SELECT c.id FROM entities c WHERE c.parent_id IN "
        f"({seeds}) UNION SELECT c.id FROM below JOIN entities c ON c.parent_id = below.id)"
        " SELECT id FROM below"
    )
    return Sql(text, test.parameters)


def _parent(operator: Operator, value: Value) -> Sql:
    """A whole or place and all that is below it, parts, contents, openings and their fillings."""
    test = _any_of(("s.name", "s.guid"), operator, value)
    seeds = (
        f"SELECT s.id FROM entities s WHERE {test.text} AND s.id IN (SELECT parent_id FROM entities"
        " UNION SELECT from_id FROM relations WHERE kind IN ('voids', 'fills'))"
    )
    return Sql(
        f"WITH RECURSIVE below (id) AS ({seeds}"
        " UNION SELECT c.id FROM below JOIN entities c ON c.parent_id = below.id"
        " UNION SELECT r.to_id FROM below JOIN relations r ON r.from_id = below.id"
        " AND r.kind IN ('voids', 'fills')) SELECT id FROM below",
        test.parameters,
    )


def _group(operator: Operator, value: Value) -> Sql:
    test = _any_of(("g.name", "g.guid"), operator, value)
    return Sql(_GROUPED.format(test=test.text), test.parameters)


def _system(operator: Operator, value: Value) -> Sql:
    test = _any_of(("g.name", "g.guid"), operator, value)
    return Sql(_GROUPED.format(test=f"g.class IN ({SYSTEM_CLASSES}) AND {test.text}"), test.parameters)


def _material(operator: Operator, value: Value) -> Sql:
    test = _any_of(("m.name", "m.category"), operator, value)
    text = "SELECT l.entity_id FROM materials m JOIN entity_materials l ON l.material_id = m.id"
    return Sql(f"{text} WHERE {test.text}", test.parameters)


def _classification(operator: Operator, value: Value) -> Sql:
    test = _any_of(("c.name", "c.identification"), operator, value)
    text = "SELECT l.entity_id FROM classifications c JOIN entity_classifications l"
    return Sql(f"{text} ON l.classification_id = c.id WHERE {test.text}", test.parameters)


_MEMBERS: Mapping[Facet, Callable[[Operator, Value], Sql]] = {
    Facet.TYPE: _type,
    Facet.STOREY: _storey,
    Facet.LOCATION: _location,
    Facet.PARENT: _parent,
    Facet.GROUP: _group,
    Facet.SYSTEM: _system,
    Facet.MATERIAL: _material,
    Facet.CLASSIFICATION: _classification,
}
