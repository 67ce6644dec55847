"""The worker's process: started with four pipes, written to without waiting, killed by its pidfd."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from bimdesk.worker.supervisor.creations import Creations
from bimdesk.worker.supervisor.namespaces import read_child

_SHELL_SIGNAL = 128
"""bubblewrap ends with 128 + the signal that ended its child."""
_SIGNALS = frozenset(range(1, 32))
_DEFAULT_SIGNALS = ("SIGINT", "SIGTERM", "SIGPIPE", "SIGXFSZ", "SIGXCPU", "SIGHUP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipes:
    """The supervisor's ends: `job` is written, the others are read; none blocks."""

    job: int
    out: int
    err: int
    control: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How the process ended. `peak_memory` in bytes."""

    code: int
    signal: int
    cpu_s: float
    peak_memory: int


class WorkerProcess:
    """One child in a session of its own. OSError: it cannot be started.

    `tells_child`: the command is bubblewrap, whose child is the worker; `pid` is then the worker's, or
    bubblewrap's own where that failed and ends.
    """

    def __init__(self, argv: list[str], environment: dict[str, str], *, tells_child: bool = False) -> None:
        ends = [_high_pipe() for _ in range(5)]
        (job_in, job), (out, out_in), (err, err_in), (control, control_in), (info, info_in) = ends
        creations, creations_in = (_high(end.detach()) for end in socket.socketpair())
        theirs = (job_in, out_in, err_in, control_in, creations_in, info_in)
        self._job = bytearray()
        self._ends_job = False
        self._has_job_pipe = True
        self._exit: Exit | None = None
        try:
            self._started = self.pid = _spawn(argv, environment, theirs if tells_child else theirs[:-1])
        except OSError:
            for end in (job, out, err, control, creations, info):
                os.close(end)
            raise
        finally:
            for end in theirs:
                os.close(end)
        self.pidfd = os.pidfd_open(self._started)
        if tells_child:
            self._look_inside(read_child(info))
        os.close(info)
        for end in (job, out, err, control):
            os.set_blocking(end, False)
        self.pipes = Pipes(job=job, out=out, err=err, control=control)
        self.creations = Creations(creations)

    def _look_inside(self, child: int) -> None:
        """Watch and kill bubblewrap's child instead of itself."""
        try:
            inner = os.pidfd_open(child) if child else -1
        except ProcessLookupError:
            return
        if inner >= 0:
            os.close(self.pidfd)
            self.pid, self.pidfd = child, inner
            with contextlib.suppress(OSError):  # in there /proc is read-only, so it cannot do that itself
                Path(f"/proc/{child}/oom_score_adj").write_text("1000", encoding="ascii")

    @property
    def pending(self) -> bool:
        """Whether something waits to be written to the job's pipe."""
        return bool(self._job)

    @property
    def is_alive(self) -> bool:
        waiting = select.poll()
        waiting.register(self.pidfd, select.POLLIN)
        return not waiting.poll(0)

    def tell(self, line: bytes, *, last: bool = False) -> None:
        """Write to the worker's standard input as it reads, then close it where that is the `last`.

        A worker that is gone is no error.
        """
        self._job += line
        self._ends_job = last
        self.flush()

    def flush(self) -> None:
        """Write what fits now."""
        while self._job:
            try:
                del self._job[: os.write(self.pipes.job, self._job[: 64 * 1024])]
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._job.clear()
        if self._ends_job:
            self._close_job()

    def send(self, sign: int) -> None:
        """Send a signal; a process that is gone is no error."""
        try:
            signal.pidfd_send_signal(self.pidfd, sign)
        except ProcessLookupError:
            return

    def wait(self) -> Exit:
        """Reap it; blocks until it is dead. Gives the same each time."""
        if self._exit is None:
            self._exit = self._reap()
        return self._exit

    def _reap(self) -> Exit:
        _pid, status, used = os.wait4(self._started, 0)
        code = os.waitstatus_to_exitcode(status)
        if self.pid != self._started and code - _SHELL_SIGNAL in _SIGNALS:
            code = _SHELL_SIGNAL - code
        return Exit(
            code=max(code, 0),
            signal=max(-code, 0),
            cpu_s=used.ru_utime + used.ru_stime,
            peak_memory=used.ru_maxrss * 1024,
        )

    def kill(self) -> None:
        """End it, and close everything."""
        self.send(signal.SIGKILL)
        self.wait()
        self._close_job()
        for end in (self.pipes.out, self.pipes.err, self.pipes.control, self.pidfd):
            os.close(end)
        self.creations.close()

    def _close_job(self) -> None:
        if self._has_job_pipe:
            self._has_job_pipe = False
            os.close(self.pipes.job)


def _spawn(argv: list[str], environment: dict[str, str], descriptors: tuple[int, ...]) -> int:
    """Start a program with `descriptors` as its 0, 1, 2 ...; gives its number."""
    return os.posix_spawn(
        argv[0],
        argv,
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, source, target) for target, source in enumerate(descriptors)],
        setsid=True,
        setsigmask=[],
        setsigdef=[getattr(signal, name) for name in _DEFAULT_SIGNALS],
    )


def _high_pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    return _high(reading), _high(writing)


def _high(descriptor: int) -> int:
    """The same above the numbers that the child's own descriptors take."""
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return high
