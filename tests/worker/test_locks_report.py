"""The locks report honestly what holds, and what must work is refused loudly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from locked_child import ROOT, LockedIn, locked_in

from bimdesk.worker.locks import kernel
from bimdesk.worker.locks.probes import PROBES, failed_probes

OPEN_CANARY = "attempt('canary', lambda: open(canary).close())\n"
SOCKET = "import socket\nattempt('socket', lambda: socket.socket().close())\n"
PROBE = "results.update(probes.run_probes(canary=canary, run_folder=run, snapshot=snapshot))"
LOAD_PROBES = "from bimdesk.worker.locks import probes"


@pytest.fixture
def place() -> Iterator[LockedIn]:
    with locked_in(user=os.getuid(), python=sys.executable) as place:
        yield place


def test_that_this_kernel_has_what_the_wall_needs() -> None:
    """Fails where it does not: then none of these tests says anything about the wall."""
    assert kernel.landlock_abi() >= 1
    assert kernel.seccomp_available()
    assert kernel.architecture() in ("x86_64", "aarch64")


def test_that_a_missing_landlock_is_told_and_felt(place: LockedIn) -> None:
    ended = place.run(OPEN_CANARY + SOCKET, without={"landlock"})
    assert ended.report["landlock"] == "unavailable: left out by the plan"
    assert (ended.report["landlock_abi"], ended.report["seccomp"]) == (0, "active")
    assert ended.results == {"canary": "done", "socket": "EPERM"}


def test_that_a_missing_seccomp_is_told_and_felt(place: LockedIn) -> None:
    ended = place.run(OPEN_CANARY + SOCKET, without={"seccomp"})
    assert ended.report["seccomp"] == "unavailable: left out by the plan"
    assert ended.report["landlock"].startswith("active")
    assert ended.results == {"canary": "EACCES", "socket": "done"}


@pytest.mark.parametrize("abi", [1, 2, 3, 4, 5, 6])
def test_that_an_older_landlock_is_told(place: LockedIn, abi: int) -> None:
    ended = place.run(OPEN_CANARY, landlock_abi=abi)
    assert ended.report["landlock_abi"] == min(abi, kernel.landlock_abi())
    assert ended.report["landlock"] == f"active (ABI {ended.report['landlock_abi']})"
    assert ended.results == {"canary": "EACCES"}


def test_that_a_newer_landlock_than_the_kernels_is_not_claimed(place: LockedIn) -> None:
    ended = place.run("", landlock_abi=99)
    assert ended.report["landlock_abi"] == kernel.landlock_abi()


def test_that_a_second_thread_is_refused(place: LockedIn) -> None:
    before = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    ended = place.run("results['ran'] = True", before=before)
    assert ended.results == {"lock error": "The process has 2 threads before the locks; there must be one."}


def test_that_a_run_folder_that_is_not_there_is_refused(place: LockedIn) -> None:
    ended = place.run("results['ran'] = True", run_folder="/nonexistent/run")
    assert list(ended.results) == ["lock error"]
    assert "/nonexistent/run cannot be entered" in ended.results["lock error"]


def test_that_readable_folders_that_are_not_there_are_skipped(place: LockedIn) -> None:
    ended = place.run("results['ran'] = True", readable=["/nonexistent", f"{place.canary}/below"])
    assert ended.results == {"ran": True}


def test_that_one_file_can_be_granted_alone(place: LockedIn) -> None:
    (place.outside / "other").write_text("x")
    code = OPEN_CANARY + "attempt('other', lambda: open(outside + '/other').close())\n"
    code += "attempt('write', lambda: open(canary, 'a').close())"
    ended = place.run(code, readable=[str(place.canary)])
    assert ended.results == {"canary": "done", "other": "EACCES", "write": "EACCES"}


def test_that_the_report_is_plain(place: LockedIn) -> None:
    report = place.run("").report
    names = {"landlock", "landlock_abi", "seccomp", "capabilities", "creations", "limits", "threads"}
    assert set(report) == names
    assert all(isinstance(value, int) for value in report["limits"].values())


@pytest.mark.parametrize("abi", [0, 1, 2, 4])
def test_that_a_locked_process_fails_every_probe_that_it_must(place: LockedIn, abi: int) -> None:
    before = place.state()
    ended = place.run(PROBE, before=LOAD_PROBES, landlock_abi=abi)
    assert tuple(ended.results) == PROBES
    assert failed_probes(ended.results) == ()
    assert place.state() == before
    assert list(place.run_folder.iterdir()) == []


def test_that_an_unlocked_process_is_found_out_and_left_as_it_was(place: LockedIn) -> None:
    ended = place.run(PROBE, before=LOAD_PROBES, lock=False)
    found = set(failed_probes(ended.results))
    assert {name for name in found if ended.results[name] != "allowed"} <= {"set up io_uring"}
    assert {"read a file outside", "create a file outside", "create a file in the snapshot"} <= found
    assert {"start a process", "run a program", "open an internet socket", "signal the parent"} <= found
    assert {"make a symbolic link", "change a mode", "make a memory file"} <= found
    assert sorted(path.name for path in place.home.rglob("*")) == [
        "canary",
        "folder",
        "outside",
        "run",
        "snapshot",
        "source.ifc",
    ]


@pytest.mark.parametrize("layer", ["landlock", "seccomp"])
def test_that_either_layer_alone_is_found_out(place: LockedIn, layer: str) -> None:
    ended = place.run(PROBE, before=LOAD_PROBES, without={layer})
    expected = {"landlock": "read a file outside", "seccomp": "open a unix socket"}
    assert expected[layer] in failed_probes(ended.results)


def test_that_a_canary_that_is_not_there_proves_nothing(place: LockedIn) -> None:
    place.canary.unlink()
    ended = place.run(PROBE, before=LOAD_PROBES, without={"landlock"})
    assert ended.results["read a file outside"].startswith("error: ENOENT")


def test_that_a_missing_result_counts_as_failed() -> None:
    assert failed_probes({}) == PROBES


MACHINE_CODE = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
X32 = "import ctypes; ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))"


@pytest.mark.parametrize("code", [MACHINE_CODE, X32], ids=["32 bits", "x32"])
@pytest.mark.skipif(kernel.architecture() != "x86_64", reason="only x86_64 has these two other sets of calls")
def test_that_the_processors_other_calls_end_the_process(place: LockedIn, code: str) -> None:
    assert place.run(code).code == -signal.SIGSYS


def python(code: str) -> str:
    command = [sys.executable, "-B", "-c", code]
    environment = {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_that_the_package_loads_the_standard_library_alone() -> None:
    code = "import sys, json\nbefore = set(sys.modules)\nimport bimdesk.worker.locks.lock\n"
    code += "import bimdesk.worker.locks.probes, bimdesk.worker.locks.blas, bimdesk.worker.locks.libraries\n"
    code += "print(json.dumps(sorted({n for n in set(sys.modules) - before})))"
    loaded = json.loads(python(code))
    others = {name for name in loaded if name.partition(".")[0] not in {*sys.stdlib_module_names, "bimdesk"}}
    assert others == set()
    ours = {name for name in loaded if name.startswith("bimdesk.") and "locks" not in name}
    assert ours == {"bimdesk.worker"}


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_that_other_systems_can_import_it_and_are_refused(platform: str) -> None:
    code = f"import sys, json, tempfile, pathlib, socket, mimetypes, signal; sys.platform = '{platform}'\n"
    code += "sys.modules['resource'] = None\n"
    code += "from bimdesk.worker.locks import kernel, probes, lock\n"
    code += "plan = lock.LockPlan(run_folder='/', readable=(), memory_bytes=1, cpu_s=1, file_bytes=1)\n"
    code += "try: lock.lock_process(plan)\nexcept lock.LockError as error:\n"
    code += "    print(kernel.architecture() == '', kernel.landlock_abi(), kernel.seccomp_available(), error)"
    assert python(code).startswith("True 0 False Scripts can be locked in on Linux")


def test_that_the_files_stay_short() -> None:
    files = list((Path(ROOT) / "bimdesk" / "worker" / "locks").glob("*.py"))
    assert max(len(file.read_text(encoding="utf-8").splitlines()) for file in files) <= 200
