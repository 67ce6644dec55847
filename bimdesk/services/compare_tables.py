"""Tables in the results of two runs: which rows one of them alone has, and which cells differ.

Rows belong together by a column that names elements (GlobalId; a STEP id within one model version), else by
the first column whose values are all different, else by their place. For a thread: long tables take seconds.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from bimdesk.protocol.lined_pages import PagedDict, PagedList, close_lined, first_items
from bimdesk.services.compare import ComparedRuns
from bimdesk.services.letting_go import let_go
from bimdesk.services.project import Project
from bimdesk.services.results import RunResult, open_result

MOST_ROWS = 200_000
"""Rows of a table that are compared."""
MOST_KEPT = 5_000
"""Rows that differ, and rows that do not, that are kept to be shown; all of them are counted."""
MOST_COLUMNS = 400
MOST_TABLES = 200
GUID_COLUMNS = frozenset({"guid", "ifc_guid", "globalid"})
ID_COLUMNS = frozenset({"entity_id", "ifc_id", "element_id"})
VALUES = "Values"
"""The table of single values of a result, and of its figures."""

RowKind = Literal["only_a", "only_b", "changed", "both"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of one run, its rows as wide as `columns`. `cut`: rows beyond MOST_ROWS."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    cut: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A row in both runs; None where one has none. `changed`: columns (numbers) whose cells differ."""

    kind: RowKind
    a: Row | None
    b: Row | None
    changed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTable:
    """A table in both runs. `key`: the column that says which rows belong together, '' for their place.

    `rows`: those that differ, then the others, at most MOST_KEPT of each; `counts`: of all.
    """

    name: str
    columns: tuple[str, ...]
    key: str
    rows: tuple[ComparedRow, ...]
    counts: Mapping[RowKind, int]
    only: Literal["", "a", "b"] = ""
    not_compared: int = 0

    @property
    def differing(self) -> int:
        return sum(count for kind, count in self.counts.items() if kind != "both")


def compare_tables(project: Project, runs: ComparedRuns) -> list[ComparedTable]:
    """All tables of both results by name, those that differ first. Raises ProjectError."""
    opened = [open_result(project, one.id) for one in (runs.a, runs.b)]
    try:
        a, b = (_tables(one) for one in opened)
        found = [
            compare_table(name, a.get(name), b.get(name), same_version=runs.same_version)
            for name in dict.fromkeys((*a, *b))
        ]
    finally:
        for one in opened:
            let_go(one.findings, one.outputs)
            close_lined(one.result)
    return sorted(found, key=lambda one: not one.differing)


def compare_table(name: str, a: Table | None, b: Table | None, *, same_version: bool = True) -> ComparedTable:
    """One table in both runs, or in one of them."""
    one, other = a or Table(columns=(), rows=()), b or Table(columns=(), rows=())
    columns = tuple(dict.fromkeys((*one.columns, *other.columns)))
    rows_a, rows_b = _widened(one, columns), _widened(other, columns)
    key = _key_column(columns, one, other, rows_a, rows_b, same_version=same_version)
    ignored = frozenset(
        at for at, column in enumerate(columns) if not same_version and column.lower() in ID_COLUMNS
    )
    found: dict[RowKind, list[ComparedRow]] = {"changed": [], "only_a": [], "only_b": [], "both": []}
    counts: Counter[RowKind] = Counter()
    for row in _matched(rows_a, rows_b, key, ignored):
        counts[row.kind] += 1
        if counts[row.kind] <= MOST_KEPT:
            found[row.kind].append(row)
    different = [*found["changed"], *found["only_a"], *found["only_b"]][:MOST_KEPT]
    return ComparedTable(
        name=name,
        columns=columns,
        key="" if key is None else columns[key],
        rows=(*different, *found["both"]),
        counts=counts,
        only="b" if a is None else "a" if b is None else "",
        not_compared=one.cut + other.cut,
    )


def _matched(
    rows_a: Sequence[Row], rows_b: Sequence[Row], key: int | None, ignored: frozenset[int]
) -> Iterator[ComparedRow]:
    """Rows of A with their partners, then what B alone has."""
    partners = dict(zip(_keys(rows_b, key), rows_b, strict=True))
    for own, row in zip(_keys(rows_a, key), rows_a, strict=True):
        partner = partners.pop(own, None)
        if partner is None:
            yield ComparedRow(kind="only_a", a=row, b=None)
            continue
        changed = frozenset(
            at
            for at, (x, y) in enumerate(zip(row, partner, strict=True))
            if not (x == y and type(x) is type(y)) and at not in ignored and not same(x, y)
        )
        yield ComparedRow(kind="changed" if changed else "both", a=row, b=partner, changed=changed)
    for row in partners.values():
        yield ComparedRow(kind="only_b", a=None, b=row)


def same(a: Any, b: Any) -> bool:
    """NaN, None and '' are one; numbers that differ by rounding alone are equal; True is no 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b or (_is_empty(a) and _is_empty(b)) or math.isclose(a, b, rel_tol=1e-9)
    return bool(a == b) or (_is_empty(a) and _is_empty(b))


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _keys(rows: Sequence[Row], key: int | None) -> Iterator[tuple[Any, int]]:
    """Of each row: its key and how many rows before have the same one; or its place."""
    seen: Counter[Any] = Counter()
    for at, row in enumerate(rows):
        own = at if key is None else _hashable(row[key])
        yield own, seen[own]
        seen[own] += 1


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else repr(value)


def _key_column(
    columns: Sequence[str],
    a: Table,
    b: Table,
    rows_a: Sequence[Row],
    rows_b: Sequence[Row],
    *,
    same_version: bool,
) -> int | None:
    """The column that names elements in both tables, else one of texts that are all different."""
    shared = [at for at, name in enumerate(columns) if name in a.columns and name in b.columns]
    naming = [GUID_COLUMNS, ID_COLUMNS] if same_version else [GUID_COLUMNS]
    for names in naming:
        for at in shared:
            if columns[at].lower() in names and any(row[at] for row in rows_a):
                return at
    for at in shared:
        if columns[at].lower() not in ID_COLUMNS and _is_unique(rows_a, at) and _is_unique(rows_b, at):
            return at
    return None


def _is_unique(rows: Sequence[Row], at: int) -> bool:
    cells: set[str] = set()
    for row in rows:
        cell = row[at]
        if not isinstance(cell, str) or not cell or cell in cells:
            return False
        cells.add(cell)
    return True


def _widened(table: Table, columns: tuple[str, ...]) -> Sequence[Row]:
    """The rows with the columns of both tables."""
    if table.columns == columns or not table.columns:
        return table.rows
    places = {name: at for at, name in enumerate(table.columns)}
    order = [places.get(name, -1) for name in columns]
    return [tuple(None if at < 0 else row[at] for at in order) for row in table.rows]


def _tables(result: RunResult) -> dict[str, Table]:
    """The tables that a script showed, those in its value, and one of its single values and figures."""
    found: dict[str, Table] = {}
    single: list[Row] = []
    for output in result.outputs:
        if output.kind == "table":
            names = tuple(str(one) for one in output.data.get("columns", ()))
            _add(found, output.name or "Table", _of_rows(names, output.data.get("rows", ())))
        elif output.kind == "kpi":
            single.append((output.name, output.data.get("value")))
    value = result.result
    is_named = isinstance(value, dict | PagedDict)
    parts = (
        first_items(value, MOST_TABLES) if is_named else [("Rows" if _is_list(value) else "Result", value)]
    )
    for name, part in parts:
        table = _of_objects(part) if _is_list(part) else None
        if table is not None:
            _add(found, name, table)
        elif part is not None:
            single.append((name, _plain(part)))
    if single:
        _add(found, VALUES, Table(columns=("Name", "Value"), rows=single))
    return found


def _add(found: dict[str, Table], name: str, table: Table) -> None:
    """The same table shown and left in the value is one; another one of the name gets a number."""
    known, number = found.get(name), 2
    while known is not None:
        if len(known.rows) == len(table.rows) and known.columns == table.columns:
            return
        known, number, name = found.get(f"{name} {number}"), number + 1, f"{name} {number}"
    if len(found) < MOST_TABLES:
        found[name] = table


def _is_list(value: Any) -> bool:
    return isinstance(value, list | PagedList) and len(value) > 0


def _of_rows(columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> Table:
    kept, width = columns[:MOST_COLUMNS], min(len(columns), MOST_COLUMNS)
    even = [tuple(row[:width]) + (None,) * (width - len(row[:width])) for row in islice(rows, MOST_ROWS)]
    return Table(columns=kept, rows=even, cut=max(len(rows) - MOST_ROWS, 0))


def _of_objects(part: Sequence[Any]) -> Table | None:
    """A list of objects; None for any other. Long ones are read from their file in one pass."""
    columns: dict[str, None] = {}
    objects: list[Mapping[str, Any]] = []
    for one in islice(part, MOST_ROWS):
        if not isinstance(one, Mapping):
            return None
        if len(columns) < MOST_COLUMNS and not one.keys() <= columns.keys():
            columns.update(dict.fromkeys(islice(map(str, one), MOST_COLUMNS)))
        objects.append(one)
    names = tuple(columns)[:MOST_COLUMNS]
    rows = [tuple(_plain(one.get(name)) for name in names) for one in objects]
    return Table(columns=names, rows=rows, cut=max(len(part) - MOST_ROWS, 0))


def _plain(value: Any) -> Any:
    """Long containers that stay in their file are compared by their length alone."""
    if isinstance(value, PagedList | PagedDict):
        return f"{len(value):,} entries"
    return value
