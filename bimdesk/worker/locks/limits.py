"""The kernel's limits on one process, and its place behind all others."""

from __future__ import annotations

import math
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from bimdesk.worker.locks.plan import LockError, LockPlan

if sys.platform == "linux":
    import resource

_NICE = 10
_OOM_FIRST = b"1000"
_NO_CORE = 1
"""Not 0: where /proc/sys/kernel/core_pattern is a program, the kernel starts it for any limit but this one
(core(5), fs/coredump.c), and the memory of a script that crashes would stay behind, outside."""


def give_way() -> None:
    """Be the first to be ended when memory runs out, and the last to get the processor."""
    with suppress(OSError):
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(descriptor, _OOM_FIRST)
        finally:
            os.close(descriptor)
    with suppress(OSError):
        os.nice(max(0, _NICE - os.nice(0)))


def set_limits(plan: LockPlan) -> dict[str, int]:
    """Set the limits for good, within the hard ones that are there already; gives them by name.

    A file that grows too large ends the process (SIGXFSZ, which Python ignores by itself), as too much
    processor time does (SIGXCPU): whoever watches sees which limit was reached.
    LockError: the kernel refuses one.
    """
    processor = math.ceil(time.process_time()) + plan.cpu_s
    wanted = {
        "memory_bytes": (resource.RLIMIT_AS, _address_space() + plan.memory_bytes, 0),
        "cpu_s": (resource.RLIMIT_CPU, processor, 1),
        "file_bytes": (resource.RLIMIT_FSIZE, plan.file_bytes, 0),
        "open_files": (resource.RLIMIT_NOFILE, plan.open_files, 0),
        "tasks": (resource.RLIMIT_NPROC, _tasks_of_this_user() + plan.tasks, 0),
        "core_bytes": (resource.RLIMIT_CORE, _NO_CORE, 0),
        "locked_bytes": (resource.RLIMIT_MEMLOCK, 0, 0),
    }
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    limits = {}
    for name, (kind, value, slack) in wanted.items():
        hard = resource.getrlimit(kind)[1]
        within = value if hard == resource.RLIM_INFINITY else min(value, hard)
        most = value + slack if hard == resource.RLIM_INFINITY else min(value + slack, hard)
        try:
            resource.setrlimit(kind, (within, most))
        except (OSError, ValueError) as error:
            raise LockError(f"The limit {name} cannot be set to {within}: {error}.") from error
        limits[name] = within
    return limits


def _address_space() -> int:
    """Bytes of virtual memory that the process has now (VmSize)."""
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _tasks_of_this_user() -> int:
    """Processes and threads of this user in /proc; the kernel also counts those of other containers."""
    user = os.getuid()
    count = 0
    for name in os.listdir("/proc"):  # noqa: PTH208 - a third of the time of Path.iterdir
        if name.isdigit():
            with suppress(OSError):  # ended meanwhile
                status = os.stat(f"/proc/{name}/task")  # noqa: PTH116 - as above
                if status.st_uid == user:
                    count += status.st_nlink - 2  # one link for each thread
    return count
