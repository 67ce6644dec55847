"""A long value that stays in its file holds the same as one that is read whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bimdesk.protocol import lined_json
from bimdesk.protocol.lined_json import decode_lined, encode_lined
from bimdesk.protocol.lined_pages import PagedDict, PagedList, close_lined, first_items, open_lined

_MOST = 10_000
_leaf = st.none() | st.booleans() | st.integers(-5, 5) | st.text('ab[]{},:"\n\\', max_size=6)
_values = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text('kq"', max_size=3), inner, max_size=5)
    ),
)


def _whole(value: Any) -> Any:
    match value:
        case PagedList():
            return [_whole(value[at]) for at in range(len(value))]
        case PagedDict():
            return {name: _whole(item) for name, item in value.items()}
        case list():
            return [_whole(item) for item in value]
        case dict():
            return {name: _whole(item) for name, item in value.items()}
    return value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_values, piece=st.integers(1, 40))
def test_that_a_value_left_in_its_file_is_the_same(
    value: Any, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lined_json, "PIECE", piece)
    lines = list(encode_lined(value))
    path = tmp_path / "value.json"
    path.write_bytes(b"".join(lines))
    opened = open_lined(path, most=_MOST)
    assert _whole(opened) == value == decode_lined(lines, most=_MOST)
    close_lined(opened)


def test_that_a_long_list_is_read_in_pieces_and_in_any_order(tmp_path: Path) -> None:
    rows = [{"n": number, "text": "x" * 50} for number in range(20_000)]
    path = tmp_path / "value.json"
    path.write_bytes(b"".join(encode_lined({"rows": rows, "short": [1, 2]})))
    opened = open_lined(path, most=_MOST * 100)
    assert isinstance(opened, PagedDict)
    (name, paged), (_short, short) = first_items(opened, 10)
    assert (name, short) == ("rows", [1, 2])
    assert isinstance(paged, PagedList)
    assert len(paged) == 20_000
    assert [paged[at]["n"] for at in (19_999, 0, 12_345, -1)] == [19_999, 0, 12_345, 19_999]
    assert paged[5:7] == rows[5:7]
    places = [0, 1, 700, 19_999, 3]
    assert paged.take(places) == [rows[at] for at in places]
    assert list(paged) == rows
    close_lined(opened)


@pytest.mark.parametrize(
    "bad", [b"[\n1,2\n", b"[\n1\n}\n", b"1\n2\n", b"{\n[\n1\n]\n}\n", b"[\n1 2\n]\n", b""]
)
def test_that_what_is_no_whole_value_is_refused(bad: bytes, tmp_path: Path) -> None:
    path = tmp_path / "value.json"
    path.write_bytes(bad)
    with pytest.raises(msgspec.DecodeError):
        open_lined(path, most=_MOST)
