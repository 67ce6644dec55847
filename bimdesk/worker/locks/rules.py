"""The filter of system calls: what a script's process may ask of the kernel, everything else is refused."""

from __future__ import annotations

import errno

from bimdesk.worker.locks import bpf
from bimdesk.worker.locks.bpf import Check, Rule
from bimdesk.worker.locks.syscalls import ANSWERED, CHECKED, PLAIN, numbers

AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_REFUSED = bpf.ERRNO | errno.EPERM

# linux/sched.h. A thread shares everything with its process, above all its descriptors (CLONE_FILES):
# the supervisor sees in /proc/<pid>/fd what it holds open. No exit signal, CLONE_NEW*, CLONE_PARENT.
_SHARED = 0x00010F00  # VM, FS, FILES, SIGHAND, THREAD
_ALSO = 0x007C0000  # SYSVSEM, SETTLS, PARENT_SETTID, CHILD_CLEARTID, DETACHED (musl)

_F_SETFL = 4
_O_ASYNC = 0o20000
_DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
_IOCTLS = (0x5401, 0x5421, 0x541B, 0x5450, 0x5451)  # TCGETS, FIONBIO, FIONREAD, FIONCLEX, FIOCLEX
_PRCTLS = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA (malloc names its memory)
_CLOSE_RANGE_CLOEXEC = 4  # CLOSE_RANGE_UNSHARE (2) would give a thread a table of descriptors of its own
_PIPE_FLAGS = 0o2004000  # NONBLOCK, CLOEXEC; pyarrow's CSV reader makes a pipe
_RENAME_FLAGS = 3  # NOREPLACE, EXCHANGE; WHITEOUT would make a device node

# asm-generic/fcntl.h; these are the same on both processors.
_WRITE, _READ_WRITE, CREATE, _TRUNCATE, _TMPFILE = 1, 2, 0o100, 0o1000, 0o20000000
_OPEN_BITS = 3 | CREATE | _TRUNCATE | _TMPFILE
# Reading with O_TRUNC empties a file that Landlock before ABI 3 only grants to read; access mode 3 asks for
# no right at all; O_TMPFILE makes a file that no folder counts.
_OPENINGS = (_WRITE, _READ_WRITE, 0, _WRITE | _TRUNCATE, _READ_WRITE | _TRUNCATE)
# New files can be read by their owner, new folders be listed: the supervisor has to count and collect them.
_FILE_MODE_BITS, _FILE_MODE = 0o7600, 0o600
_FOLDER_MODE = 0o700

# clone3 and openat2 pass their flags in memory, where no filter can read them; the C library then takes clone
# and openat. fallocate takes a disk's room faster than anyone can watch; posix_fallocate then writes.
ANSWERS = {"clone3": errno.ENOSYS, "openat2": errno.ENOSYS, "fallocate": errno.EOPNOTSUPP}


def filter_program(architecture: str, pid: int) -> bytes:
    """The filter for a process `pid` on `architecture` (`x86_64`, `aarch64`), as struct sock_filter[].

    KeyError: another architecture.
    """
    known = numbers(architecture)
    program = [
        bpf.load(bpf.ARCHITECTURE_OFFSET),
        bpf.if_equal_skip(AUDIT_ARCHITECTURE[architecture], 1),
        bpf.answer(bpf.KILL_PROCESS),
        bpf.load(bpf.NUMBER_OFFSET),
    ]
    if architecture == "x86_64":
        program += [bpf.unless_bits_skip(_X32_BIT, 1), bpf.answer(bpf.KILL_PROCESS)]
    program += bpf.allow_calls(sorted(known[name] for name in PLAIN if name in known))
    rules = call_rules(pid)
    for name in CHECKED:
        if name in known:
            program += bpf.call_block(known[name], rules[name], _REFUSED)
    for name in ANSWERED:
        program += bpf.call_block(known[name], (), bpf.ERRNO | ANSWERS[name])
    return bpf.assembled([*program, bpf.answer(_REFUSED)])


def call_rules(pid: int) -> dict[str, Rule]:
    """The conditions on the arguments of each checked call."""
    own_process = Check(0, (0, pid))
    return {
        "open": _opening(flags=1),
        "openat": _opening(flags=2),
        "clone": [[Check(0, (_SHARED,), mask=0xFFFFFFFF & ~_ALSO)]],
        "fcntl": [[Check(1, _DESCRIPTOR_COMMANDS)], [Check(1, (_F_SETFL,)), Check(2, (0,), mask=_O_ASYNC)]],
        "ioctl": [[Check(1, _IOCTLS)]],
        "prctl": [[Check(0, _PRCTLS)]],
        "prlimit64": [[own_process, Check(2, (0,)), Check(2, (0,), high=True)]],
        "tgkill": [[Check(0, (pid,))]],
        "pipe2": [[Check(1, (0,), mask=0xFFFFFFFF & ~_PIPE_FLAGS)]],
        "renameat2": [[Check(4, (0,), mask=0xFFFFFFFF & ~_RENAME_FLAGS)]],
        "mkdir": [[Check(1, (_FOLDER_MODE,), mask=_FOLDER_MODE)]],
        "mkdirat": [[Check(2, (_FOLDER_MODE,), mask=_FOLDER_MODE)]],
        "close_range": [[Check(2, (0,), mask=0xFFFFFFFF & ~_CLOSE_RANGE_CLOEXEC)]],
    }


def _opening(*, flags: int) -> Rule:
    existing = Check(flags, _OPENINGS, mask=_OPEN_BITS)
    creating = Check(flags, tuple(bits | CREATE for bits in _OPENINGS), mask=_OPEN_BITS)
    return [[existing], [creating, Check(flags + 1, (_FILE_MODE,), mask=_FILE_MODE_BITS)]]
