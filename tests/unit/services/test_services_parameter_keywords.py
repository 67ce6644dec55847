"""Every keyword that forms claim, through the check: what fits has no message, what does not has words."""

from __future__ import annotations

from typing import Any

import pytest
from keyword_cases import CASES, MISSING, Case

from bimdesk.services.parameters.check import check_values


def _each(*, fits: bool) -> list[Any]:
    return [
        pytest.param(schema, value, id=f"{name}: {value!r}"[:60])
        for name, schema, good, bad in CASES
        for value in (good if fits else bad)
    ]


def _checked(schema: dict[str, Any], value: Any) -> dict[str, str]:
    values = {} if value is MISSING else {"value": value}
    return check_values({"properties": {"value": schema}}, values)


@pytest.mark.parametrize(("schema", "value"), _each(fits=True))
def test_that_a_value_that_fits_has_no_message(schema: dict[str, Any], value: Any) -> None:
    assert _checked(schema, value) == {}


@pytest.mark.parametrize(("schema", "value"), _each(fits=False))
def test_that_a_value_that_does_not_fit_is_told_in_words_at_its_place(
    schema: dict[str, Any], value: Any
) -> None:
    found = _checked(schema, value)
    assert found
    for path, words in found.items():
        assert path.split(".")[0] == "value"
        assert words[0].isupper()
        assert not words.endswith(".")
        assert "jsonschema" not in words
        assert words != "This value does not fit" or {"anyOf", "oneOf"} & set(schema)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_that_a_reference_says_the_same_as_what_it_refers_to(case: Case) -> None:
    _name, schema, good, bad = case
    referring = {"$defs": {"one": schema}, "properties": {"value": {"$ref": "#/$defs/one"}}}
    for value in good:
        assert check_values(referring, {} if value is MISSING else {"value": value}) == {}
    for value in bad:
        plain = _checked(schema, value)
        assert check_values(referring, {"value": value}) == plain


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_that_a_list_of_such_values_names_the_entry(case: Case) -> None:
    _name, schema, _good, bad = case
    listed = {"properties": {"list": {"type": "array", "items": schema}}}
    for value in bad:
        found = check_values(listed, {"list": [value]})
        assert found
        assert all(path.startswith("list") for path in found)
        assert "list" not in found or "ntry 1" in found["list"], found
