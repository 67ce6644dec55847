"""Layers that a smart view lays over models: colours, faint elements, what is hidden or shown alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from bimdesk.scene.entry import Flags, ModelEntry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.palette import parse_color


class RuleEffect(Enum):
    """What a layer does to its elements."""

    PAINT = "paint"
    HIDE = "hide"
    ISOLATE = "isolate"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleLayer:
    """Elements, and what is done to them; `color` (`#rrggbb`) where they are painted."""

    ids: ElementIds
    effect: RuleEffect = RuleEffect.PAINT
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRules:
    """The smart view that the scene shows: its number (0: none), and what it did to visibility."""

    number: int = 0
    hidden: ElementIds = field(default_factory=ElementIds)
    isolated: bool = False


def ids_of(layers: Iterable[RuleLayer], effect: RuleEffect) -> ElementIds:
    """The elements of all layers with an effect."""
    return ElementIds.joined(layer.ids for layer in layers if layer.effect is effect)


def lay(entry: ModelEntry, layers: Sequence[RuleLayer]) -> tuple[NDArray[np.uint8], Flags]:
    """uint8 (e, 4) highlights and bool (e,) faint elements of a model; a later layer wins."""
    drawn = [
        (ids, layer)
        for layer in layers
        if layer.effect in (RuleEffect.PAINT, RuleEffect.GHOST)
        and (ids := layer.ids.by_model.get(entry.key)) is not None
    ]
    looks = np.zeros(entry.mesh.element_count, dtype=np.uint32)
    faint = np.zeros(len(looks), dtype=bool)
    if not drawn or not len(looks):
        return looks.view(np.uint8).reshape(-1, 4), faint
    ids = np.concatenate([ids for ids, _ in drawn])
    lengths = [len(ids) for ids, _ in drawn]
    place = np.minimum(np.searchsorted(entry.sorted_ids, ids), len(looks) - 1)
    here = entry.sorted_ids[place] == ids
    rows = entry.order[place[here]]  # of an element in several layers the last one stays
    looks[rows] = np.repeat([_packed(layer) for _, layer in drawn], lengths)[here]
    faint[rows] = np.repeat([layer.effect is RuleEffect.GHOST for _, layer in drawn], lengths)[here]
    return looks.view(np.uint8).reshape(-1, 4), faint


def drawn_rows(entry: ModelEntry, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of those elements (unique ids) that have geometry, in the order of `ids`."""
    if not len(entry.order):
        return np.zeros(0, dtype=np.int64)
    place = np.minimum(np.searchsorted(entry.sorted_ids, ids), len(entry.order) - 1)
    return np.asarray(entry.order[place[entry.sorted_ids[place] == ids]])


def _packed(layer: RuleLayer) -> int:
    """RGBA in four bytes; 0 where nothing is painted."""
    if layer.effect is not RuleEffect.PAINT:
        return 0
    return int.from_bytes((*parse_color(layer.color), 255), sys.byteorder)
