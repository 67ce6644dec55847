"""Tables, figures, texts and charts that a script showed, and what of its result is a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bimdesk.protocol.messages import Output
from bimdesk.services.reports.chart_data import read_chart
from bimdesk.services.reports.markdown_blocks import read_markdown
from bimdesk.services.reports.model import Block, Chart, Column, Pair, Sheet, Table, Tile
from bimdesk.services.reports.words import cell, counted

MOST_ROWS = 200
MOST_COLUMNS = 9
MOST_TABLES = 20
MOST_CHARTS = 12
MOST_TEXTS = 20
MOST_VALUES = 40
_OWN_KEYS = ("status", "summary")
_MONO = frozenset({"guid", "ifc_guid", "globalid"})
NamedRows = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


def named_tables(outputs: Sequence[Output], value: Any) -> list[NamedRows]:
    """All tables of a run: those that it showed, then lists of rows in its result; name, columns, rows."""
    shown = [
        (output.name or "Table", [str(one) for one in output.data["columns"]], output.data["rows"])
        for output in outputs
        if output.kind == "table" and "columns" in output.data and isinstance(output.data.get("rows"), list)
    ]
    return [*shown, *_in_value(value)]


def short_table(named: NamedRows) -> Table:
    """What a file for reading shows of a table, with a sentence on what it leaves out."""
    name, columns, rows = named
    wide = [_cells(row, len(columns)) for row in rows[:MOST_ROWS]]
    kept = list(range(min(len(columns), MOST_COLUMNS)))
    left_out = []
    if len(rows) > MOST_ROWS:
        left_out.append(f"the first {MOST_ROWS:,} of {counted(len(rows), 'row')}")
    if len(columns) > MOST_COLUMNS:
        left_out.append(f"the first {MOST_COLUMNS} of {len(columns)} columns")
    note = f"Shown: {', '.join(left_out)}. A report as workbook has all." if left_out else ""
    return Table(
        name=name,
        columns=[_column(columns[at], [row[at] for row in wide]) for at in kept],
        rows=[[cell(row[at]) for at in kept] for row in wide],
        total=len(rows),
        note=note,
    )


def whole_sheet(named: NamedRows) -> Sheet:
    """All of a table for a workbook."""
    name, columns, rows = named
    return Sheet(name=name, columns=columns, rows=rows)


def tiles(outputs: Sequence[Output]) -> list[Tile]:
    """The figures that a run showed."""
    return [
        Tile(
            name=output.name,
            value=cell(output.data.get("value")) or "–",
            unit=str(output.data.get("unit", "") or ""),
        )
        for output in outputs
        if output.kind == "kpi"
    ]


def texts(outputs: Sequence[Output]) -> list[list[Block]]:
    """The Markdown that a run showed."""
    said = [str(output.data.get("text", "")) for output in outputs if output.kind == "markdown"]
    return [read_markdown(text) for text in said[:MOST_TEXTS] if text.strip()]


def charts(outputs: Sequence[Output]) -> list[Chart]:
    """The charts that a run showed and that can be drawn."""
    found = (read_chart(output.name, output.data) for output in outputs if output.kind == "chart")
    return [chart for chart in found if chart is not None][:MOST_CHARTS]


def plain_values(value: Any) -> list[Pair]:
    """The single values of a result: numbers and short texts by name."""
    if not isinstance(value, Mapping):
        return []
    single = (
        Pair(name=str(key), value=cell(inner))
        for key, inner in value.items()
        if key not in _OWN_KEYS and isinstance(inner, str | int | float | bool)
    )
    return [pair for pair in single if pair.value][:MOST_VALUES]


def _in_value(value: Any) -> Iterator[NamedRows]:
    if _is_rows(value):
        yield _of_dicts("Result", value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if _is_rows(inner):
                yield _of_dicts(str(key), inner)
            elif isinstance(inner, Mapping) and inner and all(_is_single(one) for one in inner.values()):
                yield str(key), ["Name", "Value"], list(inner.items())


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _of_dicts(name: str, rows: Sequence[Mapping[str, Any]]) -> NamedRows:
    columns = list(dict.fromkeys(str(key) for row in rows for key in row))
    return name, columns, [[row.get(column) for column in columns] for row in rows]


def _cells(row: Sequence[Any], width: int) -> list[Any]:
    kept = list(row[:width])
    return kept + [None] * (width - len(kept))


def _column(name: str, cells: Sequence[Any]) -> Column:
    seen = [one for one in cells if one is not None]
    is_number = bool(seen) and all(isinstance(one, int | float) and not isinstance(one, bool) for one in seen)
    return Column(name=name, number=is_number, mono=name.lower() in _MONO)
