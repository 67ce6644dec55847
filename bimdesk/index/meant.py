"""The elements that the value of a form's field means: of a class, on a storey, with a property ..."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import Condition, Filter, Operator, Property, any_of
from bimdesk.domain.ids import ElementId
from bimdesk.index.choices import PROPERTY_VALUE, Choice, class_elements, find_elements
from bimdesk.index.filter_sql import find
from bimdesk.index.reader import ModelIndex
from bimdesk.index.suggest import suggest_values

CUT = "IfcFeatureElementSubtraction"
MOST_VALUES = 500
"""So many values of a property are offered, the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field says: its `x-bim` word and its values.

    `of`: the property whose values they are; of storeys the class whose elements are meant, '' for all.
    """

    kind: str
    values: tuple[str, ...]
    of: str = ""


class Matched(NamedTuple):
    """How many products something means; `openings` of them are cuts in others, which built-in scripts
    leave out (IfcFeatureElementSubtraction)."""

    products: int
    openings: int = 0


def counted(index: ModelIndex, elements: Collection[ElementId]) -> Matched:
    """The elements, and how many of them are openings."""
    cuts = class_elements(index.connection, CUT) if elements else []
    return Matched(len(elements), len(set(cuts).intersection(elements)))


def elements_meant(index: ModelIndex, meaning: Meaning, *, model: str = "") -> list[ElementId]:
    """The products behind any of the values, each once. Raises FilterError, or BimdeskError where it takes
    too long.

    A space means itself and what it contains. `model`: the model's name, for filters that ask for it.
    """
    connection = index.connection
    if meaning.kind in ("element", "elements"):
        return list(dict.fromkeys(find_elements(connection, meaning.values)))
    found: list[ElementId] = []
    for value in meaning.values:
        match meaning.kind:
            case "query":
                found += find(index, parse_filter(value), model=model)
            case "property-value" if meaning.of:
                found += find(index, _has_value(connection, meaning.of, value), model=model)
            case "storey" if meaning.of:
                found += class_elements(connection, meaning.of, storeys=(value,))
            case "ifc-class":
                found += class_elements(connection, value)
            case kind if kind in _QUERIES:
                found += [ElementId(row[0]) for row in connection.execute(_QUERIES[kind], {"value": value})]
    return list(dict.fromkeys(found))


def property_values(index: ModelIndex, name: str) -> tuple[Choice, ...]:
    """The values of `Pset.Property` in the model, the most frequent first, with their elements counted."""
    subject = _property(index.connection, name)
    found = suggest_values(index, subject, limit=MOST_VALUES) if subject is not None else []
    return tuple(
        Choice(value=_text(one.value), label=_text(one.value), count=one.count, detail=one.detail)
        for one in found
    )


def _text(value: str | bool) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _has_value(connection: sqlite3.Connection, name: str, value: str) -> Filter:
    """Text is compared as text or number; `true` and `false` mean the logical value too."""
    subject = _property(connection, name)
    if subject is None:
        return any_of()
    same: Filter = Condition(subject, Operator.EQUAL, value)
    logical = {"true": True, "false": False}.get(value.lower())
    return same if logical is None else any_of(same, Condition(subject, Operator.EQUAL, logical))


def _property(connection: sqlite3.Connection, name: str) -> Property | None:
    """Set and property of `Pset.Property`; both may have dots, the model knows where one ends."""
    row = connection.execute(
        "SELECT s.name, p.name FROM psets s JOIN properties p ON p.pset_id = s.id"
        " WHERE s.name = substr(:name, 1, length(s.name)) AND s.name || '.' || p.name = :name LIMIT 1",
        {"name": name},
    ).fetchone()
    return None if row is None else Property(row[0], row[1])


def _members(inside: str) -> str:
    return f"SELECT e.id FROM entities e WHERE e.kind = 'product' AND e.id IN ({inside}) ORDER BY e.id"


_QUERIES = {
    "storey": "SELECT e.id FROM entities e JOIN entities s ON s.id = e.storey_id"
    " WHERE e.kind = 'product' AND e.id <> s.id AND s.name = :value ORDER BY e.id",
    "space": "SELECT e.id FROM entities s JOIN entities e ON e.id = s.id OR e.parent_id = s.id"
    " WHERE s.class = 'IfcSpace' AND COALESCE(NULLIF(s.name, ''), s.long_name) = :value"
    " AND e.kind = 'product' ORDER BY e.id",
    "property": _members(
        "SELECT l.entity_id FROM entity_psets l JOIN psets s ON s.id = l.pset_id"
        " JOIN properties p ON p.pset_id = s.id WHERE s.name || '.' || p.name = :value"
    ),
    "property-set": _members(
        "SELECT l.entity_id FROM entity_psets l JOIN psets s ON s.id = l.pset_id WHERE s.name = :value"
    ),
    "material": _members(
        "SELECT l.entity_id FROM entity_materials l JOIN materials m ON m.id = l.material_id"
        " WHERE m.name = :value"
    ),
    "classification": _members(
        "SELECT l.entity_id FROM entity_classifications l JOIN classifications c"
        " ON c.id = l.classification_id WHERE COALESCE(NULLIF(c.identification, ''), c.name) = :value"
    ),
    "type": _members(
        "SELECT o.id FROM entities o JOIN entities t ON t.id = o.type_id"
        " WHERE t.kind = 'type' AND t.name = :value"
    ),
    "system": _members(
        "SELECT r.to_id FROM relations r JOIN entities g ON g.id = r.from_id"
        " WHERE r.kind = 'groups' AND g.kind = 'group' AND g.name = :value"
    ),
}

MEANINGS = frozenset(_QUERIES) | {"query", PROPERTY_VALUE, "ifc-class", "element", "elements"}
"""The words of `x-bim` whose values mean elements."""
