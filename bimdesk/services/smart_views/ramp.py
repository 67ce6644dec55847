"""Colours by a number: shades for the scene, ranges with counts for the legend."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.color_scales import STEPS, ramp_colors
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import Ramp, Rule
from bimdesk.domain.units import convert
from bimdesk.index.field_values import Numbers, read_numbers
from bimdesk.services.smart_views.parts import (
    Elements,
    Entry,
    EntryKind,
    Ids,
    Layer,
    Opened,
    Scale,
    Section,
    elements_of,
    rest_entry,
)

MOST_RANGES = 8
Floats = NDArray[np.float64]
Found = dict[ModelKey, tuple[Ids, Floats]]


def ramp_section(models: Opened, rule: Rule, action: Ramp) -> Section:
    """Numbers in the unit that most elements have; what cannot be converted has no value."""
    everything = elements_of(models, rule)
    read = {
        key: list(
            read_numbers(
                index, action.field, rule.wanted, model=models.names.get(key, ""), cancel=models.cancel
            )
        )
        for key, index in models.indexes.items()
    }
    unit = _main_unit([one for found in read.values() for one in found])
    numbers = {key: _joined(found, unit) for key, found in read.items()}
    without = {key: np.setdiff1d(ids, numbers[key][0], assume_unique=True) for key, ids in everything.items()}
    rest, rest_layers = rest_entry(without, action.rest)
    total = sum(map(len, everything.values()))
    values = np.concatenate([np.zeros(0), *(own for _, own in numbers.values())])
    if not len(values):
        return Section(rule=rule, entries=tuple(rest), layers=tuple(rest_layers), total=total)
    low, high = _ends(action, values)
    scale = Scale(low=low, high=high, unit=unit, colors=tuple(ramp_colors(action.palette)))
    return Section(
        rule=rule,
        entries=(*_ranges(numbers, scale), *rest),
        layers=(*_shades(numbers, scale), *rest_layers),
        total=total,
        scale=scale,
    )


def shaded(numbers: Found, scale: Scale) -> tuple[list[Entry], list[Layer]]:
    """Ranges for a legend and shades for the scene, of numbers that are known already."""
    return _ranges(numbers, scale), _shades(numbers, scale)


def _main_unit(found: list[Numbers]) -> str:
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.unit] += len(one.elements)
    return max(counts, key=lambda unit: (counts[unit], unit), default="")


def _joined(found: list[Numbers], unit: str) -> tuple[Ids, Floats]:
    """Each element once, ascending, with its number; of several the greatest."""
    ids: list[int] = []
    numbers: list[float] = []
    for one in found:
        zero, slope = _conversion(one.unit, unit)
        if slope is not None:
            ids += one.elements
            numbers += [zero + slope * number for number in one.numbers]
    order = np.lexsort((numbers, ids))
    all_ids, all_numbers = np.array(ids, np.int64)[order], np.array(numbers, np.float64)[order]
    last = np.append(all_ids[1:] != all_ids[:-1], True)[: len(all_ids)]
    return all_ids[last], all_numbers[last]


def _conversion(unit: str, to: str) -> tuple[float, float | None]:
    """What nothing and each unit come to in another unit; None where it measures something else."""
    zero, one = convert(0.0, unit, to), convert(1.0, unit, to)
    return (0.0, None) if zero is None or one is None else (zero, one - zero)


def _ends(action: Ramp, values: Floats) -> tuple[float, float]:
    low = float(values.min()) if action.low is None else action.low
    high = float(values.max()) if action.high is None else action.high
    return (low, high) if high > low else (min(low, high), min(low, high) + max(1.0, abs(low)))


def _shades(numbers: Found, scale: Scale) -> list[Layer]:
    """Elements by shade; what lies outside the ramp gets its ends."""
    span = scale.high - scale.low
    parts: dict[int, dict[ModelKey, Ids]] = {}
    for key, (ids, own) in numbers.items():
        steps = np.clip(((own - scale.low) / span * STEPS).astype(np.int64), 0, STEPS - 1)
        for step in np.unique(steps).tolist():
            parts.setdefault(step, {})[key] = ids[steps == step]
    return [Layer(elements=parts[step], color=scale.colors[step]) for step in sorted(parts)]


def _ranges(numbers: Found, scale: Scale) -> list[Entry]:
    """Ranges between round numbers; those without elements are left out, but not those between others."""
    bounds = range_bounds(scale.low, scale.high)
    found = []
    for low, high in pairwise(bounds):
        elements: dict[ModelKey, Ids] = {}
        for key, (ids, own) in numbers.items():
            inside = (own >= low) | (low == bounds[0])
            inside &= (own < high) | (high == bounds[-1])
            if inside.any():
                elements[key] = ids[inside]
        middle = (max(low, scale.low) + min(high, scale.high)) / 2
        found.append(_range(elements, low, high, _shade(scale, middle)))
    while len(found) > 1 and not found[-1].count:
        found.pop()
    while len(found) > 1 and not found[0].count:
        found.pop(0)
    return found


def _range(elements: Elements, low: float, high: float, color: str) -> Entry:
    return Entry(kind=EntryKind.RANGE, elements=elements, low=low, high=high, color=color)


def _shade(scale: Scale, value: float) -> str:
    step = int((value - scale.low) / (scale.high - scale.low) * STEPS)
    return scale.colors[max(0, min(STEPS - 1, step))]


def range_bounds(low: float, high: float) -> list[float]:
    """Round numbers that hold [low, high], at most MOST_RANGES steps of 1, 2 or 5 apart."""
    raw = (high - low) / (MOST_RANGES - 2)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    if last * step <= high:
        last += 1
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]
