"""The queue: what is imported or run now and what waits, each with its own Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bimdesk.ui.context import Context
from bimdesk.ui.jobs.importing import ImportTicket
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel, label
from bimdesk.ui.widgets.popover import Popover

WIDTH = 380


class JobStrip(QWidget):
    """One job: name, what it does, seconds, a bar of 4, Cancel."""

    cancelled = Signal()

    def __init__(self, icon_name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 10)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(icon_name))
        name = ElidedLabel(title)
        name.setFont(fonts.ui(13, weight=500))
        row.addWidget(name, 1)
        self._note = label(tone="tx3", size=12)
        row.addWidget(self._note)
        cancel = self.tr("Cancel {title}").format(title=title)
        row.addWidget(IconButton("x", cancel, size=24, icon_size=14, on_click=self.cancelled.emit))
        column.addLayout(row)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(title)
        column.addWidget(self._bar)
        self._stage = label(tone="tx2", size=12)
        column.addWidget(self._stage)

    def show_state(self, *, progress: float, stage: str, seconds: float) -> None:
        """`progress` in 0..1, negative where unknown: the bar moves to and fro."""
        moves = progress < 0 and seconds > 0
        self._bar.setRange(0, 0 if moves else 1000)
        self._bar.setValue(max(0, round(progress * 1000)))
        self._stage.setText(stage)
        percent = f"{progress:.0%} · " if progress >= 0 else ""
        self._note.setText(f"{percent}{seconds:,.1f} s" if seconds else self.tr("waits"))


class Queue(Popover):
    """A popover under the top bar's button; its strips follow the controllers."""

    count_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(fonts.scaled(WIDTH))
        self._context = context
        self._strips: dict[object, JobStrip] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self._empty = EmptyState(
            "list-checks", self.tr("Nothing is under way"), self.tr("Imports and runs show here.")
        )
        self._column.addWidget(self._empty)
        self._clock = QTimer(self, interval=200)
        self._clock.timeout.connect(self._refresh)
        self._connect()

    @property
    def count(self) -> int:
        return len(self._strips)

    def _connect(self) -> None:
        importer, runner = self._context.importer, self._context.runner
        importer.queued.connect(self._import_queued)
        importer.progressed.connect(self._show_import)
        for over in (importer.finished, importer.already_here, importer.failed, importer.cancelled):
            over.connect(self._over)
        runner.queued.connect(self._run_queued, Qt.ConnectionType.QueuedConnection)
        runner.progressed.connect(self._show_run)
        runner.finished.connect(self._over)

    def _import_queued(self, ticket: ImportTicket) -> None:
        strip = self._add(ticket.id, "box", ticket.path.name)
        strip.cancelled.connect(lambda: self._context.importer.cancel(ticket))
        self._show_import(ticket)

    def _run_queued(self, ticket: RunTicket) -> None:
        strip = self._add(ticket.execution_id, "play", ticket.request.script_name)
        strip.cancelled.connect(lambda: self._context.runner.cancel(ticket.execution_id))
        self._show_run(ticket)

    def _add(self, key: object, icon_name: str, title: str) -> JobStrip:
        strip = self._strips[key] = JobStrip(icon_name, title)
        self._column.addWidget(strip)
        self._changed()
        return strip

    def _show_import(self, ticket: ImportTicket) -> None:
        strip = self._strips.get(ticket.id)
        if strip is not None:
            seconds = time.monotonic() - ticket.started_at if ticket.started_at else 0.0
            stage = self.tr("Stopping") if ticket.cancelled else ticket.stage
            strip.show_state(progress=ticket.progress, stage=stage, seconds=seconds)

    def _show_run(self, ticket: RunTicket) -> None:
        strip = self._strips.get(ticket.execution_id)
        if strip is not None:
            state = ticket.state
            strip.show_state(progress=state.progress, stage=state.progress_text, seconds=ticket.seconds)

    def _over(self, ticket: ImportTicket | RunTicket, *_what: object) -> None:
        key = ticket.id if isinstance(ticket, ImportTicket) else ticket.execution_id
        strip = self._strips.pop(key, None)
        if strip is not None:
            self._column.removeWidget(strip)
            strip.deleteLater()
            self._changed()

    def _refresh(self) -> None:
        for ticket in self._context.importer.tickets:
            self._show_import(ticket)
        for run in self._context.runner.tickets:
            self._show_run(run)

    def _changed(self) -> None:
        self._empty.setVisible(not self._strips)
        if self._strips:
            self._clock.start()
        else:
            self._clock.stop()
        self.place()
        self.count_changed.emit(len(self._strips))
