"""The log panel: a head with progress and Cancel, search, and the lines."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementRef, ExecutionId, ModelKey
from bimdesk.protocol.messages import Log, Message
from bimdesk.services.history import get_execution
from bimdesk.services.letting_go import let_go
from bimdesk.services.models import get_version
from bimdesk.services.project import Project
from bimdesk.services.results import load_log
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.json_search import known_elements
from bimdesk.ui.models.log_links import Link
from bimdesk.ui.models.log_model import Line, LogModel, lines_of
from bimdesk.ui.models.wording import counted, duration
from bimdesk.ui.panels.log.chips import LevelChips
from bimdesk.ui.panels.log.view import LogView
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import ElidedLabel, label
from bimdesk.ui.widgets.search_field import SearchField

ORIGIN = "log"


class LogPanel(QWidget):
    """Shows the run that was queued last, or the execution that `show_execution` names.

    `status_changed(Status | None)`: what a tab may show beside its title.
    """

    status_changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: ExecutionId | None = None
        self._is_first = False
        self._elements = Latest(context.operations, self._take_element, owner=self)
        self.model = LogModel(self)
        self.view = LogView(self.model)
        self.search = SearchField(self.tr("Find in the log"))
        self._name = label(weight=600)
        self._chip = Chip()
        self._message = ElidedLabel(color="tx2")
        self._figures = label(tone="tx2", size=12)
        self._cancel = button(self.tr("Cancel"), icon_name="square", on_click=self._on_cancel)
        self._hits = label(tone="tx3", size=12)
        self.chips = LevelChips()
        self._newest = IconButton(
            "arrow-down-to-line", self.tr("Follow the newest line (End)"), on_click=self.view.follow
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._empty = EmptyState(
            "scroll-text", self.tr("No log yet"), self.tr("What a script prints and logs appears here.")
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_execution(self, execution_id: ExecutionId) -> None:
        """The log of an execution: live while it runs, else as it was kept."""
        ticket = self._context.runner.ticket(execution_id)
        if ticket is not None:
            self._watch(ticket)
            return
        self._shown = execution_id
        read = partial(_read, self._context.project, execution_id)
        self._context.operations.run(read, on_success=self._show_kept)

    def step(self, by: int) -> None:
        """To the next or previous line with the text that is looked for."""
        row = self.model.hit_beside(self.view.currentIndex().row(), by)
        if row >= 0:
            self.view.show_row(row)
            self._say_hits()

    @property
    def shown(self) -> ExecutionId | None:
        return self._shown

    def _connect(self) -> None:
        runner = self._context.runner
        runner.queued.connect(self._watch)
        runner.started.connect(self._on_progress)
        runner.messages.connect(self._on_messages)
        runner.progressed.connect(self._on_progress)
        runner.finished.connect(self._on_finished)
        self.search.searched.connect(self._on_search)
        self.search.returnPressed.connect(lambda: self.step(1))
        self.chips.changed.connect(self._on_levels)
        self.model.counts_changed.connect(lambda: self.chips.show_counts(self.model.counts))
        self.model.found.connect(self._on_found)
        self.view.link_clicked.connect(self._on_link)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 6)
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._chip)
        head.addWidget(self._message, 1)
        head.addWidget(self._figures)
        self.search.setFixedWidth(190)
        head.addWidget(self.search)
        head.addWidget(self._hits)
        head.addWidget(IconButton("chevron-up", self.tr("Previous"), on_click=lambda: self.step(-1)))
        head.addWidget(IconButton("chevron-down", self.tr("Next"), on_click=lambda: self.step(1)))
        head.addWidget(self._newest)
        head.addWidget(self._cancel)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 6)
        bar.setSpacing(10)
        bar.addWidget(self.chips)
        bar.addWidget(self._bar, 1)
        bar.addStretch(0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    # Live

    def _watch(self, ticket: RunTicket) -> None:
        self._shown = ticket.execution_id
        self._start(ticket.request.script_name, with_time=True)
        self.model.append(lines_of(ticket.state.log))
        self._cancel.show()
        self._bar.show()
        self._on_progress(ticket)

    def _on_messages(self, ticket: RunTicket, messages: list[Message]) -> None:
        if ticket.execution_id == self._shown:
            logs = [message for message in messages if isinstance(message, Log)]
            at = datetime.now()
            self.model.append(lines_of(logs, time=f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}"))

    def _on_progress(self, ticket: RunTicket) -> None:
        if ticket.execution_id != self._shown:
            return
        state = ticket.state
        status = Status.RUNNING if ticket.started_at else Status.QUEUED
        self._chip.set_look(ChipLook.of(EXECUTION[status]))
        self._message.setText(state.progress_text)
        is_known = state.progress > 0
        self._bar.setRange(0, 1000 if is_known else 0)
        if is_known:
            self._bar.setValue(round(state.progress * 1000))
        percent = f"{state.progress * 100:.0f} % · " if is_known else ""
        self._figures.setText(f"{percent}{ticket.seconds:.1f} s")
        self.status_changed.emit(status)

    def _on_finished(self, ticket: RunTicket, execution: Execution) -> None:
        if ticket.execution_id == self._shown:
            if ticket.state.log_dropped:
                self.model.append([_dropped(ticket.state.log_dropped)])
            self._show_end(execution)

    # Kept

    def _show_kept(self, found: tuple[Execution, list[Line]]) -> None:
        execution, lines = found
        if execution.id != self._shown:
            self._context.operations.run(partial(let_go, lines))
            return
        self._start(execution.script_name, with_time=False)
        self.model.append(lines)
        self._show_end(execution)

    def _show_end(self, execution: Execution) -> None:
        self._cancel.hide()
        self._bar.hide()
        self._chip.set_look(ChipLook.of(EXECUTION[execution.status]))
        self._message.setText(execution.sentence)
        self._figures.setText(f"{counted(self.model.total, 'line')} · {duration(execution.duration_ms)}")
        self.status_changed.emit(execution.status)

    def _start(self, name: str, *, with_time: bool) -> None:
        self._pages.setCurrentIndex(1)
        self.view.delegate.with_time = with_time
        if self.chips.wanted:
            self.chips.clear()
            self.model.narrow()
        self._name.setText(name)
        self._context.operations.run(partial(let_go, *self.model.clear()))
        self.view.follow()

    def _on_cancel(self) -> None:
        if self._shown is not None:
            self._context.runner.cancel(self._shown)

    def _on_search(self, text: str) -> None:
        self.view.delegate.match = text.strip()
        self.view.viewport().update()
        self._is_first = bool(text.strip())
        self.model.find(text)

    def _on_found(self) -> None:
        """Go to the first place as soon as there is one; what is found later only counts."""
        if self._is_first and self.model.hits:
            self._is_first = False
            self.step(1)
        self._say_hits()

    def _say_hits(self) -> None:
        hits = self.model.hits
        if not self.view.delegate.match:
            self._hits.setText("")
            return
        row = self.view.currentIndex().row()
        at = bisect_left(hits, row)
        number = at + 1 if at < len(hits) and hits[at] == row else 0
        words = self.tr("{0} of {1}").format(f"{number:,}", f"{len(hits):,}")
        self._hits.setText(words if hits else self.tr("nothing found"))

    def _on_levels(self, levels: frozenset[str]) -> None:
        self.model.narrow(levels)
        self.view.follow()

    def _on_link(self, link: Link) -> None:
        """Select the element that a line names."""
        if self._shown is not None:
            ask = partial(_element, self._context.project, self._shown, link)
            self._elements.ask(ask)

    def _take_element(self, refs: frozenset[ElementRef]) -> None:
        if refs:
            self._context.hub.select(refs, origin=ORIGIN, reveal=True)
        else:
            self._context.hub.notify("info", self.tr("The model of this run has no such element."))


def _element(project: Project, execution_id: ExecutionId, link: Link) -> frozenset[ElementRef]:
    """In the pool: what a link means in the model of an execution."""
    version = get_version(project, get_execution(project, execution_id).version_id)
    guids, ids = [link.guid] if link.guid else [], [] if link.number is None else [link.number]
    key = ModelKey(version.sha256)
    return frozenset(ElementRef(key, one) for one in known_elements(guids, ids, version.folder))


def _read(project: Project, execution_id: ExecutionId) -> tuple[Execution, list[Line]]:
    """In the pool: an execution and its kept lines."""
    log, dropped = load_log(project, execution_id)
    lines = lines_of(log)
    let_go(log)
    return get_execution(project, execution_id), [*lines, *([_dropped(dropped)] if dropped else [])]


def _dropped(number: int) -> Line:
    return Line("", "warning", f"{number:,} more lines were not kept")
