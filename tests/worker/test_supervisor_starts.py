"""Spares, jobs that are none, disks without room: one sentence, and nothing left."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from supervisor_bench import LIGHT, START, Bench, is_gone, job

from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")


def _pid_of_worker(bench: Bench) -> int:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if found := bench.workers():
            return found[0].pid
    raise AssertionError("no worker was started")


def test_that_a_spare_ends_by_itself_when_nobody_wants_it(tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT, idle_s=1) as bench:
        worker = _pid_of_worker(bench)
        assert bench.process.wait(timeout=5) == 0
        assert is_gone(worker)
        assert (bench.left, bench.errors()) == ([], "")


def test_that_the_real_spare_takes_its_patience_from_its_arguments(tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", idle_s=1) as bench:
        assert bench.process.wait(timeout=8) == 0
        assert bench.left == []


def test_that_a_spare_with_a_job_does_not_end_for_idleness(tmp_path: Path, model: Path, output: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT, idle_s=1) as bench:
        bench.send(job("import time\ntime.sleep(1.5)\nprint('done')", model, output))
        assert bench.ended()["reason"] == "exited"
        assert bench.logged() == ["done"]


def test_that_a_spare_goes_when_its_window_goes(tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        worker = _pid_of_worker(bench)
        assert bench.process.stdin
        bench.process.stdin.close()
        assert bench.process.wait(timeout=5) == 1
        assert is_gone(worker)
        assert bench.left == []


def test_that_a_worker_that_died_as_a_spare_is_replaced(tmp_path: Path, model: Path, output: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        first = _pid_of_worker(bench)
        psutil.Process(first).kill()
        assert is_gone(first)
        bench.send(job("print('ran')", model, output))
        assert bench.ended()["reason"] == "exited"
        assert bench.logged() == ["ran"]


def test_that_a_worker_that_always_dies_is_refused_with_its_words(
    tmp_path: Path, model: Path, output: Path
) -> None:
    with Bench(tmp_path / "runs", code="sys.exit('broken')") as bench:
        is_gone(_pid_of_worker(bench))
        bench.send(job("print('ran')", model, output))
        assert bench.ended()["detail"] == (
            "The worker ended before it was confined (exit code 1). It said: broken"
        )


@pytest.mark.parametrize(
    "change",
    [
        {"limits": {}},
        {"limits": {"wall_s": -1}},
        {"limits": None},
        {"script": 5},
        {"landlock_abi": "x"},
        {"readable": 7},
        {"without": 7},
    ],
)
def test_that_a_job_that_is_none_is_told_and_not_run(
    change: dict[str, Any], tmp_path: Path, model: Path, output: Path
) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send({**job("print('ran')", model, output), **change})
        ended = bench.ended()
        assert (ended["reason"], bench.types()) == ("not started", ["ended"])
        assert ended["detail"].startswith("its job cannot be read (")
        assert (bench.left, bench.errors()) == ([], "")


@pytest.mark.parametrize("data", [b"not json\n", b"[]\n", b"\xff\n", b"[" * 99_999 + b"\n"])
def test_that_noise_in_the_place_of_a_job_ends_it(data: bytes, tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        worker = _pid_of_worker(bench)
        bench.send(data)
        assert bench.process.wait(timeout=5) == 1
        assert is_gone(worker)
        assert (bench.left, bench.errors()) == ([], "")


def test_that_a_second_job_ends_the_first(tmp_path: Path, model: Path, output: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send(job("while True: pass", model, output))
        worker = bench.until("locked")["pid"]
        bench.send(job("print('second')", model, output))
        assert bench.process.wait(timeout=5) == 1
        assert is_gone(worker)
        assert bench.left == []


def test_that_a_stop_without_a_job_is_nothing(tmp_path: Path, model: Path, output: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send({"cancel": True})
        bench.send(job("print('ran')", model, output))
        assert bench.ended()["reason"] == "exited"


def test_that_a_job_may_come_in_pieces(tmp_path: Path, model: Path, output: Path) -> None:
    data = json.dumps(job("print('ran')", model, output)).encode() + b"\n"
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        for start in range(0, len(data), 100):
            bench.send(data[start : start + 100])
            time.sleep(0.001)
        assert bench.ended()["reason"] == "exited"


def test_that_heartbeats_come_from_the_job_on(tmp_path: Path, model: Path, output: Path) -> None:
    with Bench(tmp_path / "runs", code="time.sleep(1.5)\n" + LIGHT) as bench:
        bench.send(job("print('ran')", model, output))
        bench.until("locked")
        assert [message["type"] for message in bench.messages[:2]] == ["heartbeat", "heartbeat"]
        bench.ended()


def test_that_a_place_that_is_no_folder_is_one_sentence(tmp_path: Path, model: Path, output: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with Bench(tmp_path / "runs" / "inner", code=LIGHT) as bench:
        bench.send(job("print('ran')", model, output))
        ended = bench.ended()
        assert ended["reason"] == "not started"
        assert ended["detail"] == (
            f"the folder for scripts' files, {tmp_path}/runs/inner, cannot be written (not a directory)"
        )
        assert bench.errors() == ""


def test_that_a_worker_that_cannot_be_run_is_one_sentence(tmp_path: Path, model: Path, output: Path) -> None:
    command = [sys.executable, "-I", "-S", "-B", "-c", _WITH_NO_WORKER, str(tmp_path / "runs")]
    done = subprocess.run(
        command,
        input=json.dumps(job("1", model, output)).encode() + b"\n",
        capture_output=True,
        check=False,
    )
    said = json.loads(done.stdout)
    assert said["detail"] == "/no/such/program cannot be run (No such file or directory)"
    assert (done.returncode, done.stderr) == (0, b"")
    assert list((tmp_path / "runs").iterdir()) == []


_WITH_NO_WORKER = f"""
import sys; sys.path.insert(0, {str(START.parents[3])!r})
from bimdesk.worker.supervisor.main import serve
sys.exit(serve(sys.argv[1], ["/no/such/program"], idle_s=9))
"""


def test_that_a_worker_that_cannot_be_run_again_is_one_sentence(
    tmp_path: Path, model: Path, output: Path
) -> None:
    """The spare died, and by now there is no program, memory or room for a process any more."""
    once = tmp_path / "once"
    once.write_text('#!/bin/sh\n/bin/rm "$0"\n')
    once.chmod(0o755)
    code = _WITH_NO_WORKER.replace("/no/such/program", str(once))
    command = [sys.executable, "-I", "-S", "-B", "-c", code, str(tmp_path / "runs")]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-1) as supervisor:
        seen = psutil.Process(supervisor.pid)
        while (once.exists() or seen.children()) and supervisor.poll() is None:
            time.sleep(0.01)
        out, err = supervisor.communicate(json.dumps(job("1", model, output)).encode() + b"\n")
    said = json.loads(out)
    assert (said["reason"], said["detail"]) == (
        "not started",
        f"{once} cannot be run (No such file or directory)",
    )
    assert (supervisor.returncode, err) == (0, b"")
    assert list((tmp_path / "runs").iterdir()) == []


def test_that_what_a_killed_supervisor_left_is_swept_by_the_next(
    tmp_path: Path, model: Path, output: Path
) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send(job("open('f', 'w').write('x')\nprint('ready')\nwhile True: pass", model, output))
        worker = bench.until("locked")["pid"]
        bench.until("log")
        bench.process.kill()
        bench.process.wait()
        assert is_gone(worker)
        assert len(bench.left) == 1
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send(job("print('ran')", model, output))
        bench.ended()
        assert bench.left == []
