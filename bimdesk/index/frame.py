"""Queries to pandas DataFrames; with properties, everything by one SQL statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bimdesk.index.frame_parts import Parts, Values, read_parts, unpack
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex
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
    chain = query.packed_statement([_RELATED.get(name, name) for name in _NAMES])
    if not properties:
        packed = f"WITH picked AS MATERIALIZED ({chain.text}) SELECT group_concat(packed) FROM picked"
        found = next(query.index.rows(packed, chain.parameters))[0]
        return pd.DataFrame(unpack(found), columns=list(_NAMES))
    parts = read_parts(query.index, chain)
    frame = pd.DataFrame(parts.base, columns=list(_NAMES))
    if not parts.properties:
        return frame
    places = _Places(parts)
    columns = {f"{owner}.{name}": places.spread(one) for (owner, name), one in parts.properties.items()}
    return pd.concat([frame, pd.DataFrame(columns, index=frame.index)], axis=1)


class _Places:
    """The rows of the frame that each set belongs to: one for most, many for a set of a type."""

    def __init__(self, parts: Parts) -> None:
        import pandas as pd

        self._count = len(parts.base)
        ids = pd.Index(np.fromiter((row[0] for row in parts.base), dtype=np.int64, count=self._count))
        order = np.argsort(parts.sets, kind="stable")
        self._rows = ids.get_indexer(pd.Index(parts.owners[order]))
        sets, self._first, self._times = np.unique(parts.sets[order], return_index=True, return_counts=True)
        self._sets = pd.Index(sets)

    def spread(self, found: Values) -> NDArray[np.float64] | list[Any]:
        """A column: numbers as float64, anything else as a list whose type pandas finds."""
        import pandas as pd

        at = self._sets.get_indexer(pd.Index(found.psets))
        times = self._times[at]
        starts = np.repeat(self._first[at] - times.cumsum() + times, times)
        rows = self._rows[starts + np.arange(len(starts))]
        if set(map(type, found.values)) == {float}:
            numbers = np.full(self._count, np.nan)
            numbers[rows] = np.repeat(np.array(found.values), times)
            return numbers
        column = np.full(self._count, None, dtype=object)
        column[rows] = np.repeat(np.fromiter(found.values, dtype=object, count=len(at)), times)
        return column.tolist()
