"""Which parameters count for given values, and where an error of a nested value stands."""

from __future__ import annotations

from typing import Any

import pytest

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.check import check_values, fill_defaults
from bimdesk.services.parameters.effective import effective
from bimdesk.services.parameters.shape import expand
from bimdesk.services.parameters.variants import choose, simplified, value_variants

CONDITION: dict[str, Any] = {
    "properties": {"mode": {"enum": ["plain", "full"], "default": "plain"}},
    "if": {"properties": {"mode": {"const": "full"}}, "required": ["mode"]},
    "then": {"properties": {"depth": {"type": "integer", "default": 3}}, "required": ["depth"]},
    "else": {"properties": {"hint": {"type": "string"}}},
}
CHOICE: dict[str, Any] = {
    "properties": {"kind": {"type": "string", "title": "Kind"}, "name": {"type": "string"}},
    "required": ["kind"],
    "oneOf": [
        {"title": "Circle", "required": ["radius"],
         "properties": {"kind": {"const": "circle"}, "radius": {"type": "number", "minimum": 0}}},
        {"title": "Box", "properties": {"kind": {"const": "box"}, "width": {"type": "number"},
                                        "height": {"type": "number", "maximum": 5}}, "required": ["width"]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "names", "required"),
    [
        ({}, ["mode", "hint"], []),
        ({"mode": "full"}, ["mode", "depth"], ["depth"]),
        ({"mode": "plain"}, ["mode", "hint"], []),
    ],
)
def test_that_a_condition_decides_what_there_is(
    values: dict[str, Any], names: list[str], required: list[str]
) -> None:
    shape = effective(CONDITION, values)
    assert list(shape["properties"]) == names
    assert list(shape.get("required", [])) == required


def test_that_defaults_of_a_branch_come_with_it() -> None:
    assert fill_defaults(CONDITION, {}) == {"mode": "plain"}
    assert fill_defaults(CONDITION, {"mode": "full"}) == {"mode": "full", "depth": 3}


def test_that_defaults_within_tuples_and_first_variants_are_taken() -> None:
    number = {"type": "number", "default": 5}
    group = {"type": "object", "properties": {"kind": {"const": "two"}, "n": number}}
    schema = {
        "properties": {
            "pair": {"type": "array", "prefixItems": [{"type": "string"}, number, {"type": "string"}]},
            "one": {"oneOf": [number, {"type": "string"}]},
            "two": {"anyOf": [group, {"type": "string"}]},
            "none": {"oneOf": [{"type": "string"}, number]},
        }
    }
    assert fill_defaults(schema, {}) == {"pair": [None, 5], "one": 5, "two": {"kind": "two", "n": 5}}


def test_that_a_value_for_another_branch_is_no_unknown_name() -> None:
    assert check_values(CONDITION, {"mode": "plain", "depth": 4}) == {}
    assert "depht" in check_values(CONDITION, {"mode": "plain", "depht": 4})


def test_that_several_conditions_each_count() -> None:
    schema = {
        "properties": {"a": {"type": "boolean"}, "b": {"type": "boolean"}},
        "allOf": [
            {"if": {"properties": {"a": {"const": True}}, "required": ["a"]},
             "then": {"properties": {"of_a": {}}}},
            {"if": {"properties": {"b": {"const": True}}, "required": ["b"]},
             "then": {"properties": {"of_b": {}}}, "else": {"required": ["b"]}},
        ],
    }  # fmt: skip
    assert list(effective(schema, {"a": True, "b": True})["properties"]) == ["a", "b", "of_a", "of_b"]
    assert list(effective(schema, {})["properties"]) == ["a", "b"]
    assert check_values(schema, {}) == {"b": "A value is needed"}


def test_that_a_condition_within_a_condition_is_decided() -> None:
    inner = {"if": {"required": ["c"]}, "then": {"properties": {"d": {"type": "string"}}}}
    schema = {"properties": {"b": {}}, "if": {"required": ["b"]}, "then": {"properties": {"c": {}}, **inner}}
    assert list(effective(schema, {"b": 1})["properties"]) == ["b", "c"]
    assert list(effective(schema, {"b": 1, "c": 2})["properties"]) == ["b", "c", "d"]


def test_that_a_value_brings_others_with_it() -> None:
    schema = {
        "properties": {"card": {"type": "string"}, "name": {"type": "string"}},
        "dependentRequired": {"card": ["name"]},
        "dependentSchemas": {"card": {"properties": {"pin": {"type": "integer"}}, "required": ["pin"]}},
    }
    assert list(effective(schema, {})["properties"]) == ["card", "name"]
    shape = effective(schema, {"card": "1"})
    assert (list(shape["properties"]), set(shape["required"])) == (["card", "name", "pin"], {"name", "pin"})
    assert check_values(schema, {"card": "1"}) == {"name": "A value is needed", "pin": "A value is needed"}


def test_that_all_of_is_one_schema() -> None:
    schema = {
        "properties": {
            "n": {"allOf": [{"type": "number", "minimum": 2}, {"maximum": 9, "minimum": 4}], "title": "N"}
        }
    }
    found = expand(schema)["properties"]["n"]
    assert found == {"type": "number", "minimum": 4, "maximum": 9, "title": "N"}


def test_that_what_stands_beside_a_reference_wins_over_it() -> None:
    schema = {
        "$defs": {"size": {"type": "number", "title": "Size", "minimum": 1}},
        "properties": {"width": {"$ref": "#/$defs/size", "title": "Width"}},
    }
    assert expand(schema)["properties"]["width"] == {"type": "number", "title": "Width", "minimum": 1}


@pytest.mark.parametrize("reference", ["#/$defs/a~1b", "#/$defs/c%25d", "#here"])
def test_that_pointers_and_anchors_are_read(reference: str) -> None:
    one = {"type": "integer"}
    defs = {"a/b": one, "c%d": one, "x": {"$anchor": "here", **one}}
    schema = {"$defs": defs, "properties": {"v": {"$ref": reference}}}
    assert expand(schema)["properties"]["v"]["type"] == "integer"
    assert check_values(schema, {"v": "a"}) == {"v": "A whole number is wanted"}


def test_that_a_schema_that_refers_to_itself_ends() -> None:
    node = {"type": "object", "properties": {"child": {"$ref": "#/$defs/node"}, "n": {"type": "integer"}}}
    schema = {"$defs": {"node": node}, "properties": {"tree": {"$ref": "#/$defs/node"}}}
    child = expand(schema)["properties"]["tree"]["properties"]["child"]
    assert child["x-unshown"] == "it refers to itself"
    assert check_values(schema, {"tree": {"child": {"child": {"n": "x"}}}}) == {
        "tree.child.child.n": "A whole number is wanted"
    }


def test_that_references_that_multiply_are_refused() -> None:
    defs: dict[str, Any] = {"d0": {"type": "string"}}
    for number in range(1, 20):
        one = {"$ref": f"#/$defs/d{number - 1}"}
        defs[f"d{number}"] = {"properties": {"a": one, "b": one}}
    with pytest.raises(BadInputError, match="20,000 parts"):
        expand({"$defs": defs, "properties": {"v": {"$ref": "#/$defs/d19"}}})


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"kind": "circle", "radius": 2}, {}),
        ({"kind": "circle"}, {"radius": "A value is needed"}),
        ({"kind": "circle", "radius": -1}, {"radius": "At least 0"}),
        ({"kind": "box", "height": 9}, {"width": "A value is needed", "height": "At most 5"}),
        ({"radius": 3}, {"kind": "A value is needed"}),
    ],
)
def test_that_errors_are_those_of_the_variant_that_is_meant(
    values: dict[str, Any], problems: dict[str, str]
) -> None:
    assert check_values(CHOICE, values) == problems


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        (5, {}),
        (-1, {"v": "At least 0"}),
        ({"low": 1, "high": 2}, {}),
        ({"low": "a"}, {"v.low": "A number is wanted", "v.high": "A value is needed"}),
        ([], {"v": "A number is wanted or a group of values is wanted"}),
    ],
)
def test_that_a_value_of_several_shapes_is_told_by_its_own(value: Any, problems: dict[str, str]) -> None:
    number = {"type": "number"}
    group = {"type": "object", "properties": {"low": number, "high": number}, "required": ["low", "high"]}
    schema = {"properties": {"v": {"oneOf": [{"type": "number", "minimum": 0}, group]}}}
    assert check_values(schema, {"v": value}) == problems
    variants = value_variants(schema["properties"]["v"])
    assert [one.title for one in variants] == ["Number", "Variant 2"]
    assert choose(variants, {"low": 1}) == 1


def test_that_cells_of_a_table_are_told_by_row_and_column() -> None:
    row = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "width": {"type": "number", "maximum": 3}},
        "required": ["name"],
    }
    schema = {"properties": {"doors": {"type": "array", "items": row, "minItems": 3}}}
    values = {"doors": [{"name": 5, "width": 9}, {"width": 2}]}
    assert check_values(schema, values) == {
        "doors.1.name": "A text is wanted",
        "doors.1.width": "At most 3",
        "doors.2.name": "A value is needed",
        "doors": "At least 3 entries",
    }


def test_that_all_entries_of_a_list_that_are_wrong_are_told() -> None:
    schema = {"properties": {"n": {"type": "array", "items": {"type": "integer", "maximum": 5}}}}
    found = check_values(schema, {"n": [1, 9, "a", 3, 7]})
    assert found == {"n": "Entry 2: at most 5; entry 3: a whole number is wanted; entry 5: at most 5"}


def test_that_a_choice_that_is_none_is_made_plain() -> None:
    assert simplified({"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "N"}) == {
        "type": ["integer", "null"],
        "title": "N",
    }
    assert simplified({"oneOf": [{"const": 1, "title": "One"}, {"const": 2}]}) == {
        "enum": [1, 2],
        "x-labels": {"1": "One"},
    }
