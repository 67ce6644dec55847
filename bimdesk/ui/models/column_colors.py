"""The colours that a column of a table gives to the elements of its rows, with their legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.color_scales import NO_VALUE, ramp_colors, series_colors
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import Palette
from bimdesk.protocol.cleaning import clean_text
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.layers_of_rules import RuleLayer
from bimdesk.services.smart_views.parts import Scale
from bimdesk.services.smart_views.ramp import shaded
from bimdesk.ui.models.legend_rows import LegendRow, RowKind, number_text, tr
from bimdesk.ui.models.records import Records, cell_text
from bimdesk.ui.models.table_query import is_empty, is_number

MOST_VALUES = 24
"""Values with a colour of their own; the rarer ones share one."""
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ColorWish:
    """Colour the elements of a model by a column of a table."""

    records: Records
    column: int
    key: ModelKey

    @property
    def title(self) -> str:
        return clean_text(self.records.columns[self.column])


@dataclass(frozen=True, kw_only=True, eq=False)
class ColumnColors:
    """What the scene and the legend are told."""

    title: str
    layers: list[RuleLayer]
    rows: list[LegendRow]


def column_colors(wish: ColorWish, chart: Sequence[str], known: Mapping[str, str]) -> ColumnColors:
    """A ramp where the column holds numbers, else a colour for each value; for a thread. Raises ProjectError.

    `chart`: the theme's colours in order; `known`: colours that values have of themselves (severities).
    """
    records = wish.records
    with records.held():
        cells = records.column(wish.column)
    counts = np.diff(records.named.ends, prepend=0)
    rows = np.repeat(np.arange(len(counts)), counts)
    elements = records.named.ids
    if wish.column in records.numeric and sum(map(is_number, cells)) > 1:
        return _ramp(wish, cells, elements, rows)
    return _values(wish, cells, elements, rows, chart, known)


def _ramp(wish: ColorWish, cells: Sequence[object], elements: Ints, rows: Ints) -> ColumnColors:
    """Of an element with several rows the greatest number counts."""
    numbers = np.array([float(cell) if is_number(cell) else np.nan for cell in cells], dtype=np.float64)[rows]  # type: ignore[arg-type]  # is_number says so
    order = np.lexsort((np.nan_to_num(numbers, nan=-np.inf), elements))
    ids, values = elements[order], numbers[order]
    last = np.append(ids[1:] != ids[:-1], True)[: len(ids)]
    ids, values = ids[last], values[last]
    has = np.isfinite(values)
    low, high = float(values[has].min()), float(values[has].max())
    high = high if high > low else low + max(1.0, abs(low))
    scale = Scale(low=low, high=high, unit="", colors=tuple(ramp_colors(Palette.VIRIDIS)))
    entries, layers = shaded({wish.key: (ids[has], values[has])}, scale)
    made = [RuleLayer(ids=ElementIds(layer.elements), color=layer.color) for layer in layers]
    legend = [LegendRow(kind=RowKind.RAMP, text="", scale=scale)]
    for entry in entries:
        text = f"{number_text(entry.low)} – {number_text(entry.high)}"
        legend.append(
            LegendRow(text=text, color=entry.color, count=entry.count, ids=ElementIds(entry.elements))
        )
    return _with_rest(wish, made, legend, ids[~has])


def _values(
    wish: ColorWish,
    cells: Sequence[object],
    elements: Ints,
    rows: Ints,
    chart: Sequence[str],
    known: Mapping[str, str],
) -> ColumnColors:
    """Of an element with several rows the first that has a value counts."""
    of_element: dict[int, str] = {}
    for element, row in zip(elements.tolist(), rows.tolist(), strict=True):
        cell = cells[row]
        if not is_empty(cell):
            of_element.setdefault(element, cell_text(cell)[:200])
    by_value: dict[str, list[int]] = {}
    for element, value in of_element.items():
        by_value.setdefault(value, []).append(element)
    order = sorted(by_value, key=lambda value: (-len(by_value[value]), value.casefold()))
    shown, others = order[:MOST_VALUES], order[MOST_VALUES:]
    free = iter(series_colors(chart, len(shown)))
    made, legend = [], []
    for value in shown:
        ids = _ids(wish.key, by_value[value])
        color = known.get(value) or next(free)
        made.append(RuleLayer(ids=ids, color=color))
        legend.append(LegendRow(text=value, tip=value, color=color, count=len(ids), ids=ids))
    if others:
        ids = _ids(wish.key, [element for value in others for element in by_value[value]])
        made.append(RuleLayer(ids=ids, color=NO_VALUE))
        text = tr("{0} other values").format(f"{len(others):,}")
        legend.append(LegendRow(text=text, color=NO_VALUE, count=len(ids), ids=ids))
    rest = np.setdiff1d(elements, np.fromiter(of_element, np.int64, len(of_element)))
    return _with_rest(wish, made, legend, rest)


def _with_rest(wish: ColorWish, layers: list[RuleLayer], legend: list[LegendRow], rest: Ints) -> ColumnColors:
    """And the elements whose rows have no value."""
    if len(rest):
        ids = ElementIds({wish.key: rest})
        layers.append(RuleLayer(ids=ids, color=NO_VALUE))
        legend.append(LegendRow(text=tr("Without a value"), color=NO_VALUE, count=len(ids), ids=ids))
    return ColumnColors(title=wish.title, layers=layers, rows=legend)


def _ids(key: ModelKey, elements: Sequence[int]) -> ElementIds:
    return ElementIds({key: np.array(elements, dtype=np.int64)})
