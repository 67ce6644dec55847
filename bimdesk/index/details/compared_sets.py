"""The property sets of several entities compared: of many a sample is read.

Exact always: which sets there are, on how many entities, and whether all that have a property have one value.
Of a sample: how many have the property, and how many different values there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bimdesk.index.details.compared import ComparedSet, ComparedValue
from bimdesk.index.elements import Ids, each_once, parted, read_columns
from bimdesk.index.reader import ModelIndex, read_value

MOST_READ = 2000
"""Sets up to which every value is read; of more a sample of so many."""
LEAST_READ = 100
"""So many of each name at least."""
_LINKS = """SELECT json_group_array(l.entity_id), json_group_array(l.pset_id), json_group_array(l.from_type)
FROM chosen CROSS JOIN entity_psets l ON l.entity_id = chosen.id"""
_VALUES = """SELECT COALESCE(NULLIF(s.name, ''), s.class), s.is_quantity, p.name, SUM(l.n),
  COUNT(DISTINCT p.value) + MAX(p.value IS NULL), MIN(p.value), MAX(p.value), MAX(p.kind),
  CASE WHEN MIN(COALESCE(p.unit, '')) = MAX(COALESCE(p.unit, '')) THEN MAX(COALESCE(p.unit, '')) ELSE '' END,
  MAX(COALESCE(p.measure, ''))
FROM (SELECT json_extract(value, '$[0]') AS pset_id, json_extract(value, '$[1]') AS n FROM json_each(?)) l
CROSS JOIN psets s ON s.id = l.pset_id CROSS JOIN properties p ON p.pset_id = l.pset_id
GROUP BY 1, 2, 3 ORDER BY 2, 1, MIN(p.seq)"""
_OF_CHOSEN = """SELECT v.value FROM property_values v
LEFT JOIN entity_psets l ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END
WHERE v.name_id = ? AND {test} AND COALESCE(v.entity_id, l.entity_id) IN (SELECT id FROM chosen)
ORDER BY v.value {order} LIMIT 1"""
_LOWEST = _OF_CHOSEN.format(test="v.kind <> 3", order="ASC")
_HIGHEST = _OF_CHOSEN.format(test="v.kind <> 3", order="DESC")
_EMPTY = _OF_CHOSEN.format(test="v.value = '' AND v.kind = 3", order="ASC")


@dataclass(frozen=True, slots=True)
class _Sets:
    """The sets of one name: int64 `psets` with how many of the entities have each (`counts`)."""

    name: str
    psets: Ids
    counts: Ids
    entities: int
    from_type: int


def compare_sets(index: ModelIndex) -> tuple[ComparedSet, ...]:
    """The sets of the entities in the temporary table `chosen`, property sets before quantities."""
    links = [np.array(column, dtype=np.int64) for column in read_columns(index, _LINKS)]
    names = list(_by_name(index, *links))
    most = max(LEAST_READ, MOST_READ // max(1, len(names)))
    if not index.has_property_values or sum(len(one.psets) for one in names) <= MOST_READ:
        most = max((len(one.psets) for one in names), default=0)
    made: list[ComparedSet] = []
    for one in names:
        made += _compare(index, one, most)
    return tuple(sorted(made, key=lambda one: (one.is_quantity, one.name)))


def _by_name(index: ModelIndex, entities: Ids, psets: Ids, from_type: Ids) -> Iterator[_Sets]:
    """The sets that the entities have; `entities`, `psets` and `from_type` are what links them."""
    names, ids = [], []
    for name, numbers in index.rows("SELECT name, json_group_array(id) FROM psets GROUP BY name"):
        names.append(name)
        ids.append(np.array(json.loads(numbers), dtype=np.int64))
    if not names or not len(psets):
        return
    every = np.concatenate(ids)
    codes = np.repeat(np.arange(len(names)), [len(one) for one in ids])
    order = np.argsort(every)
    for code, at in parted(codes[order][np.searchsorted(every[order], psets)]):
        known = each_once(psets[at])
        counts = np.bincount(np.searchsorted(known, psets[at]), minlength=len(known))
        owners = len(each_once(entities[at]))
        yield _Sets(names[code], known, counts, owners, min(owners, int(from_type[at].sum())))


def _compare(index: ModelIndex, one: _Sets, most: int) -> Iterator[ComparedSet]:
    """The sets of one name; of property sets and quantities of the same name two."""
    is_sampled = len(one.psets) > most
    at = np.arange(len(one.psets))
    if is_sampled:
        at = np.linspace(0, len(one.psets) - 1, most).astype(np.int64)
    pairs = np.stack([one.psets[at], one.counts[at]], axis=1).tolist()
    found: dict[tuple[str, bool], list[ComparedValue]] = {}
    for owner, is_quantity, *row in index.rows(_VALUES, (json.dumps(pairs),)):
        found.setdefault((owner, bool(is_quantity)), []).append(_value(row))
    read = int(one.counts[at].sum())
    for (owner, is_quantity), values in found.items():
        if is_sampled:
            values = [_sampled(index, one, value, read) for value in values]
        count = max(value.count for value in values) if len(found) > 1 or not is_sampled else one.entities
        yield ComparedSet(
            name=owner,
            is_quantity=is_quantity,
            from_type=min(one.from_type, count),
            count=count,
            values=tuple(values),
        )


def _value(row: list[Any]) -> ComparedValue:
    name, count, distinct, low, high, kind, unit, measure = row
    return ComparedValue(
        name=name,
        count=count,
        distinct=distinct,
        low=read_value(low, kind) if low is not None else None,
        high=read_value(high, kind) if high is not None else None,
        kind=kind,
        unit=unit,
        measure=measure,
    )


def _sampled(index: ModelIndex, one: _Sets, value: ComparedValue, read: int) -> ComparedValue:
    """A value of the sample with its ends over all entities, which tell whether all have it in common."""
    known = index.property_names.get((one.name, value.name))
    if known is None:
        return value
    low, high, empty = (next(index.rows(sql, (known.id,)), None) for sql in (_LOWEST, _HIGHEST, _EMPTY))
    is_common = low == high and (low is None or empty is None)
    count = one.entities if value.count >= read else round(one.entities * value.count / read)
    return replace(
        value,
        count=count,
        distinct=1 if is_common else max(2, value.distinct),
        low=None if low is None else read_value(low[0], value.kind),
        high=None if high is None else read_value(high[0], value.kind),
        is_sampled=True,
    )
