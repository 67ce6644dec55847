"""Reads all that a wide frame is made of in one SQL statement: elements, their sets, and the sets' values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex, read_json, read_value

_PICKED = """
WITH picked AS MATERIALIZED (%s),
  links AS MATERIALIZED (
    SELECT l.entity_id, l.pset_id FROM picked JOIN entity_psets l ON l.entity_id = picked.id),
  sets AS MATERIALIZED (SELECT DISTINCT pset_id FROM links)"""
_LINKS = """
SELECT 0, group_concat(packed), NULL, NULL, NULL, NULL FROM picked
UNION ALL SELECT 1, json_group_array(entity_id), json_group_array(pset_id), NULL, NULL, NULL FROM links"""
_WHOLE = "CAST(value * 1048576.0 AS INTEGER)"
_REST = f"CAST((value * 1048576.0 - {_WHOLE}) * 1152921504606846976 AS INTEGER)"
"""A float64 as two integers, exactly (as text it loses its last digits): (whole + rest / 2**60) / 2**20. All
its 53 binary digits lie within the two where it is neither too small nor too large (schema.IS_SCALABLE)."""
_BY_NAME = f"""{_PICKED},
  scope AS MATERIALIZED (
    SELECT (SELECT COUNT(*) FROM picked) * 8 > (SELECT COUNT(*) FROM entities) AS is_large)
{_LINKS}
UNION ALL SELECT 2, id, owner, name, NULL, NULL FROM property_names
UNION ALL SELECT 3, name_id, json_group_array(pset_id),
    json_group_array(CASE WHEN kind = 4 THEN {_WHOLE} ELSE value END), json_group_array(kind),
    json_group_array({_REST}) FILTER (WHERE kind = 4)
  FROM property_values WHERE (SELECT is_large FROM scope) AND kind < 5
    AND pset_id IN (SELECT pset_id FROM sets) GROUP BY name_id
UNION ALL SELECT 4, name_id, pset_id, value, NULL, NULL FROM property_values
  WHERE kind = 5 AND (SELECT is_large FROM scope) AND pset_id IN (SELECT pset_id FROM sets)
UNION ALL SELECT 4, n.id, p.pset_id, p.value, p.kind, NULL
  FROM sets CROSS JOIN psets s ON s.id = sets.pset_id CROSS JOIN properties p ON p.pset_id = s.id
    CROSS JOIN property_names n ON n.owner = s.name AND n.name = p.name
  WHERE NOT (SELECT is_large FROM scope)
"""
"""Kinds of rows, told apart by their first column: 0 the elements; 1 which of them has which set; 2 the names
of properties; 3 all values of a property; 4 one value. Of many elements whole columns are read, since a row
costs Python more than SQLite; of few, what they have."""
_BY_SET = f"""{_PICKED}{_LINKS}
UNION ALL SELECT 2, s.id, s.name, NULL, NULL, NULL FROM sets JOIN psets s ON s.id = sets.pset_id
UNION ALL SELECT 4, p.pset_id, p.name, p.value, p.kind, NULL
  FROM sets JOIN properties p ON p.pset_id = sets.pset_id
"""
"""The same from an index without property_values: 2 the names of the sets; 4 one value."""
_DECODED = frozenset({"bool", "json"})
_IDS: msgspec.json.Decoder[list[int]] = msgspec.json.Decoder(list[int])
_NO_IDS = np.empty(0, dtype=np.int64)


@dataclass(slots=True)
class Values:
    """One property: the sets that hold it, and what each says of it."""

    psets: list[int] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """Plain fields row by row; who (`owners`) has which set (`sets`), in parallel; values by their names."""

    base: list[list[Any]] = field(default_factory=list)
    owners: NDArray[np.int64] = field(default_factory=lambda: _NO_IDS)
    sets: NDArray[np.int64] = field(default_factory=lambda: _NO_IDS)
    properties: dict[tuple[str, str], Values] = field(default_factory=dict)


def read_parts(index: ModelIndex, chain: Sql) -> Parts:
    """What `chain` picks: its columns are `id` and `packed`, a JSON array of the plain fields."""
    sql = _BY_NAME if index.has_property_values else _BY_SET
    rows = index.rows(sql % chain.text, chain.parameters)
    parts = Parts(base=unpack(next(rows)[1]))
    _, owners, sets, *_ = next(rows)
    parts.owners, parts.sets = np.array(_IDS.decode(owners)), np.array(_IDS.decode(sets))
    found = _by_name(rows) if index.has_property_values else _by_set(rows)
    parts.properties = dict(sorted(found.items()))
    return parts


def unpack(packed: str | None) -> list[list[Any]]:
    """Rows from JSON arrays with commas between them."""
    rows: list[list[Any]] = msgspec.json.decode(f"[{packed or ''}]")
    return rows


def _by_name(rows: Iterator[tuple[Any, ...]]) -> dict[tuple[str, str], Values]:
    names: dict[int, tuple[str, str]] = {}
    found: defaultdict[int, Values] = defaultdict(Values)
    for tag, first, second, third, kind, rest in rows:
        if tag == 4:
            column = found[first]
            column.psets.append(second)
            column.values.append(read_value(third, kind) if kind in _DECODED else third)
        elif tag == 2:
            names[first] = (second, third)
        else:
            column = found[first]
            column.psets += _IDS.decode(second)
            column.values += _typed(third, kind, rest)
    return {names[key]: column for key, column in found.items()}


_READ: tuple[Callable[[Any], Any], ...] = (lambda value: value, bool, read_json, lambda _value: None)
"""How a value is read, by its kind (index.schema)."""


def _typed(packed: str, packed_kinds: str, rests: str) -> list[Any]:
    """Values as Python has them; a float comes in two integers."""
    values: list[Any] = msgspec.json.decode(packed)
    kinds = _IDS.decode(packed_kinds)
    match tuple(set(kinds)):
        case (0,):
            return values
        case (4,):
            numbers: list[Any] = _fractions(np.array(values), np.array(_IDS.decode(rests))).tolist()
            return numbers
        case (kind,):
            return list(map(_READ[kind], values))
    others = iter(_IDS.decode(rests))
    return [
        float(_fractions(value, next(others))) if kind == 4 else _READ[kind](value)
        for value, kind in zip(values, kinds, strict=True)
    ]


def _fractions(whole: Any, rest: Any) -> Any:
    """(whole + rest / 2**60) / 2**20; each step is exact."""
    return np.ldexp(whole + np.ldexp(np.float64(rest), -60), -20)


def _by_set(rows: Iterator[tuple[Any, ...]]) -> dict[tuple[str, str], Values]:
    names: dict[int, str] = {}
    found: defaultdict[tuple[str, str], Values] = defaultdict(Values)
    for tag, pset, name, value, kind, _ in rows:
        if tag == 2:
            names[pset] = name
        else:
            column = found[names[pset], name]
            column.psets.append(pset)
            column.values.append(read_value(value, kind) if kind in _DECODED else value)
    return found
