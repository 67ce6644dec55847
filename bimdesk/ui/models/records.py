"""Tables of results as plain data: cells as text, which rows a filter leaves, in which order. No Qt.

Made for 200,000 rows: `Records.order` runs in a thread; NumPy sorts without the interpreter's lock.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId
from bimdesk.errors import ProjectError
from bimdesk.protocol.cleaning import clean_text
from bimdesk.protocol.lined_pages import PagedList
from bimdesk.services.letting_go import let_go
from bimdesk.ui.models.element_lists import ElementLists
from bimdesk.ui.models.paged_rows import HEAD, PagedRows
from bimdesk.ui.models.table_query import (
    Group,
    Ints,
    TableAnswer,
    TableQuery,
    is_empty,
    matcher,
    plain,
    totals_of,
    ungrouped,
)

GUID_COLUMNS = frozenset({"guid", "ifc_guid", "globalid"})
ID_COLUMNS = frozenset({"entity_id", "ifc_id", "element_id"})
NOT_SUMMED = frozenset({"id", "tag", "line", "year", "step id", *ID_COLUMNS})
MOST_SUMMED = 24
KEY_LENGTH = 48
"""Characters of a text that count when sorting."""
ELIDED_AT = 300


Floats = NDArray[np.float64]


def cell_text(value: Any) -> str:
    """What a cell shows; nothing for None and NaN, no control codes or bidi overrides."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int():
            return f"{value:,}" if abs(value) >= 10_000 else str(value)
        case float():
            return "" if math.isnan(value) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}"
        case str():
            return clean_text(value)
    text = clean_text(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= ELIDED_AT else text[:ELIDED_AT] + "…"


@dataclass(frozen=True, kw_only=True, eq=False)
class Records:
    """A table. `elements[i]`: the elements that row i names (may be shorter than `rows`: none named).

    `categories[i]`: the filter chip that row i belongs to ('' where there are none). Rows may be `PagedRows`,
    which stay in a file: whoever reads them does it in a thread, but for those of `head`.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    elements: Sequence[tuple[ElementId, ...]] = ()
    categories: Sequence[str] = ()
    mono: frozenset[int] = field(default=frozenset())
    _lock: RLock = field(default_factory=RLock, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_paged(self) -> bool:
        """Whether its rows stay in a file."""
        return isinstance(self.rows, PagedRows)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Whoever reads all rows in a thread does it within: they are not let go meanwhile."""
        with self._lock:
            yield

    def let_go(self) -> None:
        """For a thread, once nobody shows the table any more: free its rows in pieces; none are left."""
        with self._lock:
            if isinstance(self.rows, PagedRows):
                self.rows.let_go()
            let_go(self.rows, self.categories, self.__dict__.get("haystack"))

    @cached_property
    def head(self) -> list[Sequence[Any]]:
        """The first rows, which tell what the columns are."""
        return [row for row, _ in zip(self.rows, range(HEAD), strict=False)]

    @cached_property
    def named(self) -> ElementLists:
        """What its rows name, as arrays."""
        return self.elements if isinstance(self.elements, ElementLists) else ElementLists(self.elements)

    @property
    def names_elements(self) -> bool:
        return self.named.any_named

    @cached_property
    def in_category(self) -> Counter[str]:
        """Category -> number of its rows."""
        return Counter(self.categories)

    def prepare(self) -> None:
        """Work out what a page of it needs at once; for a thread, before it is shown."""
        _ = self.named, self.in_category, self.numeric

    def warm_up(self) -> None:
        """Work out what filters need; for a thread, so that the first of them is quick."""
        with self.held():
            _ = self.numbers
            if not self.is_paged:
                _ = self.haystack

    def elements_of(self, row: int) -> tuple[ElementId, ...]:
        return self.named[row] if row < len(self.named) else ()

    @cached_property
    def numeric(self) -> frozenset[int]:
        """Columns whose first cells with a value are numbers; they stand right."""
        return frozenset(column for column in range(len(self.columns)) if self._is_numeric(column))

    @property
    def summed(self) -> list[int]:
        """Numeric columns whose sum means something: ids are none."""
        found = (one for one in sorted(self.numeric) if self.columns[one].lower() not in NOT_SUMMED)
        return list(found)[:MOST_SUMMED]

    @cached_property
    def numbers(self) -> dict[int, Floats]:
        """Column that is summed -> its numbers, float64 (rows,), NaN where a cell is none."""
        columns = self.summed
        found = np.full((len(columns), len(self)), np.nan)
        if columns:
            for at, row in enumerate(self.rows):
                for place, column in enumerate(columns):
                    cell = row[column]
                    if type(cell) is float or type(cell) is int:
                        found[place, at] = cell
        return dict(zip(columns, found, strict=True))

    @cached_property
    def haystack(self) -> list[str]:
        """Each row as one text to search in; numbers without grouping."""
        return [row_text(row) for row in self.rows]

    def column(self, at: int) -> list[Any]:
        """All cells of a column; of paged rows it is read anew."""
        return self.rows.column(at) if isinstance(self.rows, PagedRows) else [row[at] for row in self.rows]

    def cells_of(self, numbers: Sequence[int]) -> list[Sequence[Any]]:
        """Some rows by number; for a thread where the rows are paged. Raises ProjectError."""
        with self.held(), readable():
            count = len(self.rows)
            wanted = [number for number in numbers if number < count]
            if not isinstance(self.rows, PagedRows):
                return [self.rows[number] for number in wanted]
            ascending = sorted(set(wanted))
            read = dict(zip(ascending, self.rows.take(ascending), strict=True))
            return [read[number] for number in wanted]

    def all_elements(self, rows: Collection[int] | Ints) -> frozenset[ElementId]:
        wanted = rows if isinstance(rows, np.ndarray) else np.fromiter(rows, np.int64, len(rows))
        return frozenset(map(ElementId, self.named.of_rows(wanted).tolist()))

    def order(
        self, *, text: str = "", category: str = "", sort: int = -1, descending: bool = False
    ) -> NDArray[np.int64]:
        """Row numbers that are left, in order; `sort` < 0 keeps the rows' own order."""
        query = TableQuery(text=text, category=category, sort=sort, descending=descending)
        return self.answer(query).order

    def answer(self, query: TableQuery) -> TableAnswer:
        """Which rows are left, in which order and groups, and sums of their numbers. Raises ProjectError."""
        with self.held(), readable():
            kept = self._kept(query)
            if query.sort >= 0 and len(kept):
                kept = self._sorted(kept, query.sort, descending=query.descending)
            numbers = self.numbers
            groups: tuple[Group, ...] = ()
            if query.group >= 0 and len(kept):
                kept, groups = grouped(kept, self.column(query.group), numbers)
            totals = {at: total for at, of in numbers.items() if (total := totals_of(of[kept])) is not None}
            return TableAnswer(order=kept, groups=groups, totals=totals)

    def commonest(self, column: int, most: int) -> list[tuple[str, int]]:
        """The commonest cells of a column as text, with how many there are. Raises ProjectError."""
        with self.held(), readable():
            return Counter(plain(cell) for cell in self.column(column)).most_common(most)

    def _kept(self, query: TableQuery) -> Ints:
        kept = np.ones(len(self.rows), dtype=bool)
        if query.category:
            kept &= np.array([one == query.category for one in self.categories], dtype=bool)
        words = [ungrouped(word) for word in query.text.casefold().split()]
        if words:
            hay = map(row_text, self.rows) if self.is_paged else self.haystack
            kept &= np.array([all(word in text for word in words) for text in hay], dtype=bool)
        for one in query.filters:
            meets = matcher(one.text)
            kept &= np.array([meets(cell) for cell in self.column(one.column)], dtype=bool)
        return np.flatnonzero(kept).astype(np.int64)

    def _sorted(self, kept: Ints, column: int, *, descending: bool) -> Ints:
        """Stable; cells without a value come last either way."""
        every = self.column(column)
        cells = [every[row] for row in kept.tolist()]
        empty = np.array([is_empty(cell) for cell in cells], dtype=bool)
        full, rest = kept[~empty], kept[empty]
        values = [cell for cell, without in zip(cells, empty, strict=True) if not without]
        keys: NDArray[Any]
        if column in self.numeric and all(isinstance(value, int | float) for value in values):
            keys = np.array(values, dtype=np.float64)
        else:
            keys = np.array([cell_text(value).casefold()[:KEY_LENGTH] for value in values], dtype=np.str_)
        places = np.argsort(keys, kind="stable")
        if descending:
            places = places[::-1]
        return np.concatenate([full[places], rest])

    def _is_numeric(self, column: int) -> bool:
        seen = [row[column] for row in self.head if row[column] is not None]
        return bool(seen) and all(
            isinstance(cell, int | float) and not isinstance(cell, bool) for cell in seen
        )


@contextmanager
def readable() -> Iterator[None]:
    """A file of rows that went away is told in words. Raises ProjectError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ProjectError(
            "The rows of this result cannot be read any more.", "Run the script again."
        ) from error


def row_text(row: Sequence[Any]) -> str:
    """A row as one text to search in."""
    return "\n".join([plain(cell) for cell in row]).casefold()


def grouped(
    order: Ints, cells: Sequence[Any], numbers: Mapping[int, Floats]
) -> tuple[Ints, tuple[Group, ...]]:
    """Rows with the same cell together, in the order of the cells; within a group as they were."""
    known: dict[Any, int] = {}
    values: list[Any] = []
    found = np.empty(len(order), dtype=np.int64)
    for at, row in enumerate(order.tolist()):
        cell = None if is_empty(cells[row]) else cells[row]
        key = (type(cell).__name__, cell_text(cell)) if isinstance(cell, bool | list | dict) else cell
        if key not in known:
            known[key] = len(values)
            values.append(cell)
        found[at] = known[key]
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[sorted(range(len(values)), key=lambda at: _group_key(values[at]))] = np.arange(len(values))
    places = np.argsort(ranks[found], kind="stable")
    order, sorted_ranks = order[places], ranks[found][places]
    starts = np.searchsorted(sorted_ranks, np.arange(len(values)))
    ends = np.append(starts[1:], len(order))
    by_rank = sorted(values, key=_group_key)
    return order, tuple(
        Group(
            value=value,
            first=int(first),
            count=int(end - first),
            sums={
                at: total.sum
                for at, of in numbers.items()
                if (total := totals_of(of[order[first:end]])) is not None
            },
        )
        for value, first, end in zip(by_rank, starts, ends, strict=True)
    )


def _group_key(value: Any) -> tuple[int, float, str]:
    """Numbers, then texts, then what has no value."""
    if value is None:
        return 2, 0.0, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 0, float(value), ""
    return 1, 0.0, cell_text(value).casefold()


Resolve = Callable[[str], Sequence[ElementId]]
"""GlobalId -> elements of the model."""


def records_of_dicts(rows: Sequence[Mapping[str, Any]], resolve: Resolve) -> Records:
    """A list of dictionaries; columns in the order in which they first come."""
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    return records_of_rows(columns, [tuple(row.get(name) for name in columns) for row in rows], resolve)


def records_of_pages(objects: PagedList, columns: Sequence[str], resolve: Resolve) -> Records:
    """A table whose rows stay in a file; what they name is read now. Raises OSError."""
    rows = PagedRows(objects, columns)
    at, read = _naming(columns, resolve)
    elements = ElementLists(map(read, rows.column(at))) if at >= 0 else ElementLists()
    return Records(columns=tuple(columns), rows=rows, elements=elements, mono=_mono(columns))


def records_of_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], resolve: Resolve) -> Records:
    """A table whose columns may name elements; short rows are filled up."""
    width = len(columns)
    even = [tuple(row[:width]) + (None,) * (width - len(row)) for row in rows]
    at, read = _naming(columns, resolve)
    elements = [tuple(read(row[at])) for row in even] if at >= 0 else []
    return Records(columns=tuple(columns), rows=even, elements=elements, mono=_mono(columns))


def _naming(columns: Sequence[str], resolve: Resolve) -> tuple[int, Callable[[Any], Sequence[ElementId]]]:
    """The column that names elements (-1: none does), and what a cell of it names."""
    lower = [name.lower() for name in columns]
    number = next((at for at, name in enumerate(lower) if name in ID_COLUMNS), -1)
    if number >= 0:
        return number, _by_number
    guid = next((at for at, name in enumerate(lower) if name in GUID_COLUMNS), -1)
    return guid, lambda cell: resolve(cell) if isinstance(cell, str) else ()


def _mono(columns: Sequence[str]) -> frozenset[int]:
    return frozenset(at for at, name in enumerate(columns) if name.lower() in GUID_COLUMNS)


def _by_number(value: Any) -> tuple[ElementId, ...]:
    text = str(value).removeprefix("#")
    return (ElementId(int(text)),) if text.isdecimal() else ()
