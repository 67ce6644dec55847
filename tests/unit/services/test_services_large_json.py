"""Long JSON read in pieces gives the same value."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.services import large_json
from bimdesk.services.large_json import decode_in_pieces

_scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
)


@given(value=_values)
def test_that_pieces_give_the_same_value(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large_json, "PIECE", 8)
        assert decode_in_pieces(msgspec.json.encode(value)) == value


def test_that_damaged_json_is_an_error_in_pieces_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_json, "PIECE", 4)
    with pytest.raises(msgspec.DecodeError):
        decode_in_pieces(b'{"a": [1, 2, ')
