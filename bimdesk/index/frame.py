"""Queries to pandas DataFrames; with properties, everything by one SQL statement."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex, read_value
from bimdesk.index.sources import Source

if TYPE_CHECKING:
    import pandas as pd


class Framed(Protocol):
    """What a frame is made of: a query (index/query.py)."""

    @property
    def index(self) -> ModelIndex: ...
    @property
    def source(self) -> Source: ...
    @property
    def shape(self) -> str: ...
    @property
    def names(self) -> Sequence[str]: ...
    @property
    def plain_names(self) -> Sequence[str]: ...
    def values_list(self, *paths: str) -> Iterable[Any]: ...
    def packed_statement(self, paths: list[str]) -> Sql: ...
    def __iter__(self) -> Iterator[Any]: ...


_RELATED = {"storey": "storey__name", "parent": "parent__name", "type": "type__name"}
_NAMES = (
    "id", "ifc_guid", "ifc_type", "name", "description", "object_type", "tag", "predefined_type", *_RELATED,
)  # fmt: skip

_DECODED = frozenset({"bool", "json"})
_PARTS = """
WITH picked AS MATERIALIZED ({chain}),
  links AS MATERIALIZED (
    SELECT l.entity_id, l.pset_id FROM picked JOIN entity_psets l ON l.entity_id = picked.id),
  sets AS MATERIALIZED (SELECT DISTINCT pset_id FROM links)
SELECT id, packed, NULL, 0 FROM picked
UNION ALL SELECT links.entity_id, s.id, s.name, 1 FROM links JOIN psets s ON s.id = links.pset_id
UNION ALL SELECT p.pset_id, p.name, p.value, p.kind FROM sets JOIN properties p ON p.pset_id = sets.pset_id
"""
"""Three kinds of rows in one answer, told apart by the last column: elements (0), their sets with the
name of the set (1), and the properties of the sets."""


def read_frame(query: Framed, *, properties: bool) -> pd.DataFrame:
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


def _read(query: Framed) -> tuple[list[list[Any]], dict[tuple[str, str], list[Any]]]:
    """The plain columns row by row, and each property's column."""
    sql = query.packed_statement([_RELATED.get(name, name) for name in _NAMES])
    stream = query.index.rows(_PARTS.format(chain=sql.text), sql.parameters)
    base: list[list[Any]] = []
    place: dict[int, int] = {}
    owners: defaultdict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    for row in stream:
        first, second, third, tag = row
        if tag == 0:
            place[first] = len(base)
            base.append(json.loads(second))
        elif tag == 1:
            owners[second].append(place[first])
            names[second] = third
        else:
            return base, _columns(chain((row,), stream), owners, names, len(base))
    return base, {}


def _columns(
    rows: Iterator[tuple[Any, ...]], owners: dict[int, list[int]], names: dict[int, str], count: int
) -> dict[tuple[str, str], list[Any]]:
    """Values spread over columns; rows of one set follow one another. There may be millions: a bare loop."""
    by_set: defaultdict[str, dict[str, list[Any]]] = defaultdict(dict)
    current, mine = None, []
    for pset_id, name, value, kind in rows:
        if pset_id != current:
            current, mine = pset_id, owners[pset_id]
            columns = by_set[names[pset_id]]
            only = mine[0] if len(mine) == 1 else -1
        column = columns.get(name)
        if column is None:
            column = columns[name] = [None] * count
        if kind in _DECODED:
            value = read_value(value, kind)
        if only >= 0:
            column[only] = value
        else:
            for place in mine:
                column[place] = value
    found = {(owner, name): values for owner, columns in by_set.items() for name, values in columns.items()}
    return dict(sorted(found.items()))
