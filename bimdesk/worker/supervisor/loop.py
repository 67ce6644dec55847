"""The supervisor's loop: the window's pipe, the worker's three pipes, the worker's death, and the clock."""

from __future__ import annotations

import os
import selectors
import time
from typing import Any

from bimdesk.worker.supervisor.creations import Allowance
from bimdesk.worker.supervisor.intake import Intake
from bimdesk.worker.supervisor.link import Link, WindowGoneError
from bimdesk.worker.supervisor.namespaces import find_bubblewrap, is_needed, wrapped
from bimdesk.worker.supervisor.process import Exit, WorkerProcess
from bimdesk.worker.supervisor.run import Run
from bimdesk.worker.supervisor.run_folder import RunFolder
from bimdesk.worker.supervisor.watch import MB, next_look
from bimdesk.worker.supervisor.worker_start import worker_environment

IDLE_S = 300.0
"""A spare that gets no job for so long ends by itself: it holds memory."""
BEAT_S = 1.0
DRAIN_S = 0.5
BATCH = 512 * 1024
"""Bytes of names of files in one message."""


class BadJobError(Exception):
    """What the window sent is a message but no job."""


class NotStartedError(Exception):
    """There is no room for a run, or no worker; the message goes to the person."""


class Supervisor:
    """One worker from its start to its end. It takes over `folder`, and the worker that `command` started.

    `stop`: a descriptor that can be read when the supervisor shall end.
    """

    def __init__(
        self,
        link: Link,
        folder: RunFolder,
        worker: WorkerProcess,
        *,
        command: list[str],
        idle_s: float,
        stop: int,
    ) -> None:
        self._link = link
        self._stop = stop
        self._command = command
        self._folder = folder
        self._worker = worker
        self._intake = Intake(worker.pipes, link)
        self._namespaces = "unavailable: not asked for"
        self._run: Run | None = None
        self._selector = selectors.PollSelector()
        self._allowance = Allowance()
        self._beat_at = 0.0
        self._look_at = 0.0
        self._ended: Exit | None = None
        self._idle_until = time.monotonic() + idle_s

    def run(self, messages: list[dict[str, Any]]) -> int:
        """Serve until the worker is dead; `messages` came before. 0: the window was told how it ended.

        Raises WindowGoneError, BadJobError, NotStartedError, with the worker dead and the folder deleted.
        """
        for descriptor in (0, self._stop):
            self._selector.register(descriptor, selectors.EVENT_READ)
        self._listen()
        try:
            for message in messages:
                self._told(message, time.monotonic())
            while self._ended is None:
                self._turn(time.monotonic())
                if self._run is None and time.monotonic() > self._idle_until:
                    return 0
            self._finish(self._ended)
        finally:
            if self._ended is None:
                self._worker.kill()
            self._folder.delete()
        return 0

    def _listen(self) -> None:
        pipes = self._worker.pipes
        creations = self._worker.creations.descriptor
        for pipe in (pipes.out, pipes.err, pipes.control, self._worker.pidfd, creations):
            self._selector.register(pipe, selectors.EVENT_READ)

    def _turn(self, now: float) -> None:
        self._watch_writing(1, self._link.pending)
        self._watch_writing(self._worker.pipes.job, self._worker.pending)
        worker = self._worker
        for key, _events in self._selector.select(self._patience(now)):
            if key.fd in self._selector.get_map():  # not forgotten meanwhile
                self._serve(key.fd, time.monotonic())
            if self._worker is not worker or self._ended is not None:
                return  # the numbers of the others may be new pipes by now
        now = time.monotonic()
        self._intake.pass_due(now)
        if self._run is not None and now >= self._look_at:
            self._look(self._run, now)

    def _patience(self, now: float) -> float:
        if self._run is None:
            return max(0.0, self._idle_until - now)
        due = self._intake.due_at()
        return max(0.0, min(self._look_at, due if due is not None else self._look_at) - now)

    def _watch_writing(self, descriptor: int, wanted: bool) -> None:
        watched = descriptor in self._selector.get_map()
        if wanted and not watched:
            self._selector.register(descriptor, selectors.EVENT_WRITE)
        elif watched and not wanted:
            self._selector.unregister(descriptor)

    def _serve(self, descriptor: int, now: float) -> None:
        if descriptor == 0:
            for message in self._link.read():
                self._told(message, now)
        elif descriptor == 1:
            self._link.flush()
        elif descriptor == self._stop:
            raise WindowGoneError
        elif descriptor == self._worker.pipes.job:
            self._worker.flush()
        elif descriptor == self._worker.pidfd:
            self._died()
        elif descriptor == self._worker.creations.descriptor:
            self._count(descriptor)
        elif not self._intake.read(descriptor, now):
            self._selector.unregister(descriptor)
        elif self._run is not None and self._run.waits_for_report and self._intake.report is not None:
            self._judge(self._run, self._intake.report, now)

    def _count(self, descriptor: int) -> None:
        """A new file waits to be made: measured first where the last measurement leaves no room for it."""
        creations = self._worker.creations
        if creations.take():
            if self._run is not None and not self._allowance.spend():
                self._look(self._run, time.monotonic())
                self._allowance.spend()
            if self._run is None or not self._run.is_killed:
                creations.let_go()
        elif creations.descriptor != descriptor:
            self._selector.unregister(descriptor)
            if creations.descriptor >= 0:
                self._selector.register(creations.descriptor, selectors.EVENT_READ)

    def _told(self, message: dict[str, Any], now: float) -> None:
        """The job, or a request to stop it."""
        if message.get("cancel") is True:
            if self._run is not None:
                self._run.cancel(now)
            return
        if self._run is not None:
            raise WindowGoneError  # a second job: whoever speaks there is not the window
        try:
            run = Run(message, self._worker, self._folder, now)
            in_namespaces = is_needed(
                wanted=message.get("namespaces") is True, without=message.get("without", [])
            )
        except (KeyError, ValueError, TypeError) as error:
            raise BadJobError(f"{type(error).__name__}: {error}") from error
        if in_namespaces:
            self._start_in_namespaces(run)
        elif not self._worker.is_alive:
            self._start_again(run)
        self._run = run
        self._look_at = self._beat_at = now
        run.ask_to_lock()

    def _start_in_namespaces(self, run: Run) -> None:
        """Another worker in the place of the spare, inside bubblewrap; without it the spare stays."""
        if not find_bubblewrap():
            self._namespaces = "unavailable: bubblewrap is not installed"
            return
        folder = self._folder.path
        command = wrapped(self._command, worker_environment(folder), run=folder, readable=run.readable)
        try:
            self._replace_worker(run, command, in_namespaces=True)
            self._namespaces = "active"
        except OSError as error:
            self._namespaces = f"unavailable: bubblewrap cannot be run ({error.strerror})"

    def _start_again(self, run: Run) -> None:
        """Another worker like the first, which died. Raises NotStartedError."""
        try:
            self._replace_worker(run, self._command, in_namespaces=False)
        except OSError as error:
            raise NotStartedError(f"{self._command[0]} cannot be run ({error.strerror})") from error

    def _replace_worker(self, run: Run, command: list[str], *, in_namespaces: bool) -> None:
        environment = worker_environment(self._folder.path, parent=0 if in_namespaces else os.getpid())
        started = WorkerProcess(command, environment, tells_child=in_namespaces)
        self._forget_worker()
        self._worker.kill()
        self._worker = run.worker = started
        self._intake = Intake(started.pipes, self._link)
        self._listen()

    def _forget_worker(self) -> None:
        for descriptor in list(self._selector.get_map()):
            if descriptor not in (0, 1, self._stop):
                self._selector.unregister(descriptor)

    def _died(self) -> None:
        """The worker's death. A spare's is seen to when there is a job; bubblewrap's failure at once."""
        self._intake.drain(DRAIN_S)
        ended = self._worker.wait()
        run = self._run
        if run is None:
            self._forget_worker()
        elif self._namespaces == "active" and run.waits_for_report and self._intake.report is None:
            said = self._intake.last_words or "it ended without a word"
            self._namespaces = f"unavailable: bubblewrap does not work here ({said})"
            self._start_again(run)
            run.ask_to_lock()
        else:
            self._ended = ended

    def _judge(self, run: Run, report: bytes, now: float) -> None:
        stands = run.judge(report, namespaces=self._namespaces, now=now)
        if stands and run.verdict is not None:
            self._link.say("locked", sandbox=run.verdict.layers, pid=self._worker.pid)
            self._intake.open(run.limits.log_kb)
            run.hand_over()
        self._look_at = self._beat_at = now

    def _look(self, run: Run, now: float) -> None:
        before = run.use
        run.look(now, self._intake.flood)
        grew, more = run.use.output - before.output, run.use.files - before.files
        self._allowance.renew(files=run.use.files, limit=run.limits.files)
        self._look_at = next_look(now, time.monotonic(), grew=grew, more=more)
        self._beat(run, now)

    def _beat(self, run: Run, now: float) -> None:
        """Say that the supervisor lives, once a second; not to a window that does not read."""
        if now < self._beat_at:
            return
        self._beat_at = now + BEAT_S
        use = run.use
        if self._link.pending:
            self._link.flush()
        else:
            self._link.say(
                "heartbeat",
                memory_mb=round(use.memory / MB, 1),
                output_mb=round(use.output / MB, 1),
                files=use.files,
                cpu_s=round(use.cpu_s, 2),
            )

    def _beat_while_collecting(self) -> None:
        now = time.monotonic()
        if self._run is not None and now >= self._beat_at:
            self._link.check()
            self._beat(self._run, now)

    def _finish(self, ended: Exit) -> None:
        """The worker is dead: its files, and the last word."""
        run = self._run
        if run is None:
            return
        self._intake.pass_due(float("inf"))
        taken = run.gather(ended, self._intake.last_words, self._beat_while_collecting)
        *others, last = taken.batches(BATCH)
        for batch in others:
            self._link.say("collected", files=batch)
        self._link.say(
            "ended",
            **run.told(ended),
            files=last,
            left_out=taken.left_out,
            log_dropped=self._intake.log_dropped,
            anomalies=self._intake.anomalies,
        )
        self._link.finish()
