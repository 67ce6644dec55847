"""What the controllers of imports and of runs have in common: one job at a time, the others wait."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from bimdesk.services.project import Project
from bimdesk.ui.child import ChildProcess
from bimdesk.ui.hub import Hub
from bimdesk.ui.operations import Operations
from bimdesk.ui.workers import Workers

Ticket = TypeVar("Ticket")


@dataclass(frozen=True, slots=True)
class JobNeeds:
    """What a controller works with."""

    project: Project
    hub: Hub
    operations: Operations
    workers: Workers


class JobController(QObject, Generic[Ticket]):
    """A queue of tickets, the one that is under way, and its process."""

    def __init__(self, needs: JobNeeds, parent: QObject) -> None:
        super().__init__(parent)
        self._project = needs.project
        self._hub = needs.hub
        self._operations = needs.operations
        self._workers = needs.workers
        self._waiting: deque[Ticket] = deque()
        self._current: Ticket | None = None
        self._child: ChildProcess | None = None

    @property
    def tickets(self) -> list[Ticket]:
        """The one under way first, then those that wait."""
        return ([self._current] if self._current else []) + list(self._waiting)

    def _take_next(self) -> Ticket | None:
        """The next one, from now on under way; None while another is, or where none waits."""
        if self._current is not None or not self._waiting:
            return None
        self._current = self._waiting.popleft()
        return self._current

    def _release(self, ticket: Ticket) -> None:
        """It is over; one that only waited was never under way."""
        if self._current is ticket:
            self._current = None
