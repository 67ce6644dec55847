"""Where the bars, points and slices of a chart stand, in its own units. No Qt, no drawing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId
from bimdesk.ui.models.charts import ChartData, Elements, Floats, Series
from bimdesk.ui.models.records import cell_text

BAR = 0.64
"""Share of its row that a bar takes."""
MOST_SLICES = 9
LEAST_SHARE = 0.012
"""A smaller slice of a pie stands among the others."""
MOST_BINS = 40
OTHER = "Other"
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Marks:
    """All that can be pointed at. `boxes`: float64 (n, 4).

    bar, stacked, histogram: x, y, width, height; line, area, scatter: x, y, 0, 0; pie: first and share of
    the circle, 0, 0. `series`: of each mark; `totals`: of its label, or of the pie.
    """

    boxes: Floats
    values: Floats
    series: Ints
    labels: tuple[str, ...]
    elements: Sequence[Elements]
    totals: Floats

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def _ends(self) -> Ints:
        return np.cumsum([len(elements) for elements in self.elements], dtype=np.int64)

    @cached_property
    def _all(self) -> Ints:
        return np.array([one for elements in self.elements for one in elements], dtype=np.int64)

    def naming(self, elements: Collection[int] | Ints) -> NDArray[np.bool_]:
        """Which marks name any of these elements."""
        wanted = np.fromiter(elements, np.int64, len(elements))
        found = np.zeros(len(self), dtype=bool)
        if len(wanted) and len(self._all):
            hits = np.flatnonzero(np.isin(self._all, wanted))
            found[np.searchsorted(self._ends, hits, side="right")] = True
        return found


def marks_of(chart: ChartData) -> Marks:
    """The marks of a chart of any kind."""
    match chart.kind:
        case "histogram":
            return _histogram(chart)
        case "pie":
            return _pie(chart)
        case "line" | "area" | "scatter":
            return _points(chart)
        case "stacked":
            return _bars(chart, stacked=True)
    return _bars(chart, stacked=False)


def places(chart: ChartData) -> Floats:
    """Where the labels stand along their axis: the numbers that they are, else 0, 1, 2 ..."""
    return np.arange(len(chart.labels), dtype=np.float64) if chart.numbers is None else chart.numbers


def _joined(chart: ChartData, boxes: list[Floats], totals: Floats) -> Marks:
    """Marks of all series; without those that have no value."""
    values = np.concatenate([one.values for one in chart.series])
    count = len(chart.labels)
    kept = np.flatnonzero(np.isfinite(values))
    elements = [one.elements_of(at) for one in chart.series for at in range(count)]
    labels = chart.labels * len(chart.series)
    return Marks(
        boxes=np.concatenate(boxes)[kept],
        values=values[kept],
        series=np.repeat(np.arange(len(chart.series)), count)[kept],
        labels=tuple(labels[at] for at in kept.tolist()),
        elements=[elements[at] for at in kept.tolist()],
        totals=np.tile(totals, len(chart.series))[kept],
    )


def _sum(series: Sequence[Series]) -> Floats:
    return np.asarray(np.nansum(np.vstack([one.values for one in series]), axis=0), dtype=np.float64)


def _bars(chart: ChartData, *, stacked: bool) -> Marks:
    """Bars lie: label i is the row i from above."""
    rows = np.arange(len(chart.labels), dtype=np.float64)
    height = BAR if stacked else BAR / len(chart.series)
    above, below = np.zeros(len(rows)), np.zeros(len(rows))
    boxes = []
    for at, one in enumerate(chart.series):
        values = np.nan_to_num(one.values)
        start = np.where(values < 0, below, above) if stacked else np.zeros(len(rows))
        if stacked:
            above, below = above + np.clip(values, 0, None), below + np.clip(values, None, 0)
        top = rows - BAR / 2 + (0 if stacked else at * height)
        boxes.append(np.column_stack([start, top, values, np.full(len(rows), height)]))
    return _joined(chart, boxes, _sum(chart.series))


def _points(chart: ChartData) -> Marks:
    across, nothing = places(chart), np.zeros(len(chart.labels))
    boxes = [np.column_stack([across, np.nan_to_num(one.values), nothing, nothing]) for one in chart.series]
    return _joined(chart, boxes, _sum(chart.series))


def _pie(chart: ChartData) -> Marks:
    """Slices of the first series in the order given; negative and tiny ones are left out or put together."""
    one = chart.series[0]
    values = np.clip(np.nan_to_num(one.values), 0, None)
    total = float(values.sum()) or 1.0
    order = np.argsort(-values, kind="stable")
    large = {int(at) for at in order[: MOST_SLICES - 1] if values[at] / total >= LEAST_SHARE}
    rest = [at for at in range(len(values)) if values[at] > 0 and at not in large]
    if len(rest) == 1:
        large, rest = large | set(rest), []
    shown = sorted(large)
    sizes = [float(values[at]) for at in shown]
    labels = [chart.labels[at] for at in shown]
    elements = [one.elements_of(at) for at in shown]
    if rest:
        sizes.append(float(values[rest].sum()))
        labels.append(f"{OTHER} ({len(rest)})")
        elements.append(tuple(dict.fromkeys(found for at in rest for found in one.elements_of(at))))
    shares = np.array(sizes) / total
    nothing = np.zeros(len(sizes))
    return Marks(
        boxes=np.column_stack([np.cumsum(shares) - shares, shares, nothing, nothing]),
        values=np.array(sizes),
        series=np.arange(len(sizes)),
        labels=tuple(labels),
        elements=elements,
        totals=np.full(len(sizes), total),
    )


def _histogram(chart: ChartData) -> Marks:
    """How many values lie in each of some ranges with round bounds."""
    one = chart.series[0]
    known = np.flatnonzero(np.isfinite(one.values))
    values = one.values[known]
    edges = bin_edges(values)
    bins = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    counts = np.bincount(bins, minlength=len(edges) - 1).astype(np.float64)
    elements: list[dict[ElementId, None]] = [{} for _ in counts]
    if one.elements:
        for at, place in zip(known.tolist(), bins.tolist(), strict=True):
            elements[place].update(dict.fromkeys(one.elements_of(at)))
    width = np.diff(edges)
    return Marks(
        boxes=np.column_stack([edges[:-1] + width * 0.04, np.zeros(len(counts)), width * 0.92, counts]),
        values=counts,
        series=np.zeros(len(counts), dtype=np.int64),
        labels=tuple(f"{cell_text(low)} – {cell_text(high)}" for low, high in pairwise(edges.tolist())),
        elements=[tuple(found) for found in elements],
        totals=np.full(len(counts), float(len(values))),
    )


def bin_edges(values: Floats) -> Floats:
    """Round bounds, 1, 2 or 5 apart in some power of ten, that hold all values; by Freedman and Diaconis."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.array([low - 0.5, high + 0.5])
    first, last = np.percentile(values, [25, 75])
    wanted = 2 * (last - first) / len(values) ** (1 / 3) or (high - low) / (np.log2(len(values)) + 1)
    wanted = max(wanted, (high - low) / MOST_BINS)
    power = 10.0 ** np.floor(np.log10(wanted))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= wanted * 0.999)
    start, end = np.floor(low / step), np.ceil(high / step)
    if end * step <= high:
        end += 1
    return np.asarray(np.arange(start, end + 1) * step, dtype=np.float64)
