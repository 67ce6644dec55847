"""A process as /proc shows it: what it uses, how it is confined, and files that it holds without a name."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Container
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if sys.platform != "win32" else 100
_CAPABILITIES = (b"CapEff", b"CapPrm", b"CapInh", b"CapAmb")

_ENDED = (b"Z", b"X")
_MOST_OF_MAPS = 16 * 1024 * 1024
"""Two hundred bytes for each of the most mappings that a process may have; paths of 3,000 letters need more
(they are no script's that means well)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What /proc says now. Bytes and seconds; `seccomp` 2 is a filter, `capabilities` all that it may use.

    `headless`: the first thread has ended. What /proc says of memory and files is said of that thread, so
    whatever the others do is not seen.
    """

    memory: int
    threads: int
    cpu_s: float
    seccomp: int
    no_new_privs: int
    capabilities: int
    headless: bool = False


def vitals(pid: int) -> Vitals | None:
    """None where the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_bytes()
        numbers = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    times = numbers.rpartition(b")")[2].split()
    # The first line is a name that the script chose; only "\n" ends a line here, for the kernel escapes that.
    words = dict(line.split(b":", 1) for line in status.split(b"\n")[1:] if b":" in line)

    def number(name: bytes, base: int = 10) -> int:
        return int((words.get(name, b"").split() or [b"0"])[0], base)

    return Vitals(
        memory=(number(b"RssAnon") + number(b"RssShmem") + number(b"VmSwap")) * 1024,
        threads=number(b"Threads"),
        cpu_s=(int(times[11]) + int(times[12])) / _TICKS,
        seccomp=number(b"Seccomp"),
        no_new_privs=number(b"NoNewPrivs"),
        capabilities=reduce(or_, (number(name, 16) for name in _CAPABILITIES)),
        headless=times[0] in _ENDED,
    )


def unlinked_bytes(pid: int, devices: Container[int]) -> int:
    """Bytes of files on `devices` that have no name any more but are open: they fill the disk too."""
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
        if found.st_nlink == 0 and stat.S_ISREG(found.st_mode) and found.st_dev in devices:
            seen[found.st_ino] = max(found.st_size, found.st_blocks * 512)
    return sum(seen.values())


def unlinked_mapped_bytes(pid: int, folder: str, most_each: int) -> int:
    """Bytes of mapped files of `folder` that have no name any more: their descriptors may be closed.

    What a mapping does not show of its file is not known; from the second file on, each counts as the largest
    that a file may be (`most_each`). So does a list of mappings that is too long to be read.
    """
    mapped: dict[bytes, int] = {}
    room, wanted = _MOST_OF_MAPS, os.fsencode(folder)
    try:
        with Path(f"/proc/{pid}/maps").open("rb") as lines:
            for line in lines:
                room -= len(line)
                if line.endswith(b"(deleted)\n") and wanted in line:
                    span, _mode, _offset, _device, inode = line.split(maxsplit=5)[:5]
                    start, end = span.split(b"-")
                    mapped[inode] = mapped.get(inode, 0) + int(end, 16) - int(start, 16)
                if room < 0:
                    return most_each + 1
    except OSError:
        return 0
    return sum(mapped.values()) + max(0, len(mapped) - 1) * most_each
