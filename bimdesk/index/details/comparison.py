"""Several entities compared: what all have in common, and how much of the rest differs.

50,000 take some tenths of a second; each model is read by itself and the results are merged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from bimdesk.index.details.compared import ComparedValue, Comparison
from bimdesk.index.details.compared_sets import compare_sets
from bimdesk.index.elements import read_columns
from bimdesk.index.reader import ModelIndex, read_value

T = TypeVar("T")
PIECE = 4096
"""Values that are counted in one go."""

_ATTRIBUTES = {
    "Name": "name",
    "LongName": "long_name",
    "Description": "description",
    "ObjectType": "object_type",
    "Tag": "tag",
    "PredefinedType": "predefined_type",
}
_FURTHER = """SELECT j.key, COUNT(*), COUNT(DISTINCT j.value), MIN(j.value), MAX(j.value), MAX(j.type)
FROM chosen CROSS JOIN entities e ON e.id = chosen.id AND e.attributes <> '{}', json_each(e.attributes) j
WHERE j.type NOT IN ('object', 'array', 'null') GROUP BY 1 ORDER BY 1"""
_OWN = (*_ATTRIBUTES.values(), "class", "type_id", "storey_id")
_LINKED = {
    "material": """SELECT json_group_array(l.entity_id), json_group_array(m.name) FROM chosen
        CROSS JOIN entity_materials l ON l.entity_id = chosen.id
        CROSS JOIN materials m ON m.id = l.material_id""",
    "classification": """SELECT json_group_array(l.entity_id),
        json_group_array(TRIM(COALESCE(c.identification, '') || ' ' || COALESCE(c.name, ''))) FROM chosen
        CROSS JOIN entity_classifications l ON l.entity_id = chosen.id
        CROSS JOIN classifications c ON c.id = l.classification_id""",
    "system": """SELECT json_group_array(r.to_id), json_group_array(COALESCE(g.name, '')) FROM chosen
        CROSS JOIN relations r ON r.kind = 'groups' AND r.to_id = chosen.id
        CROSS JOIN entities g ON g.id = r.from_id""",
}


def compare(index: ModelIndex, elements: Sequence[int]) -> Comparison:
    """Compare entities of one model. `index` needs a connection of its own, since it gets a temporary table;
    its `interrupt` ends the reading with sqlite3.OperationalError."""
    connection = index.connection
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
    connection.execute(
        "INSERT OR IGNORE INTO chosen SELECT value FROM json_each(?)", (json.dumps(list(elements)),)
    )
    arrays = ", ".join(f"json_group_array(e.{column})" for column in _OWN)
    found = read_columns(index, f"SELECT {arrays} FROM chosen CROSS JOIN entities e ON e.id = chosen.id")
    own = dict(zip(_OWN, found, strict=True))
    counts = {
        "class": _ordered(count_in_pieces(own["class"])),
        "type": _named(index, own["type_id"]),
        "storey": _named(index, own["storey_id"]),
    }
    for name, sql in _LINKED.items():
        pairs = set(zip(*read_columns(index, sql), strict=True))
        counts[name] = _ordered(count_in_pieces([words for _element, words in pairs]))
    return Comparison(
        total=len(own["class"]), attributes=_attributes(index, own), sets=compare_sets(index), counts=counts
    )


def count_in_pieces(values: Sequence[T]) -> Counter[T]:
    """How often each occurs. Python counts without giving its lock away: 40 ms for 50,000, all in one."""
    counts: Counter[T] = Counter()
    for start in range(0, len(values), PIECE):
        counts.update(values[start : start + PIECE])
    return counts


def _ordered(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _named(index: ModelIndex, numbers: Iterable[int | None]) -> tuple[tuple[str, int], ...]:
    """Entities by name with how often each occurs; those of one name are listed apart."""
    counts = count_in_pieces([number for number in numbers if number is not None])
    query = "SELECT id, COALESCE(name, '') FROM entities WHERE id IN (SELECT value FROM json_each(?))"
    pairs = [(name, counts[number]) for number, name in index.rows(query, (json.dumps(list(counts)),))]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _attributes(index: ModelIndex, own: Mapping[str, list[Any]]) -> tuple[ComparedValue, ...]:
    made = []
    for name, column in _ATTRIBUTES.items():
        given = [value for value in own[column] if value is not None]
        values = set(given)
        if given:
            low, high = min(values), max(values)
            made.append(ComparedValue(name=name, count=len(given), distinct=len(values), low=low, high=high))
    known = {one.name for one in made}
    for name, count, distinct, low, high, kind in index.rows(_FURTHER):
        if name not in known:
            kind = "bool" if kind in ("true", "false") else kind
            values_of = (read_value(low, kind), read_value(high, kind)) if kind == "bool" else (low, high)
            made.append(
                ComparedValue(name=name, count=count, distinct=distinct, low=values_of[0], high=values_of[1])
            )
    return tuple(made)
