"""Charts of a result in one form, whatever form the script gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bimdesk.services.reports.model import Chart, Series
from bimdesk.services.reports.words import cell

KINDS = ("bar", "stacked", "line", "area", "scatter", "pie", "histogram")
MOST_POINTS = 400
MOST_SERIES = 6


def read_chart(name: str, data: Mapping[str, Any]) -> Chart | None:
    """What `chart()` sent (sdk.charts); {label: number} is understood too. None: nothing to draw."""
    inner = data.get("data")
    kind = str(data.get("chart", "bar"))
    title = name or str(data.get("title", "")) or kind.capitalize()
    labels, series = _parts(inner)
    if not labels or not series:
        return None
    note = ""
    if len(labels) > MOST_POINTS:
        note = f"The first {MOST_POINTS:,} of {len(labels):,} values."
        labels = labels[:MOST_POINTS]
        series = [Series(name=one.name, values=one.values[:MOST_POINTS]) for one in series]
    if len(series) > MOST_SERIES:
        note = f"{note} The first {MOST_SERIES} of {len(series)} series.".strip()
    return Chart(
        name=title,
        kind=kind if kind in KINDS else "bar",
        labels=labels,
        series=series[:MOST_SERIES],
        unit=str(data.get("unit", "")),
        note=note,
    )


def _parts(inner: Any) -> tuple[list[str], list[Series]]:
    if isinstance(inner, Mapping) and isinstance(inner.get("labels"), list):
        labels = [cell(label) for label in inner["labels"]]
        many = inner.get("series")
        if isinstance(many, list) and many:
            return labels, [
                _series(str(one.get("name", "")), one.get("values", ()), len(labels))
                for one in many
                if isinstance(one, Mapping)
            ]
        return labels, [_series("", inner.get("values", ()), len(labels))]
    if isinstance(inner, Mapping):
        return [cell(key) for key in inner], [_series("", list(inner.values()), len(inner))]
    if isinstance(inner, list) and all(isinstance(one, list) and len(one) == 2 for one in inner):
        return [cell(one[0]) for one in inner], [_series("", [one[1] for one in inner], len(inner))]
    return [], []


def _series(name: str, values: Any, length: int) -> Series:
    known: Sequence[Any] = values if isinstance(values, Sequence) and not isinstance(values, str) else ()
    numbers = [_number(value) for value in known[:length]]
    return Series(name=name, values=numbers + [None] * (length - len(numbers)))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value)
    return number if abs(number) < float("inf") else None
