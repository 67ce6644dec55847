"""Rows of any usual form to columns and cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bimdesk.sdk.convert import to_json


def as_table(rows: Any) -> tuple[list[str], list[list[Any]]]:
    """Column names and cells fit for JSON. Takes dicts, lists, a DataFrame, a query, a dict of columns.

    Columns stand in the order in which they appear first; a row without a column has None there.
    """
    plain = to_json(rows, root="rows")
    if isinstance(plain, dict):
        return _from_dict(plain)
    if not isinstance(plain, list):
        raise TypeError("table() takes rows: a list of dicts, a DataFrame or a query.")
    if all(isinstance(row, dict) for row in plain):
        columns = list(dict.fromkeys(name for row in plain for name in row))
        return columns or _names_of(rows), [[row.get(name) for name in columns] for row in plain]
    cells = [
        list(row.values()) if isinstance(row, dict) else row if isinstance(row, list) else [row]
        for row in plain
    ]
    width = max(len(row) for row in cells)
    names = ["value"] if width == 1 else [f"column {number + 1}" for number in range(width)]
    return names, [row + [None] * (width - len(row)) for row in cells]


def _from_dict(plain: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """A dict of columns, or of single values."""
    if plain and all(isinstance(value, list) for value in plain.values()):
        count = max(len(value) for value in plain.values())
        cells = [
            [value[row] if row < len(value) else None for value in plain.values()] for row in range(count)
        ]
        return list(plain), cells
    return ["name", "value"], [[name, value] for name, value in plain.items()]


def _names_of(rows: Any) -> list[str]:
    """An empty DataFrame still has columns."""
    return [str(name) for name in getattr(rows, "columns", ())]
