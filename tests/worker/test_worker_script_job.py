"""The script job in a real process: messages, limits, results that are too long, what a script prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from script_bench import EXAMPLES, import_in_worker, run_in_worker
from small_index import write_small_index

from bimdesk.domain.execution import Status
from bimdesk.domain.limits import limit_sentence
from bimdesk.protocol.messages import MAX_LINE, RESULT_DATA_FILE
from bimdesk.worker.supervisor.namespaces import find_bubblewrap


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("small") / "model")


def test_that_the_examples_of_the_contract_run_verbatim(model: Path, tmp_path: Path) -> None:
    counted = run_in_worker((EXAMPLES / "count_by_type.py").read_text(encoding="utf-8"), model, tmp_path)
    assert counted.result["total_elements"] == 11
    assert counted.result["by_type"][0] == {"type": "IfcBuildingStorey", "count": 2}
    assert counted.printed == ["Counted 11 elements"]
    rows = run_in_worker((EXAMPLES / "rows_with_properties.py").read_text(encoding="utf-8"), model, tmp_path)
    assert rows.result["row_count"] == 11
    assert "Pset_WallCommon.ThermalTransmittance" in rows.result["columns"]
    shapes = run_in_worker(
        (EXAMPLES / "elements_with_geometry.py").read_text(encoding="utf-8"), model, tmp_path
    )
    assert shapes.result == {"with_geometry": {"IfcWall": 1, "IfcWallStandardCase": 1}, "all_named": True}
    assert {counted.status, rows.status, shapes.status} == {Status.SUCCESS}


def test_that_what_a_script_prints_comes_line_by_line(model: Path, tmp_path: Path) -> None:
    text = (
        "import warnings\nprint('a', end='')\nprint('b\\nc')\nwarnings.warn('careful')\nprint('end', end='')"
    )
    ended = run_in_worker(text, model, tmp_path)
    assert ended.printed == ["ab", "c", "end"]
    assert any("careful" in log.text for log in ended.state.log if log.level == "warning")
    assert (ended.status, ended.sentence) == (Status.SUCCESS, "It ran to its end and left no result.")
    assert ended.state.anomalies == 0


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("result = {'status': 'PASS', 'summary': 'All  fine'}", Status.SUCCESS, "All fine"),
        ("result = {'status': 'warning'}", Status.WARNING, "Done with a warning."),
        ("result = {'status': 'FAIL', 'summary': 'No'}", Status.FAILED, "No"),
        ("x = 1\nraise ValueError('bad')", Status.ERROR, "Line 2: ValueError: bad."),
        ("import os", Status.ERROR, "'os' is not available to scripts; see"),
        ("exit()", Status.ERROR, "The script left by exit() before its end."),
        ("result = {'f': {1: [len]}}", Status.ERROR, "result['f']['1'][0] is a builtin_function_or_method"),
        ("while True: print('x' * 1000)", Status.KILLED, "more than 64 MB to its log"),
    ],
)
def test_that_each_end_has_its_status_and_sentence(
    model: Path, tmp_path: Path, text: str, status: Status, sentence: str
) -> None:
    ended = run_in_worker(text, model, tmp_path)
    assert ended.status is status
    assert sentence in ended.sentence


def test_that_an_endless_loop_ends_at_its_time_limit(model: Path, tmp_path: Path) -> None:
    assert run_in_worker("while True: pass", model, tmp_path, timeout_s=1.5).status is Status.TIMEOUT


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is limited on Linux alone")
def test_that_a_script_that_needs_too_much_memory_is_told_so(model: Path, tmp_path: Path) -> None:
    ended = run_in_worker("x = 1\ny = bytearray(600 * 1024 * 1024)", model, tmp_path, memory_mb=512)
    assert ended.status is Status.KILLED
    assert ended.sentence == limit_sentence("memory_mb", 512)
    modest = run_in_worker("y = bytearray(300 * 1024 * 1024)", model, tmp_path, memory_mb=512)
    assert modest.status is Status.SUCCESS


def test_that_a_long_result_is_whole_in_a_file_and_short_in_the_message(model: Path, tmp_path: Path) -> None:
    text = "result = {'summary': 's', 'rows': [{'n': n, 'text': 'x' * 100} for n in range(20_000)]}"
    ended = run_in_worker(text, model, tmp_path)
    assert ended.status is Status.SUCCESS
    assert ended.state.anomalies == 0
    assert ended.state.result is not None
    assert ended.state.result.file == RESULT_DATA_FILE
    assert len(json.dumps(ended.result)) < MAX_LINE
    whole = json.loads((tmp_path / RESULT_DATA_FILE).read_text(encoding="utf-8"))
    assert len(whole["rows"]) == 20_000
    assert ended.result["rows"] == whole["rows"][: len(ended.result["rows"])]


def test_that_a_result_beyond_any_use_is_refused_with_advice(model: Path, tmp_path: Path) -> None:
    ended = run_in_worker("result = 'x' * 270_000_000", model, tmp_path)
    assert ended.status is Status.ERROR
    assert "save_output()" in ended.sentence


def test_that_other_versions_are_at_hand(model: Path, tmp_path: Path) -> None:
    text = "sets = previous.get_properties(100)\n"
    text += "result = [previous.entities.count(), [m.label for m in models], sets[0].name]"
    assert run_in_worker(text, model, tmp_path, previous=model).result == [11, ["Other"], "Pset_WallCommon"]
    assert run_in_worker("result = [previous, models]", model, tmp_path).result == [None, []]


def test_that_a_model_that_is_gone_is_bad_input(tmp_path: Path) -> None:
    ended = run_in_worker("result = 1", tmp_path / "nowhere", tmp_path)
    assert ended.status is Status.ERROR
    assert "holds no imported model" in ended.sentence


WRITES = """# /// script
# [tool.bimdesk]
# name = "Rename"
# {permissions}
# ///
model.by_type("IfcProject")[0].Name = "Renamed"
"""


@pytest.mark.parametrize("permission", [True, False])
def test_that_a_changed_model_is_left_as_a_file_only_with_the_permission(
    samples: Path, tmp_path: Path, permission: bool
) -> None:
    folder = tmp_path / "model"
    import_in_worker(samples / "house.ifc", folder)
    before = (folder / "source.ifc").read_bytes()
    text = WRITES.format(permissions='permissions = ["model.write"]' if permission else "")
    ended = run_in_worker(text, folder, tmp_path / "files")
    assert ended.status is Status.SUCCESS, ended.sentence
    assert (folder / "source.ifc").read_bytes() == before
    written = list((tmp_path / "files").glob("*.ifc"))
    assert len(written) == permission
    assert all(b"'Renamed'" in file.read_bytes() for file in written)


PROC = """
import numpy
types = numpy.ctypeslib.ctypes
opened = types.CDLL(None).open
written = [b"/proc/sys/kernel/core_pattern", b"/proc/sys/vm/drop_caches", b"/proc/self/comm"]
read = [b"/proc/keys", b"/proc/kallsyms", b"/etc/passwd"]
result = [opened(path, 1) for path in written] + [opened(path, 0) for path in read]
"""


@pytest.mark.skipif(not find_bubblewrap(), reason="bubblewrap is not installed: there is no fallback here")
def test_that_proc_can_be_neither_written_nor_asked_about_the_kernel_in_the_fallback(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIMDESK_SANDBOX_WITHOUT", "landlock")
    ended = run_in_worker(PROC, model, tmp_path)
    assert ended.state.sandbox["namespaces"] == "active"
    assert ended.result == [-1] * 6


def test_that_a_lone_surrogate_in_a_finding_does_no_harm(model: Path, tmp_path: Path) -> None:
    ended = run_in_worker("finding(None, 'a\\ud800b', check='\\udfff')", model, tmp_path)
    assert (ended.status, ended.state.findings[0].message) == (Status.SUCCESS, "a?b")
