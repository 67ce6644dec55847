"""Every way in which a confined script ends: the reason, the limit, the files, and nothing left."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from supervisor_bench import LIGHT, Bench, is_gone, job

from bimdesk.worker.locks.kernel import landlock_abi

pytestmark = pytest.mark.skipif(landlock_abi() == 0, reason="this kernel has no Landlock")
SLACK_S = 2.0


def _end(bench: Bench, text: str | None, model: Path, output: Path, **words: Any) -> dict[str, Any]:
    bench.send(job(text, model, output, **words))
    return bench.ended()


def test_that_a_script_runs_and_its_files_are_brought(real: Bench, model: Path, output: Path) -> None:
    text = "print('said')\nopen('a.txt', 'w').write('x')\nresult = 1"
    ended = _end(real, text, model, output)
    assert (ended["reason"], ended["limit"], ended["exit_code"], ended["signal"]) == ("exited", "", 0, 0)
    assert real.types() == ["locked", "log", "result", "done", "ended"]
    assert [file["name"] for file in ended["files"]] == ["a.txt"]
    assert (output / "a.txt").read_text() == "x"
    assert ended["cpu_s"] < 1.0 and ended["anomalies"] == 0


def test_that_a_probe_reports_and_ends(real: Bench, model: Path, output: Path) -> None:
    ended = _end(real, None, model, output)
    assert real.types() == ["locked", "ended"]
    assert ended["reason"] == "exited" and ended["files"] == []


GROW = "import os\nos.makedirs('d', exist_ok=True)\nf = open('d/f', 'wb')\n"
LIMITED = {
    "wall_s": ("import time\ntime.sleep(60)", {"wall_s": 0.3}),
    "wall_s, computing": ("while True: pass", {"wall_s": 0.3}),
    "cpu_s": ("while True: pass", {"cpu_s": 1}),
    "cpu_s, ignoring the signal": (
        "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
        {"cpu_s": 1},
    ),
    "cpu_s, by its own signal": ("import signal\nsignal.raise_signal(signal.SIGXCPU)", {}),
    "output_mb, one file": ("open('f', 'wb').write(bytes(2 << 20))", {"output_mb": 1}),
    "output_mb, many": (
        "import time\nfor i in range(40): open(str(i), 'wb').write(bytes(100000))\ntime.sleep(60)",
        {"output_mb": 1},
    ),
    "output_mb, without names": (
        "import os, time\nfiles = []\nfor i in range(40):\n"
        "  f = open(str(i), 'wb', 0); f.write(bytes(100000)); os.unlink(str(i)); files.append(f)\n"
        "time.sleep(60)",
        {"output_mb": 1},
    ),
    "output_mb, mapped without names": (
        "import mmap, os, time\nmaps = []\nfor i in range(4):\n"
        "  f = open(str(i), 'w+b', 0); f.write(bytes(900000)); maps.append(mmap.mmap(f.fileno(), 900000))\n"
        "  f.close(); os.unlink(str(i))\ntime.sleep(60)",
        {"output_mb": 1},
    ),
    "files": ("import time\nfor i in range(90): open(str(i), 'w')\ntime.sleep(60)", {}),
    "files, only folders": ("import os, time\nfor i in range(90): os.mkdir(str(i))\ntime.sleep(60)", {}),
    "files, at the end": ("for i in range(51): open(str(i), 'w')", {}),
    "log_kb": ("import time\nprint('x' * 1000000)\nprint('x' * 1000000)\ntime.sleep(60)", {"log_kb": 16}),
    "log_kb, by lines": ("while True: print('line')", {"log_kb": 16}),
    "log_kb, past print": ("import os\nwhile True: os.write(2, b'x' * 60000)", {"log_kb": 16}),
    "log_kb, by the control pipe": ("import os\nwhile True: os.write(3, b'x' * 60000)", {"log_kb": 16}),
    "log_kb, by empty messages": ("import os\nwhile True: os.write(3, b'{}\\n' * 9000)", {"log_kb": 16}),
}


@pytest.mark.parametrize("case", LIMITED)
def test_that_each_limit_ends_with_its_own_word(case: str, bench: Bench, model: Path, output: Path) -> None:
    text, limits = LIMITED[case]
    bench.send(job(text, model, output, **{"wall_s": 15, **limits}))
    bench.until("locked")
    began = time.monotonic()
    ended = bench.ended()
    assert (ended["reason"], ended["limit"]) == ("limit", case.partition(",")[0])
    # how soon a script has used its processor time is the machine's matter
    assert case.startswith("cpu_s") or time.monotonic() - began < 3 + SLACK_S
    assert sum(len(file["name"]) for file in ended["files"]) < 1000


COUNTED = """
import os
made = 0
def make(name):
    global made
    os.mkdir(name) if made % 2 else open(name, "w").close()
    made += 1
    os.write(1, f"{made}\\n".encode())
"""


@pytest.mark.parametrize("kept", [True, False])
def test_that_no_file_is_made_beyond_the_limit_however_fast(
    kept: bool, bench: Bench, model: Path, output: Path
) -> None:
    """Files that are deleted again do not count: it is what lies there."""
    again = "" if kept else "    os.rmdir(str(i)) if made % 2 == 0 else os.unlink(str(i))\n"
    text = f"{COUNTED}for i in range(2000):\n    make(str(i))\n{again}"
    ended = _end(bench, text, model, output, files=50, log_kb=512)
    made = int(bench.logged()[-1])
    if kept:
        assert (ended["reason"], ended["limit"]) == ("limit", "files")
        assert made == 51  # the one too many is what is seen
    else:
        assert (ended["reason"], made) == ("exited", 2000)


def test_that_memory_that_was_there_before_the_locks_is_watched(
    tmp_path: Path, model: Path, output: Path
) -> None:
    reserved = "import mmap, builtins\nbuiltins.room = mmap.mmap(-1, 100 << 20)\n"
    with Bench(tmp_path / "runs", code=reserved + LIGHT) as bench:
        text = "import time\nroom.write(bytes(40 << 20)); room.write(bytes(40 << 20))\ntime.sleep(60)"
        ended = _end(bench, text, model, output, memory_mb=64)
        assert (ended["reason"], ended["limit"]) == ("limit", "memory_mb")
        assert 64 < ended["peak_memory_mb"] < 200


def test_that_too_much_memory_is_said_by_the_worker(real: Bench, model: Path, output: Path) -> None:
    ended = _end(real, "x = bytearray(200 << 20)", model, output, memory_mb=64)
    assert ended["reason"] == "exited"
    assert [message["kind"] for message in real.messages if message["type"] == "failed"] == ["limit"]


def test_that_many_threads_are_said_to_be_many(bench: Bench, model: Path, output: Path) -> None:
    text = (
        "import threading, time\nthreading.stack_size(65536)\n"
        "for i in range(600): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "time.sleep(60)"
    )
    ended = _end(bench, text, model, output)
    if ended["reason"] == "exited":
        pytest.skip("the limit of tasks came first: this user is not root")
    assert (ended["reason"], ended["limit"]) == ("limit", "")
    assert ended["detail"] == "It started more than 512 threads."


def test_that_no_socket_stays_where_files_cannot_be_counted_before_they_are_made(
    bench: Bench, model: Path, output: Path
) -> None:
    """Before Linux 5.7, or in an outer sandbox that listens itself."""
    text = "import os, stat\nfor i in range(3, 64):\n"
    text += "  try: print(i, stat.S_ISSOCK(os.fstat(i).st_mode))\n  except OSError: pass"
    ended = _end(bench, text, model, output, without=["creations"])
    assert ended["reason"] == "exited"
    assert [line for line in bench.logged() if line.endswith("True")] == []


def test_that_the_number_of_files_is_looked_at_where_it_cannot_be_counted(
    bench: Bench, model: Path, output: Path
) -> None:
    text = "import time\nfor i in range(90): open(str(i), 'w')\ntime.sleep(60)"
    ended = _end(bench, text, model, output, without=["creations"])
    assert (ended["reason"], ended["limit"]) == ("limit", "files")


HEADLESS = """
import ctypes, os, platform, threading, time
threading.Thread(target=time.sleep, args=(60,)).start()
ctypes.CDLL(None).syscall(ctypes.c_long(60 if platform.machine() == "x86_64" else 93), ctypes.c_long(0))
"""


def test_that_a_process_whose_first_thread_ended_is_not_left_unwatched(
    bench: Bench, model: Path, output: Path
) -> None:
    """/proc says nothing any more of its memory, and of the files that it holds."""
    ended = _end(bench, HEADLESS, model, output)
    assert (ended["reason"], ended["limit"], ended["signal"]) == ("limit", "", 9)
    assert ended["detail"].startswith("Its first thread ended while others went on")


MAPPED = """
import ctypes, os, time
libc, size = ctypes.CDLL(None), 6 << 20
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
for number in range(5):
    name = f"a{number}NAME"
    file = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(file, size)
    libc.mmap(None, size, 3, 1, file, 0)
    os.close(file)
    os.unlink(name)
time.sleep(60)
"""


@pytest.mark.parametrize("name", ["", "\\x1eb", "\\x85b", "\\u2028b", "\\nb", " (deleted)\\n"])
def test_that_a_deleted_file_that_is_mapped_counts_whatever_its_name(
    name: str, bench: Bench, model: Path, output: Path
) -> None:
    ended = _end(bench, MAPPED.replace("NAME", name), model, output)
    assert (ended["reason"], ended["limit"]) == ("limit", "output_mb")


LONG = """
import ctypes, os, time
libc, folder = ctypes.CDLL(None), os.open(".", os.O_RDONLY)
for number in range(11):
    os.mkdir("n" * 250, 0o700, dir_fd=folder)
    folder = os.open("n" * 250, os.O_RDONLY, dir_fd=folder)
file = os.open("file", os.O_CREAT | os.O_RDWR, 0o600, dir_fd=folder)
os.ftruncate(file, 8192)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
area = libc.mmap(None, 30_000 * 4096, 0, 0x22, -1, 0)
for number in range(30_000):
    libc.mmap(area + number * 4096, 4096, 1 + 2 * (number % 2), 0x11, file, 0)
time.sleep(60)
"""


def test_that_a_list_of_mappings_too_long_to_be_read_ends_the_script(
    bench: Bench, model: Path, output: Path
) -> None:
    """90 MB of it, which the supervisor would hold three times."""
    ended = _end(bench, LONG, model, output)
    assert (ended["reason"], ended["limit"]) == ("limit", "output_mb")


@pytest.mark.parametrize(
    ("text", "code", "sign"),
    [
        ("import os\nos._exit(3)", 3, 0),
        ("import os\nos._exit(200)", 200, 0),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", 0, 0),
        ("import ctypes\nctypes.string_at(0)", 0, 11),
        ("import os\nos.abort()", 0, 6),
    ],
)
def test_that_how_it_ended_is_told(
    text: str, code: int, sign: int, bench: Bench, model: Path, output: Path
) -> None:
    ended = _end(bench, text, model, output)
    assert (ended["reason"], ended["limit"], ended["exit_code"], ended["signal"]) == (
        "exited",
        "",
        1 if "kill" in text else code,  # kill is refused: the script fails
        sign,
    )


@pytest.mark.parametrize("stubborn", [False, True])
def test_that_a_stop_takes_half_a_second_at_most_and_brings_the_files(
    stubborn: bool, bench: Bench, model: Path, output: Path
) -> None:
    text = "import signal, time\nopen('kept', 'w').write('x')\n"
    text += "signal.signal(signal.SIGINT, signal.SIG_IGN)\n" if stubborn else ""
    bench.send(job(text + "print('ready')\ntime.sleep(60)", model, output))
    bench.until("log")
    began = time.monotonic()
    bench.send({"cancel": True})
    bench.send({"cancel": True})
    ended = bench.ended()
    took = time.monotonic() - began
    assert (ended["reason"], ended["limit"], ended["signal"]) == ("cancelled", "", 9 if stubborn else 2)
    assert 0.4 * stubborn < took < 0.5 + SLACK_S
    assert [file["name"] for file in ended["files"]] == ["kept"]


def test_that_a_stop_before_the_lock_is_a_stop(real: Bench, model: Path, output: Path) -> None:
    both = (job("1", model, output), {"cancel": True})
    real.send(b"".join(json.dumps(message).encode() + b"\n" for message in both))
    ended = real.ended()
    assert (ended["reason"], ended["detail"], ended["sandbox"]) == ("cancelled", "", {})


def test_that_a_closed_input_ends_all_and_leaves_nothing(bench: Bench, model: Path, output: Path) -> None:
    bench.send(job("print('ready')\nwhile True: pass", model, output))
    worker = bench.until("locked")["pid"]
    bench.until("log")
    assert bench.process.stdin
    bench.process.stdin.close()
    assert bench.process.wait(timeout=SLACK_S) == 1
    assert is_gone(worker)


@pytest.mark.parametrize("flooding", [False, True])
def test_that_a_window_that_closed_its_end_is_noticed(
    flooding: bool, bench: Bench, model: Path, output: Path
) -> None:
    text = "print('ready')\nimport time\nwhile True: time.sleep(0.001); print('x' * 500)"
    bench.send(job(text if flooding else "print('ready')\nwhile True: pass", model, output))
    worker = bench.until("locked")["pid"]
    bench.until("log")
    assert bench.process.stdout
    bench.process.stdout.close()
    assert bench.process.wait(timeout=1 + SLACK_S) == 1
    assert is_gone(worker)


@pytest.mark.parametrize("sign", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_that_a_supervisor_that_is_asked_to_end_takes_everything_along(
    sign: str, bench: Bench, model: Path, output: Path
) -> None:
    import signal

    bench.send(job("print('ready')\nwhile True: pass", model, output))
    worker = bench.until("locked")["pid"]
    bench.until("log")
    bench.process.send_signal(getattr(signal, sign))
    assert bench.process.wait(timeout=SLACK_S) == 1
    assert is_gone(worker)


def test_that_a_script_that_closed_its_pipes_costs_no_processor_time(
    bench: Bench, model: Path, output: Path
) -> None:
    text = "import os, time\nprint('ready')\nfor fd in (0, 1, 2, 3): os.close(fd)\ntime.sleep(60)"
    bench.send(job(text, model, output))
    bench.until("log")
    bench.until("heartbeat")
    watcher = psutil.Process(bench.process.pid)
    before = sum(watcher.cpu_times()[:2])
    for _ in range(3):
        bench.until("heartbeat")
    assert sum(watcher.cpu_times()[:2]) - before < 0.45  # in about three seconds
    bench.send({"cancel": True})
    assert bench.ended()["reason"] == "cancelled"
