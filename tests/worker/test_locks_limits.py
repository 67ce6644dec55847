"""Each limit is reached in a real child, and is seen from outside."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from locked_child import MB, NOBODY, LockedIn, locked_in, python_of


def place_of(user: int) -> Iterator[LockedIn]:
    python = python_of(user)
    if python is None:
        pytest.skip(f"user {user} can start no Python 3.11 here")
    with locked_in(user=user, python=python) as place:
        yield place


@pytest.fixture
def place() -> Iterator[LockedIn]:
    yield from place_of(os.getuid())


@pytest.fixture
def ordinary() -> Iterator[LockedIn]:
    """A user whom the kernel limits: the number of root's tasks is not."""
    yield from place_of(os.getuid() or NOBODY)


def test_that_memory_ends_in_a_memory_error(place: LockedIn) -> None:
    code = "attempt('enough', lambda: bytearray(50_000_000))\n"
    code += "attempt('too much', lambda: bytearray(200_000_000))"
    ended = place.run(code, memory_bytes=128 * MB)
    assert ended.results == {"enough": "done", "too much": "MemoryError"}


def test_that_a_large_file_ends_the_process(place: LockedIn) -> None:
    ended = place.run("open('large', 'wb').write(bytes(2_000_000))", file_bytes=MB)
    assert ended.code == -signal.SIGXFSZ
    assert (place.run_folder / "large").stat().st_size == MB


def test_that_a_sparse_file_ends_the_process_as_well(place: LockedIn) -> None:
    ended = place.run("open('large', 'wb').truncate(2_000_000)", file_bytes=MB)
    assert ended.code == -signal.SIGXFSZ


def test_that_processor_time_ends_the_process(place: LockedIn) -> None:
    ended = place.run("while True: pass", cpu_s=1)
    assert ended.code == -signal.SIGXCPU


def test_that_who_ignores_the_first_signal_is_killed_a_second_later(place: LockedIn) -> None:
    ended = place.run(
        "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass", cpu_s=1
    )
    assert ended.code == -signal.SIGKILL


def test_that_time_used_before_the_locks_does_not_count(place: LockedIn) -> None:
    busy = "import time\nwhile time.process_time() < 1.2: pass"
    ended = place.run("results['ran'] = True", before=busy, cpu_s=1)
    assert ended.results == {"ran": True}


def test_that_open_files_are_limited(place: LockedIn) -> None:
    ended = place.run(
        "kept = []\nattempt('many', lambda: [kept.append(open('f', 'w')) for _ in range(100)])\n"
        "for file in kept: file.close()\nresults['got'] = len(kept)",
        open_files=40,
    )
    assert ended.results["many"] == "EMFILE"
    assert 30 <= ended.results["got"] < 40


THREADS = """
import threading
stop = threading.Event()
threads = [threading.Thread(target=stop.wait, daemon=True) for _ in range(60)]
started = 0
def start():
    global started
    for thread in threads:
        thread.start()
        started += 1
attempt('many', start)
results['started'] = started
stop.set()
"""


def test_that_tasks_are_limited(ordinary: LockedIn) -> None:
    ended = ordinary.run(THREADS, tasks=20)
    assert ended.results["many"] == "RuntimeError"
    assert ended.results["started"] <= 20


def test_that_few_threads_fit_the_limit_of_tasks(ordinary: LockedIn) -> None:
    ended = ordinary.run(THREADS, tasks=100)
    assert ended.results == {"many": "done", "started": 60}


def test_that_no_limit_goes_above_the_hard_one(place: LockedIn) -> None:
    before = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))"
    before += "; resource.setrlimit(resource.RLIMIT_CPU, (30, 30))"
    code = "import resource; results['open'] = resource.getrlimit(resource.RLIMIT_NOFILE)"
    code += "; results['cpu'] = resource.getrlimit(resource.RLIMIT_CPU)"
    ended = place.run(code, before=before, open_files=128, cpu_s=100)
    assert ended.results == {"open": [64, 64], "cpu": [30, 30]}
    assert ended.report["limits"]["open_files"] == 64


def test_that_a_crash_leaves_no_core_not_even_to_a_program_that_takes_them(place: LockedIn) -> None:
    """For 1 alone the kernel neither writes a file nor starts the program of core_pattern."""
    ended = place.run("import resource; results['core'] = resource.getrlimit(resource.RLIMIT_CORE)")
    assert ended.results == {"core": [1, 1]}


def test_that_the_process_stands_behind_all_others_and_makes_private_files(place: LockedIn) -> None:
    before = "import os; oom = os.open('/proc/self/oom_score_adj', os.O_RDONLY)"
    code = "import os; results['oom'] = os.read(oom, 9).decode().strip()\n"
    code += "results['nice'] = os.getpriority(os.PRIO_PROCESS, 0)\nresults['folder'] = os.getcwd()\n"
    code += "open('f', 'w').close(); results['mode'] = oct(os.stat('f').st_mode & 0o777)"
    ended = place.run(code, before=before)
    wanted = {"oom": "1000", "nice": 10, "folder": str(place.run_folder), "mode": "0o600"}
    assert ended.results == wanted


def test_that_no_capability_is_left(place: LockedIn) -> None:
    before = "status = open('/proc/self/status')"
    code = (
        "results.update(line.split()[:2] for line in status if line.startswith(('Cap', 'NoNew', 'Seccomp')))"
    )
    ended = place.run(code, before=before)
    none = "0" * 16
    assert {ended.results[f"Cap{kind}:"] for kind in ("Inh", "Prm", "Eff", "Amb")} == {none}
    assert (ended.results["NoNewPrivs:"], ended.results["Seccomp:"]) == ("1", "2")
    assert ended.report["capabilities"] == ("dropped" if os.getuid() == 0 else "none")
