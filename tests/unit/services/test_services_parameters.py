"""Parameters: defaults, checks with the words that stand beside a field, and variables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.check import (
    ParameterErrors,
    check_values,
    default_values,
    fill_defaults,
    fill_variables,
)


def _schema(**properties: Any) -> dict[str, Any]:
    return {"properties": properties}


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        ({"type": "integer", "maximum": 100}, 101, "At most 100"),
        ({"type": "number", "minimum": 0.5, "x-unit": "m"}, 0.25, "At least 0.5 m"),
        ({"type": "number", "maximum": 12000, "unit": "mm"}, 12001, "At most 12,000 mm"),
        ({"type": "number", "exclusiveMinimum": 0}, 0, "More than 0"),
        ({"type": "number", "exclusiveMaximum": 1}, 1, "Less than 1"),
        ({"type": "integer", "multipleOf": 5}, 7, "A multiple of 5"),
        ({"type": "number"}, "wide", "A number is wanted"),
        ({"type": "integer"}, 1.5, "A whole number is wanted"),
        ({"type": "integer"}, True, "A whole number is wanted"),
        ({"type": "boolean"}, "yes", "Yes or no is wanted (true or false)"),
        ({"type": "string"}, 5, "A text is wanted"),
        ({"type": ["number", "string"]}, [], "A number is wanted or a text is wanted"),
        ({"type": "array"}, "a", "A list is wanted"),
        ({"type": "string", "minLength": 1}, "", "A value is needed"),
        ({"type": "string", "minLength": 3}, "ab", "At least 3 characters"),
        ({"type": "string", "maxLength": 1}, "ab", "At most 1 character"),
        ({"type": "array", "minItems": 1}, [], "At least one entry is needed"),
        ({"type": "array", "maxItems": 2}, [1, 2, 3], "At most 2 entries"),
        ({"type": "array", "uniqueItems": True}, [1, 1], "Each entry once only"),
        ({"type": "array", "items": {"type": "number"}}, [1, "b"], "Entry 2: a number is wanted"),
        ({"enum": ["low", "high"]}, "mid", "One of low, high"),
        ({"enum": list(range(20))}, 99, "One of 0, 1, 2, 3, 4, 5, 6, 7 ... (20 in all)"),
        ({"const": True}, False, "Only true fits"),
        ({"type": "string", "format": "date"}, "31.3.2026", "A date is wanted, such as 2026-03-31"),
        ({"type": "string", "pattern": "^W"}, "Door", "This is not in the form wanted (^W)"),
        ({"type": "string", "pattern": "^W", "x-pattern-hint": "Starts with W"}, "Door", "Starts with W"),
        ({"anyOf": [{"type": "string"}, {"type": "number"}]}, [], "A text is wanted or a number is wanted"),
    ],
)
def test_that_a_value_that_does_not_fit_gets_a_few_words(
    schema: dict[str, Any], value: Any, message: str
) -> None:
    assert check_values(_schema(field=schema), {"field": value}) == {"field": message}


def test_that_fitting_values_have_no_problems() -> None:
    schema = _schema(count={"type": "integer"}, day={"type": "string", "format": "date"}, any={})
    assert check_values(schema, {"count": 3.0, "day": "2026-03-31", "any": [1]}) == {}


def test_that_every_missing_value_is_named_in_groups_too() -> None:
    schema = {
        "required": ["a", "b", "group"],
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "number"},
            "group": {"type": "object", "required": ["c"], "properties": {"c": {"type": "string"}}},
        },
    }
    assert check_values(schema, {"a": "", "group": {}}) == dict.fromkeys(
        ("a", "b", "group.c"), "A value is needed"
    )
    assert check_values(schema, {"a": "x", "b": 1}) == {"group": "A value is needed"}
    assert check_values(schema, {"a": "x", "b": 1, "group": {"c": 5}}) == {"group.c": "A text is wanted"}


def test_that_an_unknown_name_is_told_with_the_nearest_one() -> None:
    schema = _schema(element_class={}, limit={})
    assert check_values(schema, {"elementclass": 1}) == {
        "elementclass": "There is no such parameter; did you mean element_class"
    }
    assert check_values(schema, {"x": 1}) == {
        "x": "There is no such parameter; there are element_class, limit"
    }
    assert check_values({**schema, "additionalProperties": True}, {"x": 1}) == {}
    assert check_values({}, {"anything": 1}) == {}


def test_that_defaults_fill_what_is_missing_inside_groups_too() -> None:
    schema = _schema(
        limit={"default": 5},
        name={"type": "string"},
        maybe={"type": ["string", "null"], "default": "x"},
        group={"type": "object", "properties": {"a": {"default": 1}, "b": {}}},
    )
    assert default_values(schema) == {"limit": 5, "maybe": "x", "group": {"a": 1}}
    assert fill_defaults(schema, {"limit": None, "maybe": None, "group": {"b": 2}, "more": 0}) == {
        "limit": 5,
        "maybe": None,
        "group": {"a": 1, "b": 2},
        "more": 0,
    }


def test_that_variables_are_filled_in_texts_lists_and_groups() -> None:
    values = {
        "file": "${NAME}_${DATE}.csv",
        "list": ["${NAME}", 1],
        "group": {"a": "$NAME ${NAME}"},
        "n": 1.5,
    }
    assert fill_variables(values, {"NAME": "House", "DATE": "2026"}) == {
        "file": "House_2026.csv",
        "list": ["House", 1],
        "group": {"a": "$NAME House"},
        "n": 1.5,
    }


def test_that_an_unknown_variable_names_itself_and_the_nearest() -> None:
    with pytest.raises(ParameterErrors) as caught:
        fill_variables({"a": {"b": "${model_nam}"}, "c": "${QQ}"}, {"MODEL_NAME": "House"})
    assert caught.value.fields == {
        "a.b": "${model_nam} is not known; did you mean MODEL_NAME",
        "c": "${QQ} is not known",
    }
    assert "a.b: ${model_nam} is not known" in caught.value.message


def test_that_a_value_of_a_variable_is_not_read_for_variables_again() -> None:
    assert fill_variables({"a": "${A}"}, {"A": "${B}"}) == {"a": "${B}"}


def test_that_a_schema_that_is_none_is_the_scripts_fault() -> None:
    for schema in (
        _schema(a={"type": "nonsense"}),
        _schema(a={"pattern": "("}),
        _schema(a={"$ref": "http://x/y"}),
    ):
        with pytest.raises(BadInputError, match="not a valid JSON Schema"):
            check_values(schema, {"a": "b"})


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
_rich = {
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "size": {"type": "number", "minimum": 0, "multipleOf": 0.5},
        "group": {
            "type": "object",
            "required": ["x"],
            "properties": {"x": {"type": "array", "items": {"enum": [1]}}},
        },
    },
}


@given(st.dictionaries(st.sampled_from(["name", "size", "group", "other"]), _json))
def test_that_any_json_gets_messages_and_never_an_exception(values: dict[str, Any]) -> None:
    problems = check_values(_rich, fill_defaults(_rich, values))
    assert all(message and not message.endswith(".") for message in problems.values())
    assert ("other" in problems) == (values.get("other") is not None)


@given(st.dictionaries(st.text(max_size=5), _json))
def test_that_values_without_variables_stay_as_they_are(values: dict[str, Any]) -> None:
    if "${" not in repr(values):
        assert fill_variables(values, {}) == values
