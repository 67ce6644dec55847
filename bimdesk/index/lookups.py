"""Lookups of queries (`name__icontains`): each a pure function to a piece of SQL."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bimdesk.errors import BadInputError


class QueryError(BadInputError):
    """A query names a field or a lookup that does not exist, or gives it a value that makes no sense."""


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its parameters in order."""

    text: str
    parameters: tuple[Any, ...] = ()


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean 'name'?` or the list of what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.55)
    return f"Did you mean '{close[0]}'?" if close else f"There are: {', '.join(names)}."


def plain(value: Any) -> Any:
    """A value that SQLite can compare: numpy scalars as Python's, booleans as 0 or 1, elements as ids."""
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        return plain(value.item())
    identity = getattr(value, "id", None)
    if isinstance(identity, int):
        return identity
    raise QueryError(f"A query cannot compare with {value!r}.", "Give a text, a number, a boolean or None.")


def _text(value: Any, lookup: str) -> str:
    if not isinstance(value, str):
        raise QueryError(f"'{lookup}' compares text, and {value!r} is none.")
    return value


def _exact(column: str, value: Any) -> Sql:
    return Sql(f"{column} IS NULL") if value is None else Sql(f"{column} = ?", (plain(value),))


def _ne(column: str, value: Any) -> Sql:
    return Sql(f"{column} IS NOT NULL") if value is None else Sql(f"{column} <> ?", (plain(value),))


def _iexact(column: str, value: Any) -> Sql:
    return Sql(f"casefold({column}) = ?", (_text(value, "iexact").casefold(),))


def _contains(column: str, value: Any) -> Sql:
    return Sql(f"instr({column}, ?) > 0", (_text(value, "contains"),))


def _icontains(column: str, value: Any) -> Sql:
    return Sql(f"instr(casefold({column}), ?) > 0", (_text(value, "icontains").casefold(),))


def _startswith(column: str, value: Any) -> Sql:
    text = _text(value, "startswith")
    return Sql(f"substr({column}, 1, ?) = ?", (len(text), text))


def _endswith(column: str, value: Any) -> Sql:
    text = _text(value, "endswith")
    return Sql(f"substr({column}, -?) = ?", (len(text), text)) if text else Sql(f"{column} IS NOT NULL")


def _in(column: str, value: Any) -> Sql:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise QueryError(f"'in' takes a list of values, and {value!r} is none.")
    values = [plain(item) for item in value]
    known = [item for item in values if item is not None]
    marks = ", ".join("?" * len(known))
    or_null = f" OR {column} IS NULL" if len(known) < len(values) else ""
    return Sql(f"({column} IN ({marks}){or_null})", tuple(known))


def _isnull(column: str, value: Any) -> Sql:
    if plain(value) not in (0, 1):
        raise QueryError(f"'isnull' takes True or False, not {value!r}.")
    return Sql(f"{column} IS {'' if value else 'NOT '}NULL")


def _regex(column: str, value: Any) -> Sql:
    pattern = _text(value, "regex")
    try:
        re.compile(pattern)
    except re.error as error:
        raise QueryError(f"'{pattern}' is no regular expression: {error}.") from error
    return Sql(f"{column} REGEXP ?", (pattern,))


def _compare(sign: str) -> Callable[[str, Any], Sql]:
    def build(column: str, value: Any) -> Sql:
        bound = plain(value)
        if bound is None:
            raise QueryError(f"'{sign}' cannot compare with None; use isnull.")
        # In SQLite every text is above every number: stay among values of one kind.
        among = f"typeof({column}) = 'text'" if isinstance(bound, str) else f"{column} < ''"
        return Sql(f"({column} {sign} ? AND {among})", (bound,))

    return build


LOOKUPS: Mapping[str, Callable[[str, Any], Sql]] = {
    "exact": _exact,
    "iexact": _iexact,
    "contains": _contains,
    "icontains": _icontains,
    "startswith": _startswith,
    "endswith": _endswith,
    "in": _in,
    "gt": _compare(">"),
    "gte": _compare(">="),
    "lt": _compare("<"),
    "lte": _compare("<="),
    "isnull": _isnull,
    "regex": _regex,
    "ne": _ne,
}
SIGNS: Mapping[str, str] = {
    "=": "exact",
    "==": "exact",
    "!=": "ne",
    ">": "gt",
    ">=": "gte",
    "<": "lt",
    "<=": "lte",
}


def build(lookup: str, column: str, value: Any) -> Sql:
    """The condition `column <lookup> value`; raises QueryError for a lookup that does not exist."""
    if lookup not in LOOKUPS:
        raise QueryError(f"Unknown lookup '{lookup}'.", nearest(lookup, LOOKUPS))
    return LOOKUPS[lookup](column, value)
