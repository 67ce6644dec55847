"""What is too much for a worker's pipe goes by a file, and comes back whole and cleaned."""

from __future__ import annotations

from pathlib import Path

import pytest
from sdk_bench import Bench

from bimdesk.protocol.messages import (
    MAX_LINE,
    OVERFLOW_FILE,
    FileSaved,
    FindingMessage,
    Message,
    Output,
    Progress,
    encode,
)
from bimdesk.protocol.state import JobState
from bimdesk.sdk.reporter import Reporter
from bimdesk.sdk.results import make_result
from bimdesk.sdk.valve import MAX_LIVE, MAX_LIVE_BYTES, Valve
from bimdesk.services.overflow import take_overflow


def of_kind(messages: list[Message], kind: type[Message]) -> list[Message]:
    return [message for message in messages if isinstance(message, kind)]


def test_that_findings_beyond_the_pipe_go_by_a_file_and_none_is_lost(bench: Bench) -> None:
    bench.run("for number in range(7_000):\n    finding(100, f'{number}', where='é')")
    live = of_kind(bench.said, FindingMessage)
    assert len(live) == MAX_LIVE
    state = JobState(findings=[message for message in live if isinstance(message, FindingMessage)])
    take_overflow(bench.output, state)
    assert [message.message for message in state.findings] == [str(number) for number in range(7_000)]
    assert state.findings[-1].data == {"where": "é"}
    assert state.anomalies == 0
    assert list(bench.output.iterdir()) == []


def test_that_large_outputs_go_by_the_file_too(bench: Bench) -> None:
    bench.run("for number in range(12):\n    markdown('x' * 900_000)\nkpi('last', 1)")
    live = of_kind(bench.said, Output)
    assert sum(len(encode(message)) for message in live) <= MAX_LIVE_BYTES
    state = JobState()
    take_overflow(bench.output, state)
    assert len(live) + len(state.outputs) == 13


def test_that_a_message_of_very_many_values_goes_by_the_file(tmp_path: Path) -> None:
    sent: list[Message] = []
    valve = Valve(sent.append, tmp_path)
    valve(Output(kind="table", name="many", data={"columns": ["n"], "rows": [[1]] * 150_000}))
    valve.close()
    assert sent == []
    state = JobState()
    take_overflow(tmp_path, state)
    assert [output.name for output in state.outputs] == ["many"]


def test_that_files_saved_over_and_over_do_not_fill_the_pipe(tmp_path: Path) -> None:
    sent: list[Message] = []
    valve = Valve(sent.append, tmp_path)
    for _ in range(MAX_LIVE + 500):
        valve(FileSaved(name="a.txt", size=1, sha256=""))
    assert len(sent) == MAX_LIVE


def test_that_progress_grows_rarer_in_a_script_of_hours(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("bimdesk.sdk.reporter.time.monotonic", lambda: clock[0])
    reporter = Reporter(bench.said.append, bench.view, bench.output)
    for _ in range(200_000):
        clock[0] += 0.1
        reporter.progress(0.5, "x" * 10_000)
    assert 3_000 < len(bench.said) < 4_000
    assert all(isinstance(message, Progress) and len(message.message) == 500 for message in bench.said)


def test_that_a_result_of_very_many_values_goes_by_a_file(tmp_path: Path) -> None:
    whole = make_result(list(range(9_000)), tmp_path)
    assert whole.file == ""
    many = make_result([1] * 150_000, tmp_path)
    assert many.file == "result-data.json"
    assert len(many.value) == 200


def test_that_bad_lines_are_counted_and_the_good_ones_kept(tmp_path: Path) -> None:
    deep = b'{"type":"finding","message":"deep","data":{"x":' + b"[" * 80 + b"]" * 80 + b"}}\n"
    (tmp_path / OVERFLOW_FILE).write_bytes(
        encode(FindingMessage(message="bell\x07"))
        + b'{"type":"done"}\n{"type":"finding"}\n\xff\n\n'
        + b'{"type":"finding","message":"'
        + b"x" * (2 * MAX_LINE)
        + b'"}\n'
        + deep
        + encode(FindingMessage(message="good"))
        + b'{"type":"finding","mess'
    )
    state = JobState()
    take_overflow(tmp_path, state)
    assert [message.message for message in state.findings] == ["bell�", "good"]
    assert state.anomalies == 7


def test_that_claims_are_bounded_and_links_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bimdesk.services.overflow.MAX_CLAIMS", 3)
    line = encode(FindingMessage(message="one"))
    (tmp_path / OVERFLOW_FILE).write_bytes(line * 5)
    state = JobState(outputs=[Output(kind="kpi", data={})])
    take_overflow(tmp_path, state)
    assert (len(state.findings), state.anomalies) == (2, 3)
    monkeypatch.setattr("bimdesk.services.overflow.MAX_CLAIMS", 100)
    monkeypatch.setattr("bimdesk.services.overflow.MAX_BYTES", 2 * len(line))
    (tmp_path / OVERFLOW_FILE).write_bytes(line * 5)
    long = JobState()
    take_overflow(tmp_path, long)
    assert (len(long.findings), long.anomalies) == (2, 3)
    secret = tmp_path / "secret.jsonl"
    secret.write_bytes(line)
    (tmp_path / OVERFLOW_FILE).symlink_to(secret)
    take_overflow(tmp_path, state)
    assert (len(state.findings), secret.exists()) == (2, True)
