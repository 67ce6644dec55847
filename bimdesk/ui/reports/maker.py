"""Makes reports in children (`bimdesk report-job`), one after another; the window hears how far they are."""

from __future__ import annotations

import itertools
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from bimdesk.errors import BimdeskError, MachineError
from bimdesk.services.reports.job import ReportJob, Said, decode_said, encode_job

_STOP_MS = 3000
_ARGUMENTS = ("-I", "-X", "utf8", "-m", "bimdesk")


@dataclass(slots=True, kw_only=True)
class ReportTicket:
    """One report that was asked for. `notes`: what it leaves out, once it is made."""

    id: str
    title: str
    job: ReportJob
    open_after: bool = False
    progress: float = -1.0
    stage: str = ""
    started_at: float = 0.0
    notes: tuple[str, ...] = ()
    cancelled: bool = False
    failure: BimdeskError | None = field(default=None)

    @property
    def path(self) -> Path:
        return Path(self.job.out)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started_at if self.started_at else 0.0


class ReportMaker(QObject):
    """All signals carry the ticket; `failed` one with its `failure`."""

    queued = Signal(object)
    progressed = Signal(object)
    made = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._waiting: deque[ReportTicket] = deque()
        self._child: _ReportChild | None = None

    @property
    def tickets(self) -> list[ReportTicket]:
        """The one that is made now, then those that wait."""
        now = [] if self._child is None else [self._child.ticket]
        return [*now, *self._waiting]

    def submit(self, job: ReportJob, *, title: str, open_after: bool = False) -> ReportTicket:
        """Make a report as soon as those before are done."""
        number = f"report-{next(self._numbers)}"
        ticket = ReportTicket(id=number, title=title, job=job, open_after=open_after)
        self._waiting.append(ticket)
        self.queued.emit(ticket)
        self._start_next()
        return ticket

    def cancel(self, ticket: ReportTicket) -> None:
        """Stop it; `cancelled` follows."""
        ticket.cancelled = True
        if ticket in self._waiting:
            self._waiting.remove(ticket)
            self.cancelled.emit(ticket)
        elif self._child is not None and self._child.ticket is ticket:
            self._child.stop()

    def close(self) -> None:
        """The window goes: nothing is told any more."""
        self._waiting.clear()
        child, self._child = self._child, None
        if child is not None:
            child.kill_now()

    def _start_next(self) -> None:
        if self._child is not None or not self._waiting:
            return
        child = self._child = _ReportChild(self._waiting.popleft(), self)
        child.progressed.connect(lambda: self.progressed.emit(child.ticket))
        child.ended.connect(self._on_ended)
        child.start()

    def _on_ended(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.deleteLater()
        ticket = child.ticket
        if ticket.cancelled:
            self.cancelled.emit(ticket)
        elif ticket.failure is not None:
            self.failed.emit(ticket)
        else:
            self.made.emit(ticket)
        self._start_next()


class _ReportChild(QObject):
    """One child. Its standard input stays open: the end of it means that nobody wants the report."""

    progressed = Signal()
    ended = Signal()

    def __init__(self, ticket: ReportTicket, parent: QObject) -> None:
        super().__init__(parent)
        self.ticket = ticket
        self._last: Said | None = None
        self._process = QProcess(self)
        self._process.setProcessEnvironment(QProcessEnvironment.systemEnvironment())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(lambda _code, _status: self._finish())
        self._process.errorOccurred.connect(self._on_error)
        self._over = False

    def start(self) -> None:
        self.ticket.started_at = time.monotonic()
        arguments = [] if getattr(sys, "frozen", False) else list(_ARGUMENTS)
        self._process.start(sys.executable, [*arguments, "report-job"])
        self._process.write(encode_job(self.ticket.job))

    def stop(self) -> None:
        """Ask it; kill it where it does not hear."""
        self._process.closeWriteChannel()
        QTimer.singleShot(_STOP_MS, self, self._process.kill)

    def kill_now(self) -> None:
        """Leave it a moment to end its own children."""
        self._over = True
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_STOP_MS):
            self._process.kill()
            self._process.waitForFinished(1000)

    def _read(self) -> None:
        while self._process.canReadLine():
            try:
                said = decode_said(bytes(self._process.readLine().data()))
            except msgspec.DecodeError:
                continue  # a library that printed something
            self._last = said
            if said.kind == "progress":
                self.ticket.progress, self.ticket.stage = said.done, said.what
                self.progressed.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._finish()

    def _finish(self) -> None:
        if self._over:
            return
        self._over = True
        self._read()
        last, ticket = self._last, self.ticket
        if last is not None and last.kind == "made":
            ticket.notes = tuple(last.notes)
        elif last is not None and last.kind == "failed":
            ticket.failure = BimdeskError(last.message, last.hint)
        else:
            raw = bytes(self._process.readAllStandardError().data())
            words = raw.decode("utf-8", errors="replace").splitlines()
            why = words[-1] if words else self._process.errorString()
            ticket.failure = MachineError(f"The report could not be made: {why.rstrip('.')}.")
        self.ended.emit()
