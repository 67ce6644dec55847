"""A process as /proc shows it: what it uses, how it is confined, and files that it holds without a name."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if sys.platform != "win32" else 100
_CAPABILITIES = ("CapEff", "CapPrm", "CapInh", "CapAmb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What /proc says now. Bytes and seconds; `seccomp` 2 is a filter, `capabilities` all that it may use."""

    memory: int
    threads: int
    cpu_s: float
    seccomp: int
    no_new_privs: int
    capabilities: int


def vitals(pid: int) -> Vitals | None:
    """None where the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
        numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    times = numbers.rpartition(")")[2].split()
    words = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)

    def number(name: str, base: int = 10) -> int:
        return int((words.get(name, "").split() or ["0"])[0], base)

    return Vitals(
        memory=(number("RssAnon") + number("RssShmem") + number("VmSwap")) * 1024,
        threads=number("Threads"),
        cpu_s=(int(times[11]) + int(times[12])) / _TICKS,
        seccomp=number("Seccomp"),
        no_new_privs=number("NoNewPrivs"),
        capabilities=reduce(or_, (number(name, 16) for name in _CAPABILITIES)),
    )


def unlinked_bytes(pid: int, device: int) -> int:
    """Bytes of files on `device` that have no name any more but are open: they fill the disk too."""
    seen: dict[int, int] = {}
    base = f"/proc/{pid}/fd"
    try:
        descriptors = list(Path(base).iterdir())
    except OSError:
        return 0
    for descriptor in descriptors:
        try:
            found = descriptor.stat()
        except OSError:
            continue
        if found.st_nlink == 0 and stat.S_ISREG(found.st_mode) and found.st_dev == device:
            seen[found.st_ino] = max(found.st_size, found.st_blocks * 512)
    return sum(seen.values())


def unlinked_mapped_bytes(pid: int, folder: str, most_each: int) -> int:
    """Bytes of mapped files of `folder` that have no name any more: their descriptors may be closed.

    What a mapping does not show of its file is not known; from the second file on, each counts as the largest
    that a file may be (`most_each`).
    """
    try:
        lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    mapped: dict[str, int] = {}
    for line in lines:
        if line.endswith("(deleted)") and folder in line:
            span, _mode, _offset, _device, inode = line.split(maxsplit=5)[:5]
            start, end = span.split("-")
            mapped[inode] = mapped.get(inode, 0) + int(end, 16) - int(start, 16)
    return sum(mapped.values()) + max(0, len(mapped) - 1) * most_each
