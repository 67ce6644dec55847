"""Conversions of results to JSON: the table of docs/scripts.md, and errors that name the key."""

from __future__ import annotations

import json
import uuid
from collections import Counter, OrderedDict, deque, namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.sdk.convert import NotJsonError, to_json
from bimdesk.sdk.model_view import ModelView


class Level(Enum):
    LOW = "low"


@dataclass
class Room:
    name: str
    area: float


Pair = namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2**70, str(2**70)),
        (float("nan"), None),
        (float("inf"), None),
        ("a\ud800b", "a?b"),
        ((1, 2), [1, 2]),
        ({3, 1, 2}, [1, 2, 3]),
        (frozenset({"b", "a"}), ["a", "b"]),
        (deque([1]), [1]),
        (range(3), [0, 1, 2]),
        ((number for number in (1, 2)), [1, 2]),
        (Pair(1, 2), [1, 2]),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (
            {1: "a", None: "b", True and 2.5: "c", ("x", 1): "d"},
            {"1": "a", "null": "b", "2.5": "c", "x, 1": "d"},
        ),
        ({False: 0}, {"false": 0}),
        (Room("Kitchen", 12.5), {"name": "Kitchen", "area": 12.5}),
        (Level.LOW, "low"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 12, 30, tzinfo=UTC), "2026-01-31T12:30:00+00:00"),
        (time(12, 30), "12:30:00"),
        (timedelta(minutes=1), 60.0),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("1.5"), 1.5),
        (Decimal("NaN"), None),
        (Fraction(1, 4), 0.25),
        (PurePosixPath("a/b"), "a/b"),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.float64("nan"), None),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array([1.5, np.nan]), [1.5, None]),
        (np.datetime64("2026-01-31"), "2026-01-31"),
        (np.datetime64("NaT"), None),
        (np.array(["2026-01-31", "NaT"], dtype="datetime64[D]"), ["2026-01-31T00:00:00", None]),
        (np.ma.masked, None),
        (pd.Timestamp("2026-01-31 12:00"), "2026-01-31T12:00:00"),
        (pd.NaT, None),
        (pd.NA, None),
        (pd.Timedelta("1min"), 60.0),
        (pd.Period("2026-01", "M"), "2026-01"),
        (pd.Series([1.0, None]), [1.0, None]),
        (pd.Series({"a": 1}), {"a": 1}),
        (pd.Index(["a"]), ["a"]),
        (pd.Categorical(["a", None]), ["a", None]),
        (pd.DataFrame({"a": [1, 2], "b": ["x", None]}), [{"a": 1, "b": "x"}, {"a": 2, "b": None}]),
        (pd.DataFrame({"k": ["x", "x"], "v": [1, 2]}).groupby("k").sum(), [{"k": "x", "v": 3}]),
    ],
)
def test_that_a_value_is_converted_the_same_way_each_time(value: Any, expected: Any) -> None:
    converted = to_json(value)
    assert converted == expected
    assert type(converted) is type(expected)
    assert json.loads(json.dumps(converted, allow_nan=False)) == expected


def test_that_elements_become_rows_that_light_up(view: ModelView) -> None:
    wall = view.resolve(100)
    row = {"entity_id": 100, "ifc_guid": wall.ifc_guid, "ifc_type": "IfcWall", "name": "Außenwand Ost"}
    assert to_json(wall) == row
    assert to_json({wall: [wall]}) == {wall.ifc_guid: [row]}
    assert to_json(view.entities.filter(id=100)) == [row]
    assert to_json(view.get_materials(100))[0]["name"] == "Brick"


def _circle() -> Any:
    values: list[Any] = []
    values.append({"again": values})
    return values


def _deep() -> Any:
    value: Any = 0
    for _ in range(60):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: {"by_type": [0, 1, 2, {"x": b"raw"}]}, r"result\['by_type'\]\[3\]\['x'\] holds bytes"),
        (
            lambda: {"f": print},
            r"result\['f'\] is a builtin_function_or_method, which JSON cannot hold; call it",
        ),
        (lambda: [object()], r"result\[0\] is an object, which JSON cannot hold"),
        (lambda: 1j, "result is a complex, which JSON cannot hold"),
        (_circle, r"result\[0\]\['again'\] contains itself"),
        (_deep, "is nested deeper than 40 levels"),
        (lambda: {1: "a", "1": "b"}, "result has two keys that both become '1'"),
        (lambda: {"a": {frozenset({1}): 2}}, r"result\['a'\] has a key that is no text"),
        (lambda: {"n": np.array([1j])}, "JSON cannot hold"),
    ],
)
def test_that_what_json_cannot_hold_is_named_with_its_key(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(NotJsonError, match=message):
        to_json(make())


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=30,
)


@given(_json)
def test_that_any_plain_value_becomes_json_and_stays_when_converted_again(value: Any) -> None:
    once = to_json(value)
    assert to_json(once) == once
    assert msgspec.json.decode(msgspec.json.encode(once)) == once
