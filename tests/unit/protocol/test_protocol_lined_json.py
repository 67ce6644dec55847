"""Long JSON in lines: ordinary JSON for others, read in bounded pieces here."""

from __future__ import annotations

import json
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import DecodeError

from bimdesk.protocol import lined_json
from bimdesk.protocol.cleaning import MAX_DEPTH
from bimdesk.protocol.lined_json import MAX_LINE_NODES, PIECE, decode_lined, encode_lined

_scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
)


@given(value=_values, piece=st.integers(1, 40))
def test_that_lines_are_the_same_value_for_every_reader_of_json(value: object, piece: int) -> None:
    with patch.object(lined_json, "PIECE", piece):
        lines = list(encode_lined(value))
    assert decode_lined(lines, most=1000) == value
    assert json.loads(b"".join(lines)) == value
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)


def test_that_no_line_is_much_longer_than_a_piece_unless_it_is_one_text() -> None:
    rows = [{"name": f"Wall {number}", "guid": "x" * 22, "values": [number] * 5} for number in range(20_000)]
    lines = list(encode_lined({"rows": rows, "by_name": {str(number): rows[:2] for number in range(5000)}}))
    assert max(map(len, lines)) < PIECE + 1000
    assert len(lines) > 10


@given(
    lines=st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b"],", b'"a":[', b'"a":1,', b"1,", b"1", b""]))
)
def test_that_lines_in_any_order_are_a_value_or_an_error(lines: list[bytes]) -> None:
    with suppress(DecodeError):
        json.dumps(decode_lined(lines, most=1000))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b"1", b"2"],
        [b"[", b"1,"],
        [b"[", b"1", b"}"],
        [b"]"],
        [b"{", b"[", b"]", b"}"],
        [b"[", b'"a":[', b"]", b"]"],
        [b"{", b"1", b"}"],
        [b"[", b"", b"]"],
        [b"[" + b"0," * MAX_LINE_NODES + b"0,0]"],
        [b"[" * 100_000 + b"]" * 100_000],
        [b"["] * (MAX_DEPTH + 1) + [b"]"] * (MAX_DEPTH + 1),
        [b"[", *[b"1,1,"] * 600, b"1", b"]"],
    ],
)
def test_that_what_no_script_of_ours_writes_is_an_error(lines: list[bytes]) -> None:
    most = 1000 if len(lines) > 600 else 10_000_000
    with pytest.raises(DecodeError):
        decode_lined(lines, most=most)
