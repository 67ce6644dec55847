"""Rows of any usual form to columns and cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from bimdesk.sdk.convert import key_text, to_json

MAX_MESSAGE = 1_000_000
"""Most bytes of one table, chart or text for the result panel."""
MAX_COLUMNS = 500


def shortened_table(columns: list[str], rows: list[list[Any]]) -> dict[str, Any]:
    """{"columns", "rows"}; and "total", "total_columns" where rows or columns are cut to fit one message."""
    names = columns[:MAX_COLUMNS]
    cells = rows if len(names) == len(columns) else [row[:MAX_COLUMNS] for row in rows]
    while cells and len(msgspec.json.encode(cells)) > MAX_MESSAGE * 0.8:
        cells = cells[: len(cells) // 2]
    if len(cells) == len(rows) and len(names) == len(columns):
        return {"columns": columns, "rows": rows}
    return {"columns": names, "rows": cells, "total": len(rows), "total_columns": len(columns)}


def as_table(rows: Any) -> tuple[list[str], list[list[Any]]]:
    """Column names and cells fit for JSON. Takes dicts, lists, a DataFrame, a query, a dict of columns.

    Columns stand in the order in which they appear first; a row without a column has None there.
    """
    if type(rows).__name__ == "DataFrame":
        return _from_frame(rows)
    plain = to_json(rows, root="rows")
    if isinstance(plain, dict):
        return _from_dict(plain)
    if not isinstance(plain, list):
        raise TypeError("table() takes rows: a list of dicts, a DataFrame or a query.")
    if all(isinstance(row, dict) for row in plain):
        columns = list(dict.fromkeys(name for row in plain for name in row))
        return columns, [[row.get(name) for name in columns] for row in plain]
    cells = [
        list(row.values()) if isinstance(row, dict) else row if isinstance(row, list) else [row]
        for row in plain
    ]
    width = max(len(row) for row in cells)
    names = ["value"] if width == 1 else [f"column {number + 1}" for number in range(width)]
    return names, [row + [None] * (width - len(row)) for row in cells]


def _from_frame(frame: Any) -> tuple[list[str], list[list[Any]]]:
    """Column by column, since frames may have thousands; a named index becomes columns."""
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns = [to_json(column.tolist(), root="rows") for _name, column in frame.items()]
    return [key_text(name) for name in frame.columns], [list(row) for row in zip(*columns, strict=True)]


def _from_dict(plain: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """A dict of columns, or of single values."""
    if plain and all(isinstance(value, list) for value in plain.values()):
        count = max(len(value) for value in plain.values())
        cells = [
            [value[row] if row < len(value) else None for value in plain.values()] for row in range(count)
        ]
        return list(plain), cells
    return ["name", "value"], [[name, value] for name, value in plain.items()]
