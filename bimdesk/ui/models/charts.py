"""Charts of a result as labels and series of numbers, whatever form the script gave them. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId
from bimdesk.protocol.cleaning import clean_text

KINDS = frozenset({"bar", "stacked", "line", "area", "pie", "scatter", "histogram"})
LONGEST_LABEL = 300
Elements = tuple[ElementId, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Series:
    """`values`: float64 (n,), NaN where there is none; `elements`: what each stands for, or nothing."""

    name: str
    values: Floats
    elements: Sequence[Elements] = ()

    def elements_of(self, at: int) -> Elements:
        return self.elements[at] if at < len(self.elements) else ()


@dataclass(frozen=True, kw_only=True, eq=False)
class ChartData:
    """`labels` run in parallel to the values of each series; `numbers` are the labels, where all are such."""

    name: str
    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    numbers: Floats | None = field(default=None, repr=False)
    unit: str = ""
    x_title: str = ""
    y_title: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """Those of the first series."""
        return tuple(self.series[0].values.tolist())

    @property
    def names_elements(self) -> bool:
        return any(any(series.elements) for series in self.series)


def read_chart(name: str, data: Mapping[str, Any]) -> ChartData | None:
    """What an output of kind chart shows; None where it holds no number.

    Understands what the SDK writes ({"labels", "series": [{"name", "values", "elements"}]}), and
    {label: number}, [[label, number]], [{x, y}], {"labels", "values"} of older executions.
    """
    kind = str(data.get("chart", "bar"))
    inner = data.get("data")
    labels, series = _read(inner if inner is not None else data)
    if not any(np.isfinite(one.values).any() for one in series):
        return None
    title = clean_text(str(name or data.get("title", "") or kind.capitalize()))
    return ChartData(
        name=title,
        kind=kind if kind in KINDS else "bar",
        labels=tuple(_label(one) for one in labels),
        series=tuple(series),
        numbers=_all_numbers(labels),
        unit=_word(data, "unit"),
        x_title=_word(data, "x"),
        y_title=_word(data, "y"),
    )


def _read(data: Any) -> tuple[list[Any], list[Series]]:
    if isinstance(data, Mapping) and isinstance(data.get("labels"), list):
        labels = data["labels"]
        said = data.get("series")
        if isinstance(said, list) and said:
            return labels, [_series(one, len(labels)) for one in said if isinstance(one, Mapping)]
        if isinstance(data.get("values"), list):
            return labels, [_series(data, len(labels))]
    return _of_pairs(data)


def _series(said: Mapping[str, Any], count: int) -> Series:
    values = said.get("values")
    elements = said.get("elements")
    return Series(
        name=_word(said, "name"),
        values=_values(values if isinstance(values, list) else [], count),
        elements=_elements(elements, count) if isinstance(elements, list) else (),
    )


def _of_pairs(data: Any) -> tuple[list[Any], list[Series]]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(data, Mapping):
        pairs = list(data.items())
    elif isinstance(data, list):
        pairs = [_pair(entry, at) for at, entry in enumerate(data)]
    pairs = [(label, value) for label, value in pairs if is_number(value)]
    values = _values([value for _label, value in pairs], len(pairs))
    return [label for label, _value in pairs], [Series(name="", values=values)]


def _pair(entry: Any, at: int) -> tuple[Any, Any]:
    """One entry of a list; the first text is the label, the first number the value."""
    if isinstance(entry, Mapping):
        values = list(entry.values())
        label = next((one for one in values if isinstance(one, str)), values[0] if values else at)
        return label, next((one for one in values if is_number(one)), None)
    if isinstance(entry, list) and len(entry) >= 2:
        return entry[0], entry[1]
    return at, entry


def _values(values: list[Any], count: int) -> Floats:
    found = np.full(count, np.nan)
    for at, value in enumerate(values[:count]):
        if is_number(value):
            found[at] = value
    return found


def _elements(said: list[Any], count: int) -> list[Elements]:
    return [
        tuple(ElementId(one) for one in entry if type(one) is int) if isinstance(entry, list) else ()
        for entry in said[:count]
    ]


def _all_numbers(labels: Iterable[Any]) -> Floats | None:
    found = list(labels)
    return np.array(found, dtype=np.float64) if found and all(map(is_number, found)) else None


def _label(value: Any) -> str:
    text = "" if value is None else clean_text(str(value))
    return text[:LONGEST_LABEL] or "–"


def _word(data: Mapping[str, Any], key: str) -> str:
    return clean_text(str(data.get(key) or ""))[:LONGEST_LABEL]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
