"""What the kernel says of processes: who descends from whom, what they use, what was done to the window."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Seen:
    """A process at one moment. `started` and `pid` together name it for good; memory in bytes."""

    pid: int
    parent: int
    state: str
    started: int
    memory: int
    name: str

    @property
    def identity(self) -> tuple[int, int]:
        return self.pid, self.started


def processes() -> dict[int, Seen]:
    """All processes that can be seen."""
    found: dict[int, Seen] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - this runs every 20 ms
        if name.isdigit():
            seen = _read(int(name))
            if seen is not None:
                found[seen.pid] = seen
    return found


def _read(pid: int) -> Seen | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    name, _bracket, rest = text.partition("(")[2].rpartition(")")
    words = rest.split()
    return Seen(pid, int(words[1]), words[0], int(words[19]), int(words[21]) * _PAGE, name)


def descendants(of: Iterable[int], among: dict[int, Seen] | None = None) -> list[Seen]:
    """Children, their children and so on, dead ones that nobody has waited for left out."""
    everyone = processes() if among is None else among
    wanted = set(of)
    found: dict[int, Seen] = {}
    grown = True
    while grown:
        grown = False
        for pid, seen in everyone.items():
            if seen.parent in wanted and pid not in found and pid not in of:
                found[pid] = seen
                wanted.add(pid)
                grown = True
    return [seen for seen in found.values() if seen.state not in "ZX"]


def command_line(pid: int) -> str:
    """The end of what a process was started with, and its state; empty where it is gone."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        waits = Path(f"/proc/{pid}/wchan").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return f"{words[-60:]} ({waits})"


def adopt_orphans() -> None:
    """Make orphaned descendants children of this process, so that none gets out of sight."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def standing(pid: int) -> dict[str, object]:
    """What one process can do to another without a trace in files."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    kept = ("Cpus_allowed_list", "SigIgn", "Seccomp", "NoNewPrivs", "TracerPid", "Uid")
    facts: dict[str, object] = {
        line.split(":")[0]: line.split(":")[1].strip()
        for line in status.splitlines()
        if line.split(":")[0] in kept
    }
    facts["nice"] = os.getpriority(os.PRIO_PROCESS, pid)
    facts["scheduler"] = os.sched_getscheduler(pid)
    facts["oom"] = Path(f"/proc/{pid}/oom_score_adj").read_text(encoding="ascii").strip()
    for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC", "CORE", "STACK", "MEMLOCK", "DATA"):
        facts[name] = resource.prlimit(pid, getattr(resource, f"RLIMIT_{name}"))
    return facts
