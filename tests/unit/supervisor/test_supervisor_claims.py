"""What a worker writes on its control pipe: any bytes in, bounded valid lines of a script's types out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pieces import pieces

from bimdesk.protocol.messages import decode
from bimdesk.worker.supervisor import claims as claims_module
from bimdesk.worker.supervisor.claims import (
    MAX_BYTES,
    MAX_LINE,
    MAX_MESSAGES,
    Claims,
    encode,
    read_claim,
)
from bimdesk.worker.supervisor.streams import LogRoom

ALLOWED = {"progress", "log", "finding", "output", "file", "result", "failed", "done"}
OWN = ("locked", "heartbeat", "collected", "ended", "hello", "refused")
MOST_OUT = MAX_BYTES + 2 * MAX_LINE + MAX_LINE
ROOM = 1 << 30

_kinds = st.sampled_from([*sorted(ALLOWED), *OWN, "geometry", "imported", "", "Done"])
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
_messages = st.dictionaries(st.sampled_from(["text", "done", "value", "sandbox", "ended"]), _values).flatmap(
    lambda words: _kinds.map(lambda kind: json.dumps({**words, "type": kind}).encode())
)
_lines = st.lists(_messages | st.binary(max_size=60), max_size=12).map(b"\n".join)
_splits = st.lists(st.integers(0, 200), max_size=20)


def _heard(data: bytes, sizes: Sequence[int] = (), room: int = ROOM) -> tuple[list[bytes], Claims]:
    claims = Claims(LogRoom(room))
    out = [line for piece in pieces(data, sizes) for line in claims.feed(piece, 1.0)]
    return out + claims.due(float("inf")), claims


def _line(kind: str, **words: Any) -> bytes:
    return json.dumps({"type": kind, **words}).encode() + b"\n"


@given(_lines, _splits)
@example(b'{"type":"done","type":"ended"}\n', [5])
@example(b'{"type":["done"]}\n{"type":{}}\n[]\n1\n"done"\n', [1])
@example(b'{"type":"log","text":"\\ud800"}\n\xff\xfe\n', [3])
@example(b"[" * 100_000 + b"\n", [])
@example(b'{"type":"result","value":' + b"9" * 5000 + b"}\n", [])
def test_that_whatever_comes_in_valid_lines_of_a_script_go_out(data: bytes, sizes: list[int]) -> None:
    out, _claims = _heard(data + b"\n", sizes)
    for line in out:
        assert line.endswith(b"\n") and line.count(b"\n") == 1
        assert json.loads(line)["type"] in ALLOWED


@given(_lines, _splits)
def test_that_the_splits_of_the_stream_change_nothing_but_which_progress_is_shown(
    data: bytes, sizes: list[int]
) -> None:
    def without_progress(lines: list[bytes]) -> list[bytes]:
        return [line for line in lines if json.loads(line)["type"] != "progress"]

    whole, one = _heard(data + b"\n")
    split, other = _heard(data + b"\n", sizes)
    assert without_progress(whole) == without_progress(split)
    assert (one.anomalies, one.flood) == (other.anomalies, other.flood)


@given(st.lists(st.sampled_from(["finding", "log", "result", "progress", "junk"]), min_size=1, max_size=30))
def test_that_the_whole_is_bounded_and_the_rest_counted(kinds: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_module, "MAX_BYTES", 2000)
        patch.setattr(claims_module, "_LAST_ROOM", 500)
        out, claims = _heard(b"".join(_line(kind, text="x" * 150) for kind in kinds), room=600)
    assert sum(map(len, out)) <= 2500 + len(kinds)
    sent = len(kinds) - kinds.count("progress")
    shown = [line for line in out if b"progress" not in line]
    assert len(shown) + claims.anomalies + claims._room.dropped >= sent


@pytest.mark.parametrize("kind", [*OWN, "geometry", "imported", "notice"])
def test_that_what_only_a_supervisor_or_an_import_says_is_an_anomaly(kind: str) -> None:
    out, claims = _heard(_line(kind, sandbox={}, pid=1))
    assert (out, claims.anomalies) == ([], 1)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_that_numbers_that_are_no_json_are_dropped(number: str) -> None:
    assert read_claim(b'{"type":"result","value":%s}' % number.encode()) is None


def test_that_a_line_that_grows_beyond_the_limit_when_it_is_written_anew_is_dropped() -> None:
    line = b'{"type":"result","value":[' + b",".join([b"1e15"] * 150_000) + b"]}"
    assert len(line) < MAX_LINE
    assert read_claim(line) is None


def test_that_a_result_as_long_as_is_allowed_passes_and_a_longer_one_does_not() -> None:
    frame = len(_line("result", value=""))
    fits = _line("result", value="x" * (MAX_LINE - frame))
    assert [len(line) for line in _heard(fits)[0]] == [len(fits) - 3]  # without blanks
    out, claims = _heard(_line("result", value="x" * (MAX_LINE - frame + 2)) + _line("done"))
    assert (out, claims.anomalies) == ([b'{"type":"done"}\n'], 1)


def test_that_a_line_without_end_is_skipped_up_to_its_end() -> None:
    claims = Claims(LogRoom(ROOM))
    for _ in range(3):
        assert claims.feed(b"x" * MAX_LINE, 0.0) == []
    assert claims.flood == 3 * MAX_LINE
    assert claims.feed(b"\n" + _line("done"), 0.0) == [b'{"type":"done"}\n']
    assert claims.anomalies == 1


def test_that_the_result_still_comes_after_a_long_log_and_too_many_findings() -> None:
    finding = _line("finding", message="x" * 1000)
    out, claims = _heard(finding * (MAX_BYTES // 1000 + 5) + _line("result", value=1) + _line("done"))
    assert [json.loads(line)["type"] for line in out[-2:]] == ["result", "done"]
    assert sum(map(len, out)) <= MOST_OUT
    assert claims.anomalies > 0


def test_that_there_is_a_most_of_messages_and_the_last_ones_go_beyond_it() -> None:
    out, claims = _heard(_line("finding", message="") * (MAX_MESSAGES + 7) + _line("result") + _line("done"))
    assert (len(out), claims.anomalies) == (MAX_MESSAGES + 2, 7)


def test_that_the_newest_progress_goes_out_ten_times_a_second_and_before_the_end() -> None:
    claims = Claims(LogRoom(ROOM))
    assert claims.feed(_line("progress", done=0.1), 0.0) == [b'{"type":"progress","done":0.1}\n']
    assert claims.feed(_line("progress", done=0.2) + _line("progress", done=0.3), 0.05) == []
    assert claims.next_due() == pytest.approx(0.1)
    assert claims.due(0.1) == [b'{"type":"progress","done":0.3}\n']
    assert claims.next_due() is None
    claims.feed(_line("progress", done=0.9), 0.11)
    assert [json.loads(line)["type"] for line in claims.feed(_line("done"), 0.12)] == ["progress", "done"]


def test_that_findings_and_the_result_are_no_flood_and_logs_and_junk_are() -> None:
    finding, log = _line("finding", message="x" * 500), _line("log", level="info", text="y" * 300)
    claims = Claims(LogRoom(ROOM))
    claims.feed(finding * 3 + _line("result", value="z" * 5000), 0.0)
    assert claims.flood == 0
    claims.feed(log + b"junk\n" + _line("ended"), 0.0)
    assert claims.flood == len(log) + 5 + len(_line("ended")) + 2 * 64


def test_that_the_log_is_kept_as_far_as_its_room_goes() -> None:
    room = LogRoom(1000)
    claims = Claims(room)
    out = claims.feed(_line("log", level="print", text="x" * 84) * 20, 0.0)
    assert (len(out), room.dropped, claims.anomalies) == (9, 11, 0)


@given(_values)
def test_that_what_is_written_is_valid_utf_8_in_one_line(value: Any) -> None:
    try:
        line = encode({"type": "ended", "detail": value})
    except ValueError:
        return  # NaN or infinity
    line.decode("utf-8")
    assert line.count(b"\n") == 1


def test_that_every_allowed_type_is_a_message_of_the_protocol() -> None:
    claim = read_claim(b'{"type":"done"}')
    assert claim is not None and decode(claim[1]) is not None
