"""Layers that a smart view lays over models: colours, faint elements, what is hidden or shown alone."""

from __future__ import annotations

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
    painted = np.zeros_like(entry.painted)
    faint = np.zeros(len(painted), dtype=bool)
    for layer in layers:
        ids = layer.ids.by_model.get(entry.key)
        if ids is None or layer.effect not in (RuleEffect.PAINT, RuleEffect.GHOST):
            continue
        rows = entry.rows(ids)
        is_paint = layer.effect is RuleEffect.PAINT
        painted[rows] = (*parse_color(layer.color), 255) if is_paint else 0
        faint[rows] = not is_paint
    return painted, faint
