"""Workers that are not what they say: whatever they report, they get no script."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from small_index import write_small_index
from supervisor_bench import LIGHT, Bench, job

from bimdesk.domain.protection import Protection, protection_of
from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
SECRET = "the text of the script"
GOT_IT = "\nif 'the text of' in sys.stdin.read(): open('got it', 'w').write('x')\nsignal.pause()\n"
"""What a hostile worker does with a script: it leaves a file, which would be brought out."""

FREE = """
from bimdesk.worker.locks.acts import FORBIDDEN, NEEDED
request = take()
os.chdir(request["plan"]["run_folder"])
good = {name: "blocked" for name in FORBIDDEN} | {name: "allowed" for name in NEEDED}
report = {"type": "locked", "landlock": "active (ABI 7)", "seccomp": "active", "probes": good}
"""
"""A worker that locks nothing and knows what a report must look like."""

WORKERS = {
    "a stubbed report": (FREE + "say(report)", "The kernel says that the worker is not confined"),
    "the reported filter is a mode": (
        FREE + "report['seccomp'] = 2\nsay(report)",
        "The filter of system calls is missing (not reported)",
    ),
    "no_new_privs alone": (
        FREE + "lock_module.forbid_new_privileges()\nsay(report)",
        "The kernel says that the worker is not confined",
    ),
    "a forbidden act succeeded": (
        "report = lock(take())\nreport['probes']['open a unix socket'] = 'allowed'\nsay(report)",
        "A forbidden act was not blocked: open a unix socket (allowed).",
    ),
    "a probe is missing": (
        "report = lock(take())\ndel report['probes']['start a process']\nsay(report)",
        "A forbidden act was not blocked: start a process (was not tried).",
    ),
    "no probes": (
        "report = lock(take())\nreport['probes'] = []\nsay(report)",
        "The worker did not try what it must not be able to do.",
    ),
    "two threads": (
        "report = lock(take())\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()\n"
        "say(report)",
        "The worker had threads before it was confined.",
    ),
    "without Landlock": (
        "request = take()\nrequest['plan']['without'] = ['landlock']\nsay(lock(request))",
        "Files cannot be kept from scripts: no Landlock (left out by the plan) and no bubblewrap",
    ),
    "without seccomp": (
        "request = take()\nrequest['plan']['without'] = ['seccomp']\nsay(lock(request))",
        "The filter of system calls is missing (left out by the plan).",
    ),
    "it cannot lock itself": (
        "take()\nsay({'type': 'refused', 'detail': 'The limit x cannot be set.'})",
        "The limit x cannot be set.",
    ),
    "another message": ("take()\nsay({'type': 'done'})", "The worker could not confine itself."),
    "no message": ("take()\nos.write(3, b'\\xff{[\\n')", "The worker's report cannot be read."),
    "a list": ("take()\nos.write(3, b'[]\\n')", "The worker's report cannot be read."),
    "nested": ("take()\nos.write(3, b'[' * 90000 + b'\\n')", "The worker's report cannot be read."),
    "without end": (
        "take()\nfor _ in range(9): os.write(3, b'x' * 60000)",
        "The worker's report cannot be read.",
    ),
    "it ends at once": (
        "sys.exit('no numpy here')",
        "The worker ended before it was confined (exit code 1).",
    ),
    "it ends with the job": ("take()\nos._exit(7)", "The worker ended before it was confined (exit code 7)."),
    "it crashes with the job": (
        "take()\nos.kill(os.getpid(), 11)",
        "The worker ended before it was confined (signal 11).",
    ),
    "it reports and ends": (FREE + "say(report)\nos._exit(0)", ""),
    "two reports": (
        FREE + "bad = dict(report, probes={})\nos.write(3, b''.join("
        "json.dumps(one).encode() + b'\\n' for one in (bad, report)))",
        "The kernel says that the worker is not confined",
    ),
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_index(tmp_path_factory.mktemp("model"))


def _refused(code: str, model: Path, folder: Path) -> tuple[dict[str, Any], Bench]:
    output = folder / "output"
    output.mkdir()
    with Bench(folder / "runs", code=code + GOT_IT) as bench:
        bench.send(job(SECRET, model, output))
        ended = bench.ended(within_s=10)
        assert bench.left == []
        assert bench.errors() == ""
    assert list(output.iterdir()) == []
    return ended, bench


@pytest.mark.parametrize("case", WORKERS)
def test_that_a_worker_in_doubt_gets_no_script(case: str, model: Path, tmp_path: Path) -> None:
    code, words = WORKERS[case]
    ended, bench = _refused(code, model, tmp_path)
    assert (ended["reason"], ended["files"]) == ("refused", [])
    assert ended["detail"].startswith(words)
    assert protection_of(ended["sandbox"]) is Protection.UNAVAILABLE
    assert bench.types() == ["ended"]


def test_that_the_last_words_of_a_worker_that_cannot_start_are_told(model: Path, tmp_path: Path) -> None:
    ended, _bench = _refused("raise ImportError('no module named numpy')", model, tmp_path)
    assert ended["detail"] == (
        "The worker ended before it was confined (exit code 1). It said: ImportError: no module named numpy"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to keep")
def test_that_a_worker_that_kept_roots_privileges_gets_no_script(model: Path, tmp_path: Path) -> None:
    code = "lock_module.drop_capabilities = lambda: 'dropped'\nsay(lock(take()))"
    ended, _bench = _refused(code, model, tmp_path)
    assert ended["detail"] == "The worker kept privileges of root."


def test_that_what_a_refused_worker_says_goes_nowhere(model: Path, tmp_path: Path) -> None:
    forged = "say({'type': 'result', 'value': 1})\nsay({'type': 'done'})\nprint('printed', flush=True)\n"
    ended, bench = _refused(FREE + "say(report)\n" + forged, model, tmp_path)
    assert ended["reason"] == "refused"
    assert bench.types() == ["ended"]


def test_that_a_second_report_after_the_real_one_changes_nothing(model: Path, tmp_path: Path) -> None:
    code = LIGHT.replace("text = sys", "say({'type': 'locked', 'sandbox': {}, 'pid': 1})\ntext = sys", 1)
    (tmp_path / "output").mkdir()
    with Bench(tmp_path / "runs", code=code) as bench:
        bench.send(job("print('ran')", model, tmp_path / "output"))
        ended = bench.ended()
    assert (ended["reason"], bench.types()) == ("exited", ["locked", "log", "done", "ended"])
    assert protection_of(ended["sandbox"]) is Protection.PROTECTED
    assert [m["sandbox"] for m in bench.messages if m["type"] == "locked"] == [ended["sandbox"]]
    assert ended["anomalies"] == 1


def test_that_a_worker_that_never_reports_is_given_up(model: Path, tmp_path: Path) -> None:
    """The constant is a minute: here it is a stop that ends it, and the supervisor says so all the while."""
    (tmp_path / "output").mkdir()
    with Bench(tmp_path / "runs", code="take()\nos.close(3)\nsignal.pause()") as bench:
        bench.send(job("1", model, tmp_path / "output"))
        for _ in range(2):
            bench.until("heartbeat")
        bench.send({"cancel": True})
        assert bench.ended()["reason"] == "cancelled"


def test_that_a_worker_that_does_not_read_blocks_nobody(model: Path, tmp_path: Path) -> None:
    code = "request = take()\nsay(lock(request))\nwhile True: time.sleep(1)"
    (tmp_path / "output").mkdir()
    with Bench(tmp_path / "runs", code=code) as bench:
        bench.send(job("x" * 3_000_000, model, tmp_path / "output", wall_s=0.5))
        ended = bench.ended()
    assert (ended["reason"], ended["limit"]) == ("limit", "wall_s")


def test_that_a_worker_that_shuts_its_input_blocks_nobody(model: Path, tmp_path: Path) -> None:
    code = "request = take()\nsay(lock(request))\nos.close(0)\ntime.sleep(0.3)\nos._exit(5)"
    (tmp_path / "output").mkdir()
    with Bench(tmp_path / "runs", code=code) as bench:
        bench.send(job("x" * 3_000_000, model, tmp_path / "output"))
        assert bench.ended()["exit_code"] == 5
