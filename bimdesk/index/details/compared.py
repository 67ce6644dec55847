"""What several elements have in common, as plain facts, and how the facts of several models become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

MOST_LISTED = 12
"""Classes, types, storeys, materials ... that are listed with their counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedValue:
    """One property over all entities: `count` have it, with `distinct` values from `low` to `high`.

    `distinct` is an upper bound where `is_exact` is false (several models with values of their own). Where
    `is_sampled`, `count` is an estimate and `distinct` at least so many; `low` and `high` are exact.
    """

    name: str
    count: int
    distinct: int
    low: Any
    high: Any
    kind: str = "str"
    unit: str = ""
    measure: str = ""
    is_exact: bool = True
    is_sampled: bool = False

    @property
    def common(self) -> bool:
        return self.distinct == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSet:
    """A property set or quantity set; `from_type` entities have it from their type."""

    name: str
    is_quantity: bool
    from_type: int
    count: int
    values: tuple[ComparedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`counts`: class, type, storey, material, classification -> (name, how many), most frequent first."""

    total: int
    attributes: tuple[ComparedValue, ...] = ()
    sets: tuple[ComparedSet, ...] = ()
    counts: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def merged(parts: Sequence[Comparison]) -> Comparison:
    """The comparisons of several models as one."""
    if len(parts) == 1:
        return parts[0]
    sets: dict[tuple[str, bool], list[ComparedSet]] = {}
    for part in parts:
        for one in part.sets:
            sets.setdefault((one.name, one.is_quantity), []).append(one)
    counts: dict[str, dict[str, int]] = {}
    for part in parts:
        for name, found in part.counts.items():
            into = counts.setdefault(name, {})
            for key, count in found:
                into[key] = into.get(key, 0) + count
    return Comparison(
        total=sum(part.total for part in parts),
        attributes=_merged_values(value for part in parts for value in part.attributes),
        sets=tuple(
            replace(
                found[0],
                count=sum(one.count for one in found),
                from_type=sum(one.from_type for one in found),
                values=_merged_values(value for one in found for value in one.values),
            )
            for found in sets.values()
        ),
        counts={
            name: tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
            for name, found in counts.items()
        },
    )


def _merged_values(values: Iterable[ComparedValue]) -> tuple[ComparedValue, ...]:
    made: dict[str, ComparedValue] = {}
    for value in values:
        made[value.name] = _both(made[value.name], value) if value.name in made else value
    return tuple(made.values())


def _both(first: ComparedValue, second: ComparedValue) -> ComparedValue:
    same = first.common and second.common and (first.low, first.unit) == (second.low, second.unit)
    low, high = first.low, first.high
    ends = first.low, first.high, second.low, second.high
    if all(isinstance(end, int | float) for end in ends) or all(isinstance(end, str) for end in ends):
        low, high = min(low, second.low), max(high, second.high)
    return replace(
        first,
        count=first.count + second.count,
        distinct=1 if same else first.distinct + second.distinct,
        is_sampled=first.is_sampled or second.is_sampled,
        is_exact=same or (first.common and second.common and first.is_exact and second.is_exact),
        low=low,
        high=high,
        unit=first.unit if first.unit == second.unit else "",
    )
