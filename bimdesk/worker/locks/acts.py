"""The acts that a locked process tries: raw system calls that undo themselves when they succeed.

Each raises OSError where the kernel refuses it, and PermissionError where that is what the locks do.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bimdesk.worker.locks.kernel import system_call

_HERE = -100  # AT_FDCWD
_NAME = ".bimdesk-probe"
_TEXT = b"probe"


@dataclass(frozen=True, slots=True)
class Places:
    """Where to try: a file outside, the run folder, and a folder that is granted to read."""

    canary: str
    run_folder: str
    snapshot: str


Act = Callable[[Places], None]


def _open(path: str, flags: int, mode: int = 0o600) -> int:
    return system_call("openat", _HERE, os.fsencode(path), flags | os.O_CLOEXEC, mode)


def _read_canary(places: Places) -> None:
    os.close(_open(places.canary, os.O_RDONLY))


def _write_canary(places: Places) -> None:
    os.close(_open(places.canary, os.O_WRONLY | os.O_APPEND))


def _truncate_canary(places: Places) -> None:
    size = Path(places.canary).stat().st_size
    system_call("truncate", os.fsencode(places.canary), size)


def _create_outside(places: Places) -> None:
    _create_in(str(Path(places.canary).parent))


def _create_in_snapshot(places: Places) -> None:
    _create_in(places.snapshot)


def _create_in(folder: str) -> None:
    path = Path(folder) / f"{_NAME}-{os.getpid()}"
    os.close(_open(str(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    path.unlink()


def _fork(_places: Places) -> None:
    _fork_and(lambda: 0)


def _fork_and(act: Callable[[], int]) -> int:
    """Run `act` in a child without the C library's knowledge; gives its exit code."""
    child = system_call("clone", int(signal.SIGCHLD), 0, 0, 0, 0)
    if child == 0:
        os._exit(act())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _execute(_places: Places) -> None:
    try:
        code = _fork_and(_execute_true)
    except PermissionError:
        # No child to try it in. Arguments at address 1 fail once the kernel reads them: this process stays.
        try:
            system_call("execve", b"/bin/true", 1, 0)
        except OSError as error:
            if error.errno != errno.EFAULT:
                raise
        return
    if code:
        raise OSError(code, os.strerror(code))


def _execute_true() -> int:
    arguments = (ctypes.c_char_p * 2)(b"true", None)
    try:
        system_call("execve", b"/bin/true", ctypes.addressof(arguments), 0)
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def _internet_socket(_places: Places) -> None:
    os.close(system_call("socket", int(socket.AF_INET), int(socket.SOCK_STREAM), 0))


def _unix_socket(_places: Places) -> None:
    os.close(system_call("socket", int(socket.AF_UNIX), int(socket.SOCK_STREAM), 0))


def _signal_parent(_places: Places) -> None:
    system_call("kill", os.getppid() or 1, 0)


def _parent_priority(_places: Places) -> None:
    same = os.getpriority(os.PRIO_PROCESS, os.getppid())
    system_call("setpriority", os.PRIO_PROCESS, os.getppid(), same)


def _read_parent_memory(_places: Places) -> None:
    here = ctypes.create_string_buffer(8)
    local = ctypes.create_string_buffer(struct.pack("<QQ", ctypes.addressof(here), 8), 16)
    remote = ctypes.create_string_buffer(struct.pack("<QQ", 1, 8), 16)
    try:
        system_call("process_vm_readv", os.getppid() or 1, local, 1, remote, 1, 0)
    except OSError as error:
        if error.errno != errno.EFAULT:  # let in, and only then found nothing at address 1
            raise


def _symbolic_link(places: Places) -> None:
    path = Path(places.run_folder) / _NAME
    system_call("symlinkat", b"nowhere", _HERE, os.fsencode(path))
    path.unlink()


def _change_mode(places: Places) -> None:
    system_call("fchmodat", _HERE, os.fsencode(places.run_folder), 0o700)


def _memory_file(_places: Places) -> None:
    os.close(system_call("memfd_create", b"probe", 0))


def _io_uring(_places: Places) -> None:
    os.close(system_call("io_uring_setup", 1, ctypes.create_string_buffer(120)))


def _write_run_folder(places: Places) -> None:
    path = Path(places.run_folder) / _NAME
    path.write_bytes(_TEXT)
    try:
        if path.read_bytes() != _TEXT:
            raise OSError(errno.EIO, "the file holds something else")
    finally:
        path.unlink()


def _read_runtime(_places: Places) -> None:
    path = next(path for path in (os.__file__, sys.executable) if Path(path).exists())
    with Path(path).open("rb") as file:
        file.read(1)


FORBIDDEN: dict[str, Act] = {
    "read a file outside": _read_canary,
    "write a file outside": _write_canary,
    "truncate a file outside": _truncate_canary,
    "create a file outside": _create_outside,
    "create a file in the snapshot": _create_in_snapshot,
    "start a process": _fork,
    "run a program": _execute,
    "open an internet socket": _internet_socket,
    "open a unix socket": _unix_socket,
    "signal the parent": _signal_parent,
    "change the parent's priority": _parent_priority,
    "read the parent's memory": _read_parent_memory,
    "make a symbolic link": _symbolic_link,
    "change a mode": _change_mode,
    "make a memory file": _memory_file,
    "set up io_uring": _io_uring,
}
NEEDED: dict[str, Act] = {
    "write in the run folder": _write_run_folder,
    "read the runtime": _read_runtime,
}
