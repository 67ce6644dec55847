"""Several entities compared: what all have in common, and how much of the rest differs.

Counted in SQL, so that thousands take a moment; each model is read by itself and the results are merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bimdesk.index.reader import ModelIndex, read_value

MOST_LISTED = 12
"""Classes, types, storeys, materials ... that are listed with their counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedValue:
    """One property over all entities: `count` have it, with `distinct` values from `low` to `high`.

    `distinct` is an upper bound where `is_exact` is false (several models with values of their own).
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


_ATTRIBUTES = {
    "Name": "name",
    "LongName": "long_name",
    "Description": "description",
    "ObjectType": "object_type",
    "Tag": "tag",
    "PredefinedType": "predefined_type",
}
_SETS = """
WITH links AS MATERIALIZED (
  SELECT pset_id, COUNT(*) AS n, SUM(from_type) AS t
  FROM entity_psets JOIN chosen ON chosen.id = entity_psets.entity_id GROUP BY pset_id)
SELECT COALESCE(NULLIF(s.name, ''), s.class), s.is_quantity, p.name, MIN(p.seq), SUM(l.n), SUM(l.t),
  COUNT(DISTINCT p.value) + MAX(p.value IS NULL), MIN(p.value), MAX(p.value), MAX(p.kind),
  CASE WHEN MIN(COALESCE(p.unit, '')) = MAX(COALESCE(p.unit, '')) THEN MAX(COALESCE(p.unit, '')) ELSE '' END,
  MAX(COALESCE(p.measure, ''))
FROM links l CROSS JOIN psets s ON s.id = l.pset_id CROSS JOIN properties p ON p.pset_id = l.pset_id
GROUP BY 1, 2, 3 ORDER BY 2, 1, 4"""
_FURTHER = """SELECT j.key, COUNT(*), COUNT(DISTINCT j.value), MIN(j.value), MAX(j.value), MAX(j.type)
FROM chosen JOIN entities e ON e.id = chosen.id, json_each(e.attributes) j
WHERE j.type NOT IN ('object', 'array', 'null') GROUP BY 1 ORDER BY 1"""
_OF = "FROM chosen JOIN entities e ON e.id = chosen.id"
_COUNTS = {
    "class": f"SELECT e.class, COUNT(*) {_OF} GROUP BY 1",
    "type": f"SELECT t.name, COUNT(*) {_OF} JOIN entities t ON t.id = e.type_id GROUP BY t.id",
    "storey": f"SELECT s.name, COUNT(*) {_OF} JOIN entities s ON s.id = e.storey_id GROUP BY s.id",
    "material": """SELECT m.name, COUNT(DISTINCT l.entity_id) FROM chosen
        JOIN entity_materials l ON l.entity_id = chosen.id
        JOIN materials m ON m.id = l.material_id GROUP BY 1""",
    "classification": """SELECT TRIM(COALESCE(c.identification, '') || ' ' || COALESCE(c.name, '')), COUNT(*)
        FROM chosen JOIN entity_classifications l ON l.entity_id = chosen.id
        JOIN classifications c ON c.id = l.classification_id GROUP BY 1""",
    "system": """SELECT g.name, COUNT(*) FROM chosen
        JOIN relations r ON r.kind = 'groups' AND r.to_id = chosen.id
        JOIN entities g ON g.id = r.from_id GROUP BY g.id""",
}


def compare(index: ModelIndex, elements: Sequence[int]) -> Comparison:
    """Compare entities of one model. `index` needs a connection of its own, since it gets a temporary table;
    its `interrupt` ends the reading with sqlite3.OperationalError."""
    connection = index.connection
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
    connection.execute("BEGIN")
    connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", ((number,) for number in elements))
    connection.execute("COMMIT")
    total = int(next(index.rows(f"SELECT COUNT(*) {_OF}"))[0])
    counts = {
        name: tuple((str(key or ""), int(count)) for key, count in index.rows(f"{sql} ORDER BY 2 DESC, 1"))
        for name, sql in _COUNTS.items()
    }
    return Comparison(total=total, attributes=_attributes(index), sets=_sets(index), counts=counts)


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
        is_exact=same or (first.common and second.common and first.is_exact and second.is_exact),
        low=low,
        high=high,
        unit=first.unit if first.unit == second.unit else "",
    )


def _attributes(index: ModelIndex) -> tuple[ComparedValue, ...]:
    parts = ", ".join(
        f"COUNT(e.{column}), COUNT(DISTINCT e.{column}), MIN(e.{column}), MAX(e.{column})"
        for column in _ATTRIBUTES.values()
    )
    row = next(index.rows(f"SELECT {parts} {_OF}"))
    made = [
        ComparedValue(name=name, count=row[at], distinct=row[at + 1], low=row[at + 2], high=row[at + 3])
        for at, name in zip(range(0, len(row), 4), _ATTRIBUTES, strict=True)
        if row[at]
    ]
    known = {one.name for one in made}
    for name, count, distinct, low, high, kind in index.rows(_FURTHER):
        if name not in known:
            kind = "bool" if kind in ("true", "false") else kind
            values = (read_value(low, kind), read_value(high, kind)) if kind == "bool" else (low, high)
            made.append(
                ComparedValue(name=name, count=count, distinct=distinct, low=values[0], high=values[1])
            )
    return tuple(made)


def _sets(index: ModelIndex) -> tuple[ComparedSet, ...]:
    found: dict[tuple[str, bool], list[tuple[int, ComparedValue]]] = {}
    for (
        owner,
        is_quantity,
        name,
        _seq,
        count,
        from_type,
        distinct,
        low,
        high,
        kind,
        unit,
        measure,
    ) in index.rows(_SETS):
        value = ComparedValue(
            name=name,
            count=count,
            distinct=distinct,
            low=read_value(low, kind) if low is not None else None,
            high=read_value(high, kind) if high is not None else None,
            kind=kind,
            unit=unit,
            measure=measure,
        )
        found.setdefault((owner, bool(is_quantity)), []).append((from_type, value))
    return tuple(
        ComparedSet(
            name=owner,
            is_quantity=is_quantity,
            from_type=max(from_type for from_type, _value in values),
            count=max(value.count for _from, value in values),
            values=tuple(value for _from, value in values),
        )
        for (owner, is_quantity), values in found.items()
    )
