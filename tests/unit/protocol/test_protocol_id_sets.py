"""Sets of ids as bytes: whatever goes in comes out, and nothing else is taken."""

from __future__ import annotations

import contextlib

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from bimdesk.protocol.id_sets import MAX_ID, as_ids, from_text, pack_ids, to_text, unpack_ids


@given(st.lists(st.integers(0, MAX_ID)))
def test_that_a_set_of_ids_comes_back_as_it_was(numbers: list[int]) -> None:
    ids = as_ids(numbers)
    assert from_text(to_text(ids)).tolist() == sorted(set(numbers)) == unpack_ids(pack_ids(ids)).tolist()


@given(st.binary(max_size=200))
def test_that_any_bytes_are_an_ascending_set_or_refused(packed: bytes) -> None:
    with contextlib.suppress(ValueError):
        ids = unpack_ids(packed)
        assert (np.diff(ids) > 0).all() and (not len(ids) or (ids[0] >= 0 and ids[-1] <= MAX_ID))


@pytest.mark.parametrize("text", ["#", "gA==", "AQA=", "ü", "/////////38="])
def test_that_what_no_worker_writes_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


def test_that_a_hundred_thousand_ids_are_short() -> None:
    assert len(to_text(np.arange(100, 4_000_000, 40))) < 200_000
