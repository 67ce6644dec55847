"""A colour for each value of a field: the entries of a legend, each element in exactly one of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.color_scales import series_colors
from bimdesk.domain.filters import Facet
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import ByValue, Rule
from bimdesk.index.field_values import FieldValue, read_values
from bimdesk.index.tree import base_class
from bimdesk.services.smart_views.parts import (
    Entry,
    EntryKind,
    Ids,
    Opened,
    Section,
    elements_of,
    layer_of,
    rest_entry,
)

MOST_ENTRIES = 100
"""Values beyond these, the rarest, share one entry."""


def values_section(
    models: Opened, rule: Rule, action: ByValue, chart: Sequence[str], *, used: int = 0
) -> Section:
    """The entries in order with the chart's colours after the `used` first ones, and what has no value."""
    everything = elements_of(models, rule)
    found: dict[tuple[FieldValue, ...], dict[ModelKey, Ids]] = {}
    without: dict[ModelKey, Ids] = {}
    for key, index in models.indexes.items():
        rows = read_values(
            index, action.field, rule.wanted, model=models.names.get(key, ""), cancel=models.cancel
        )
        parts = part_by_values((_grouped(value, action), np.array(ids, np.int64)) for value, ids in rows)
        for values, ids in parts.items():
            found.setdefault(values, {})[key] = ids
        known = np.concatenate([np.zeros(0, np.int64), *parts.values()])
        without[key] = np.setdiff1d(everything[key], known, assume_unique=True)
    entries = ordered(
        [Entry(kind=EntryKind.VALUES, values=values, elements=parts) for values, parts in found.items()]
    )
    shades = series_colors(chart, used + len(entries))[used:]
    entries = [replace(entry, color=shade) for entry, shade in zip(entries, shades, strict=True)]
    rest, rest_layers = rest_entry(without, action.rest)
    return Section(
        rule=rule,
        entries=(*entries, *rest),
        layers=(*map(layer_of, entries), *rest_layers),
        total=sum(map(len, everything.values())),
    )


def _grouped(value: FieldValue, action: ByValue) -> FieldValue:
    """Classes as the trees group them: IfcWallStandardCase is among the walls."""
    if action.field is Facet.CLASS and isinstance(value.value, str):
        return replace(value, value=base_class(value.value))
    return value


def part_by_values(rows: Iterable[tuple[FieldValue, Ids]]) -> dict[tuple[FieldValue, ...], Ids]:
    """Each element once, under all the values it has: a wall of brick and plaster is neither of both."""
    merged: dict[FieldValue, list[Ids]] = {}
    for value, ids in rows:
        merged.setdefault(value, []).append(ids)
    if not merged:
        return {}
    values = sorted(merged, key=_sort_key)
    arrays = [np.concatenate(merged[value]) for value in values]
    owner = np.repeat(np.arange(len(arrays)), list(map(len, arrays)))
    pairs = np.sort(np.concatenate(arrays) * len(arrays) + owner)  # element and value in one number
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    elements, owners = np.divmod(pairs, len(arrays))
    begins = np.flatnonzero(np.diff(elements, prepend=-1))
    alone = np.diff(begins, append=len(elements)) == 1
    single = begins[alone]
    order = single[np.argsort(owners[single], kind="stable")]
    cuts = np.flatnonzero(np.diff(owners[order])) + 1
    found: dict[tuple[FieldValue, ...], Ids] = {}
    for part in np.split(order, cuts):
        if len(part):
            found[(values[owners[part[0]]],)] = elements[part]
    return found | _combined(values, elements, owners, begins, ~alone)


def _combined(
    values: list[FieldValue], elements: Ids, owners: Ids, begins: Ids, several: NDArray[np.bool_]
) -> dict[tuple[FieldValue, ...], Ids]:
    """Elements with several values, by all of them."""
    ends = np.append(begins[1:], len(elements))
    parts: dict[tuple[int, ...], list[int]] = {}
    owned = owners.tolist()
    for begin, end in zip(begins[several].tolist(), ends[several].tolist(), strict=True):
        parts.setdefault(tuple(owned[begin:end]), []).append(begin)
    return {tuple(values[one] for one in own): elements[places] for own, places in parts.items()}


def _sort_key(value: FieldValue) -> tuple[object, ...]:
    is_text = isinstance(value.value, str)
    return is_text, "" if is_text else float(value.value), str(value.value).casefold(), value.unit


def ordered(entries: list[Entry]) -> list[Entry]:
    """Storeys from the top, numbers upwards, true before false, anything else by how many have it."""
    by_count = sorted(entries, key=lambda one: (-one.count, [str(v.value).casefold() for v in one.values]))
    if len(entries) > MOST_ENTRIES:
        kept, rare = by_count[: MOST_ENTRIES - 1], by_count[MOST_ENTRIES - 1 :]
        return [*_by_value_order(kept), _merged(rare)]
    return _by_value_order(by_count)


def _by_value_order(entries: list[Entry]) -> list[Entry]:
    single = [entry.values[0] for entry in entries if len(entry.values) == 1]
    if any(value.rank is not None for value in single):
        return sorted(entries, key=lambda one: -_rank(one))
    if single and all(value.kind != "text" for value in single):
        return sorted(entries, key=lambda one: [_number_key(value) for value in one.values])
    return entries


def _rank(entry: Entry) -> float:
    """The height of the highest; what has none comes last."""
    return max((value.rank for value in entry.values if value.rank is not None), default=-math.inf)


def _number_key(value: FieldValue) -> tuple[bool, float, str]:
    is_bool = value.kind == "bool"
    return not is_bool, -float(value.value) if is_bool else float(value.value), value.unit


def _merged(entries: list[Entry]) -> Entry:
    parts: dict[ModelKey, list[Ids]] = {}
    for entry in entries:
        for key, ids in entry.elements.items():
            parts.setdefault(key, []).append(ids)
    return Entry(
        kind=EntryKind.OTHER_VALUES,
        elements={key: np.sort(np.concatenate(ids)) for key, ids in parts.items()},
        values_count=len(entries),
    )
