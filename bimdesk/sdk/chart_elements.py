"""Which elements the bars and points of a chart stand for: the panel shows them in 3D."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bimdesk.sdk.convert import key_text
from bimdesk.sdk.model_view import ElementNotFoundError

ELEMENT_COLUMNS = ("entity_id", "element_id", "ifc_id", "elements", "guid", "ifc_guid", "globalid")
"""Columns of rows that name elements, whatever their case; the first of them that is there counts."""

Resolve = Callable[[Any], list[int]]
"""Elements of any form -> STEP ids; ElementNotFoundError for one that is not there."""
Rows = list[dict[str, Any]]


def column_of(names: Iterable[str]) -> str:
    """The column that names elements; '' where there is none."""
    by_lower = {str(name).lower(): name for name in reversed(list(names))}
    return next((by_lower[wanted] for wanted in ELEMENT_COLUMNS if wanted in by_lower), "")


def is_element_column(name: str) -> bool:
    return str(name).lower() in ELEMENT_COLUMNS


def of_rows(rows: Rows, resolve: Resolve) -> list[list[int]]:
    """The elements of each row; none where a row names none, or one that the model does not have."""
    column = column_of(dict.fromkeys(name for row in rows for name in row))
    return [_lenient(row.get(column), resolve) for row in rows] if column else []


def given(elements: Any, labels: list[Any], series: list[dict[str, Any]], resolve: Resolve) -> None:
    """Put `elements` into each series, as lists parallel to its values.

    `elements`: {label: elements}, {label: {series: elements}}, or one entry for each label. ValueError where
    there are more or fewer entries than labels.
    """
    names = [one["name"] for one in series]
    if isinstance(elements, Mapping):
        by_label = {key_text(label): found for label, found in elements.items()}
        entries = [by_label.get(key_text(label)) for label in labels]
    else:
        entries = list(elements)
        if len(entries) != len(labels):
            raise ValueError(
                f"chart() has {len(labels):,} values and elements for {len(entries):,}; give one entry for"
                " each value, or a dict of label and elements."
            )
    for place, one in enumerate(series):
        one["elements"] = [resolve(_of_series(entry, names[place])) for entry in entries]


def drop(series: list[dict[str, Any]]) -> bool:
    """Take the elements out again; whether there were any."""
    return bool([one for one in series if one.pop("elements", None)])


def _of_series(entry: Any, name: Any) -> Any:
    return entry.get(name) if isinstance(entry, Mapping) else entry


def _lenient(cell: Any, resolve: Resolve) -> list[int]:
    if cell in (None, ""):
        return []
    try:
        return resolve([one["entity_id"] if _is_row(one) else one for one in _several(cell)])
    except (ElementNotFoundError, TypeError):
        return []


def _several(cell: Any) -> list[Any]:
    return cell if isinstance(cell, list) else [cell]


def _is_row(value: Any) -> bool:
    """An entity, as `to_json` writes it."""
    return isinstance(value, dict) and "entity_id" in value
