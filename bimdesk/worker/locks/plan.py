"""What a worker wants to be locked to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LockPlan:
    """The folders, the limits, and the layers left out on purpose.

    `run_folder` can be read and written and becomes the working directory. `readable` are folders or files to
    be read only; those that are not there are skipped. `memory_bytes` and `cpu_s` come on top of what the
    process has used when it is locked, `tasks` on top of the processes and threads of its user. `without`
    ("landlock", "seccomp") behaves as a kernel that lacks them; `landlock_abi` uses at most that ABI, 0 the
    kernel's own. `creations`: a socket to the supervisor that counts files, -1 for none.
    """

    run_folder: str
    readable: tuple[str, ...]
    memory_bytes: int
    cpu_s: int
    file_bytes: int
    open_files: int = 128
    tasks: int = 256
    without: frozenset[str] = frozenset()
    landlock_abi: int = 0
    creations: int = -1


class LockError(Exception):
    """A lock that every kernel has could not be set: nothing may run in this process."""
