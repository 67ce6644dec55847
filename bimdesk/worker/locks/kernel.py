"""What this machine's kernel offers, asked of the system call and never of a version number."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from functools import cache

from bimdesk.worker.locks.syscalls import numbers

_LANDLOCK_CREATE_RULESET_VERSION = 1
_SECCOMP_GET_ACTION_AVAIL = 2
_SECCOMP_RET_KILL_PROCESS = 0x80000000

Argument = int | bytes | None | ctypes.Array[ctypes.c_char] | ctypes.Structure


@cache
def architecture() -> str:
    """`x86_64` or `aarch64`; empty where the locks have no table (other systems, processors, 32 bits)."""
    if sys.platform != "linux" or struct.calcsize("P") != 8:
        return ""
    machine = os.uname().machine
    return machine if machine in ("x86_64", "aarch64") else ""


def landlock_abi() -> int:
    """The kernel's Landlock ABI, 0 without Landlock."""
    if not architecture():
        return 0
    try:
        return system_call("landlock_create_ruleset", None, 0, _LANDLOCK_CREATE_RULESET_VERSION)
    except OSError:
        return 0


def seccomp_available() -> bool:
    """Whether seccomp filters can kill the whole process (Linux 4.14), which the filter relies on."""
    if not architecture():
        return False
    action = ctypes.create_string_buffer(struct.pack("<I", _SECCOMP_RET_KILL_PROCESS), 4)
    try:
        return system_call("seccomp", _SECCOMP_GET_ACTION_AVAIL, 0, action) == 0
    except OSError:
        return False


def system_call(name: str, *arguments: Argument) -> int:
    """Make one system call by its name, past the checks of Python and of the C library.

    Raises OSError with the kernel's errno; ENOSYS where this processor has no such call.
    """
    libc = _libc()
    number = numbers(architecture()).get(name)
    if number is None:
        raise OSError(38, os.strerror(38), name)
    converted = [_converted(argument) for argument in arguments]
    result = int(libc.syscall(ctypes.c_long(number), *converted))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name)
    return result


def _converted(argument: Argument) -> object:
    if isinstance(argument, int):
        return ctypes.c_long(argument)  # an int alone would pass as 32 bits
    if isinstance(argument, ctypes.Structure):
        return ctypes.byref(argument)
    return argument


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc
