"""The queue: what is imported or run now and what waits, each with its own Cancel."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

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
MOST_SPARE = 3


class JobStrip(QWidget):
    """One job: name, what it does, seconds, a bar of 4, Cancel. `show_job` gives it to another job."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cancel: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 10)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._icon = IconLabel("play", parent=self)
        row.addWidget(self._icon)
        self._name = ElidedLabel(parent=self)
        self._name.setFont(fonts.ui(13, weight=500))
        row.addWidget(self._name, 1)
        self._note = label(tone="tx3", size=12, parent=self)
        row.addWidget(self._note)
        self._button = IconButton("x", "", size=24, icon_size=14, on_click=self._on_cancel, parent=self)
        row.addWidget(self._button)
        column.addLayout(row)
        self._bar = QProgressBar(self)
        column.addWidget(self._bar)
        self._stage = label(tone="tx2", size=12, parent=self)
        column.addWidget(self._stage)

    def show_job(self, icon_name: str, title: str, cancel: Callable[[], None]) -> None:
        """Stand for this job from now on."""
        self._icon.set_icon(icon_name)
        self._name.setText(title)
        self._button.set_tooltip(self.tr("Cancel {title}").format(title=title))
        self._bar.setAccessibleName(title)
        self._cancel = cancel

    def _on_cancel(self) -> None:
        if self._cancel is not None:
            self._cancel()

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
        self._spare: list[JobStrip] = []
        """Strips of jobs that are over, for those to come: making one takes longer than a frame."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        self._empty = EmptyState(
            "list-checks", self.tr("Nothing is under way"), self.tr("Imports, runs and reports show here.")
        )
        self._column.addWidget(self._empty)
        self._put_away(self._new_strip())
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

    def add_job(self, key: str, icon_name: str, title: str, cancel: Callable[[], None]) -> None:
        """A strip for work that neither imports nor runs, such as a report; `end_job` takes it away."""
        self._add(key, icon_name, title, cancel)
        self.show_job(key, progress=-1.0, stage="", seconds=0.0)

    def show_job(self, key: str, *, progress: float, stage: str, seconds: float) -> None:
        """How far it is."""
        strip = self._strips.get(key)
        if strip is not None:
            strip.show_state(progress=progress, stage=stage, seconds=seconds)

    def end_job(self, key: str) -> None:
        """It is over."""
        self._drop(key)

    def _import_queued(self, ticket: ImportTicket) -> None:
        cancel = partial(self._context.importer.cancel, ticket)
        self._add(ticket.id, "box", ticket.path.name, cancel)
        self._show_import(ticket)

    def _run_queued(self, ticket: RunTicket) -> None:
        cancel = partial(self._context.runner.cancel, ticket.execution_id)
        self._add(ticket.execution_id, "play", ticket.request.script_name, cancel)
        self._show_run(ticket)

    def _add(self, key: object, icon_name: str, title: str, cancel: Callable[[], None]) -> None:
        strip = self._strips[key] = self._spare.pop() if self._spare else self._new_strip()
        strip.show_job(icon_name, title, cancel)
        self._column.removeWidget(strip)
        self._column.addWidget(strip)
        strip.show()
        self._changed()

    def _new_strip(self) -> JobStrip:
        strip = JobStrip(self)
        self._column.addWidget(strip)
        return strip

    def _put_away(self, strip: JobStrip) -> None:
        strip.hide()
        if len(self._spare) < MOST_SPARE:
            self._spare.append(strip)
        else:
            self._column.removeWidget(strip)
            strip.deleteLater()

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
        self._drop(ticket.id if isinstance(ticket, ImportTicket) else ticket.execution_id)

    def _drop(self, key: object) -> None:
        strip = self._strips.pop(key, None)
        if strip is not None:
            self._put_away(strip)
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
