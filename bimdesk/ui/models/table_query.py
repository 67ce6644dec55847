"""What is asked of a table of a result (filters, order, groups) and what is answered. No Qt."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_COMPARED = re.compile(r"^(<=|>=|!=|<|>|=)\s*(.*)$", re.DOTALL)
_GROUPED = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d*)?$", re.ASCII)
EMPTY, FILLED = "empty", "not empty"


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """`text`: words that a cell contains; or `= x`, `!= x`, `> 5`, `<= 5`, `empty`, `not empty`."""

    column: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """`sort`, `group`: a column, -1 for none. `text`: words that a row contains in whatever column."""

    text: str = ""
    category: str = ""
    filters: tuple[ColumnFilter, ...] = ()
    sort: int = -1
    descending: bool = False
    group: int = -1

    @property
    def narrows(self) -> bool:
        """Whether it may leave rows out."""
        return bool(self.text.strip() or self.category or self.filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of the numbers in a column; `count` is how many there are."""

    count: int
    sum: float
    least: float
    most: float

    @property
    def mean(self) -> float:
        return self.sum / self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows `first` ... `first + count` of the answer have this value; `sums` by column."""

    value: Any
    first: int
    count: int
    sums: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableAnswer:
    """`order`: numbers of the rows that are left, in order, those of a group together."""

    order: Ints
    groups: tuple[Group, ...] = ()
    totals: dict[int, Totals] = field(default_factory=dict)


def ungrouped(word: str) -> str:
    """`12,345` as it stands in a cell: 12345; other words as they are."""
    return word.replace(",", "") if _GROUPED.match(word) else word


def is_empty(cell: Any) -> bool:
    return cell is None or cell == "" or cell != cell


def is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell


def matcher(text: str) -> Callable[[Any], bool]:
    """Whether a cell meets the text of a column's filter."""
    wanted = text.strip()
    if wanted.casefold() == EMPTY:
        return is_empty
    if wanted.casefold() == FILLED:
        return lambda cell: not is_empty(cell)
    compared = _COMPARED.match(wanted)
    if compared is not None:
        return _comparison(compared[1], compared[2].strip())
    words = [ungrouped(word) for word in wanted.casefold().split()]
    return lambda cell: all(word in plain(cell).casefold() for word in words)


def _comparison(sign: str, right: str) -> Callable[[Any], bool]:
    number = to_number(right)
    word = right.casefold()
    if sign == "!=":
        equal = _comparison("=", right)
        return lambda cell: not equal(cell)
    if sign == "=":
        if number is None:
            return lambda cell: plain(cell).casefold() == word
        return lambda cell: math.isclose(cell, number) if is_number(cell) else plain(cell).casefold() == word
    if number is None:
        return {
            "<": lambda cell: not is_empty(cell) and plain(cell).casefold() < word,
            ">": lambda cell: not is_empty(cell) and plain(cell).casefold() > word,
            "<=": lambda cell: not is_empty(cell) and plain(cell).casefold() <= word,
            ">=": lambda cell: not is_empty(cell) and plain(cell).casefold() >= word,
        }[sign]
    return {
        "<": lambda cell: is_number(cell) and cell < number,
        ">": lambda cell: is_number(cell) and cell > number,
        "<=": lambda cell: is_number(cell) and cell <= number,
        ">=": lambda cell: is_number(cell) and cell >= number,
    }[sign]


def to_number(text: str) -> float | None:
    try:
        found = float(ungrouped(text.replace("−", "-")))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def plain(cell: Any) -> str:
    """A cell as text to search in; numbers without grouping."""
    return "" if cell is None else str(cell)


def totals_of(numbers: NDArray[np.float64]) -> Totals | None:
    """Of the numbers that are none of NaN; None where there are none."""
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return None
    return Totals(count=len(known), sum=float(known.sum()), least=float(known.min()), most=float(known.max()))
