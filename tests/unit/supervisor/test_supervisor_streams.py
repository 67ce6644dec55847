"""The script's own output: the beginning kept as lines, the rest counted, whatever the splits."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bimdesk.worker.supervisor.streams import LINE_COST, MAX_LINE, LogRoom, Stream


def _fed(data: bytes, sizes: Sequence[int], room: int) -> tuple[list[str], int, int]:
    log = LogRoom(room)
    stream, lines, at = Stream(log), [], 0
    for size in sizes:
        lines += stream.feed(data[at : at + size])
        at += size
    lines += stream.feed(data[at:]) + stream.close()
    return lines, log.dropped, stream.seen


_output = st.lists(st.binary(max_size=40), max_size=20).map(b"\n".join)


@given(_output, st.lists(st.integers(0, 50), max_size=20), st.integers(0, 400))
def test_that_the_splits_change_nothing(data: bytes, sizes: list[int], room: int) -> None:
    assert _fed(data, sizes, room) == _fed(data, [], room)


@given(_output, st.integers(0, 400))
def test_that_lines_are_kept_within_the_room_and_the_others_counted(data: bytes, room: int) -> None:
    lines, dropped, seen = _fed(data, [], room)
    assert seen == len(data)
    assert len(lines) + dropped == data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    assert all("\n" not in line for line in lines)
    assert len(lines) <= room // LINE_COST


def test_that_a_million_empty_lines_do_not_become_a_million_messages() -> None:
    lines, dropped, _seen = _fed(b"\n" * 1_000_000, [], 64 * 1024)
    assert len(lines) == 64 * 1024 // LINE_COST
    assert dropped == 1_000_000 - len(lines)


def test_that_a_line_longer_than_anyone_reads_is_cut() -> None:
    lines, _dropped, seen = _fed(b"x" * 100_000 + b"\nnext\r\n", [7, 50_000], 1 << 20)
    assert (lines, seen) == (["x" * MAX_LINE, "next"], 100_007)


def test_that_a_last_line_without_its_end_counts() -> None:
    assert _fed(b"first\nlast", [], 1000)[0] == ["first", "last"]


def test_that_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert _fed(b"a\xff\xc3\n", [2], 1000)[0] == ["a\ufffd\ufffd"]


def test_that_two_streams_share_one_room() -> None:
    room = LogRoom(3 * (5 + LINE_COST))
    one, other = Stream(room), Stream(room)
    assert one.feed(b"12345\n" * 2) + other.feed(b"12345\n" * 2) == ["12345"] * 3
    assert room.dropped == 1
