"""Landlock: which files a process may touch, as a rule set that it puts upon itself for good.

Source: the kernel's userspace-api/landlock and linux/landlock.h. It binds the calling thread and those it
starts later, not the threads that are there already.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterable

from bimdesk.worker.locks.kernel import system_call
from bimdesk.worker.locks.plan import LockError

_WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG, _TRUNCATE = 1 << 7, 1 << 8, 1 << 14
_FIRST_RIGHTS, _REFER, _IOCTL_DEV = (1 << 13) - 1, 1 << 13, 1 << 15

# A run folder gets no MAKE_SYM, SOCK, FIFO, CHAR, BLOCK and no REFER (moving between folders, hard links).
_RUN_FOLDER = (
    _READ_FILE | _READ_DIR | _WRITE_FILE | _TRUNCATE | _MAKE_DIR | _MAKE_REG | _REMOVE_FILE | _REMOVE_DIR
)
_DEVICES = {
    "/dev/null": _READ_FILE | _WRITE_FILE,
    "/dev/zero": _READ_FILE,
    "/dev/urandom": _READ_FILE,
}
_PATH_BENEATH = 1
_NO_DENIAL_LOG = 1  # LANDLOCK_RESTRICT_SELF_LOG_SAME_EXEC_OFF: for interpreters of unknown code
_NOT_THERE = (FileNotFoundError, NotADirectoryError, PermissionError)


def handled_rights(abi: int) -> tuple[int, int, int]:
    """All rights that `abi` knows, thus refuses unless granted: of files, of TCP, and what it can scope."""
    files = _FIRST_RIGHTS
    files |= _REFER if abi >= 2 else 0
    files |= _TRUNCATE if abi >= 3 else 0
    files |= _IOCTL_DEV if abi >= 5 else 0
    return files, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0  # TCP bind, connect; abstract sockets, signals


def restrict_files(*, abi: int, run_folder: str, readable: Iterable[str]) -> str:
    """Leave this thread `run_folder` to read and write, `readable` to read; gives a note for the report.

    OSError: the kernel has no Landlock or refuses it. LockError: a folder cannot be granted.
    """
    ruleset, note = _new_ruleset(abi)
    try:
        handled = handled_rights(abi)[0]
        _grant(ruleset, run_folder, handled & _RUN_FOLDER)
        for path, rights in _DEVICES.items():
            with contextlib.suppress(*_NOT_THERE):
                _grant(ruleset, path, rights)
        for path in readable:
            with contextlib.suppress(*_NOT_THERE):  # what cannot be reached now cannot be read later
                _grant(ruleset, path, _READ_FILE | _READ_DIR)
        system_call("landlock_restrict_self", ruleset, _NO_DENIAL_LOG if abi >= 7 else 0)
    finally:
        os.close(ruleset)
    return note


def _new_ruleset(abi: int) -> tuple[int, str]:
    """The descriptor of a rule set. Asks again without scopes where they are refused (EINVAL)."""
    files, network, scoped = handled_rights(abi)
    full = struct.pack("<QQQ", files, network, scoped)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    try:
        return system_call("landlock_create_ruleset", full, size, 0), ""
    except OSError as error:
        if error.errno != errno.EINVAL or size < 24:
            raise
    return system_call("landlock_create_ruleset", full, 16, 0), ", without scopes"


def _grant(ruleset: int, path: str, rights: int) -> None:
    """Grant what of `rights` fits `path`: a file has no rights of a folder."""
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _READ_FILE | _WRITE_FILE | _TRUNCATE
        beneath = ctypes.create_string_buffer(struct.pack("<Qi", rights, descriptor), 12)
        system_call("landlock_add_rule", ruleset, _PATH_BENEATH, beneath, 0)
    except OSError as error:
        raise LockError(f"{path} cannot be granted: {error.strerror}.") from error
    finally:
        os.close(descriptor)
