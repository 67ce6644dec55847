"""A filter as one SQL query on index.sqlite, and its answers: elements, counts, over one model or many."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from typing import Any as AnyValue

import msgspec

from bimdesk.domain.filters import (
    All,
    Any,
    Attribute,
    Condition,
    Facet,
    Filter,
    FilterError,
    IfcClass,
    Not,
    Operator,
    Property,
    Value,
    guids,
)
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.filter_facets import attribute_condition, facet_condition
from bimdesk.index.filter_properties import property_members
from bimdesk.index.filter_values import both, compare, either
from bimdesk.index.lookups import Sql
from bimdesk.index.patterns import register
from bimdesk.index.reader import ModelIndex
from bimdesk.index.timed import limited

TIME_LIMIT = 10.0
"""Seconds that one filter may take on one model."""
_IDS: msgspec.json.Decoder[list[int]] = msgspec.json.Decoder(list[int])
_ROOT = "e"


def find(
    index: ModelIndex, wanted: Filter, *, model: str = "", cancel: threading.Event | None = None
) -> list[ElementId]:
    """The products of a model that a filter means, by their ids in ascending order.

    `model`: its name, for conditions on the model. Raises FilterError for a filter that makes no sense,
    QueryStoppedError where it was cancelled or takes too long.
    """
    test = condition(index, wanted, model=model)
    inner = f"SELECT {_ROOT}.id AS id FROM entities {_ROOT} WHERE {_ROOT}.kind = 'product' AND {test.text}"
    found = _answer(index, f"SELECT json_group_array(id) FROM ({inner})", test, cancel)
    ids = _IDS.decode(found)
    ids.sort()
    return [ElementId(number) for number in ids]


def count(
    index: ModelIndex, wanted: Filter, *, model: str = "", cancel: threading.Event | None = None
) -> int:
    """How many products of a model a filter means."""
    test = condition(index, wanted, model=model)
    sql = f"SELECT COUNT(*) FROM entities {_ROOT} WHERE {_ROOT}.kind = 'product' AND {test.text}"
    return int(_answer(index, sql, test, cancel))


def find_in(
    indexes: Mapping[ModelKey, ModelIndex],
    wanted: Filter,
    *,
    names: Mapping[ModelKey, str] | None = None,
    cancel: threading.Event | None = None,
) -> dict[ModelKey, list[ElementId]]:
    """The products of several models; `names`: the models' names, for conditions on the model."""
    names = names or {}
    return {
        key: find(index, wanted, model=names.get(key, ""), cancel=cancel) for key, index in indexes.items()
    }


def count_in(
    indexes: Mapping[ModelKey, ModelIndex],
    wanted: Filter,
    *,
    names: Mapping[ModelKey, str] | None = None,
    cancel: threading.Event | None = None,
) -> int:
    """How many products of several models together."""
    names = names or {}
    return sum(
        count(index, wanted, model=names.get(key, ""), cancel=cancel) for key, index in indexes.items()
    )


def references(found: Mapping[ModelKey, list[ElementId]]) -> frozenset[ElementRef]:
    """What `find_in` gives, as a selection."""
    return frozenset(ElementRef(key, element) for key, elements in found.items() for element in elements)


def condition(index: ModelIndex, wanted: Filter, *, model: str = "", alias: str = _ROOT) -> Sql:
    """The filter as a condition on the row `alias` of `entities`; never NULL."""
    register(index.connection)
    return _compile(index, wanted, model, alias)


def _answer(index: ModelIndex, sql: str, test: Sql, cancel: threading.Event | None) -> AnyValue:
    with limited(index, seconds=TIME_LIMIT, cancel=cancel):
        try:
            return next(index.rows(sql, test.parameters))[0]
        except sqlite3.OperationalError as error:
            if "too " not in str(error) and "overflow" not in str(error):
                raise
            raise FilterError(
                f"The filter is too large for one query: {error}.", "Split it into several filters."
            ) from error


def _compile(index: ModelIndex, wanted: Filter, model: str, alias: str) -> Sql:
    match wanted:
        case All(parts=parts):
            return both([_compile(index, part, model, alias) for part in parts])
        case Any(parts=parts):
            return either([_compile(index, part, model, alias) for part in _gathered(parts)])
        case Not(part=part):
            inner = _compile(index, part, model, alias)
            return Sql(f"NOT {inner.text}", inner.parameters)
        case IfcClass(name=name):
            text = f"({alias}.class IN (SELECT class FROM class_parents WHERE parent = ? COLLATE NOCASE))"
            return Sql(text, (name,))
    return _condition(index, wanted, model, alias)


def _gathered(parts: tuple[Filter, ...]) -> list[Filter]:
    """Many conditions on one GlobalId each become one condition."""
    kept: list[Filter] = []
    names: list[str] = []
    for part in parts:
        match part:
            case Condition(subject=Attribute(name="GlobalId"), operator=Operator.EQUAL, value=str() as name):
                names.append(name)
            case _:
                kept.append(part)
    return [*kept, guids(names)] if names else kept


def _condition(index: ModelIndex, wanted: Condition, model: str, alias: str) -> Sql:
    """Not set is the opposite of set, != of =: elements without a value meet what is negative."""
    operator, value = wanted.operator, wanted.value
    is_negative = operator.is_negative != (value is None)
    positive = _positive(index, wanted, operator.positive, value, model, alias)
    text = f"({positive.text}) IS {'NOT ' if is_negative else ''}TRUE"
    return Sql(f"({text})", positive.parameters)


def _positive(
    index: ModelIndex, wanted: Condition, operator: Operator, value: Value, model: str, alias: str
) -> Sql:
    match wanted.subject:
        case Attribute() as subject:
            return attribute_condition(index, alias, subject, operator, value)
        case Property() as subject:
            members = property_members(index, subject, operator, value)
            return Sql(f"{alias}.id IN ({members.text})", members.parameters)
        case Facet.MODEL:
            named = compare("named", operator, value)
            return Sql(f"(SELECT {named.text} FROM (SELECT ? AS named))", (*named.parameters, model))
        case Facet() as facet:
            return facet_condition(alias, facet, operator, value)
