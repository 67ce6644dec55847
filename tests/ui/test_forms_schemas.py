"""Schemas made by hypothesis and cases of keywords, in a real form: values fit, or errors have a field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from keyword_cases import CASES, MISSING
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bimdesk.services.parameters.check import check_values, fill_defaults
from bimdesk.services.parameters.effective import effective
from bimdesk.services.parameters.shape import properties_of
from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.form import Form
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.theme import fonts

_names = st.sampled_from(["alpha", "beta", "gamma", "delta", "a b", "ümlaut"])
_words = {"title": st.text(max_size=12), "description": st.text(max_size=20)}
_titles = st.fixed_dictionaries({}, optional=_words)
_numbers = st.integers(-1000, 1000) | st.floats(-1000, 1000, allow_nan=False)
_types = st.sampled_from(["string", "number", "null", "boolean", "array"])
_bim = st.sampled_from(["ifc-class", "storey", "query"])
_any = st.one_of(st.none(), st.booleans(), st.integers(-99, 99), st.text(max_size=5))


def _scalars() -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("string")}, optional={
            "minLength": st.integers(0, 3), "maxLength": st.integers(0, 300), "pattern": st.just("^[a-z]*$"),
            "format": st.sampled_from(["date", "color", "password", "multiline", "file", "folder", "uri"]),
            "default": st.text(max_size=8), "examples": st.lists(st.text(max_size=5), max_size=2)}),
        st.fixed_dictionaries({"type": st.sampled_from(["number", "integer"])}, optional={
            "minimum": _numbers, "maximum": _numbers, "multipleOf": st.sampled_from([1, 0.5, 5]),
            "exclusiveMinimum": _numbers, "default": _numbers, "x-unit": st.sampled_from(["m", "%", "pcs"])}),
        st.fixed_dictionaries({"type": st.just("boolean")}, optional={"default": st.booleans()}),
        st.fixed_dictionaries({"enum": st.lists(_any, min_size=1, max_size=4)}, optional={"default": _any}),
        st.fixed_dictionaries({"const": _any}),
        st.fixed_dictionaries({"type": st.lists(_types, min_size=1, max_size=3, unique=True)}),
        st.fixed_dictionaries({"x-bim": _bim, "type": st.just("string")}),
        st.just({}),
    )  # fmt: skip


def _objects(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    properties = st.dictionaries(_names, inner, min_size=1, max_size=4)
    branch = st.fixed_dictionaries({"properties": st.dictionaries(_names, inner, max_size=2)})
    return st.fixed_dictionaries({"type": st.just("object"), "properties": properties}, optional={
        "required": st.lists(_names, max_size=3, unique=True),
        "additionalProperties": st.booleans(),
        "if": st.fixed_dictionaries({"required": st.lists(_names, min_size=1, max_size=1)}),
        "then": branch,
        "else": branch,
        "dependentRequired": st.dictionaries(_names, st.lists(_names, max_size=2, unique=True), max_size=2),
        "dependentSchemas": st.dictionaries(_names, branch, max_size=1),
        "oneOf": st.lists(branch, min_size=1, max_size=3),
        "allOf": st.lists(branch, min_size=1, max_size=2),
    })  # fmt: skip


def _nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        _objects(inner),
        st.fixed_dictionaries({"type": st.just("array")}, optional={
            "items": inner, "minItems": st.integers(0, 2), "maxItems": st.integers(1, 4),
            "uniqueItems": st.booleans(), "prefixItems": st.lists(inner, min_size=1, max_size=2)}),
        st.builds(lambda word, branches: {word: branches}, st.sampled_from(["oneOf", "anyOf"]),
                  st.lists(inner, min_size=1, max_size=3)),
    )  # fmt: skip


_titled = st.builds(lambda one, words: {**one, **words}, _scalars(), _titles)
_schemas = _objects(st.recursive(_titled, _nested, max_leaves=5))


@pytest.fixture
def source(qapp: QApplication) -> Iterator[FormSource]:
    fonts.install()
    yield FormSource(qapp)


def _built(schema: dict[str, Any], source: FormSource, qtbot: QtBot) -> Form:
    form = Form(schema, source=source)
    form.show_all_errors()
    return form


def _places(form: Form) -> list[Field]:
    return [one for one in form.fields() if one.error]


PARADOX = {
    "type": "object",
    "properties": {"alpha": {"type": "array"}},
    "if": {"required": ["beta"]},
    "else": {"properties": {"beta": {"type": "number", "default": 0}}},
}

TWO_LISTS = {
    "type": "object",
    "properties": {
        "alpha": {
            "oneOf": [
                {"type": "array", "minItems": 1},
                {"type": "array", "prefixItems": [{"type": "boolean"}]},
            ]
        }
    },
}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(schema=_schemas)
@example(schema=PARADOX)
@example(schema=TWO_LISTS)
def test_that_any_schema_makes_a_form_whose_values_fit_or_whose_errors_have_a_field(
    schema: dict[str, Any], source: FormSource, qtbot: QtBot
) -> None:
    form = _built(schema, source, qtbot)
    try:
        values = form.values()
        found = check_values(schema, values)
        assert set(found) <= {_covering(form, path) for path in found} | set(form.errors)
        assert bool(form.errors) == bool(_places(form)) or "" in {_root(form, one) for one in form.errors}
        form.set_values(values)
        if _settles(effective(schema, values), values):
            assert form.values() == values
        form.set_values(fill_defaults(schema, values))
    finally:
        form.deleteLater()


def _settles(shape: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """False for a paradox: a default that takes its own field away once it is there."""
    properties = properties_of(shape)
    return all(
        name in properties and (not isinstance(value, dict) or _settles(properties[name], value))
        for name, value in values.items()
        if properties
    )


def _covering(form: Form, path: str) -> str:
    """The path itself where a message of the form stands at it or above it."""
    return path if any(path == one or path.startswith(f"{one}.") for one in form.errors) else ""


def _root(form: Form, path: str) -> str:
    known = {field.spec.path for field in form.fields()}
    while path and path not in known:
        path = path.rpartition(".")[0]
    return path


def _cases(*, fits: bool) -> list[Any]:
    return [
        pytest.param(schema, value, id=f"{name}: {value!r}"[:60])
        for name, schema, good, bad in CASES
        for value in (good if fits else bad)[:2]
        if value is not MISSING
    ]


@pytest.mark.parametrize(("schema", "value"), _cases(fits=True))
def test_that_a_form_gives_back_a_value_that_fits(
    schema: dict[str, Any], value: Any, source: FormSource, qtbot: QtBot
) -> None:
    if not _is_of_the_form(schema, value):
        return
    form = Form({"properties": {"value": schema}, "required": ["value"]}, source=source)
    qtbot.addWidget(form)
    form.set_values({"value": value})
    assert form.values() == {"value": value}
    assert form.errors == {}


@pytest.mark.parametrize(("schema", "value"), _cases(fits=False))
def test_that_a_form_tells_a_value_that_does_not_fit_beside_its_field(
    schema: dict[str, Any], value: Any, source: FormSource, qtbot: QtBot
) -> None:
    form = Form({"properties": {"value": schema}, "required": ["value"]}, source=source)
    qtbot.addWidget(form)
    form.set_values({"value": value})
    form.show_all_errors()
    if json.dumps(form.values()) == json.dumps({"value": value}):  # to Python 0 equals False
        assert form.errors
    assert bool(form.errors) == bool(_places(form))


_OF_TEXTS = frozenset({"minLength", "maxLength", "pattern", "format", "title"})


def _is_of_the_form(schema: dict[str, Any], value: Any) -> bool:
    """A keyword fits values of other types too; the field is made for the type that the keyword is about."""
    if {"type", "enum", "const"} & set(schema):
        return True
    if {"properties", "required"} & set(schema):
        return isinstance(value, dict) and set(value) <= set(schema.get("properties", {}))
    if "prefixItems" in schema:
        return isinstance(value, list)
    return isinstance(value, str) if _OF_TEXTS & set(schema) else not isinstance(value, dict | list)
