"""GlobalIds: form, and the words for what is wrong."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.guid import ALPHABET, guid_problem

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$"


@pytest.mark.parametrize(
    ("guid", "problem"),
    [
        ("2O2Fr$t4X7Zf8NOew3FNtn", ""),
        ("", "Empty, 22 characters expected"),
        ("2", "1 character, 22 expected"),
        ("2O2Fr$t4X7Zf8NOew3FNt", "21 characters, 22 expected"),
        ("2O2Fr$t4X7Zf8NOew3FNtnn", "23 characters, 22 expected"),
        ("4O2Fr$t4X7Zf8NOew3FNtn", "First character is 4, 0 to 3 expected"),
        ("2O2Fr$t4X7Zf8NOew3FNt-", "Character '-' is not allowed (0-9, A-Z, a-z, _ and $ are)"),
        ("2O2Fr$t4X7Zf8NOew3FNt ", "Character U+0020 is not allowed (0-9, A-Z, a-z, _ and $ are)"),
    ],
)
def test_that_a_problem_is_said_in_words(guid: str, problem: str) -> None:
    assert guid_problem(guid) == problem


@given(st.uuids())
def test_that_every_compressed_uuid_is_well_formed(value: uuid.UUID) -> None:
    text = "".join(DIGITS[(value.int >> shift) & 63] for shift in range(126, -1, -6))
    assert guid_problem(text) == ""


@given(st.text(alphabet=sorted(ALPHABET), min_size=22, max_size=22))
def test_that_well_formed_means_it_fits_into_128_bits(text: str) -> None:
    number = 0
    for character in text:
        number = number * 64 + DIGITS.index(character)
    assert (guid_problem(text) == "") == (number < 2**128)
