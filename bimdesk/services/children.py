"""Drives one child with subprocess, for the CLI and for tests; the window does the same with QProcess.

Both pipes are read as bytes arrive, the deadline is on the wall clock, and the whole process group goes:
asked first (SIGINT), then terminated, then killed. A supervisor is asked over its standard input, and ends
its worker itself; one that falls silent is killed, and the kernel ends its worker with it.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO

from bimdesk.protocol.messages import Message
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason, Stage, ending_of
from bimdesk.services.launch import CANCEL, SILENCE_S, Launch

ASK_S = 0.5
TERMINATE_S = 1.0
STOP_S = 3.0
"""How long a supervisor may take to stop its script and bring out the files."""
DRAIN_S = 0.5
"""How long pipes are read after the death of the worker: a stray grandchild may hold them open."""

OnMessage = Callable[[Message], None]


def run_child(
    launch: Launch,
    monitor: Monitor,
    *,
    on_message: OnMessage | None = None,
    cancel: threading.Event | None = None,
) -> Ending:
    """Start the worker, feed `monitor` until it has ended, and say how. Never raises for the child's sake."""
    try:
        process = subprocess.Popen(
            launch.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(launch.environment),
            cwd="/" if launch.is_supervised else None,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        return Ending(reason=EndReason.NOT_STARTED, detail=str(error))
    return _Driver(process, launch, monitor, on_message or _ignore, cancel or threading.Event()).run()


def _ignore(_message: Message) -> None:
    """Nobody listens."""


class _Driver:
    """One running child: its pipes, its deadline, its end."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        launch: Launch,
        monitor: Monitor,
        on_message: OnMessage,
        cancel: threading.Event,
    ) -> None:
        self._process = process
        self._launch = launch
        self._monitor = monitor
        self._on_message = on_message
        self._cancel = cancel
        self._deadline = time.monotonic() + launch.timeout_s
        self._heard_at = time.monotonic()
        self._writer: threading.Thread | None = None
        self._asked = False
        self._stop_by = float("inf")

    def run(self) -> Ending:
        process = self._process
        assert process.stdin and process.stdout and process.stderr
        keep_open = self._launch.is_supervised
        self._writer = writer = threading.Thread(
            target=_write_job, args=(process.stdin, self._launch.job, keep_open), daemon=True
        )
        writer.start()
        try:
            with selectors.DefaultSelector() as pipes:
                pipes.register(process.stdout, selectors.EVENT_READ, self._monitor.feed_stdout)
                pipes.register(process.stderr, selectors.EVENT_READ, self._monitor.feed_stderr)
                reason, detail = self._watch(pipes)
                if reason is not EndReason.EXITED:
                    end_group(process, at_once=reason is EndReason.LOST)
                code = self._wait_dead()
                self._drain(pipes)
        finally:
            end_group(process, at_once=True)
            process.stdout.close()
            process.stderr.close()
            writer.join(timeout=DRAIN_S)
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._tell(self._monitor.close())
        seen = Ending(reason=reason, exit_code=max(code, 0), signal=max(-code, 0), detail=detail)
        return ending_of(self._monitor.state, seen) if self._launch.is_supervised else seen

    def _watch(self, pipes: selectors.BaseSelector) -> tuple[EndReason, str]:
        """Read until the child is dead, or say why it must die."""
        while self._process.poll() is None:
            if self._cancel.is_set() and not self._is_stopping():
                return EndReason.CANCELLED, ""
            if time.monotonic() > self._deadline:
                return EndReason.TIMEOUT, ""
            if self._monitor.violation:
                return EndReason.LIMIT, self._monitor.violation
            if self._is_silent():
                return EndReason.LOST, f"it was silent for {SILENCE_S:g} s and was killed"
            self._read_once(pipes, 0.05)
        return EndReason.EXITED, ""

    def _is_stopping(self) -> bool:
        """Ask a supervisor to stop its script; it has a moment to do so."""
        if not self._launch.is_supervised:
            return False
        if self._stop_by == float("inf"):
            self._stop_by = time.monotonic() + STOP_S
        told = self._writer is None or not self._writer.is_alive()
        if told and not self._asked and self._process.stdin is not None:
            self._asked = True  # not before, or it would land in the middle of the job
            with contextlib.suppress(OSError):
                os.write(self._process.stdin.fileno(), CANCEL)
        return time.monotonic() < self._stop_by

    def _is_silent(self) -> bool:
        """Whether a supervisor has stopped to give the signs of life that it gives from the job on."""
        state = self._monitor.state
        speaks = state.stage is Stage.RUNNING or state.usage is not None
        return self._launch.is_supervised and speaks and time.monotonic() - self._heard_at > SILENCE_S

    def _wait_dead(self) -> int:
        return self._process.wait(timeout=10)

    def _drain(self, pipes: selectors.BaseSelector) -> None:
        until = time.monotonic() + DRAIN_S
        while pipes.get_map() and time.monotonic() < until and self._read_once(pipes, 0.05):
            pass

    def _read_once(self, pipes: selectors.BaseSelector, wait_s: float) -> bool:
        if not pipes.get_map():
            self._cancel.wait(wait_s)
            return False
        ready = pipes.select(wait_s)
        for key, _events in ready:
            data = os.read(key.fd, 65536)
            if data:
                self._tell(key.data(data))
                self._heard_at = time.monotonic()  # after it was told: whoever listens may take his time
            else:
                pipes.unregister(key.fileobj)
        return bool(ready)

    def _tell(self, messages: list[Message]) -> None:
        for message in messages:
            self._on_message(message)


def _write_job(pipe: IO[bytes], job: bytes, keep_open: bool) -> None:
    with contextlib.suppress(BrokenPipeError, OSError):
        pipe.write(job)
        pipe.flush()
    if not keep_open:
        with contextlib.suppress(BrokenPipeError, OSError):
            pipe.close()


def end_group(process: subprocess.Popen[bytes], *, at_once: bool = False) -> None:
    """End the child and everything it started: ask, terminate, kill. With `at_once` only the last."""
    if not at_once:
        for sign, patience in ((signal.SIGINT, ASK_S), (signal.SIGTERM, TERMINATE_S)):
            signal_group(process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=patience)
                break
    signal_group(process.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def signal_group(pid: int, sign: int) -> None:
    """Send `sign` to the process group that `pid` leads; one that is gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(pid, sign)
        else:
            os.killpg(pid, sign)
