"""Locks this process for good, in the one order that works."""

from __future__ import annotations

import os
from typing import Any

from bimdesk.worker.locks import kernel
from bimdesk.worker.locks.capabilities import drop_capabilities, forbid_new_privileges
from bimdesk.worker.locks.creations import count_creations
from bimdesk.worker.locks.landlock import restrict_files
from bimdesk.worker.locks.limits import give_way, set_limits
from bimdesk.worker.locks.plan import LockError, LockPlan
from bimdesk.worker.locks.seccomp import filter_calls

__all__ = ["LockError", "LockPlan", "lock_process"]

_OWNER_ONLY = 0o077
_LEFT_OUT = "unavailable: left out by the plan"


def lock_process(plan: LockPlan) -> dict[str, Any]:
    """Apply everything of `plan` that the kernel has; gives what it has, for the report (plain JSON values).

    A kernel without Landlock or seccomp is told in the report, not raised: whoever reads it refuses.
    LockError: something that every kernel has failed, or the process has more than one thread. Dying with
    the parent is the caller's matter. The process stays dumpable on purpose: the supervisor has to read
    /proc/<pid>/fd and io to see files that are open and have no name any more.
    """
    if not kernel.architecture():
        raise LockError("Scripts can be locked in on Linux on x86_64 and aarch64 only.")
    # Landlock binds this thread and later ones only: one that is here now would stay free, and a native
    # library can be made to hand its waiting threads any routine to run.
    threads = _threads()
    if threads != 1:
        raise LockError(f"The process has {threads} threads before the locks; there must be one.")
    give_way()
    os.umask(_OWNER_ONLY)
    try:
        os.chdir(plan.run_folder)
    except OSError as error:
        raise LockError(f"The run folder {plan.run_folder} cannot be entered: {error.strerror}.") from error
    limits = set_limits(plan)
    capabilities = drop_capabilities()
    forbid_new_privileges()
    landlock, abi = _lock_files(plan)
    creations = _count_creations(plan)
    return {
        "landlock": landlock,
        "landlock_abi": abi,
        "creations": creations,
        "seccomp": _lock_calls(plan),
        "capabilities": capabilities,
        "limits": limits,
        "threads": threads,
    }


def _lock_files(plan: LockPlan) -> tuple[str, int]:
    """Apply Landlock; gives a line for the report and the ABI that holds, 0 for none."""
    if "landlock" in plan.without:
        return _LEFT_OUT, 0
    abi = kernel.landlock_abi()
    if not abi:
        return "unavailable: this kernel has no Landlock, or it is switched off", 0
    abi = min(abi, plan.landlock_abi or abi)
    try:
        note = restrict_files(abi=abi, run_folder=plan.run_folder, readable=plan.readable)
    except OSError as error:
        return f"unavailable: {error.strerror}", 0
    return f"active (ABI {abi}{note})", abi


def _count_creations(plan: LockPlan) -> str:
    """Have the supervisor count new files; gives a line for the report. `_lock_calls` would forbid it.

    Closes the socket, whatever comes of it: no script shall find one open.
    """
    if plan.creations < 0:
        return _LEFT_OUT
    try:
        if {"seccomp", "creations"} & plan.without:
            return _LEFT_OUT
        return count_creations(plan.creations, kernel.architecture())
    finally:
        os.close(plan.creations)


def _lock_calls(plan: LockPlan) -> str:
    """Apply the filter of system calls; gives a line for the report."""
    if "seccomp" in plan.without:
        return _LEFT_OUT
    if not kernel.seccomp_available():
        return "unavailable: this kernel has no seccomp filters"
    try:
        filter_calls()
    except OSError as error:
        return f"unavailable: {error.strerror or error}"
    return "active"


def _threads() -> int:
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names only
    except OSError as error:
        raise LockError(f"/proc/self/task cannot be read: {error.strerror}.") from error
