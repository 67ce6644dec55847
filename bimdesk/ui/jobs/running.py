"""Drives executions in the window: the row first, then the worker under QProcess, then the result."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.protocol.messages import Message, Progress
from bimdesk.protocol.monitor import Monitor
from bimdesk.protocol.state import Ending, EndReason, JobState
from bimdesk.services import running
from bimdesk.services.letting_go import let_go
from bimdesk.services.project import Project
from bimdesk.ui.child import ChildProcess
from bimdesk.ui.jobs.controller import JobController, JobNeeds


@dataclass(slots=True)
class RunTicket:
    """One execution on its way; `state` grows while it runs."""

    execution_id: ExecutionId
    request: RunRequest
    start: running.RunStart
    state: JobState = field(default_factory=JobState)
    queued_at: float = field(default_factory=time.monotonic)
    started_at: float = 0.0

    @property
    def seconds(self) -> float:
        """Wall clock since the start; 0 while it waits."""
        return time.monotonic() - self.started_at if self.started_at else 0.0


class RunController(JobController[RunTicket]):
    """Runs scripts one after another; every queued one ends in `finished`."""

    queued = Signal(object)
    started = Signal(object)
    messages = Signal(object, list)
    """RunTicket, messages of one read."""
    progressed = Signal(object)
    finished = Signal(object, object)
    """RunTicket, Execution."""
    rejected = Signal(object, object)
    """RunRequest, BimdeskError: nothing was queued (parameters, missing model)."""

    def __init__(self, needs: JobNeeds, parent: QObject) -> None:
        super().__init__(needs, parent)
        self._clock = QTimer(self, interval=250)
        self._clock.timeout.connect(self._tick)

    def ticket(self, execution_id: ExecutionId) -> RunTicket | None:
        return next((ticket for ticket in self.tickets if ticket.execution_id == execution_id), None)

    def start(self, request: RunRequest) -> None:
        """Queue a run; `queued` follows, or `rejected`."""
        self._operations.write(
            partial(running.queue_run, self._project, request),
            on_success=partial(self._queued, request),
            on_failure=partial(self.rejected.emit, request),
        )

    def cancel(self, execution_id: ExecutionId) -> None:
        """Stop it, or take it out of the queue; it ends as cancelled."""
        ticket = self.ticket(execution_id)
        if ticket is None:
            return
        if ticket is self._current and self._child is not None:
            self._child.cancel()
        elif ticket in self._waiting:
            self._waiting.remove(ticket)
            child = ChildProcess(ticket.start.launch.kind, self)
            self._finish(ticket, child, Ending(reason=EndReason.CANCELLED))

    def _queued(self, request: RunRequest, outcome: tuple[running.RunStart, Changes]) -> None:
        start, changes = outcome
        ticket = RunTicket(start.execution_id, request, start)
        self._waiting.append(ticket)
        self._hub.publish(changes)
        self.queued.emit(ticket)
        self._later(self._next)

    def _next(self) -> None:
        ticket = self._take_next()
        if ticket is None:
            return
        child = self._child = self._workers.start(ticket.start.launch)
        ticket.state = child.monitor.state
        ticket.started_at = time.monotonic()
        child.messages.connect(partial(self._heard, ticket))
        child.ended.connect(partial(self._ended, ticket, child))
        child.give(ticket.start.launch)
        self._operations.write(
            partial(running.mark_running, self._project, ticket.start), on_success=self._hub.publish
        )
        self._clock.start()
        self.started.emit(ticket)

    def _heard(self, ticket: RunTicket, messages: list[Message]) -> None:
        self.messages.emit(ticket, messages)
        if any(isinstance(message, Progress) for message in messages):
            self.progressed.emit(ticket)

    def _tick(self) -> None:
        if self._current is not None:
            self.progressed.emit(self._current)

    def _ended(self, ticket: RunTicket, child: ChildProcess, ending: Ending) -> None:
        self._clock.stop()
        self._child = None
        self._finish(ticket, child, ending)

    def _finish(self, ticket: RunTicket, child: ChildProcess, ending: Ending) -> None:
        duration_ms = round(ticket.seconds * 1000)
        self._operations.write(
            partial(
                _finish_run,
                self._project,
                ticket.start,
                child.monitor,
                ending,
                duration_ms=duration_ms,
            ),
            on_success=partial(self._done, ticket),
            on_failure=partial(self._lost, ticket),
        )

    def _done(self, ticket: RunTicket, outcome: tuple[Execution, Changes]) -> None:
        execution, changes = outcome
        self._release(ticket)
        self._hub.publish(changes)
        self._later(partial(self.finished.emit, ticket, execution))
        self._later(self._next)

    def _lost(self, ticket: RunTicket, error: BimdeskError) -> None:
        """The result could not be written (a full disk): said, and the next one goes on."""
        self._release(ticket)
        self._hub.notify_error(error)
        self._next()

    def _later(self, step: Callable[[], object]) -> None:
        """In a turn of the event loop of its own: what each signal sets off adds up to a visible pause."""
        QTimer.singleShot(0, self, step)


def _finish_run(
    project: Project, start: running.RunStart, monitor: Monitor, ending: Ending, *, duration_ms: int
) -> tuple[Execution, Changes]:
    """In the writer thread: keep the result, then let go of what was said, which may be 200,000 findings."""
    state = monitor.state
    try:
        return running.finish_run(project, start, monitor, ending, duration_ms=duration_ms)
    finally:
        let_go(state.findings, state.outputs, state.log, state.notices)
