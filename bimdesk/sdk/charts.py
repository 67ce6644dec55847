"""Data of a chart in one form: labels, and one or more series of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bimdesk.sdk import chart_elements
from bimdesk.sdk.convert import to_json
from bimdesk.sdk.nearest import choose

KINDS = ("bar", "stacked", "line", "area", "pie", "scatter", "histogram")
_ALIASES = {
    "column": "bar",
    "hist": "histogram",
    "donut": "pie",
    "stacked bar": "stacked",
    "points": "scatter",
}
Labels = list[Any]
Series = list[dict[str, Any]]


def chart_data(
    kind: str,
    data: Any,
    *,
    title: str = "",
    x: str = "",
    y: str | Sequence[str] = "",
    unit: str = "",
    elements: Any = None,
    resolve: chart_elements.Resolve | None = None,
) -> dict[str, Any]:
    """What an `Output` of kind chart holds: {"chart", "data": {"labels", "values", "series"}, "title", ...}.

    `series`: [{"name", "values", "elements"}]; `values`: those of the first, for who draws one alone.
    "elements", where any are named: the STEP ids behind each value, by `resolve`.

    `data`: {label: number}, {label: {series: number}}, [(label, number)], rows as dicts with the columns `x`
    and `y`, a DataFrame, a Series, or bare numbers.
    """
    chosen = choose(kind, KINDS, what="chart", aliases=_ALIASES)
    columns = [y] if isinstance(y, str) and y else list(y)
    rows = _rows(data)
    labels, series = _series(rows, x, columns)
    if resolve is not None:
        _name_elements(rows, elements, labels, series, resolve)
    return {
        "chart": chosen,
        "data": {"labels": labels, "values": series[0]["values"] if series else [], "series": series},
        "title": str(title),
        "x": str(x),
        "y": ", ".join(columns),
        "unit": str(unit),
    }


def _name_elements(
    rows: Any, elements: Any, labels: Labels, series: Series, resolve: chart_elements.Resolve
) -> None:
    if elements is not None:
        chart_elements.given(elements, labels, series, resolve)
    elif _are_rows(rows) and any(found := chart_elements.of_rows(rows, resolve)):
        for one in series:
            one["elements"] = found


def _are_rows(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and all(isinstance(row, dict) for row in data)


def _rows(data: Any) -> Any:
    """A DataFrame with meaningful labels in its index keeps them as the first column."""
    if type(data).__name__ == "DataFrame" and type(data.index).__name__ != "RangeIndex":
        data = data.reset_index()
    return to_json(data, root="data")


def _series(data: Any, x: str, columns: list[str]) -> tuple[Labels, Series]:
    if isinstance(data, dict):
        return _from_dict(data)
    if not isinstance(data, list):
        raise TypeError("chart() takes a dict, rows, a DataFrame or numbers.")
    if _are_rows(data):
        return _from_rows(data, x, columns)
    if data and all(isinstance(row, list) and len(row) == 2 for row in data):
        return [row[0] for row in data], [{"name": "", "values": _numbers([row[1] for row in data])}]
    return list(range(1, len(data) + 1)), [{"name": "", "values": _numbers(data)}]


def _from_dict(data: Mapping[str, Any]) -> tuple[Labels, Series]:
    labels = list(data)
    if data and all(isinstance(value, dict) for value in data.values()):
        names = dict.fromkeys(name for value in data.values() for name in value)
        return labels, [
            {"name": name, "values": _numbers([value.get(name) for value in data.values()])} for name in names
        ]
    return labels, [{"name": "", "values": _numbers(list(data.values()))}]


def _from_rows(rows: list[dict[str, Any]], x: str, columns: list[str]) -> tuple[Labels, Series]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    label = x or names[0]
    for name in (label, *columns):
        if name not in names:
            raise ValueError(f"The rows of the chart have no column '{name}'; they have {', '.join(names)}.")
    wanted = columns or [
        name
        for name in names
        if name != label and _is_number(rows[0].get(name)) and not chart_elements.is_element_column(name)
    ]
    series = [{"name": name, "values": _numbers([row.get(name) for row in rows])} for name in wanted]
    return [row.get(label) for row in rows], series


def _numbers(values: list[Any]) -> list[Any]:
    for value in values:
        if value is not None and not _is_number(value):
            raise TypeError(f"A chart shows numbers, and {value!r} is none.")
    return values


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
