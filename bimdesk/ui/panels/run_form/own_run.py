"""Follows the one execution that the run panel has started, among all that the window runs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from bimdesk.domain.execution import Execution, RunRequest
from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.ui.jobs.running import RunController, RunTicket


class OwnRun(QObject):
    """From the request to its end; signals of other executions do not come through."""

    queued = Signal(object)
    """ExecutionId."""
    progressed = Signal(object)
    """RunTicket."""
    finished = Signal(object)
    """Execution."""
    rejected = Signal(object, object)
    """RunRequest, BimdeskError."""

    def __init__(self, runner: RunController, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._pending: RunRequest | None = None
        self._mine: ExecutionId | None = None
        runner.queued.connect(self._on_queued, Qt.ConnectionType.QueuedConnection)
        runner.started.connect(self._on_progress)
        runner.progressed.connect(self._on_progress)
        runner.finished.connect(self._on_finished)
        runner.rejected.connect(self._on_rejected)

    @property
    def is_under_way(self) -> bool:
        """Whether it has been queued and has not ended."""
        return self._mine is not None and self._runner.ticket(self._mine) is not None

    def start(self, request: RunRequest) -> None:
        self._pending = request
        self._runner.start(request)

    def cancel(self) -> None:
        if self._mine is not None:
            self._runner.cancel(self._mine)

    def _on_queued(self, ticket: RunTicket) -> None:
        if self._pending is not None and ticket.request is self._pending:
            self._pending = None
            self._mine = ticket.execution_id
            self.progressed.emit(ticket)
            self.queued.emit(ticket.execution_id)

    def _on_progress(self, ticket: RunTicket) -> None:
        if ticket.execution_id == self._mine:
            self.progressed.emit(ticket)

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        if ticket.execution_id == self._mine:
            self._mine = None
            self.finished.emit(execution)

    def _on_rejected(self, request: RunRequest, error: BimdeskError) -> None:
        if request is self._pending:
            self._pending = None
            self.rejected.emit(request, error)
