"""Reads a worker's three pipes: its report on the locks, then, when it has the script, what that writes."""

from __future__ import annotations

import os
import select
import time

from bimdesk.worker.supervisor.claims import Claims
from bimdesk.worker.supervisor.link import Link
from bimdesk.worker.supervisor.process import Pipes
from bimdesk.worker.supervisor.streams import LogRoom, Stream

MAX_REPORT = 256 * 1024
_CHUNK = 256 * 1024
_LAST_WORDS = 300


class Intake:
    """What it reads before `open` is the program's own: the report, and words that explain an early end."""

    def __init__(self, pipes: Pipes, link: Link) -> None:
        self.last_words = ""
        self._control = pipes.control
        self._link = link
        self._report = bytearray()
        self._is_open = False
        self._room = LogRoom(1 << 62)
        self._claims = Claims(self._room)
        self._streams = {pipe: Stream(self._room) for pipe in (pipes.out, pipes.err)}
        self._left = {pipes.out, pipes.err, pipes.control}

    def open(self, log_kb: int) -> None:
        """From now on everything is the script's, and goes to the window as far as there is room for it."""
        early = len(self._report.partition(b"\n")[2])
        self._is_open = True
        self._room = LogRoom(log_kb * 1024)
        self._claims = Claims(self._room)
        self._claims.anomalies += 1 if early else 0
        self._streams = {pipe: Stream(self._room) for pipe in self._streams}
        self._report.clear()

    @property
    def report(self) -> bytes | None:
        """The first line on the control pipe, when it is whole; too much without a line end is one too."""
        line, end, _rest = bytes(self._report).partition(b"\n")
        return line if end or len(self._report) >= MAX_REPORT else None

    @property
    def flood(self) -> int:
        """Bytes that the script has written to its log, by all ways."""
        return self._claims.flood + sum(stream.seen for stream in self._streams.values())

    @property
    def anomalies(self) -> int:
        return self._claims.anomalies

    @property
    def log_dropped(self) -> int:
        return self._room.dropped

    def due_at(self) -> float | None:
        """When `pass_due` has something to do."""
        return self._claims.next_due()

    def pass_due(self, now: float) -> None:
        """Progress that was held back."""
        self._link.pass_on(self._claims.due(now))

    def read(self, pipe: int, now: float) -> bool:
        """Read a pipe once; False at its end."""
        try:
            data = os.read(pipe, _CHUNK)
        except BlockingIOError:
            return True
        if not data:
            self._left.discard(pipe)
        if pipe != self._control:
            self._take_lines(self._streams[pipe], data)
        elif self._is_open:
            self._link.pass_on(self._claims.feed(data, now))
        else:
            self._report += data[: MAX_REPORT - len(self._report)]
        return bool(data)

    def drain(self, seconds: float) -> None:
        """Read what a dead worker left in its pipes."""
        until = time.monotonic() + seconds
        waiting = select.poll()
        for pipe in self._left:
            waiting.register(pipe, select.POLLIN)
        while self._left and (left_s := until - time.monotonic()) > 0:
            for pipe, _events in waiting.poll(left_s * 1000):
                if not self.read(pipe, time.monotonic()):
                    waiting.unregister(pipe)

    def _take_lines(self, stream: Stream, data: bytes) -> None:
        for line in stream.feed(data) if data else stream.close():
            if self._is_open:
                self._link.say("log", level="print", text=line)
            elif line.strip():
                self.last_words = line.strip()[:_LAST_WORDS]
