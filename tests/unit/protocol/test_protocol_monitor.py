"""The monitor under any split of the stream, in illegal order, and under garbage."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from pieces import pieces

from bimdesk.protocol.cleaning import MAX_DEPTH, clean_text
from bimdesk.protocol.messages import (
    MAX_LINE,
    Done,
    Failed,
    FindingMessage,
    Hello,
    Log,
    Message,
    Output,
    Progress,
    Result,
    encode,
)
from bimdesk.protocol.monitor import KEPT_LOG_BYTES, KILL_OUTPUT_BYTES, MAX_CLAIMS, Monitor
from bimdesk.protocol.state import Stage

HELLO = Hello(job="script", pid=1)

LONG = "x" * 500_000

_texts = st.text(max_size=30)
_messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(Progress, done=st.floats(-1, 2), message=_texts),
    st.builds(Log, level=st.sampled_from(["info", "print", "error"]), text=_texts),
    st.builds(FindingMessage, message=_texts, elements=st.lists(st.integers(0, 2**53), max_size=3)),
    st.builds(
        Output, kind=st.just("kpi"), name=_texts, data=st.dictionaries(_texts, st.integers(), max_size=2)
    ),
    st.builds(Result, value=st.recursive(st.none() | st.integers() | _texts, st.lists), summary=_texts),
)
_splits = st.lists(st.integers(1, 400), max_size=12)


def _heard(stream: bytes, errors: bytes, sizes: Sequence[int]) -> tuple[list[Message], Monitor]:
    monitor = Monitor()
    messages: list[Message] = []
    for piece in pieces(stream, sizes):
        messages += monitor.feed_stdout(piece)
    for piece in pieces(errors, sizes):
        messages += monitor.feed_stderr(piece)
    return messages + monitor.close(), monitor


def started(*messages: Message) -> Monitor:
    """A monitor that has heard the greeting and these."""
    monitor = Monitor()
    monitor.feed_stdout(b"".join(encode(message) for message in (HELLO, *messages)))
    return monitor


@given(st.lists(_messages, max_size=8), st.binary(max_size=300), st.binary(max_size=300), _splits)
def test_that_any_split_of_the_stream_gives_the_same_messages(
    messages: list[Message], garbage: bytes, errors: bytes, sizes: list[int]
) -> None:
    stream = encode(HELLO) + b"".join(encode(message) for message in messages) + garbage
    whole, at_once = _heard(stream, errors, [])
    parts, piecewise = _heard(stream, errors, sizes)
    assert parts == whole
    assert piecewise.state == at_once.state


@given(st.binary(max_size=2000), st.binary(max_size=2000))
@example(b'{"type":"hello","job":"script","pid":1}\n' + b"[" * 500_000 + b"\n", b"")
@example(b'{"type":"result","value":' + b"1" * 5000 + b"}\n", b"\x00\x1b[2J")
def test_that_garbage_never_raises_and_each_line_of_it_is_counted(out: bytes, err: bytes) -> None:
    monitor = Monitor()
    monitor.feed_stdout(out)
    monitor.feed_stderr(err)
    monitor.close()
    lines = sum(bool(line.rstrip(b"\r")) for line in out.split(b"\n"))
    assert monitor.state.stage is Stage.ENDED
    assert monitor.state.anomalies <= lines
    assert monitor.state.anomalies == lines or b'"type"' in out


@given(_texts)
def test_that_shown_text_has_neither_control_codes_nor_bidi_overrides(text: str) -> None:
    monitor = started(Log(level="print", text=text), Progress(done=0.5, message=text))
    for shown in (monitor.state.log[0].text, monitor.state.progress_text):
        assert not any(ord(char) < 32 and char not in "\t\n" for char in shown)
        assert not any(char in shown for char in "\x7f\u202e\u2066")


def test_that_carriage_returns_in_a_log_become_line_ends() -> None:
    assert clean_text("10 %\r20 %\r\ndone") == "10 %\n20 %\ndone"
    assert clean_text(b"\xff\x1b[31mred") == "\ufffd\ufffd[31mred"


def test_that_nothing_is_taken_before_the_greeting_or_after_the_end() -> None:
    monitor = Monitor()
    assert monitor.feed_stdout(encode(Progress(done=1.0)) + encode(HELLO) + encode(HELLO)) == [HELLO]
    assert monitor.feed_stdout(
        encode(Done()) + encode(Result(value=1)) + encode(Failed(kind="script", message=""))
    ) == [Done()]
    assert monitor.state.anomalies == 4
    assert monitor.state.result is None
    assert monitor.failed is None


def test_that_a_line_that_is_too_long_is_dropped_and_the_next_one_read() -> None:
    monitor = started()
    assert monitor.feed_stdout(b"x" * (MAX_LINE + 1)) == []
    assert monitor.feed_stdout(b"xx\n" + encode(Done())) == [Done()]
    assert monitor.state.anomalies == 1


def test_that_unknown_tags_fields_and_types_are_anomalies() -> None:
    monitor = started()
    for line in (
        b'{"type":"surprise"}',
        b'{"type":"progress","done":"half"}',
        b'{"type":"done","why":1}',
        b"7",
    ):
        assert monitor.feed_stdout(line + b"\n") == []
    assert monitor.state.anomalies == 4
    assert not monitor.done


def test_that_forged_numbers_and_bottomless_data_are_refused() -> None:
    monitor = started()
    monitor.feed_stdout(b'{"type":"finding","message":"m","elements":[' + b"9" * 30 + b"]}\n")
    deep = b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)
    monitor.feed_stdout(b'{"type":"result","value":' + deep + b"}\n")
    assert monitor.state.anomalies == 2
    monitor.feed_stdout(b'{"type":"result","value":' + deep[1:-1] + b"}\n")
    assert monitor.state.result is not None


def test_that_a_flood_is_a_violation_and_its_log_is_cut() -> None:
    monitor = started()
    block = b"y" * 1023 + b"\n"
    for _ in range(KILL_OUTPUT_BYTES // len(block) // 1024 + 1):
        monitor.feed_stderr(block * 1024)
    assert "64 MB" in monitor.violation
    assert monitor.state.log_bytes <= KEPT_LOG_BYTES
    assert monitor.state.log_dropped > 60_000


def test_that_claims_beyond_the_limit_are_counted_and_not_kept() -> None:
    monitor = started()
    monitor.state.findings.extend([FindingMessage(message="")] * (MAX_CLAIMS - 1))
    monitor.feed_stdout(
        encode(FindingMessage(message="last one in")) + encode(FindingMessage(message="one too many"))
    )
    assert len(monitor.state.findings) == MAX_CLAIMS
    assert monitor.state.anomalies == 1


def test_that_a_last_line_without_newline_counts() -> None:
    monitor = started()
    assert monitor.feed_stdout(encode(Done()).rstrip(b"\n")) == []
    assert monitor.close() == [Done()]
    assert monitor.done


def test_that_a_text_of_a_megabyte_is_shown_shortened() -> None:
    """The script's own side shortens its texts; a forged message does not pass by there."""
    monitor = Monitor()
    said = [
        HELLO,
        Progress(done=0.5, message=LONG),
        Log(level="info", text=LONG),
        FindingMessage(message=LONG, check=LONG),
        Output(kind="kpi", name=LONG, data={"value": LONG}),
        Result(value=LONG, summary=LONG),
        Failed(kind="script", message="m", traceback=LONG),
    ]
    for message in said:
        monitor.feed_stdout(encode(message))
    state, failed = monitor.state, monitor.failed
    assert failed is not None and state.result is not None
    shown = [state.log[0].text, state.findings[0].message, state.findings[0].check, state.outputs[0].name]
    for text in (*shown, failed.traceback, state.progress_text, state.result.summary):
        assert len(text) < 66_000 and text.endswith("more characters)"), len(text)
    assert state.outputs[0].data == {"value": LONG} and state.result.value == LONG
