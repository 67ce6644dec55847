"""`--param` and `--params-json`: text into values of the schema's types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.texts import read_parameters, typed_value


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        ({"type": "integer"}, "5", 5),
        ({"type": "integer"}, "-5", -5),
        ({"type": "integer"}, "5.0", 5),
        ({"type": "integer"}, "5.5", 5.5),
        ({"type": "integer"}, "five", "five"),
        ({"type": "number"}, "1e-3", 0.001),
        ({"type": "number"}, "5", 5),
        ({"type": "number"}, "nan", "nan"),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "No", False),
        ({"type": "boolean"}, "perhaps", "perhaps"),
        ({"type": "string"}, "5", "5"),
        ({"type": "string"}, "a=b", "a=b"),
        ({"type": ["null", "integer"]}, "7", 7),
        ({"type": "array", "items": {"type": "integer"}}, "1, 2,3", [1, 2, 3]),
        ({"type": "array", "items": {"type": "string"}}, '["a,b", "c"]', ["a,b", "c"]),
        ({"type": "array"}, "", []),
        ({"type": "object"}, '{"a": 1}', {"a": 1}),
        ({"type": "object"}, "{", "{"),
        ({"enum": [1, 2]}, "2", 2),
        ({"enum": [1, 2]}, "3", "3"),
        ({}, "false", False),
        ({}, "IfcWall", "IfcWall"),
        ({}, "NaN", "NaN"),
    ],
)
def test_that_text_becomes_the_type_that_the_schema_names(
    schema: dict[str, Any], text: str, value: Any
) -> None:
    assert typed_value(schema, text) == value
    assert type(typed_value(schema, text)) is type(value)


def test_that_later_values_win_and_names_with_dots_lead_into_groups() -> None:
    schema = {
        "properties": {
            "limit": {"type": "integer"},
            "a.b": {"type": "string"},
            "group": {"properties": {"x": {"type": "number"}, "y": {"type": "string"}}},
        }
    }
    values = read_parameters(
        schema,
        ["limit=1", "limit=2", "a.b=text", "group.x=1.5", "other=x=y"],
        json.dumps({"limit": 9, "group": {"y": "kept"}}),
    )
    assert values == {"limit": 2, "a.b": "text", "group": {"x": 1.5, "y": "kept"}, "other": "x=y"}


@pytest.mark.parametrize("pair", ["limit", "=5", " =5"])
def test_that_a_pair_without_name_or_value_is_told(pair: str) -> None:
    with pytest.raises(BadInputError, match="name=value"):
        read_parameters({}, [pair], "")


@pytest.mark.parametrize("text", ["{", "[1]", "5", "[" * 100_000])
def test_that_json_that_is_no_object_is_told(text: str) -> None:
    with pytest.raises(BadInputError, match="JSON"):
        read_parameters({}, [], text)


@given(st.sampled_from(["integer", "number", "boolean", "array", "object", "string", "null", ""]), st.text())
def test_that_any_text_gives_a_value_and_never_an_exception(kind: str, text: str) -> None:
    json.dumps(typed_value({"type": kind} if kind else {}, text), allow_nan=False)
