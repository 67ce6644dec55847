"""The values of a field over what a filter means: each with its elements, or numbers in arrays."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bimdesk.domain.filters import Attribute, Facet, Filter, Property, Subject
from bimdesk.index.filter_facets import COLUMNS, PREDEFINED_TYPE
from bimdesk.index.filter_properties import matching_names
from bimdesk.index.filter_sql import TIME_LIMIT, condition
from bimdesk.index.lookups import Sql
from bimdesk.index.names import PropertyName
from bimdesk.index.reader import ModelIndex, read_json
from bimdesk.index.sources import SYSTEM_CLASSES
from bimdesk.index.timed import limited

_IDS: msgspec.json.Decoder[list[int]] = msgspec.json.Decoder(list[int])
_NUMBERS: msgspec.json.Decoder[list[float]] = msgspec.json.Decoder(list[float])
_SPATIAL = (
    "SELECT class FROM class_parents WHERE parent IN ('IfcSpatialElement', 'IfcSpatialStructureElement')"
)
_GROUPS = (
    "SELECT r.to_id AS id, COALESCE(NULLIF(g.name, ''), g.class) AS value, NULL AS rank FROM relations r"
    " JOIN entities g ON g.id = r.from_id WHERE r.kind = 'groups' AND {test}"
)
_RELATED: Mapping[Facet, str] = {
    Facet.CLASS: "SELECT id, class AS value, NULL AS rank FROM entities",
    Facet.STOREY: "SELECT o.id, COALESCE(NULLIF(s.name, ''), s.long_name, '') AS value, s.elevation AS rank"
    " FROM entities s JOIN entities o ON o.storey_id = s.id AND o.id <> s.id",
    Facet.TYPE: "SELECT o.id, COALESCE(NULLIF(t.name, ''), t.class) AS value, NULL AS rank"
    " FROM entities t JOIN entities o ON o.type_id = t.id WHERE t.kind = 'type'",
    Facet.PARENT: "SELECT o.id, COALESCE(NULLIF(p.name, ''), p.class) AS value, NULL AS rank"
    " FROM entities p JOIN entities o ON o.parent_id = p.id",
    Facet.LOCATION: "SELECT at.id, COALESCE(NULLIF(p.name, ''), p.class) AS value, p.elevation AS rank FROM ("
    "WITH RECURSIVE up (id, place) AS (SELECT id, parent_id FROM entities WHERE parent_id IS NOT NULL"
    " UNION SELECT up.id, p.parent_id FROM up JOIN entities p ON p.id = up.place"
    f" WHERE p.parent_id IS NOT NULL AND p.class NOT IN ({_SPATIAL})) SELECT id, place FROM up) at"
    f" JOIN entities p ON p.id = at.place WHERE p.class IN ({_SPATIAL})",
    Facet.MATERIAL: "SELECT DISTINCT l.entity_id AS id, m.name AS value, NULL AS rank"
    " FROM materials m JOIN entity_materials l ON l.material_id = m.id",
    Facet.CLASSIFICATION: "SELECT l.entity_id AS id, TRIM(COALESCE(c.identification, '') || ' ' ||"
    " COALESCE(c.name, '')) AS value, NULL AS rank FROM classifications c"
    " JOIN entity_classifications l ON l.classification_id = c.id",
    Facet.SYSTEM: _GROUPS.format(test=f"g.class IN ({SYSTEM_CLASSES})"),
    Facet.GROUP: _GROUPS.format(test="1"),
}
_PROPERTY = (
    "SELECT COALESCE(v.entity_id, l.entity_id) AS id, v.value, v.kind, {unit} AS unit"
    " FROM property_values v LEFT JOIN entity_psets l"
    " ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END WHERE v.name_id = ? AND v.kind <> 3"
)
_UNIT = "COALESCE((SELECT p.unit FROM properties p WHERE p.pset_id = v.pset_id AND p.name = ?), '')"
_BOOL, _JSON = 1, 2


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value; `kind` is text, bool or number (true is not 1), `rank`: metres, to order storeys by."""

    value: str | bool | float
    kind: str = "text"
    unit: str = ""
    rank: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Elements and their numbers, in step, in one unit ('' where none is given)."""

    elements: list[int]
    numbers: list[float]
    unit: str = ""


def read_values(
    index: ModelIndex,
    subject: Subject,
    wanted: Filter,
    *,
    model: str = "",
    cancel: threading.Event | None = None,
) -> Iterator[tuple[FieldValue, list[int]]]:
    """Each value and the products that have it; an element may have several values, or none.

    Raises FilterError for a filter that makes no sense, QueryStoppedError once `cancel` is set.
    """
    test = condition(index, wanted, model=model)
    with limited(index, seconds=TIME_LIMIT, cancel=cancel):
        match subject:
            case Facet.MODEL:
                found = next(index.rows(_array("e.id", "entities e", test), test.parameters))
                yield FieldValue(model), _IDS.decode(found[0])
            case Facet():
                yield from _related(index, Sql(_RELATED[subject]), test)
            case Attribute():
                yield from _related(index, _attribute(subject), test)
            case Property():
                yield from _properties(index, subject, test)


def read_numbers(
    index: ModelIndex,
    subject: Subject,
    wanted: Filter,
    *,
    model: str = "",
    cancel: threading.Event | None = None,
) -> Iterator[Numbers]:
    """The numbers of a field, by unit; text, truth values and lists are left out."""
    test = condition(index, wanted, model=model)
    with limited(index, seconds=TIME_LIMIT, cancel=cancel):
        if isinstance(subject, Property):
            for name in list(matching_names(index, subject)):
                yield from _numbers(index, _property(name), test)
        elif isinstance(subject, Attribute):
            source = _attribute(subject)
            text = f"SELECT id, value, 0 AS kind, '' AS unit FROM ({source.text})"
            yield from _numbers(index, Sql(text, source.parameters), test)


def _related(index: ModelIndex, source: Sql, test: Sql) -> Iterator[tuple[FieldValue, list[int]]]:
    rows = index.rows(
        f"SELECT x.value, MAX(x.rank), json_group_array(x.id) FROM ({source.text}) x"
        f" JOIN entities e ON e.id = x.id WHERE e.kind = 'product' AND COALESCE(x.value, '') <> ''"
        f" AND {test.text} GROUP BY x.value",
        source.parameters + test.parameters,
    )
    for value, rank, ids in rows:
        kind = "text" if isinstance(value, str) else "number"
        yield FieldValue(value, kind, "", rank), _IDS.decode(ids)


def _attribute(subject: Attribute) -> Sql:
    name = subject.name
    if name == "PredefinedType":
        value = Sql(f"CASE WHEN a.kind = 'product' THEN {PREDEFINED_TYPE.format(a='a')} END")
    elif name in COLUMNS:
        value = Sql(f"a.{COLUMNS[name]}")
    else:
        value = Sql("CASE WHEN a.attributes <> '{}' THEN json_extract(a.attributes, ?) END", (f"$.{name}",))
    return Sql(f"SELECT a.id, {value.text} AS value, NULL AS rank FROM entities a", value.parameters)


def _property(name: PropertyName) -> Sql:
    """id, value, kind and unit of one property; the rare one with several units looks at each set's own."""
    if len(name.units) > 1:
        return Sql(_PROPERTY.format(unit=_UNIT), (name.name, name.id))
    return Sql(_PROPERTY.format(unit="?"), (next(iter(name.units), ""), name.id))


def _properties(index: ModelIndex, subject: Property, test: Sql) -> Iterator[tuple[FieldValue, list[int]]]:
    for name in list(matching_names(index, subject)):
        source = _property(name)
        rows = index.rows(
            f"SELECT x.value, x.kind, x.unit, json_group_array(x.id) FROM ({source.text}) x"
            f" JOIN entities e ON e.id = x.id WHERE e.kind = 'product' AND {test.text}"
            " GROUP BY x.value, x.kind, x.unit",
            source.parameters + test.parameters,
        )
        for value, kind, unit, ids in rows:
            found = _field_value(value, kind, unit)
            if found is not None:
                yield found, _IDS.decode(ids)


def _field_value(value: Any, kind: int, unit: str) -> FieldValue | None:
    if kind == _BOOL:
        return FieldValue(bool(value), "bool")
    if kind == _JSON:
        listed = read_json(value)
        text = ", ".join(map(str, listed)) if isinstance(listed, list) else str(listed)
        return FieldValue(text) if text else None
    if isinstance(value, str):
        return FieldValue(value) if value.strip() else None
    return FieldValue(value, "number", unit)


def _numbers(index: ModelIndex, source: Sql, test: Sql) -> Iterator[Numbers]:
    rows = index.rows(
        f"SELECT x.unit, json_group_array(x.id), json_group_array(x.value) FROM ({source.text}) x"
        f" JOIN entities e ON e.id = x.id WHERE e.kind = 'product' AND x.kind NOT IN ({_BOOL}, {_JSON})"
        f" AND typeof(x.value) IN ('integer', 'real') AND x.value BETWEEN -1e300 AND 1e300 AND {test.text}"
        " GROUP BY x.unit",
        source.parameters + test.parameters,
    )
    for unit, ids, numbers in rows:
        yield Numbers(_IDS.decode(ids), _NUMBERS.decode(numbers), unit)


def _array(column: str, table: str, test: Sql) -> str:
    return f"SELECT json_group_array({column}) FROM {table} WHERE e.kind = 'product' AND {test.text}"
