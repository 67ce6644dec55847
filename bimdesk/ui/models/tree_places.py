"""Where elements stand among rows, as arrays: a question about 50,000 of them is a few array operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.scene.ids import ElementIds, Ids

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """`rows[i]` and `positions[i]` tell where `ids[i]` stands; ids ascend, one may be there several times."""

    ids: Ids
    rows: Ids
    positions: Ids

    def find(self, wanted: Ids) -> NDArray[np.int64]:
        """The places of those `wanted` (ascending, unique) that are here."""
        first = np.searchsorted(self.ids, wanted, "left")
        count = np.searchsorted(self.ids, wanted, "right") - first
        if not count.sum():
            return np.zeros(0, dtype=np.int64)
        starts = np.repeat(first - (np.cumsum(count) - count), count)
        return np.asarray(starts + np.arange(int(count.sum())))


class PlaceIndex:
    """The places of the elements of all models. `add` them all, then ask."""

    def __init__(self, groups: Iterable[tuple[ModelKey, int, Ids]] = ()) -> None:
        """`groups`: model, number of the row, and the ids in it in their order."""
        parts: dict[ModelKey, list[tuple[int, Ids]]] = {}
        for model, row, ids in groups:
            if len(ids):
                parts.setdefault(model, []).append((row, ids))
        self._models = {model: _joined(found) for model, found in parts.items()}

    @property
    def element_count(self) -> int:
        """Elements that stand somewhere, each once."""
        return sum(1 + int(np.count_nonzero(np.diff(places.ids))) for places in self._models.values())

    def first(self, ref: ElementRef) -> tuple[int, int] | None:
        """Row number and position of the first place of an element."""
        places = self._models.get(ref.model)
        if places is None:
            return None
        at = int(np.searchsorted(places.ids, ref.element))
        if at >= len(places.ids) or int(places.ids[at]) != ref.element:
            return None
        return int(places.rows[at]), int(places.positions[at])

    def count(self, elements: ElementIds, rows: int) -> Counts:
        """int64 (rows,): how many of `elements` stand directly in each row."""
        counted = np.zeros(rows, dtype=np.int64)
        for model, ids in elements.by_model.items():
            places = self._models.get(model)
            if places is not None:
                counted += np.bincount(places.rows[places.find(ids)], minlength=rows)
        return counted

    def runs(self, elements: ElementIds) -> list[tuple[int, int, int]]:
        """Neighbours among `elements` as (row, first position, last position)."""
        found: list[tuple[int, int, int]] = []
        for model, ids in elements.by_model.items():
            places = self._models.get(model)
            if places is None:
                continue
            at = places.find(ids)
            order = np.lexsort((places.positions[at], places.rows[at]))
            rows, positions = places.rows[at][order], places.positions[at][order]
            if not len(rows):
                continue
            breaks = np.flatnonzero((np.diff(rows) != 0) | (np.diff(positions) != 1)) + 1
            starts, ends = np.r_[0, breaks], np.r_[breaks, len(rows)] - 1
            found += zip(
                rows[starts].tolist(), positions[starts].tolist(), positions[ends].tolist(), strict=True
            )
        return found


def _joined(parts: list[tuple[int, Ids]]) -> Places:
    ids = np.concatenate([found for _row, found in parts])
    rows = np.repeat([row for row, _found in parts], [len(found) for _row, found in parts])
    positions = np.concatenate([np.arange(len(found)) for _row, found in parts])
    order = np.argsort(ids, kind="stable")
    return Places(ids[order], rows[order].astype(np.int64), positions[order])
