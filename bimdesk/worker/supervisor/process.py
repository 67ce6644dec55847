"""The worker as the kernel shows it: started with four pipes, watched in /proc, killed by its pidfd."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from bimdesk.worker.supervisor.namespaces import read_child

_TICKS = os.sysconf("SC_CLK_TCK") if sys.platform != "win32" else 100
_SHELL_SIGNAL = 128
"""bubblewrap ends with 128 + the signal that ended its child."""
_DEFAULT_SIGNALS = ("SIGINT", "SIGTERM", "SIGPIPE", "SIGXFSZ", "SIGXCPU", "SIGHUP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipes:
    """The supervisor's ends: `job` is written, the others are read; all but `job` never block."""

    job: int
    out: int
    err: int
    control: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What /proc says now. Bytes and seconds; `seccomp` 2 is a filter, `capabilities` the effective set."""

    memory: int
    threads: int
    cpu_s: float
    seccomp: int
    no_new_privs: int
    capabilities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How the process ended. `peak_memory` in bytes."""

    code: int
    signal: int
    cpu_s: float
    peak_memory: int


class WorkerProcess:
    """One child in a session of its own.

    `tells_child`: the command is bubblewrap, whose child is the worker; `pid` is then the worker's.
    """

    def __init__(self, argv: list[str], environment: dict[str, str], *, tells_child: bool = False) -> None:
        ends = [_high_pipe() for _ in range(5)]
        (job_in, job), (out, out_in), (err, err_in), (control, control_in), (info, info_in) = ends
        theirs = (job_in, out_in, err_in, control_in, info_in)
        actions = [
            (os.POSIX_SPAWN_DUP2, source, target)
            for target, source in enumerate(theirs if tells_child else theirs[:-1])
        ]
        defaults = [getattr(signal, name) for name in _DEFAULT_SIGNALS]
        try:
            self._started = self.pid = os.posix_spawn(
                argv[0],
                argv,
                environment,
                file_actions=actions,
                setsid=True,
                setsigmask=[],
                setsigdef=defaults,
            )
        finally:
            for end in theirs:
                os.close(end)
        if tells_child:
            self.pid = read_child(info) or self.pid
        os.close(info)
        self.pidfd = os.pidfd_open(self.pid)
        for end in (out, err, control):
            os.set_blocking(end, False)
        self.pipes = Pipes(job=job, out=out, err=err, control=control)

    def send(self, sign: int) -> None:
        """Send a signal; a process that is gone is no error."""
        try:
            signal.pidfd_send_signal(self.pidfd, sign)
        except ProcessLookupError:
            return

    def wait(self) -> Exit:
        """Reap it; blocks until it is dead."""
        _pid, status, used = os.wait4(self._started, 0)
        code = os.waitstatus_to_exitcode(status)
        if self.pid != self._started and code > _SHELL_SIGNAL:
            code = _SHELL_SIGNAL - code
        return Exit(
            code=max(code, 0),
            signal=max(-code, 0),
            cpu_s=used.ru_utime + used.ru_stime,
            peak_memory=used.ru_maxrss * 1024,
        )

    def close(self) -> None:
        """Close the pipes."""
        for end in (self.pipes.job, self.pipes.out, self.pipes.err, self.pipes.control, self.pidfd):
            os.close(end)


def _high_pipe() -> tuple[int, int]:
    """Both ends above the numbers that the child's own descriptors take."""
    reading, writing = os.pipe()
    high = tuple(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (reading, writing))
    os.close(reading)
    os.close(writing)
    return high[0], high[1]


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
        capabilities=number("CapEff", 16),
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
