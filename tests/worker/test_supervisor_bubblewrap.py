"""bubblewrap as the fallback where there is no Landlock, and around it: tried with the real program."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from supervisor_bench import LIGHT, Bench, is_gone, job

from bimdesk.domain.protection import Protection, protection_of
from bimdesk.worker.locks.kernel import landlock_abi, seccomp_available
from bimdesk.worker.supervisor.namespaces import find_bubblewrap

pytestmark = pytest.mark.skipif(not seccomp_available(), reason="this kernel has no seccomp filters")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A supervisor over a worker without libraries."""
    yield from _bench(tmp_path, LIGHT)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Bench]:
    """A supervisor over the real worker."""
    yield from _bench(tmp_path, None)


def _bench(tmp_path: Path, code: str | None) -> Iterator[Bench]:
    _needs_bubblewrap()
    with Bench(tmp_path / "runs", code=code) as made:
        yield made
        assert made.process.poll() is not None, "the supervisor lives"
        assert made.left == []
        assert made.errors() == ""


def _needs_bubblewrap() -> None:
    if not find_bubblewrap():
        pytest.skip("bubblewrap is not installed")
    words = [find_bubblewrap(), "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "/bin/true"]
    tried = subprocess.run(words, capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"bubblewrap does not work here: {tried.stderr.strip()}")


def _fallback(text: str, model: Path, output: Path, **words: Any) -> dict[str, Any]:
    return job(text, model, output, without=["landlock"], **words)


def test_that_it_stands_in_for_landlock_and_says_so(real: Bench, model: Path, output: Path) -> None:
    real.send(_fallback("open('a', 'w').write('x'); print(len(entities))", model, output))
    ended = real.ended()
    assert (ended["reason"], ended["exit_code"]) == ("exited", 0)
    assert protection_of(ended["sandbox"]) is Protection.FALLBACK
    assert ended["sandbox"]["landlock"] == "unavailable: left out by the plan"
    assert [file["name"] for file in ended["files"]] == ["a"]
    assert real.logged()[0].isdecimal()


def test_that_files_are_counted_before_they_are_made_in_namespaces_too(
    bench: Bench, model: Path, output: Path
) -> None:
    text = "for i in range(2000):\n    open(str(i), 'w').close()\n    print(i + 1)"
    bench.send(_fallback(text, model, output, files=50, log_kb=512))
    assert bench.ended()["limit"] == "files"
    assert bench.logged()[-1] == "51"  # the one too many is what is seen


def test_that_the_kernel_takes_a_worker_in_namespaces_first_where_memory_ends(
    bench: Bench, model: Path, output: Path
) -> None:
    bench.send(_fallback("print(open('/proc/self/oom_score_adj').read().strip())", model, output))
    bench.ended()
    assert bench.logged() == ["1000"]


def test_that_what_is_outside_is_not_there(bench: Bench, model: Path, output: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    text = f"""
import os
for path in ({str(tmp_path / "secret")!r}, {str(output)!r}, "/root", "/home", "/etc/passwd", "/etc/shadow",
             "/dev/shm", "/dev/kmsg", "/dev/tty", "/run", "/sys", "/boot", "/var"):
    print(path, os.path.exists(path))
print(sorted(name for name in os.listdir("/proc") if name.isdigit()), os.getpid(), os.getppid())
print(sorted(os.listdir("/")))
for folder in ("/", "/usr/lib", {str(model)!r}, os.path.dirname(os.getcwd())):
    try: open(folder + "/written", "w"); print("wrote in", folder)
    except OSError as error: print(folder, error.errno in (1, 13, 30))
print(sorted(os.listdir(os.path.dirname(os.getcwd()))))
"""
    bench.send(_fallback(text, model, output))
    assert bench.ended()["exit_code"] == 0, bench.messages
    said = bench.logged()
    runtime = [str(Path(place).resolve()) for place in (sys.prefix, sys.base_prefix, tmp_path)]
    there = [line.removesuffix(" True") for line in said[:13] if line.endswith(" True")]
    assert all(any(place.startswith(f"{path}/") for place in runtime) for path in there), there
    assert said[13] == "['1'] 1 0"
    held = {Path(place).parts[1] for place in runtime}
    assert not {"home", "root", "run", "sys", "var", "boot"} & set(ast.literal_eval(said[14])) - held
    assert all(line.endswith(" True") for line in said[15:19])
    assert said[19] == "['run']"


def test_that_it_goes_around_landlock_where_it_is_wanted(bench: Bench, model: Path, output: Path) -> None:
    if landlock_abi() == 0:
        pytest.skip("this kernel has no Landlock")
    bench.send(job("import os\nprint(os.path.exists('/home'), os.getpid())", model, output, namespaces=True))
    ended = bench.ended()
    assert (ended["reason"], bench.logged()) == ("exited", ["False 1"])
    assert set(ended["sandbox"].values()) == {"active"}


ENDS = {
    "exit code": ("import os\nos._exit(7)", {}, ("exited", "", 7, 0)),
    "large exit code": ("import os\nos._exit(200)", {}, ("exited", "", 200, 0)),
    "crash": ("import ctypes\nctypes.string_at(0)", {}, ("exited", "", 0, 11)),
    "wall": ("while True: pass", {"wall_s": 0.3}, ("limit", "wall_s", 0, 9)),
    "cpu": ("while True: pass", {"cpu_s": 1}, ("limit", "cpu_s", 0, 9)),
    "files": (
        "import time\nfor i in range(90): open(str(i), 'w')\ntime.sleep(60)",
        {},
        ("limit", "files", 0, 9),
    ),
    "without a name": (
        "import os, time\nkept = []\nfor i in range(20):\n  f = open(str(i), 'wb', 0)\n"
        "  f.write(bytes(100000)); os.unlink(str(i)); kept.append(f)\ntime.sleep(60)",
        {"output_mb": 1},
        ("limit", "output_mb", 0, 9),
    ),
    "mapped without a name": (
        "import mmap, os, time\nmaps = []\nfor i in range(4):\n"
        "  f = open(str(i), 'w+b', 0); f.write(bytes(900000)); maps.append(mmap.mmap(f.fileno(), 900000))\n"
        "  f.close(); os.unlink(str(i))\ntime.sleep(60)",
        {"output_mb": 1},
        ("limit", "output_mb", 0, 9),
    ),
}


@pytest.mark.parametrize("case", ENDS)
def test_that_ends_and_limits_come_through(case: str, bench: Bench, model: Path, output: Path) -> None:
    text, limits, expected = ENDS[case]
    bench.send(_fallback(text, model, output, **limits))
    ended = bench.ended()
    assert (ended["reason"], ended["limit"], ended["exit_code"], ended["signal"]) == expected


def test_that_one_file_that_is_too_large_is_a_limit(real: Bench, model: Path, output: Path) -> None:
    real.send(_fallback("open('f', 'wb').write(bytes(2 << 20))", model, output, output_mb=1))
    ended = real.ended()
    assert (ended["reason"], ended["limit"], ended["signal"]) == ("limit", "output_mb", 25)


def test_that_a_stop_ends_it(bench: Bench, model: Path, output: Path) -> None:
    bench.send(_fallback("print('ready')\nwhile True: pass", model, output))
    worker = bench.until("locked")["pid"]
    bench.until("log")
    began = time.monotonic()
    bench.send({"cancel": True})
    assert bench.ended()["reason"] == "cancelled"
    assert time.monotonic() - began < 2.5
    assert is_gone(worker)


@pytest.mark.parametrize("way", ["kill", "close"])
def test_that_everything_goes_with_its_supervisor(
    way: str, model: Path, output: Path, tmp_path: Path
) -> None:
    _needs_bubblewrap()
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send(_fallback("print('ready')\nwhile True: pass", model, output))
        worker = bench.until("locked")["pid"]
        bench.until("log")
        processes = [worker, *(process.pid for process in bench.workers())]
        assert len(processes) >= 2
        if way == "kill":
            bench.process.kill()
        elif bench.process.stdin:
            bench.process.stdin.close()
        bench.process.wait(timeout=3)
        assert all(is_gone(process) for process in processes)


def _with_stand_in(tmp_path: Path, script: str) -> Bench:
    """A supervisor of a test that finds `script` as its bubblewrap."""
    program = tmp_path / "bwrap"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return Bench(tmp_path / "runs", code=LIGHT, bubblewrap=str(program))


@pytest.mark.parametrize("without", [[], ["landlock"]])
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", "setting up uid map"),
        ("exit 1", "it ended without a word"),
        ("kill -9 $$", "it ended without a word"),
        ('echo "{\\"child-pid\\": $$}" >&5; echo "bwrap: no proc" >&2; exit 1', "bwrap: no proc"),
        ('echo "{\\"child-pid\\": 4194303}" >&5; exit 1', "it ended without a word"),
    ],
)
def test_that_a_bubblewrap_that_fails_is_done_without_or_refused(
    script: str, words: str, without: list[str], model: Path, output: Path, tmp_path: Path
) -> None:
    if landlock_abi() == 0:
        pytest.skip("this kernel has no Landlock")
    with _with_stand_in(tmp_path, script) as bench:
        bench.send(job("print('ran')", model, output, namespaces=True, without=without))
        ended = bench.ended()
        assert bench.errors() == ""
    assert ended["sandbox"]["namespaces"].startswith("unavailable: bubblewrap does not work here (")
    assert words in ended["sandbox"]["namespaces"]
    if without:
        assert (ended["reason"], bench.logged()) == ("refused", [])
        assert ended["detail"].startswith("Files cannot be kept from scripts: no Landlock (left out")
        assert words in ended["detail"]
    else:
        assert (ended["reason"], bench.logged()) == ("exited", ["ran"])
        assert protection_of(ended["sandbox"]) is Protection.PROTECTED


def test_that_a_bubblewrap_that_isolates_nothing_is_no_fallback(
    model: Path, output: Path, tmp_path: Path
) -> None:
    """It tells a child and runs the worker, in our own namespaces."""
    script = 'while [ "$1" != "--" ]; do shift; done; shift; echo "{\\"child-pid\\": $$}" >&5; exec "$@"'
    with _with_stand_in(tmp_path, script) as bench:
        bench.send(_fallback("print('ran')", model, output))
        ended = bench.ended()
    assert (ended["reason"], bench.logged()) == ("refused", [])
    assert "no bubblewrap (the kernel shows none of its own (mnt))" in ended["detail"]


def test_that_without_landlock_and_bubblewrap_nothing_runs(model: Path, output: Path, tmp_path: Path) -> None:
    with Bench(tmp_path / "runs", code=LIGHT, bubblewrap=str(tmp_path / "absent")) as bench:
        bench.send(_fallback("print('ran')", model, output))
        ended = bench.ended()
    assert (ended["reason"], bench.logged()) == ("refused", [])
    assert ended["detail"] == (
        "Files cannot be kept from scripts: no Landlock (left out by the plan) and no bubblewrap "
        "(bubblewrap is not installed)."
    )


@pytest.mark.parametrize("without", [["seccomp"], ["landlock", "seccomp"]])
def test_that_nothing_stands_in_for_the_filter(
    without: list[str], model: Path, output: Path, tmp_path: Path
) -> None:
    with Bench(tmp_path / "runs", code=LIGHT) as bench:
        bench.send(job("print('ran')", model, output, without=without))
        ended = bench.ended()
    assert (ended["reason"], bench.logged()) == ("refused", [])
    assert ended["detail"] == "The filter of system calls is missing (left out by the plan)."
