"""Whatever bytes come, the supervisor's and the window's readers neither break, nor grow, nor believe."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings

from bimdesk.protocol.messages import MAX_LINE
from bimdesk.protocol.monitor import KEPT_LOG_BYTES, Monitor
from bimdesk.protocol.state import Stage
from bimdesk.worker.supervisor.claims import MAX_BYTES, MAX_MESSAGES, Claims, read_claim
from bimdesk.worker.supervisor.collect import clean_name
from bimdesk.worker.supervisor.gate import judge
from bimdesk.worker.supervisor.streams import MAX_LINE as MAX_STREAM_LINE
from bimdesk.worker.supervisor.streams import LogRoom, Stream
from bimdesk.worker.supervisor.vitals import Vitals

ROOM = 1 << 20
SANDBOX = {"landlock": "active", "seccomp": "active", "process": "active"}
LOCKED = json.dumps({"type": "locked", "sandbox": SANDBOX, "pid": 7}).encode() + b"\n"
SCRIPT_TYPES = {"progress", "log", "finding", "output", "file", "result", "examined", "failed", "done"}
LIES: tuple[dict[str, Any], ...] = (
    {"type": "locked", "sandbox": {"landlock": "active FORGED"}, "pid": 1},
    {"type": "heartbeat", "memory_mb": 1.0},
    {"type": "ended", "reason": "exited", "sandbox": {"landlock": "active FORGED"}},
    {"type": "hello", "job": "script", "pid": 1, "sandbox": {"landlock": "active FORGED"}},
    {"type": "geometry", "folder": "/home", "elements": 1, "triangles": 1},
    {"type": "notice", "kind": "x", "message": "FORGED"},
    {"type": "refused", "detail": "FORGED"},
)
TRUTHS: tuple[dict[str, Any], ...] = (
    {"type": "progress", "done": 0.25, "message": "walls"},
    {"type": "log", "level": "info", "text": "ein Wort: äöü \u202e \u0007 x"},
    {"type": "finding", "message": "no name", "elements": [1, 2], "guids": ["a", "b"], "check": "names"},
    {"type": "output", "kind": "kpi", "name": "Walls", "data": {"value": 3, "unit": ""}},
    {"type": "file", "name": "walls.csv", "size": 12, "sha256": "0" * 64},
    {"type": "result", "value": {"rows": [{"a": 1}, {"a": None}]}, "status": "PASS", "summary": "fine"},
    {"type": "failed", "kind": "script", "message": "ZeroDivisionError", "line": 3},
    {"type": "done"},
)
RECORDED = b"".join(json.dumps(message).encode() + b"\n" for message in (*TRUTHS, *LIES))

json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
messages = st.sampled_from([*TRUTHS, *LIES]) | st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(SCRIPT_TYPES | {"locked", "ended", "heartbeat"}))},
    optional=dict.fromkeys(
        ("text", "level", "message", "done", "value", "data", "sandbox", "elements", "kind"), json_values
    ),
)
lines = messages.map(lambda message: json.dumps(message).encode() + b"\n") | st.binary(max_size=200)
streams = st.lists(lines, max_size=30).map(b"".join)


def mutated(seed: int, rounds: int) -> Iterator[bytes]:
    """The recorded stream with bytes changed, dropped, doubled and moved; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(rounds):
        data = bytearray(RECORDED)
        for _ in range(chance.randint(1, 40)):
            place = chance.randrange(len(data))
            match chance.randrange(5):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randrange(1, 30)]
                case 2:
                    data[place:place] = data[place : place + chance.randrange(1, 60)]
                case 3:
                    data[place:place] = chance.choice(
                        (b"\n", b"\x00", b'"', b"{", b"\xff", b"\\ud800", b"NaN")
                    )
                case _:
                    other = chance.randrange(len(data))
                    data[place], data[other] = data[other], data[place]
        yield bytes(data)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    """`data` cut at these places."""
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in itertools.pairwise(places)]


def passed_on(data: bytes, cuts: list[int] | None = None) -> list[bytes]:
    """What the supervisor lets through of a script's bytes."""
    claims = Claims(LogRoom(ROOM))
    out = [
        line
        for number, part in enumerate(pieces(data, cuts or []))
        for line in claims.feed(part, number * 1.0)
    ]
    return out + claims.due(float("inf"))


def check_claims(data: bytes) -> None:
    for line in passed_on(data):
        message = json.loads(line)
        assert message["type"] in SCRIPT_TYPES
        assert line.endswith(b"\n") and line.count(b"\n") == 1
        line.decode("utf-8")


def check_monitor(data: bytes) -> None:
    """The whole way of a script's bytes: supervisor, then window."""
    monitor = Monitor(supervised=True)
    monitor.feed_stdout(LOCKED)
    for line in passed_on(data):
        monitor.feed_stdout(line)
    assert monitor.state.sandbox == SANDBOX
    assert monitor.state.stage is Stage.RUNNING
    assert monitor.state.ended is None and monitor.state.usage is None
    assert monitor.state.geometry is None and not monitor.state.notices


@given(streams)
@example(RECORDED)
def test_that_only_claims_of_a_script_pass_the_supervisor(data: bytes) -> None:
    check_claims(data)


@given(streams)
@example(RECORDED)
def test_that_no_claim_changes_the_protection_report_or_ends_the_run(data: bytes) -> None:
    check_monitor(data)


@pytest.mark.parametrize("seed", range(8))
def test_that_recorded_streams_with_changed_bytes_forge_nothing(seed: int) -> None:
    for data in mutated(seed, 150):
        check_claims(data)
        check_monitor(data)


@given(streams, st.lists(st.integers(0, 5000), max_size=8))
def test_that_how_a_stream_is_cut_makes_no_difference(data: bytes, cuts: list[int]) -> None:
    def kept(lines: list[bytes]) -> list[bytes]:
        return [line for line in lines if json.loads(line)["type"] != "progress"]  # thinned out by time

    assert kept(passed_on(data, cuts)) == kept(passed_on(data))


@given(st.binary(max_size=2000), st.booleans())
def test_that_the_monitor_takes_any_bytes_on_both_pipes(data: bytes, supervised: bool) -> None:
    monitor = Monitor(supervised=supervised)
    monitor.feed_stdout(data)
    monitor.feed_stderr(data)
    monitor.close()
    assert monitor.state.stage is Stage.ENDED
    assert monitor.state.log_bytes <= KEPT_LOG_BYTES


@given(st.lists(messages, max_size=25), st.booleans())
def test_that_the_state_never_goes_back(told: list[dict[str, Any]], supervised: bool) -> None:
    monitor = Monitor(supervised=supervised)
    order = [Stage.STARTING, Stage.RUNNING, Stage.ENDED]
    before = monitor.state.stage
    for message in told:
        was_done = monitor.done or monitor.failed is not None
        accepted = monitor.feed_stdout(json.dumps(message).encode() + b"\n")
        assert order.index(monitor.state.stage) >= order.index(before)
        if before is Stage.STARTING and accepted:
            assert message["type"] in (("locked", "heartbeat", "ended") if supervised else ("hello",))
        if was_done and accepted:
            assert supervised and message["type"] in ("log", "heartbeat", "ended")
        before = monitor.state.stage


def test_that_nothing_follows_the_end() -> None:
    monitor = Monitor(supervised=True)
    ended = json.dumps({"type": "ended", "reason": "exited"}).encode() + b"\n"
    monitor.feed_stdout(LOCKED + ended)
    before = monitor.state.ended
    assert monitor.feed_stdout(RECORDED + LOCKED + ended) == []
    assert monitor.state.ended is before and monitor.state.sandbox == SANDBOX


@given(json_values)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_that_a_worker_is_not_believed_without_proof(report: Any) -> None:
    given_report = (
        report if isinstance(report, dict) else {"landlock": report, "seccomp": report, "probes": report}
    )
    seen = Vitals(seccomp=2, no_new_privs=1, capabilities=0, threads=1, memory=0, cpu_s=0.0)
    verdict = judge(given_report, seen, namespaces="unavailable: not asked for")
    assert verdict.refusal, "no random report has all probes"
    assert set(verdict.layers) >= {"landlock", "seccomp"}


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"type": "result", "value": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"type": "progress", "done": ' + b"9" * 100_000 + b"}",
        b'{"type": "progress", "done": 1e99999}',
        b'{"type": "progress", "done": NaN}',
        b'{"type": "log", "level": "info", "text": "\xff"}',
        b'{"type": "log", "type": "locked", "sandbox": {}}',
        b'{"type": "locke\\u0064", "sandbox": {}}',
        b'{"type": ["log"]}',
        b'{"type": {}}',
        b"\xef\xbb\xbf{}",
        b"",
        b'{"type": "result", "value": [' + b"1," * 200_001 + b"1]}",
    ],
    ids=lambda line: repr(line[:30]),
)
def test_that_a_line_made_to_break_readers_is_dropped(line: bytes) -> None:
    assert read_claim(line) is None


def test_that_a_line_without_end_takes_no_room() -> None:
    claims, monitor = Claims(LogRoom(ROOM)), Monitor(supervised=True)
    for _ in range(20):
        claims.feed(b"x" * (1 << 20), 0.0)
        monitor.feed_stdout(b"x" * (1 << 20))
    assert len(claims._buffer) <= MAX_LINE
    assert len(monitor._out._buffer) <= MAX_LINE


def test_that_a_million_messages_are_cut_off() -> None:
    claims = Claims(LogRoom(ROOM))
    block = b'{"type": "finding", "message": "x"}\n' * 10_000
    passed = sum(len(claims.feed(block, 0.0)) for _ in range(20))
    assert passed <= MAX_MESSAGES
    assert claims.anomalies >= 20 * 10_000 - MAX_MESSAGES
    assert claims.feed(b'{"type": "done"}\n', 1.0) == [b'{"type":"done"}\n']


def test_that_a_log_is_kept_to_its_room() -> None:
    claims = Claims(LogRoom(ROOM))
    line = json.dumps({"type": "log", "level": "info", "text": "x" * 1000}).encode() + b"\n"
    passed = sum(sum(map(len, claims.feed(line * 100, 0.0))) for _ in range(100))
    assert 0 < passed <= ROOM * 2


def test_that_many_long_messages_are_cut_off() -> None:
    claims = Claims(LogRoom(ROOM))
    line = json.dumps({"type": "finding", "message": "x" * 500_000}).encode() + b"\n"
    passed = sum(sum(map(len, claims.feed(line, 0.0))) for _ in range(100))
    assert passed <= MAX_BYTES


@given(st.lists(st.binary(max_size=300), max_size=30), st.integers(0, 2000))
def test_that_a_stream_gives_valid_lines_within_its_room(parts: list[bytes], room: int) -> None:
    stream = Stream(LogRoom(room))
    found = [line for part in parts for line in stream.feed(part)] + stream.close()
    assert stream.seen == sum(map(len, parts))
    assert sum(len(line.encode("utf-8", "surrogatepass")) // 3 for line in found) <= room
    assert all(len(line) <= MAX_STREAM_LINE for line in found)
    "".join(found).encode("utf-8")


@given(
    st.text(max_size=300) | st.binary(max_size=300).map(lambda data: data.decode("utf-8", "surrogateescape"))
)
def test_that_a_cleaned_name_is_one_plain_name(name: str) -> None:
    clean = clean_name(name.replace("/", "").replace("\x00", ""))
    assert clean and clean not in (".", "..") and "/" not in clean and "\\" not in clean
    assert len(clean.encode("utf-8")) <= 150
    assert (
        clean.isprintable()
        or " " in clean
        or all(ord(letter) > 127 for letter in clean if not letter.isprintable())
    )
