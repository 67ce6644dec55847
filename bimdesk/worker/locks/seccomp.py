"""Puts the filter of system calls on the process, all threads at once."""

from __future__ import annotations

import ctypes
import os

from bimdesk.worker.locks.kernel import architecture, system_call
from bimdesk.worker.locks.rules import filter_program

_SET_MODE_FILTER = 1
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC
_INSTRUCTION_BYTES = 8


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_calls() -> None:
    """Refuse all system calls but those of rules.py, from now on. OSError: the kernel refuses."""
    thread = install(filter_program(architecture(), os.getpid()), _ALL_THREADS)
    if thread:
        raise OSError(0, f"thread {thread} cannot take the filter")


def install(instructions: bytes, flags: int) -> int:
    """Put a filter on the process; gives what the kernel answers. OSError: it refuses."""
    program = _Program(len(instructions) // _INSTRUCTION_BYTES, instructions)
    return system_call("seccomp", _SET_MODE_FILTER, flags, program)
