"""The limits of an execution: which wins, what is none, and the sentence when one was reached."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.limits import (
    FIELDS,
    MOST,
    Limits,
    by_field,
    limit_problem,
    limit_sentence,
    merged,
    resolved,
)

NAMES = [field.name for field in fields(Limits)]
_some = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 10_000))


def test_that_every_limit_has_its_words_its_most_and_a_default_within_both() -> None:
    assert list(FIELDS) == NAMES and set(MOST) == set(NAMES)
    for name, value in asdict(Limits()).items():
        assert limit_problem(name, value) == ""
        assert value <= MOST[name] <= FIELDS[name].most
    assert len({field.option for field in FIELDS.values()} | {field.key for field in FIELDS.values()}) == 12


@given(_some, _some, _some)
def test_that_later_layers_go_over_earlier_ones(
    first: dict[str, int], second: dict[str, int], third: dict[str, int]
) -> None:
    assert asdict(merged(first, second, third)) == {**asdict(Limits()), **first, **second, **third}


def test_that_nothing_and_unknown_names_do_not_count() -> None:
    assert merged({"wall_s": None, "colour": 3}, {}) == Limits()


@given(_some, _some, _some, _some)
def test_that_a_script_stays_below_the_most_and_a_person_does_not(
    defaults: dict[str, int], script: dict[str, int], most: dict[str, int], run: dict[str, int]
) -> None:
    limits = asdict(resolved(defaults=defaults, script=script, most=most, run=run))
    for name in NAMES:
        if name in run:
            assert limits[name] == run[name]
        elif name in script:
            assert limits[name] == min(script[name], most.get(name, script[name]))
        else:
            assert limits[name] == defaults.get(name, getattr(Limits(), name))


def test_that_the_keys_of_a_metadata_block_are_fields() -> None:
    block = {"timeout": 5, "cpu_seconds": 6.5, "output_files": 7, "memory_mb": None, "other": 1}
    assert by_field(block) == {"wall_s": 5, "cpu_s": 6.5, "files": 7}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("wall_s", 0),
        ("wall_s", -1),
        ("wall_s", float("nan")),
        ("wall_s", float("inf")),
        ("wall_s", "5"),
        ("wall_s", True),
        ("wall_s", None),
        ("memory_mb", 63),
        ("memory_mb", 64.5),
        ("memory_mb", 2_000_000),
        ("files", 0),
        ("log_kb", 70_000),
        ("cpu_s", 10**400),
    ],
)
def test_that_what_is_no_limit_is_said(name: str, value: Any) -> None:
    words = limit_problem(name, value)
    assert words.startswith("must be a") and FIELDS[name].unit in words


@pytest.mark.parametrize(("name", "value"), [("wall_s", 0.1), ("memory_mb", 64), ("memory_mb", 64.0)])
def test_that_the_least_is_enough(name: str, value: float) -> None:
    assert limit_problem(name, value) == ""


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("wall_s", 1.0, "it ran longer than 1 s (time limit)."),
        ("wall_s", 0.3, "it ran longer than 0.3 s (time limit)."),
        ("cpu_s", 604_800, "it computed for more than 604,800 s (processor time)."),
        ("memory_mb", 2048, "it needed more than 2,048 MB of memory."),
        ("output_mb", 128, "it wrote more than 128 MB of files (output)."),
        ("files", 500, "it made more than 500 files."),
        ("log_kb", 1024, "it wrote more than 64 MB to its log, of which 1,024 KB are kept."),
    ],
)
def test_that_the_sentence_says_what_where_and_how_to_raise_it(name: str, value: float, what: str) -> None:
    assert limit_sentence(name, value) == (
        f"Stopped at a limit: {what} Raise it under Advanced in the form, with {FIELDS[name].key} in the "
        f"script's metadata, or with {FIELDS[name].option}."
    )
