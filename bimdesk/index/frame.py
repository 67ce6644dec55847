"""Queries to pandas DataFrames; with properties, everything by one SQL statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bimdesk.index.reader import read_value

if TYPE_CHECKING:
    import pandas as pd

    from bimdesk.index.query import Query

_RELATED = {"storey": "storey__name", "parent": "parent__name", "type": "type__name"}
_NAMES = (
    "id", "ifc_guid", "ifc_type", "name", "description", "object_type", "tag", "predefined_type", *_RELATED,
)  # fmt: skip

_PARTS = """
WITH picked AS MATERIALIZED ({chain}),
  links AS MATERIALIZED (
    SELECT l.entity_id, l.pset_id FROM picked JOIN entity_psets l ON l.entity_id = picked.id),
  sets AS MATERIALIZED (SELECT DISTINCT pset_id FROM links)
SELECT 0, id, packed, NULL, NULL FROM picked
UNION ALL SELECT 1, entity_id, pset_id, NULL, NULL FROM links
UNION ALL SELECT 2, s.id, s.name, NULL, NULL FROM sets JOIN psets s ON s.id = sets.pset_id
UNION ALL SELECT 3, p.pset_id, p.name, p.value, p.kind FROM sets JOIN properties p ON p.pset_id = sets.pset_id
"""
"""Rows of four kinds in one answer: elements, which sets they have, the sets' names, the sets' properties."""


def read_frame(query: Query[Any], *, properties: bool) -> pd.DataFrame:
    """The rows of `query` as a DataFrame; column names are the fields, related elements by their name.

    A property that several sets of one name hold stands in one column; a missing value is None or NaN.
    """
    import pandas as pd

    if query.shape != "row":
        rows = list(query)
        return pd.DataFrame(rows, columns=list(query.names))
    if not query.source.has_properties:
        return pd.DataFrame(list(query.values_list()), columns=list(query.plain_names))
    if not properties:
        paths = [_RELATED.get(name, name) for name in _NAMES]
        return pd.DataFrame(list(query.values_list(*paths)), columns=list(_NAMES))
    base, columns = _read(query)
    frame = pd.DataFrame(base, columns=list(_NAMES))
    if not columns:
        return frame
    wide = pd.DataFrame(
        {f"{owner}.{name}": values for (owner, name), values in columns.items()}, index=frame.index
    )
    return pd.concat([frame, wide], axis=1)


def _read(query: Query[Any]) -> tuple[list[list[Any]], dict[tuple[str, str], list[Any]]]:
    """The plain columns row by row, and each property's column."""
    sql = query.packed_statement([_RELATED.get(name, name) for name in _NAMES])
    stream = query.index.rows(_PARTS.format(chain=sql.text), sql.parameters)
    base: list[list[Any]] = []
    place: dict[int, int] = {}
    owners: defaultdict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    for tag, first, second, value, kind in stream:
        if tag == 0:
            place[first] = len(base)
            base.append(json.loads(second))
        elif tag == 1:
            owners[second].append(place[first])
        elif tag == 2:
            names[first] = second
        else:
            rest = _chained((first, second, value, kind), stream)
            return base, _columns(rest, owners, names, len(base))
    return base, {}


def _chained(first: tuple[Any, ...], stream: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    yield first
    for _tag, pset_id, name, value, kind in stream:
        yield pset_id, name, value, kind


def _columns(
    rows: Iterator[tuple[Any, ...]], owners: dict[int, list[int]], names: dict[int, str], count: int
) -> dict[tuple[str, str], list[Any]]:
    columns: dict[tuple[str, str], list[Any]] = {}
    for pset_id, name, value, kind in rows:
        key = (names[pset_id], name)
        column = columns.get(key)
        if column is None:
            column = columns[key] = [None] * count
        decoded = read_value(value, kind) if kind == "bool" or kind == "json" else value
        for row in owners[pset_id]:
            column[row] = decoded
    return dict(sorted(columns.items()))
