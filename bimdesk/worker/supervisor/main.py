"""The supervisor's program: one worker, one job from standard input, then the end."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import Any

from bimdesk.worker.death import die_with_parent
from bimdesk.worker.supervisor.link import Link, WindowGoneError
from bimdesk.worker.supervisor.loop import IDLE_S, BadJobError, NotStartedError, Supervisor
from bimdesk.worker.supervisor.process import WorkerProcess
from bimdesk.worker.supervisor.run_folder import RunFolder, sweep
from bimdesk.worker.supervisor.worker_start import worker_command, worker_environment

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(argv: list[str]) -> int:
    """`supervisor SCRATCH [IDLE_S]`: run folders are made in SCRATCH; without a job it ends after IDLE_S."""
    if len(argv) not in (1, 2) or not all(word.isdecimal() for word in argv[1:]):
        print("usage: supervisor SCRATCH [IDLE_S] (started by the program itself)", file=sys.stderr)  # noqa: T201
        return 2
    return serve(argv[0], worker_command(), idle_s=float(argv[1]) if len(argv) == 2 else IDLE_S)


def serve(scratch: str, command: list[str], *, idle_s: float) -> int:
    """Do one job with the worker that `command` starts; 0 where the window was told how it ended."""
    die_with_parent()
    stop = _listen_to_signals()
    link = Link()
    messages: list[dict[str, Any]] = []
    try:
        while True:
            try:
                folder, worker = _prepare(scratch, command)
            except NotStartedError as error:
                if messages:
                    return _say_not_started(link, str(error))
                messages = _wait_for_job(link, stop, idle_s)  # by then it may go
                if not messages:
                    return 0
                continue
            supervisor = Supervisor(link, folder, worker, command=command, idle_s=idle_s, stop=stop)
            sweep(scratch)
            return supervisor.run(messages)
    except BadJobError as error:
        return _say_not_started(link, f"its job cannot be read ({error})")
    except NotStartedError as error:
        return _say_not_started(link, str(error))
    except WindowGoneError:
        return 1


def _prepare(scratch: str, command: list[str]) -> tuple[RunFolder, WorkerProcess]:
    """The run folder and the worker. Raises NotStartedError."""
    try:
        folder = RunFolder(scratch)
    except OSError as error:
        sweep(scratch)  # room for the next attempt
        words = error.strerror or str(error)
        raise NotStartedError(
            f"the folder for scripts' files, {scratch}, cannot be written ({words[:1].lower()}{words[1:]})"
        ) from error
    try:
        return folder, WorkerProcess(command, worker_environment(folder.path, parent=os.getpid()))
    except OSError as error:
        folder.delete()
        raise NotStartedError(f"{command[0]} cannot be run ({error.strerror})") from error


def _say_not_started(link: Link, why: str) -> int:
    try:
        link.say("ended", reason="not started", detail=why)
        link.finish()
    except WindowGoneError:
        return 1
    return 0


def _wait_for_job(link: Link, stop: int, idle_s: float) -> list[dict[str, Any]]:
    """The first messages; none when the time is over. Raises WindowGoneError."""
    waiting = select.poll()
    waiting.register(0, select.POLLIN)
    waiting.register(stop, select.POLLIN)
    while ready := dict(waiting.poll(idle_s * 1000)):
        if stop in ready:
            raise WindowGoneError
        if messages := link.read():
            return messages
    return []


def _listen_to_signals() -> int:
    """A descriptor that can be read once somebody asks this process to end."""
    reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    for sign in _SIGNALS:
        signal.signal(sign, lambda _sign, _frame: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading
