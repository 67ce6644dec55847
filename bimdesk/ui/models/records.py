"""Tables of results as plain data: cells as text, which rows a filter leaves, in which order. No Qt.

Made for 200,000 rows: `Records.order` runs in a thread; NumPy sorts without the interpreter's lock.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId
from bimdesk.protocol.cleaning import clean_text
from bimdesk.services.letting_go import let_go

GUID_COLUMNS = frozenset({"guid", "ifc_guid", "globalid"})
ID_COLUMNS = frozenset({"entity_id", "ifc_id", "element_id"})
KEY_LENGTH = 48
"""Characters of a text that count when sorting."""
ELIDED_AT = 300
_GROUPED = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d*)?$", re.ASCII)


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

    `categories[i]`: the filter chip that row i belongs to ('' where there are none).
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    elements: Sequence[tuple[ElementId, ...]] = ()
    categories: Sequence[str] = ()
    mono: frozenset[int] = field(default=frozenset())
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Whoever reads all rows in a thread does it within: they are not let go meanwhile."""
        with self._lock:
            yield

    def let_go(self) -> None:
        """For a thread, once nobody shows the table any more: free its rows in pieces; none are left."""
        with self._lock:
            kept = self.__dict__.get("haystack"), self.__dict__.get("rows_of")
            let_go(self.rows, self.elements, self.categories, *kept)

    @cached_property
    def names_elements(self) -> bool:
        return any(self.elements)

    @cached_property
    def in_category(self) -> Counter[str]:
        """Category -> number of its rows."""
        return Counter(self.categories)

    def prepare(self) -> None:
        """Work out what a page of it needs at once; for a thread, before it is shown."""
        _ = self.names_elements, self.in_category, self.rows_of

    def warm_up(self) -> None:
        """Work out what filters need; for a thread, so that the first of them is quick."""
        with self.held():
            _ = self.haystack

    def elements_of(self, row: int) -> tuple[ElementId, ...]:
        return self.elements[row] if row < len(self.elements) else ()

    @cached_property
    def numeric(self) -> frozenset[int]:
        """Columns whose first cells with a value are numbers; they stand right."""
        return frozenset(column for column in range(len(self.columns)) if self._is_numeric(column))

    @cached_property
    def haystack(self) -> list[str]:
        """Each row as one text to search in; numbers without grouping."""
        return [
            "\n".join(["" if cell is None else str(cell) for cell in row]).casefold() for row in self.rows
        ]

    @cached_property
    def rows_of(self) -> dict[ElementId, list[int]]:
        """Element -> rows that name it."""
        found: dict[ElementId, list[int]] = {}
        for row, elements in enumerate(self.elements):
            for element in elements:
                found.setdefault(element, []).append(row)
        return found

    def all_elements(self, rows: Collection[int]) -> frozenset[ElementId]:
        return frozenset(element for row in rows for element in self.elements_of(row))

    def order(
        self, *, text: str = "", category: str = "", sort: int = -1, descending: bool = False
    ) -> NDArray[np.int64]:
        """Row numbers that are left, in order; `sort` < 0 keeps the rows' own order."""
        with self.held():
            return self._order(text, category, sort, descending=descending)

    def _order(self, text: str, category: str, sort: int, *, descending: bool) -> NDArray[np.int64]:
        kept = np.arange(len(self.rows), dtype=np.int64)
        if category:
            kept = _numbers([row for row in kept.tolist() if self.categories[row] == category])
        words = [_ungrouped(word) for word in text.casefold().split()]
        if words:
            hay = self.haystack
            kept = _numbers([row for row in kept.tolist() if all(word in hay[row] for word in words)])
        if sort < 0 or not len(kept):
            return kept
        return self._sorted(kept, sort, descending=descending)

    def _sorted(self, kept: NDArray[np.int64], column: int, *, descending: bool) -> NDArray[np.int64]:
        """Stable; cells without a value come last either way."""
        cells = [self.rows[row][column] for row in kept.tolist()]
        is_empty = np.array([cell is None or cell == "" or cell != cell for cell in cells], dtype=bool)
        full, rest = kept[~is_empty], kept[is_empty]
        values = [cell for cell, empty in zip(cells, is_empty, strict=True) if not empty]
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
        seen = [row[column] for row in self.rows[:200] if row[column] is not None]
        return bool(seen) and all(
            isinstance(cell, int | float) and not isinstance(cell, bool) for cell in seen
        )


Resolve = Callable[[str], Sequence[ElementId]]
"""GlobalId -> elements of the model."""


def records_of_dicts(rows: Sequence[Mapping[str, Any]], resolve: Resolve) -> Records:
    """A list of dictionaries; columns in the order in which they first come."""
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    return records_of_rows(columns, [tuple(row.get(name) for name in columns) for row in rows], resolve)


def records_of_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], resolve: Resolve) -> Records:
    """A table whose columns may name elements; short rows are filled up."""
    width = len(columns)
    even = [tuple(row[:width]) + (None,) * (width - len(row)) for row in rows]
    lower = [name.lower() for name in columns]
    guid = next((at for at, name in enumerate(lower) if name in GUID_COLUMNS), -1)
    number = next((at for at, name in enumerate(lower) if name in ID_COLUMNS), -1)
    elements: list[tuple[ElementId, ...]] = []
    if number >= 0:
        elements = [_by_number(row[number]) for row in even]
    elif guid >= 0:
        elements = [tuple(resolve(row[guid])) if isinstance(row[guid], str) else () for row in even]
    mono = frozenset(at for at, name in enumerate(lower) if name in GUID_COLUMNS)
    return Records(columns=tuple(columns), rows=even, elements=elements, mono=mono)


def _ungrouped(word: str) -> str:
    """`12,345` as it stands in the haystack: 12345; other words as they are."""
    return word.replace(",", "") if _GROUPED.match(word) else word


def _numbers(rows: list[int]) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


def _by_number(value: Any) -> tuple[ElementId, ...]:
    text = str(value).removeprefix("#")
    return (ElementId(int(text)),) if text.isdecimal() else ()
