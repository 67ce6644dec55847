"""What a chain of query steps asks for, as one SELECT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bimdesk.index.fields import ROOT, Column
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import read_value
from bimdesk.index.sources import Source

Shape = Literal["row", "dict", "tuple", "flat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What was asked of a source so far; every step makes a new one."""

    conditions: tuple[Sql, ...] = ()
    joins: dict[str, str] = field(default_factory=dict)
    order: tuple[Sql, ...] = ()
    names: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    shape: Shape = "row"
    is_distinct: bool = False
    start: int = 0
    stop: int | None = None

    @property
    def is_sliced(self) -> bool:
        return self.start > 0 or self.stop is not None


def statement(source: Source, chain: Chain, *, is_ordered: bool = True) -> Sql:
    """The whole chain as one SELECT."""
    selected = [part for column in chain.columns for part in (column.sql, column.kind) if part.text]
    if not chain.columns:
        selected = [Sql(", ".join(f"{ROOT}.{name}" for name in source.columns))]
    where = (Sql(source.condition.format(a=ROOT)), *chain.conditions)
    text = f"SELECT {'DISTINCT ' if chain.is_distinct else ''}{', '.join(part.text for part in selected)}"
    text += f" FROM {source.table} {ROOT}"
    text += "".join(f" LEFT JOIN {join}" for join in chain.joins.values())
    text += f" WHERE {' AND '.join(part.text for part in where)}"
    is_given = bool(chain.order) or chain.is_distinct or not is_ordered
    order = chain.order if is_given else _default_order(source)
    if order:
        text += f" ORDER BY {', '.join(part.text for part in order)}"
    parts = (*selected, *where, *order)
    parameters = tuple(value for part in parts for value in part.parameters)
    if chain.is_sliced:
        text += " LIMIT ? OFFSET ?"
        parameters += (-1 if chain.stop is None else chain.stop - chain.start, chain.start)
    return Sql(text, parameters)


def _default_order(source: Source) -> tuple[Sql, ...]:
    return tuple(Sql(f"{ROOT}.{name}") for name in dict.fromkeys((source.order, "id")))


def decoder(columns: tuple[Column, ...]) -> Callable[[tuple[Any, ...]], list[Any]]:
    """Reads one row of projected columns: a property takes two (value, kind), a field one."""
    steps: list[tuple[int, int, bool]] = []
    at = 0
    for column in columns:
        has_kind = bool(column.kind.text)
        steps.append((at, at + 1 if has_kind else -1, column.is_bool))
        at += 2 if has_kind else 1

    def decode(row: tuple[Any, ...]) -> list[Any]:
        return [
            read_value(row[value], row[kind]) if kind >= 0 else bool(row[value]) if is_bool else row[value]
            for value, kind, is_bool in steps
        ]

    return decode
