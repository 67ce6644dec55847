"""Drives imports in the window: prepare in a thread, worker under QProcess, commit in the writer thread."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.protocol.messages import GeometryReady, Message, Progress
from bimdesk.protocol.state import Ending
from bimdesk.services import importing
from bimdesk.ui.child import ChildProcess
from bimdesk.ui.jobs.controller import JobController, JobNeeds


@dataclass(slots=True)
class ImportTicket:
    """One import on its way; the same object in every signal. `progress` is negative where unknown.

    `model_name`: the model that the file becomes the next version of; '': the one that the file names.
    """

    id: int
    path: Path
    model_name: str = ""
    progress: float = -1.0
    stage: str = ""
    queued_at: float = field(default_factory=time.monotonic)
    started_at: float = 0.0
    cancelled: bool = False
    key: ModelKey | None = None
    has_preview: bool = False


class ImportController(JobController[ImportTicket]):
    """Imports files one after another. Every submitted path ends in exactly one of the last four signals."""

    queued = Signal(object)
    started = Signal(object)
    progressed = Signal(object)
    geometry_ready = Signal(object, object, bool)
    """ImportTicket (with key), folder of the mesh, whether it is the final one."""
    finished = Signal(object, object)
    """ImportTicket, ModelVersion."""
    already_here = Signal(object, object)
    """ImportTicket, ModelVersion."""
    failed = Signal(object, object)
    """ImportTicket, BimdeskError."""
    cancelled = Signal(object)
    _found = Signal(object, object, object)
    """ImportTicket, ModelKey, folder that is about to be adopted; emitted by a thread of the pool."""

    def __init__(self, needs: JobNeeds, parent: QObject) -> None:
        super().__init__(needs, parent)
        self._found.connect(self._preview_found)
        self._ids = itertools.count(1)

    def submit(self, paths: Iterable[Path], *, model_name: str = "") -> list[ImportTicket]:
        """Queue files, each the next version of its model (see `ImportTicket`); the first starts at once."""
        tickets = [ImportTicket(next(self._ids), path, model_name) for path in paths]
        for ticket in tickets:
            self._waiting.append(ticket)
            self.queued.emit(ticket)
        self._next()
        return tickets

    def cancel(self, ticket: ImportTicket) -> None:
        """Stop it wherever it is; the project stays as it was."""
        if ticket.cancelled:
            return
        ticket.cancelled = True
        if ticket in self._waiting:
            self._waiting.remove(ticket)
            self.cancelled.emit(ticket)
        elif ticket is self._current and self._child is not None:
            self._child.cancel()

    def _next(self) -> None:
        ticket = self._take_next()
        if ticket is None:
            return
        ticket.started_at = time.monotonic()
        self.started.emit(ticket)
        self._operations.run(
            partial(
                importing.prepare_import,
                self._project,
                ticket.path,
                model_name=ticket.model_name,
                on_found=partial(self._found.emit, ticket),
            ),
            on_success=partial(self._prepared, ticket),
            on_failure=partial(self._fail, ticket),
        )

    def _preview_found(self, ticket: ImportTicket, key: ModelKey, folder: Path) -> None:
        if ticket is self._current:
            ticket.key, ticket.has_preview = key, True
            self.geometry_ready.emit(ticket, folder / "mesh", True)

    def _prepared(self, ticket: ImportTicket, start: importing.ImportStart | importing.AlreadyHere) -> None:
        if isinstance(start, importing.AlreadyHere):
            self._release(ticket)
            self._hub.publish(start.changes)
            self.already_here.emit(ticket, start.version)
            self._next()
            return
        ticket.key = start.key
        child = self._child = self._workers.start(start.launch)
        child.messages.connect(partial(self._heard, ticket))
        child.ended.connect(partial(self._ended, ticket, start, child))
        child.give(start.launch)
        if ticket.cancelled:
            child.cancel()

    def _heard(self, ticket: ImportTicket, messages: list[Message]) -> None:
        for message in messages:
            match message:
                case Progress():
                    ticket.progress, ticket.stage = message.done, message.message
                    self.progressed.emit(ticket)
                case GeometryReady():
                    ticket.has_preview = True
                    self.geometry_ready.emit(ticket, Path(message.folder), message.final)
                case _:
                    pass

    def _ended(
        self, ticket: ImportTicket, start: importing.ImportStart, child: ChildProcess, ending: Ending
    ) -> None:
        self._child = None
        self._operations.write(
            partial(importing.finish_import, self._project, start, child.monitor, ending),
            on_success=partial(self._done, ticket),
            on_failure=partial(self._fail, ticket),
        )

    def _done(self, ticket: ImportTicket, outcome: tuple[ModelVersion, Changes]) -> None:
        version, changes = outcome
        self._release(ticket)
        self._hub.publish(changes)
        self.finished.emit(ticket, version)
        self._next()

    def _fail(self, ticket: ImportTicket, error: BimdeskError) -> None:
        self._release(ticket)
        if ticket.cancelled:
            self.cancelled.emit(ticket)
        else:
            self.failed.emit(ticket, error)
        self._next()
