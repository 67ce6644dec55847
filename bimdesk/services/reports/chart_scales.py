"""Round numbers along an axis."""

from __future__ import annotations

import math


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`, some `most` of them."""
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        high = low + max(1.0, abs(low) * 0.1)  # one value: an axis needs a length
    raw = (high - low) / most
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [float(f"{step * at:.15g}") for at in range(first, last + 1)]


def bins(values: list[float], most: int = 16) -> tuple[list[float], list[int]]:
    """Edges of equal classes with round limits, and how many values each has."""
    edges = ticks(min(values), max(values), most)
    counts = [0] * (len(edges) - 1)
    for value in values:
        at = int((value - edges[0]) / (edges[1] - edges[0]) + 1e-9)
        counts[max(0, min(at, len(counts) - 1))] += 1
    return edges, counts


def figure(value: float) -> str:
    """A number beside a bar or at an axis: grouped, no digits that say nothing."""
    if abs(value) >= 1e6:
        return f"{value:,.4g}" if abs(value) >= 1e15 else f"{value:,.0f}"
    return f"{value:,.6g}" if value != int(value) else f"{value:,.0f}"
