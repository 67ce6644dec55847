"""Which field a schema gets: one line each, no Qt."""

from __future__ import annotations

from typing import Any

import pytest

from bimdesk.ui.forms.making import NESTING
from bimdesk.ui.forms.registry import FIELDS
from bimdesk.ui.forms.spec import Kind, choice_kinds, read_fields


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, Kind.STRING),
        ({}, Kind.STRING),
        ({"type": "string", "format": "multiline"}, Kind.MULTILINE),
        ({"type": "string", "maxLength": 500}, Kind.MULTILINE),
        ({"type": "string", "maxLength": 50}, Kind.STRING),
        ({"type": "number"}, Kind.NUMBER),
        ({"type": ["integer", "null"]}, Kind.INTEGER),
        ({"type": "boolean"}, Kind.BOOLEAN),
        ({"type": "string", "enum": ["a", "b"]}, Kind.ENUM),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, Kind.MULTI_ENUM),
        ({"type": "string", "format": "date"}, Kind.DATE),
        ({"type": "string", "format": "file"}, Kind.FILE),
        ({"type": "string", "x-bim": "ids-file"}, Kind.FILE),
        ({"type": "string", "format": "folder"}, Kind.FOLDER),
        ({"type": "array", "items": {"type": "number"}}, Kind.LIST),
        ({"type": "array"}, Kind.LIST),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, Kind.GROUP),
        ({"type": "string", "x-bim": "ifc-class"}, Kind.CHOICE),
        ({"type": "array", "items": {"type": "string", "x-bim": "storey"}}, Kind.CHOICES),
        ({"type": "array", "x-bim": "property", "items": {"type": "string"}}, Kind.CHOICES),
        ({"type": "string", "x-bim": "element"}, Kind.ELEMENTS),
        ({"type": "integer", "x-bim": "model-version"}, Kind.VERSION),
        ({"type": "string", "x-bim": "a word from the future"}, Kind.STRING),
    ],
)
def test_that_a_schema_gets_its_kind_of_field(schema: dict[str, Any], kind: Kind) -> None:
    (spec,) = read_fields({"properties": {"one": schema}})
    assert spec.kind is kind


def test_that_every_kind_has_a_class() -> None:
    assert set(FIELDS) | set(NESTING) == set(Kind)


def test_that_a_group_names_its_fields_by_path() -> None:
    schema = {
        "properties": {
            "scope": {
                "type": "object",
                "required": ["storey"],
                "properties": {"storey": {"type": "string", "x-bim": "storey"}},
            },
            "size": {"type": "number"},
        }
    }
    scope, _size = read_fields(schema)
    assert scope.fields[0].path == "scope.storey"
    assert scope.fields[0].required
    assert choice_kinds(schema) == {"storey"}


def test_that_a_title_is_made_from_the_name_where_none_is_given() -> None:
    (spec,) = read_fields({"properties": {"minimum_area": {"type": "number"}}})
    assert spec.title == "Minimum area"


def test_that_a_field_is_optional_without_default_and_without_being_required() -> None:
    text = {"type": "string"}
    schema = {"required": ["a"], "properties": {"a": text, "b": text, "c": {**text, "default": ""}}}
    assert [one.is_optional for one in read_fields(schema)] == [False, True, False]


def test_that_a_schema_that_is_no_object_has_no_fields() -> None:
    assert read_fields({"properties": ["a"]}) == ()
    assert read_fields({"properties": {"a": "text"}}) == ()
