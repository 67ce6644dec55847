"""Patterns of schemas: matched as Python matches them, in bounded time; too large ones are refused."""

from __future__ import annotations

import re
import time
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.text_patterns import pattern_problem
from bimdesk.errors import BadInputError
from bimdesk.services.parameters.check import check_values
from bimdesk.services.parameters.patterns import TooSlowError, found_in
from bimdesk.services.parameters.validator import fits

SLOW = r"(.*a){25}"
UNLUCKY = "a" * 24 + "b" * 3000
TOO_SLOW = "This cannot be checked: the script's pattern takes too long on it"


def _schema(**part: Any) -> dict[str, Any]:
    return {"properties": {"name": {"type": "string", **part}}}


def test_that_an_unlucky_text_is_an_error_beside_its_field_within_a_tenth_of_a_second() -> None:
    started = time.perf_counter()
    found = check_values(_schema(pattern=SLOW), {"name": UNLUCKY})
    assert found == {"name": TOO_SLOW}
    assert time.perf_counter() - started < 2  # a loaded machine; Python's engine would take hours


def test_that_a_whole_list_of_unlucky_texts_shares_one_time_limit() -> None:
    schema = {"properties": {"names": {"type": "array", "items": {"type": "string", "pattern": SLOW}}}}
    texts = [f"{UNLUCKY}{number}" for number in range(300)]
    started = time.process_time()
    found = check_values(schema, {"names": texts})
    assert "Entry 1: this cannot be checked" in found["names"]
    assert time.process_time() - started < 3
    assert check_values(schema, {"names": texts[:1]}) == {
        "names": f"Entry 1: {TOO_SLOW[0].lower()}{TOO_SLOW[1:]}"
    }


def test_that_names_are_tried_in_bounded_time_too() -> None:
    group = {"type": "object", "patternProperties": {SLOW: {"type": "string"}}, "additionalProperties": False}
    found = check_values({"properties": {"free": group}}, {"free": {UNLUCKY: "x"}})
    assert list(found.values()) == [TOO_SLOW]
    assert not fits(group, {UNLUCKY: "x"})
    assert check_values({"properties": {"free": group}}, {"free": {"a" * 25: "x"}}) == {}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "is no regular expression"),
        ("(?:a{60000}){60000}", "repeats too much"),
        ("([a-z]{999}){999}", "repeats too much"),
        ("x" * 2001, "has 2,001 characters"),
    ],
)
def test_that_a_pattern_that_cannot_be_used_is_said_with_its_line(pattern: str, words: str) -> None:
    assert words in pattern_problem(pattern)
    text = "\n".join(
        [
            "# /// script",
            "# [tool.bimdesk.parameters.properties.code]",
            '# type = "string"',
            f"# pattern = '{pattern}'",
            "# ///",
        ]
    )
    _metadata, problem = read_metadata(text, file_name="x.py")
    assert problem is not None and problem.line == 4
    assert "The pattern of 'code'" in problem.message and words in problem.message
    with pytest.raises(BadInputError, match="script's parameters"):
        check_values(_schema(pattern=pattern), {"name": "abc"})


@pytest.mark.parametrize(
    "pattern", [r"^([A-Z]{2,3}-)+\d+$", r"^\w+$", r"^(?!IFC)[^\s]{1,64}$", r"\{2,3\}", "[{2}]{3}"]
)
def test_that_patterns_that_people_write_are_taken(pattern: str) -> None:
    assert pattern_problem(pattern) == ""


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "b", "ä", r"\w", r"\d", "[ab]", "[^a]", ".", "(a|b)", "(?:ab)", "^", "$"]),
        max_size=5,
    ),
    st.lists(st.sampled_from(["", "*", "+", "?", "{2}", "{1,3}"]), max_size=5),
    st.text(alphabet="abä1 \n", max_size=12),
)
def test_that_what_is_found_is_what_python_finds(parts: list[str], repeats: list[str], text: str) -> None:
    repeats += [""] * len(parts)
    pattern = "".join(
        part + ("" if part in "^$" else repeat) for part, repeat in zip(parts, repeats, strict=False)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = re.search(pattern, text) is not None
    try:
        assert found_in(pattern, text) == expected
    except TooSlowError:
        pytest.fail("so short a text is quick")
