"""The elements that the rows of a table name, as two arrays: 200,000 rows are two objects. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId

Ints = NDArray[np.int64]


class ElementLists(Sequence[tuple[ElementId, ...]]):
    """`ends[i]`: where the elements of row i end in `ids`; both int64."""

    def __init__(self, lists: Iterable[Sequence[int]] = ()) -> None:
        ends: list[int] = []
        ids: list[int] = []
        for one in lists:
            ids.extend(one)
            ends.append(len(ids))
        self.ends: Ints = np.array(ends, dtype=np.int64)
        self.ids: Ints = np.array(ids, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, at: int) -> tuple[ElementId, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[ElementId, ...]]: ...
    def __getitem__(self, at: int | slice) -> tuple[ElementId, ...] | list[tuple[ElementId, ...]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        start = int(self.ends[place - 1]) if place else 0
        return tuple(ElementId(one) for one in self.ids[start : int(self.ends[place])].tolist())

    def __eq__(self, other: object) -> bool:
        return list(self) == (list(other) if isinstance(other, Sequence) else other)

    __hash__ = None  # type: ignore[assignment]  # arrays inside, as in a list

    @property
    def any_named(self) -> bool:
        return len(self.ids) > 0

    def rows_naming(self, elements: Ints) -> Ints:
        """Rows that name any of these, ascending."""
        hits = np.flatnonzero(np.isin(self.ids, elements))
        return np.unique(np.searchsorted(self.ends, hits, side="right"))

    def of_rows(self, rows: Ints) -> Ints:
        """The elements of some rows, ascending, each once."""
        if not len(self.ids):
            return self.ids
        rows = rows[rows < len(self)]
        wanted = np.zeros(len(self), dtype=bool)
        wanted[rows] = True
        return np.unique(self.ids[np.repeat(wanted, np.diff(self.ends, prepend=0))])
