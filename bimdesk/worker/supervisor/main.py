"""The supervisor's loop: the window's pipe, the worker's three pipes, the worker's death, and the clock."""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys
import time
from typing import Any

from bimdesk.worker.death import die_with_parent
from bimdesk.worker.supervisor.claims import Claims
from bimdesk.worker.supervisor.link import Link, WindowGoneError
from bimdesk.worker.supervisor.namespaces import find_bubblewrap, is_needed, wrapped
from bimdesk.worker.supervisor.process import Exit, WorkerProcess
from bimdesk.worker.supervisor.run import Run
from bimdesk.worker.supervisor.run_folder import RunFolder, sweep
from bimdesk.worker.supervisor.streams import Stream
from bimdesk.worker.supervisor.watch import MB
from bimdesk.worker.supervisor.worker_start import worker_command, worker_environment

IDLE_S = 300.0
"""A spare that gets no job for so long ends by itself: it holds memory."""
LOOK_S = 0.05
FAST_LOOK_S = 0.005
FAST_GROWTH = 4 * MB
"""A folder that grew by this much between two looks is looked at ten times as often."""
BEAT_S = 1.0
DRAIN_S = 0.5
CHUNK = 256 * 1024
MAX_REPORT = 256 * 1024


def main(argv: list[str]) -> int:
    """`supervisor SCRATCH`: one worker, one job from standard input, then the end."""
    if len(argv) != 1:
        print("usage: supervisor SCRATCH (started by the program itself)", file=sys.stderr)  # noqa: T201
        return 2
    die_with_parent()
    sweep(argv[0])
    return Supervisor(argv[0]).run()


class Supervisor:
    """One worker from its start to its end."""

    def __init__(self, scratch: str) -> None:
        self._link = Link()
        self._folder = RunFolder(scratch)
        self._worker = WorkerProcess(worker_command(), worker_environment(self._folder.path))
        self._namespaces = "unavailable: not asked for"
        self._claims = Claims()
        self._streams: dict[int, Stream] = {}
        self._run: Run | None = None
        self._report = bytearray()
        self._selector = selectors.PollSelector()
        self._beat_at = 0.0
        self._look_at = 0.0
        self._ended: Exit | None = None
        self._idle_until = time.monotonic() + IDLE_S

    def run(self) -> int:
        """Serve until the worker is dead; 0 where the window was told how it ended."""
        self._selector.register(0, selectors.EVENT_READ)
        self._listen(kept_bytes=0)
        try:
            while self._worker.pidfd in self._selector.get_map():
                self._turn(time.monotonic())
                if self._run is None and time.monotonic() > self._idle_until:
                    return 0
            self._finish()
        except WindowGoneError:
            return 1
        finally:
            if self._ended is None:
                self._worker.send(signal.SIGKILL)
                self._worker.wait()
            self._folder.delete()
        return 0

    def _turn(self, now: float) -> None:
        self._watch_output()
        for key, _events in self._selector.select(self._patience(now)):
            self._serve(key.fd, time.monotonic())
        now = time.monotonic()
        self._link.pass_on(self._claims.due(now))
        if self._run is not None and now >= self._look_at:
            self._look(self._run, now)

    def _patience(self, now: float) -> float:
        if self._run is None:
            return max(0.0, self._idle_until - now)
        due = self._claims.next_due()
        return max(0.0, min(self._look_at, due if due is not None else self._look_at) - now)

    def _watch_output(self) -> None:
        watched = 1 in self._selector.get_map()
        if self._link.pending and not watched:
            self._selector.register(1, selectors.EVENT_WRITE)
        elif watched and not self._link.pending:
            self._selector.unregister(1)

    def _serve(self, descriptor: int, now: float) -> None:
        if descriptor == 0:
            for message in self._link.read():
                self._told(message, now)
        elif descriptor == 1:
            self._link.flush()
        elif descriptor == self._worker.pidfd or not self._read(descriptor, now):
            self._selector.unregister(descriptor)

    def _told(self, message: dict[str, Any], now: float) -> None:
        """The job, or a request to stop it."""
        if message.get("cancel") is True:
            if self._run is not None:
                self._run.cancel(now)
            return
        if self._run is not None:
            raise WindowGoneError  # a second job: whoever speaks there is not the window
        try:
            if is_needed(wanted=message.get("namespaces") is True, without=message.get("without", [])):
                self._start_in_namespaces([str(path) for path in message["readable"]])
            self._run = Run(message, self._worker, self._folder, now)
        except (KeyError, ValueError, TypeError) as error:
            raise WindowGoneError from error
        for pipe in self._streams:
            self._streams[pipe] = Stream(self._run.limits.log_kb * 1024)
        self._run.ask_to_lock()
        self._look_at = self._beat_at = now

    def _listen(self, *, kept_bytes: int) -> None:
        pipes = self._worker.pipes
        self._streams = {pipes.out: Stream(kept_bytes), pipes.err: Stream(kept_bytes)}
        for pipe in (pipes.out, pipes.err, pipes.control, self._worker.pidfd):
            self._selector.register(pipe, selectors.EVENT_READ)

    def _start_in_namespaces(self, readable: list[str]) -> None:
        """Another worker in the place of the spare, inside bubblewrap; without it the spare stays."""
        if not find_bubblewrap():
            self._namespaces = "unavailable: bubblewrap is not installed"
            return
        self._worker.send(signal.SIGKILL)
        self._worker.wait()
        for pipe in list(self._selector.get_map()):
            if pipe not in (0, 1):
                self._selector.unregister(pipe)
        self._worker.close()
        environment = worker_environment(self._folder.path)
        command = wrapped(worker_command(), environment, run=self._folder.path, readable=readable)
        self._worker = WorkerProcess(command, environment, tells_child=True)
        self._namespaces = "active"
        self._listen(kept_bytes=0)

    def _read(self, descriptor: int, now: float) -> bool:
        """Read a pipe of the worker once; False at its end."""
        try:
            data = os.read(descriptor, CHUNK)
        except BlockingIOError:
            return True
        if descriptor == self._worker.pipes.control:
            self._control(data, now)
        else:
            stream = self._streams[descriptor]
            for line in stream.feed(data) if data else stream.close():
                self._link.say("log", level="print", text=line)
        return bool(data)

    def _control(self, data: bytes, now: float) -> None:
        if self._run is not None and self._run.verdict is not None:
            self._link.pass_on(self._claims.feed(data, now))
            return
        self._report += data
        line, end, rest = bytes(self._report).partition(b"\n")
        if end and self._run is not None:
            self._judge(self._run, line, now)
            if rest:
                self._claims.anomalies += 1  # more than the report, before there was a script
        elif len(self._report) > MAX_REPORT and self._run is not None:
            self._run.refuse("The worker's report is too long.")

    def _judge(self, run: Run, line: bytes, now: float) -> None:
        try:
            report = json.loads(line)
        except ValueError:
            report = None
        if not isinstance(report, dict):
            run.refuse("The worker's report cannot be read.")
        elif report.get("type") != "locked":
            run.refuse(str(report.get("detail", "The worker could not confine itself.")))
        elif run.judge(report, namespaces=self._namespaces, now=now) and run.verdict is not None:
            self._link.say("locked", sandbox=run.verdict.layers, pid=self._worker.pid)
            run.hand_over()
        self._look_at = self._beat_at = now

    def _look(self, run: Run, now: float) -> None:
        before = run.use.output
        written = max(self._claims.seen, *(stream.seen for stream in self._streams.values()))
        run.look(now, written)
        grew = run.use.output - before
        self._look_at = now + (FAST_LOOK_S if grew > FAST_GROWTH else LOOK_S)
        if now >= self._beat_at:
            self._beat_at = now + BEAT_S
            use = run.use
            self._link.say(
                "heartbeat",
                memory_mb=round(use.memory / MB, 1),
                output_mb=round(use.output / MB, 1),
                files=use.files,
                cpu_s=round(use.cpu_s, 2),
            )

    def _drain(self) -> None:
        """Read what the dead worker left in its pipes."""
        until = time.monotonic() + DRAIN_S
        pipes = {*self._streams, self._worker.pipes.control} & set(self._selector.get_map())
        while pipes and time.monotonic() < until:
            pipes = {pipe for pipe in pipes if self._read(pipe, time.monotonic())}

    def _finish(self) -> None:
        """The worker is dead: what is left in the pipes, its files, and the last word."""
        self._drain()
        self._ended = ended = self._worker.wait()
        run = self._run
        if run is None:
            return
        self._link.pass_on(self._claims.due(float("inf")))
        if run.verdict is None and run.reason == "exited":
            run.refuse(
                f"The worker ended before it was confined (exit code {ended.code}, signal {ended.signal})."
            )
        taken = run.gather(ended)
        verdict = run.verdict
        self._link.say(
            "ended",
            reason=run.reason,
            limit=run.limit,
            detail="" if verdict is None else verdict.refusal,
            exit_code=ended.code,
            signal=ended.signal,
            sandbox={} if verdict is None else verdict.layers,
            files=taken.files,
            left_out=taken.left_out,
            log_dropped=sum(stream.dropped for stream in self._streams.values()),
            anomalies=self._claims.anomalies,
            peak_memory_mb=run.peak_mb,
            cpu_s=round(ended.cpu_s, 2),
        )
        self._link.finish()
