"""Rows of a long table that stay in the file of a result: tuples made of the objects there, in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

from bimdesk.protocol.lined_pages import PagedList, close_lined

HEAD = 200
"""So many rows are kept, to tell what the columns are."""


class PagedRows(Sequence[tuple[Any, ...]]):
    """Row i is the object i of the list, in the order of `columns`. Reading raises OSError."""

    def __init__(self, objects: PagedList, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._objects: PagedList | list[Any] = objects

    def __len__(self) -> int:
        return len(self._objects)

    @overload
    def __getitem__(self, at: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Any, ...]]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        found = self._objects[at]
        return tuple(found.get(name) for name in self.columns)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for found in self._objects:
            yield tuple(found.get(name) for name in self.columns)

    def take(self, places: Sequence[int]) -> list[tuple[Any, ...]]:
        """Some rows, quick where their places ascend."""
        if not isinstance(self._objects, PagedList):
            return []
        return [tuple(found.get(name) for name in self.columns) for found in self._objects.take(places)]

    def column(self, at: int) -> list[Any]:
        """All cells of a column."""
        name = self.columns[at]
        return [found.get(name) for found in self._objects]

    def let_go(self) -> None:
        """There are no rows any more."""
        close_lined(self._objects)
        self._objects = []


def table_columns(objects: PagedList) -> tuple[str, ...] | None:
    """The columns of a list of objects, in the order in which they first come; None where any is no object.

    Reads all of it once.
    """
    found: dict[str, None] = {}
    for items in objects.parts():
        for item in items:
            if not isinstance(item, Mapping):
                return None
            if not item.keys() <= found.keys():
                found.update(dict.fromkeys(map(str, item)))
    return tuple(found)
