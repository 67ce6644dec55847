"""Gives up root's powers and the way back to them."""

from __future__ import annotations

import ctypes
import struct

from bimdesk.worker.locks.kernel import system_call
from bimdesk.worker.locks.plan import LockError

_VERSION_3 = 0x20080522
_PR_CAP_AMBIENT, _CLEAR_ALL = 47, 4
_PR_SET_NO_NEW_PRIVS = 38


def drop_capabilities() -> str:
    """Drop all capabilities of this thread; gives `dropped`, or `none` where it had none.

    LockError: the kernel refuses.
    """
    had_some = _any_capability()
    header = ctypes.create_string_buffer(struct.pack("<Ii", _VERSION_3, 0), 8)
    nothing = ctypes.create_string_buffer(bytes(24), 24)
    try:
        system_call("prctl", _PR_CAP_AMBIENT, _CLEAR_ALL, 0, 0, 0)
        system_call("capset", header, nothing)
    except OSError as error:
        raise LockError(f"The capabilities cannot be dropped: {error.strerror}.") from error
    return "dropped" if had_some else "none"


def forbid_new_privileges() -> None:
    """No program started from here gets more rights than this one. LockError: the kernel refuses."""
    try:
        system_call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    except OSError as error:
        raise LockError(f"no_new_privs cannot be set: {error.strerror}.") from error


def _any_capability() -> bool:
    sets = ctypes.create_string_buffer(24)
    system_call("capget", ctypes.create_string_buffer(struct.pack("<Ii", _VERSION_3, 0), 8), sets)
    return any(sets.raw)
