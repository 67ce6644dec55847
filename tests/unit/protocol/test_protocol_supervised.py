"""The monitor of a supervisor's words: only it opens and ends, nothing comes after its last."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import FIELDS, Limits
from bimdesk.protocol.messages import (
    Collected,
    CollectedFile,
    Done,
    Ended,
    Failed,
    FindingMessage,
    Heartbeat,
    Hello,
    Locked,
    Log,
    Message,
    Progress,
    Result,
    encode,
)
from bimdesk.protocol.monitor import KEPT_LOG_BYTES, KILL_OUTPUT_BYTES, Monitor
from bimdesk.protocol.outcome import script_outcome
from bimdesk.protocol.state import Ending, EndReason, Stage, ending_of

LOCKED = Locked(sandbox={"landlock": "active", "seccomp": "active"}, pid=7)
ENDED = Ended(reason="exited", sandbox={"landlock": "active"})


def _fed(*messages: Message, supervised: bool = True) -> Monitor:
    monitor = Monitor(supervised=supervised)
    monitor.feed_stdout(b"".join(encode(message) for message in messages))
    return monitor


def test_that_a_run_goes_from_locked_to_ended() -> None:
    progress, log = Progress(done=0.5), Log(level="print", text="x")
    monitor = _fed(Heartbeat(), LOCKED, progress, Heartbeat(files=3), Result(value=1), Done(), log, ENDED)
    state = monitor.state
    assert (state.anomalies, state.stage, monitor.done) == (0, Stage.RUNNING, True)
    assert state.usage == Heartbeat(files=3)
    assert state.log == [log]
    assert state.ended == ENDED
    assert state.sandbox == {"landlock": "active"}


@pytest.mark.parametrize(
    "message", [Progress(done=1), Done(), Failed(kind="script", message="x"), Hello(job="script", pid=1)]
)
def test_that_nothing_of_a_script_comes_before_locked(message: Message) -> None:
    monitor = _fed(message)
    assert (monitor.state.anomalies, monitor.state.stage) == (1, Stage.STARTING)
    assert not monitor.done and monitor.failed is None


@pytest.mark.parametrize("message", [LOCKED, Hello(job="script", pid=1)])
def test_that_there_is_one_beginning(message: Message) -> None:
    monitor = _fed(LOCKED, message)
    assert monitor.state.anomalies == 1
    assert monitor.state.sandbox == LOCKED.sandbox


@pytest.mark.parametrize(
    "message",
    [Progress(done=1), Result(value=2), Done(), Log(level="info", text="x"), Heartbeat(), LOCKED, ENDED],
)
def test_that_nothing_comes_after_ended(message: Message) -> None:
    monitor = _fed(LOCKED, Result(value=1), ENDED, message)
    assert monitor.state.anomalies == 1
    assert monitor.state.result == Result(value=1) and monitor.state.log == []


@pytest.mark.parametrize(
    "message", [Progress(done=1), Result(value=2), Failed(kind="limit", message="x"), Done()]
)
def test_that_nothing_but_the_log_comes_after_done(message: Message) -> None:
    monitor = _fed(LOCKED, Done(), message, Log(level="print", text="late"))
    assert (monitor.state.anomalies, len(monitor.state.log), monitor.failed) == (1, 1, None)


@pytest.mark.parametrize("message", [LOCKED, Heartbeat(), ENDED, Collected(files=[])])
def test_that_a_worker_without_supervisor_cannot_speak_as_one(message: Message) -> None:
    monitor = _fed(Hello(job="script", pid=1), message, supervised=False)
    assert (monitor.state.anomalies, monitor.state.ended, monitor.state.usage) == (1, None, None)


def test_that_what_was_not_kept_stands_in_the_log_and_is_counted() -> None:
    ended = Ended(reason="exited", left_out=["a\u202eb: it is no ordinary file."], log_dropped=5, anomalies=2)
    state = _fed(LOCKED, ended).state
    assert [log.text for log in state.log] == ["Not kept: a\ufffdb: it is no ordinary file."]
    assert (state.log_dropped, state.anomalies) == (5, 2)


def test_that_files_that_are_too_many_for_one_line_come_before_the_last() -> None:
    def files(first: int) -> list[CollectedFile]:
        return [CollectedFile(name=f"{n}.csv", size=1, sha256="0" * 64) for n in range(first, first + 1000)]

    parts = [
        Collected(files=files(0)),
        Collected(files=files(1000)),
        Ended(reason="exited", files=files(2000)),
    ]
    state = _fed(LOCKED, Done(), *parts).state
    assert state.ended is not None and state.anomalies == 0
    assert [file.name for file in state.ended.files] == [f"{n}.csv" for n in range(3000)]
    assert _fed(Hello(job="script", pid=1), parts[0], supervised=False).state.anomalies == 1


def test_that_a_supervisors_log_is_kept_as_long_as_it_sends_it() -> None:
    lines = [Log(level="print", text="x" * 10_000)] * (2 * KEPT_LOG_BYTES // 10_000)
    assert _fed(LOCKED, *lines).state.log_dropped == 0
    assert _fed(Hello(job="script", pid=1), *lines, supervised=False).state.log_dropped > 0


def test_that_only_a_worker_without_supervisor_is_killed_for_its_output() -> None:
    for supervised in (True, False):
        monitor = Monitor(supervised=supervised)
        monitor.feed_stdout(b"x" * (KILL_OUTPUT_BYTES + 1))
        assert bool(monitor.violation) is not supervised


_any = st.sampled_from(
    [
        Hello(job="script", pid=1),
        LOCKED,
        Heartbeat(cpu_s=1.0),
        Progress(done=0.1),
        Log(level="info", text="x"),
        FindingMessage(message="m"),
        Result(value=1),
        Done(),
        Failed(kind="script", message="x"),
        ENDED,
    ]
)


@given(st.lists(_any, max_size=12), st.lists(st.integers(1, 90), max_size=12))
def test_that_in_any_order_and_any_pieces_each_message_is_taken_or_counted(
    messages: Sequence[Message], sizes: Sequence[int]
) -> None:
    monitor, data, at, taken = Monitor(supervised=True), b"".join(map(encode, messages)), 0, 0
    for size in sizes:
        taken += len(monitor.feed_stdout(data[at : at + size]))
        at += size
    taken += len(monitor.feed_stdout(data[at:]))
    assert taken + monitor.state.anomalies == len(messages)
    assert (monitor.state.stage is Stage.RUNNING) == bool(
        monitor.state.sandbox.get("seccomp")
    ) or ENDED in messages


@pytest.mark.parametrize("limit", FIELDS)
def test_that_each_limit_has_its_status_and_its_sentence(limit: str) -> None:
    state = _fed(LOCKED, Done(), Ended(reason="limit", limit=limit, signal=9)).state  # type: ignore[arg-type]  # a field of Limits
    monitor = _fed(LOCKED, Done())
    ending = ending_of(state, Ending(exit_code=0))
    status, sentence = script_outcome(monitor, ending, Limits())
    assert status is (Status.TIMEOUT if limit == "wall_s" else Status.KILLED)
    assert sentence.startswith("Stopped at a limit: it ") and FIELDS[limit].option in sentence


def test_that_a_limit_without_field_says_its_own_words() -> None:
    state = _fed(LOCKED, Ended(reason="limit", detail="It started more than 512 threads.", signal=9)).state
    outcome = script_outcome(_fed(LOCKED), ending_of(state, Ending()), Limits())
    assert outcome == (Status.KILLED, "Stopped: it started more than 512 threads.")


@pytest.mark.parametrize(
    ("ended", "status", "words"),
    [
        (Ended(reason="cancelled", signal=2), Status.CANCELLED, "Cancelled."),
        (
            Ended(reason="refused", detail="No Landlock.", signal=9),
            Status.KILLED,
            "Not run: scripts cannot be confined here. No Landlock.",
        ),
        (
            Ended(reason="not started", detail="the folder cannot be written (no space left on device)"),
            Status.ERROR,
            "The script's process could not be started: the folder cannot be written "
            "(no space left on device).",
        ),
        (
            Ended(reason="exited", signal=11),
            Status.ERROR,
            "The script's process crashed (segmentation fault).",
        ),
    ],
)
def test_that_what_the_supervisor_saw_outranks_what_the_script_said(
    ended: Ended, status: Status, words: str
) -> None:
    monitor = _fed(LOCKED, Result(value=1), Done(), ended)
    assert script_outcome(monitor, ending_of(monitor.state, Ending()), Limits()) == (status, words)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (Ending(reason=EndReason.EXITED, exit_code=1), EndReason.LOST),
        (Ending(reason=EndReason.EXITED, signal=9), EndReason.LOST),
        (Ending(reason=EndReason.TIMEOUT, signal=9), EndReason.LOST),
        (Ending(reason=EndReason.CANCELLED, signal=9), EndReason.CANCELLED),
        (Ending(reason=EndReason.NOT_STARTED, detail="x"), EndReason.NOT_STARTED),
    ],
)
def test_that_a_supervisor_that_ended_without_a_word_is_lost(seen: Ending, reason: EndReason) -> None:
    monitor = _fed(LOCKED, Result(value=1), Done())
    ending = ending_of(monitor.state, seen)
    assert ending.reason is reason
    status, sentence = script_outcome(monitor, ending, Limits())
    if reason is EndReason.LOST:
        assert status is Status.KILLED
        assert sentence.startswith("The process that watches the script ended (")
