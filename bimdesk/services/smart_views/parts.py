"""What a smart view comes to in models: layers for the scene, entries and sections for the legend."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.color_scales import NO_VALUE
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import ByValue, Effect, Ramp, Rest, Rule, SmartView
from bimdesk.index.field_values import FieldValue
from bimdesk.index.filter_sql import find
from bimdesk.index.reader import ModelIndex

Ids = NDArray[np.int64]
Elements = Mapping[ModelKey, Ids]
"""int64 STEP ids by model, ascending and unique."""


class EntryKind(Enum):
    """What an entry of the legend stands for."""

    RULE = "rule"
    VALUES = "values"
    RANGE = "range"
    OTHER_VALUES = "other values"
    NO_VALUE = "no value"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One line of a legend. `values`: those that its elements have, several where each has several.

    `color` '' where nothing is painted; `effect` what else is done to its elements.
    """

    kind: EntryKind
    elements: Elements
    values: tuple[FieldValue, ...] = ()
    color: str = ""
    effect: Effect | None = None
    low: float = 0.0
    high: float = 0.0
    values_count: int = 1

    @property
    def count(self) -> int:
        return sum(map(len, self.elements.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The ends of a ramp, their unit, and its shades from low to high."""

    low: float
    high: float
    unit: str
    colors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """Elements that are painted (`color`) or treated otherwise (`effect`); later layers win."""

    elements: Elements
    color: str = ""
    effect: Effect | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Section:
    """What became of one rule; `is_missing`: no element that it means has a value."""

    rule: Rule
    entries: tuple[Entry, ...]
    layers: tuple[Layer, ...]
    total: int
    scale: Scale | None = None

    @property
    def is_missing(self) -> bool:
        by_field = isinstance(self.rule.action, ByValue | Ramp)
        return by_field and all(entry.kind is EntryKind.NO_VALUE for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Legend:
    """A smart view as it is in these models."""

    view: SmartView
    sections: tuple[Section, ...] = ()

    @property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(layer for section in self.sections for layer in section.layers)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)


@dataclass(frozen=True, slots=True)
class Opened:
    """The models of one evaluation."""

    indexes: Mapping[ModelKey, ModelIndex]
    names: Mapping[ModelKey, str]
    cancel: threading.Event | None


def elements_of(models: Opened, rule: Rule) -> dict[ModelKey, Ids]:
    """What the rule's filter means, in every model."""
    wanted = rule.wanted
    return {
        key: np.array(find(index, wanted, model=models.names.get(key, ""), cancel=models.cancel), np.int64)
        for key, index in models.indexes.items()
    }


def rest_entry(elements: Elements, rest: Rest) -> tuple[list[Entry], list[Layer]]:
    """The entry of what has no value, none where everything has one."""
    entry = Entry(kind=EntryKind.NO_VALUE, elements=with_elements(elements))
    if not entry.count:
        return [], []
    match rest:
        case Rest.GREY:
            entry = replace(entry, color=NO_VALUE)
        case Rest.GHOST:
            entry = replace(entry, effect=Effect.GHOST)
        case Rest.LEAVE:
            return [entry], []
    return [entry], [layer_of(entry)]


def with_elements(elements: Elements) -> dict[ModelKey, Ids]:
    """Without the models that have none."""
    return {key: ids for key, ids in elements.items() if len(ids)}


def layer_of(entry: Entry) -> Layer:
    """What the scene is told of an entry."""
    return Layer(elements=entry.elements, color=entry.color, effect=entry.effect)
