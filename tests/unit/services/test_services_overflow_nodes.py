"""Some megabytes of a file must not become gigabytes in the window: values are counted before reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from bimdesk.domain.execution import Status
from bimdesk.protocol.lined_json import MAX_LINE, MAX_LINES
from bimdesk.protocol.messages import (
    MAX_RESULT_NODES,
    OVERFLOW_FILE,
    RESULT_DATA_FILE,
    Done,
    Locked,
    Result,
    encode,
)
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import JobState
from bimdesk.sdk.results import ResultTooLargeError, make_result
from bimdesk.services.kept_result import read_head, read_value
from bimdesk.services.overflow import MAX_LINE_NODES, MAX_NODES, take_overflow
from bimdesk.services.results import FILES_FOLDER, write_result


def _finding(nodes: int) -> bytes:
    return b'{"type":"finding","message":"m","data":{"a":[[]' + b",[]" * (nodes - 2) + b"]}}\n"


def test_that_a_finding_of_too_many_values_is_dropped_and_counted(tmp_path: Path) -> None:
    state = JobState()
    (tmp_path / OVERFLOW_FILE).write_bytes(_finding(MAX_LINE_NODES + 10) + _finding(10))
    take_overflow(tmp_path, state)
    assert (len(state.findings), state.anomalies) == (1, 1)


def test_that_all_findings_together_hold_so_many_values_and_no_more(tmp_path: Path) -> None:
    state = JobState()
    each = MAX_LINE_NODES - 1000
    (tmp_path / OVERFLOW_FILE).write_bytes(_finding(each) * 15)
    take_overflow(tmp_path, state)
    assert len(state.findings) <= MAX_NODES // (each - 10)
    assert len(state.findings) + state.anomalies == 15


@pytest.mark.parametrize(
    ("line", "lines"), [(b"0," * 1000 + b"\n", MAX_RESULT_NODES // 1000 + 1), (b"0,\n", MAX_LINES)]
)
def test_that_a_forged_result_of_too_many_values_or_lines_is_not_read(
    line: bytes, lines: int, tmp_path: Path
) -> None:
    files = tmp_path / FILES_FOLDER
    files.mkdir()
    (files / RESULT_DATA_FILE).write_bytes(b"[\n" + line * lines + b"0\n]\n")
    monitor = Monitor(supervised=True)
    for message in (Locked(sandbox={}, pid=1), Result(value=["short"], file=RESULT_DATA_FILE), Done()):
        monitor.feed_stdout(encode(message))
    write_result(tmp_path, monitor, Status.SUCCESS, "Done.")
    head = read_head(tmp_path)
    assert head.result == ["short"] and head.files == []
    assert read_value(tmp_path, head) == ["short"]


def test_that_a_text_too_long_for_a_line_is_told_to_the_script(tmp_path: Path) -> None:
    with pytest.raises(ResultTooLargeError, match="save_output"):
        make_result({"text": "x" * (MAX_LINE + 10)}, tmp_path)


def test_that_an_honest_script_is_told_what_to_do_instead(tmp_path: Path) -> None:
    with pytest.raises(ResultTooLargeError, match="4,000,000 is the most"):
        make_result([0] * (MAX_RESULT_NODES + 10), tmp_path)
