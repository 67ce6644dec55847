"""The results panel: the head, one tab for each part of the result, and the link to the 3D view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementId, ElementRef, ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.services.results import FILES_FOLDER
from bimdesk.ui.context import Context
from bimdesk.ui.hub import Selection
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.models.records import Records
from bimdesk.ui.models.wording import counted
from bimdesk.ui.panels.results.exporting import export_records
from bimdesk.ui.panels.results.head import ResultHead
from bimdesk.ui.panels.results.pages import ErrorPage, FilesPage, OverviewPage, ValuePage
from bimdesk.ui.panels.results.reading import ResultView, read_view
from bimdesk.ui.panels.results.table_page import TablePage
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.empty_state import EmptyState

ORIGIN = "results"


class ResultsPanel(QWidget):
    """Shows the execution that ended last, or the one that `show_execution` names.

    `rerun_requested(ExecutionId)`: its form with its values. `isolate_requested(frozenset[ElementRef])`.
    `line_requested(ScriptKey, int)`: that line in the editor. `count_changed(int | None)`: findings.
    """

    rerun_requested = Signal(object)
    isolate_requested = Signal(object)
    line_requested = Signal(object, int)
    count_changed = Signal(object)
    highlights_changed = Signal(object)
    """ElementRef -> colour: what the script of the result shown gave to elements."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: ExecutionId | None = None
        self._reading: ExecutionId | None = None
        self._coming: ResultView | None = None
        self._view: ResultView | None = None
        self._makers: list[Callable[[], QWidget]] = []
        self.head = ResultHead()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages = QStackedWidget()
        self._tools = QStackedWidget()
        self._tools.setFixedHeight(fonts.scaled(34))
        self._tools.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tools.addWidget(QWidget())
        self._empty = EmptyState(
            "clipboard-check", self.tr("No result yet"), self.tr("Run a script; what it finds appears here.")
        )
        self._whole = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_execution(self, execution_id: ExecutionId) -> None:
        """Read and show the result of an execution; one that still runs shows its name."""
        self._wanted = execution_id
        ticket = self._context.runner.ticket(execution_id)
        if ticket is not None:
            self._on_queued(ticket)
            return
        if self._reading != execution_id:
            self._reading = execution_id
            read = partial(read_view, self._context.project, execution_id)
            self._context.operations.run(read, on_success=self._show, on_failure=self._not_read)

    @property
    def view(self) -> ResultView | None:
        return self._view

    def page(self) -> QWidget | None:
        """The page in view."""
        return self.pages.currentWidget()

    def export(self, path: Path) -> None:
        """Write the rows that are shown; the suffix of the path decides how."""
        page = self.page()
        if isinstance(page, TablePage):
            work = partial(export_records, page.records, page.model.shown(), path)
            self._context.operations.run(work, on_success=partial(self._exported, path))

    def _lay_out(self) -> None:
        body = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self._tools)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self._whole.addWidget(self._empty)
        self._whole.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._open_page)
        self.head.run_again.connect(self._on_run_again)
        self.head.isolate_all.connect(self._on_isolate)
        self.head.export_requested.connect(self._ask_export)
        self._context.hub.selection_changed.connect(self._on_selection)
        self._context.runner.queued.connect(self._on_queued, Qt.ConnectionType.QueuedConnection)
        self._context.runner.finished.connect(self._on_finished)

    def _on_queued(self, ticket: RunTicket) -> None:
        self._wanted = ticket.execution_id
        self._coming = self._view = None
        self._clear()
        self._whole.setCurrentIndex(1)
        self.head.show_running(
            ticket.request.script_name, Status.RUNNING if ticket.started_at else Status.QUEUED
        )
        self.count_changed.emit(None)

    def _on_finished(self, _ticket: RunTicket, execution: Execution) -> None:
        if execution.id == self._wanted:
            self.show_execution(execution.id)

    def _not_read(self, error: BimdeskError) -> None:
        self._reading = None
        self._context.hub.notify_error(error)

    def _show(self, view: ResultView) -> None:
        self._reading = None
        if view.execution.id != self._wanted:
            return
        self._coming = view
        self._clear()
        self._whole.setCurrentIndex(1)
        self.head.show_view(view)
        self.highlights_changed.emit(view.highlights)
        self.count_changed.emit(None if view.findings is None else len(view.findings))
        QTimer.singleShot(0, self, partial(self._fill, view))

    def _fill(self, view: ResultView) -> None:
        """In a turn of the event loop of its own: the tabs, and the first page."""
        if view is not self._coming:
            return
        self._view = view
        self.tabs.blockSignals(True)
        for title, make in self._sections(view):
            self._makers.append(make)
            self.tabs.addTab(title)
            self.pages.addWidget(QWidget())
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(self._makers) > 1)
        self._open_page(0)

    def _sections(self, view: ResultView) -> list[tuple[str, Callable[[], QWidget]]]:
        """Title and maker of each page; a page is made when its tab is opened."""
        found: list[tuple[str, Callable[[], QWidget]]] = []
        if view.error is not None:
            found.append((self.tr("Script error"), partial(self._error_page, view)))
        if view.findings is not None:
            title = self.tr("Findings {0}").format(f"{len(view.findings):,}")
            found.append((title, partial(self._table_page, view.findings)))
        if view.overview:
            found.append((self.tr("Overview"), partial(OverviewPage, view.overview)))
        for name, records in view.tables:
            found.append((f"{name} {len(records):,}", partial(self._table_page, records)))
        if view.value is not None:
            found.append((self.tr("Value"), partial(ValuePage, view.value)))
        if view.files:
            title = self.tr("Files {0}").format(len(view.files))
            folder = view.execution.folder / FILES_FOLDER
            found.append((title, partial(FilesPage, view.files, folder, self._context.hub)))
        if not found:
            found.append((self.tr("Result"), partial(self._nothing, view)))
        return found

    def _table_page(self, records: Records) -> TablePage:
        page = TablePage(records, self._context.operations)
        page.elements_chosen.connect(self._on_elements)
        page.model.modelReset.connect(self._update_head)
        return page

    def _error_page(self, view: ResultView) -> QWidget:
        if view.error is None:
            return QWidget()
        page = ErrorPage(view.error)
        page.line_requested.connect(partial(self.line_requested.emit, view.execution.script_key))
        return page

    def _nothing(self, view: ResultView) -> EmptyState:
        is_well = view.execution.status in (Status.SUCCESS, Status.WARNING)
        title = self.tr("The script left no result") if is_well else view.execution.sentence
        return EmptyState("circle-dashed", title, self.tr("What it printed stands in the log."))

    def _open_page(self, at: int) -> None:
        if not 0 <= at < len(self._makers):
            return
        page = self.pages.widget(at)
        if page is not None and page.property("made") is None:
            made = self._makers[at]()
            made.setProperty("made", True)
            self.pages.removeWidget(page)
            page.deleteLater()
            self.pages.insertWidget(at, made)
            if isinstance(made, TablePage):
                self._tools.addWidget(made.tools)
        self.pages.setCurrentIndex(at)
        self._update_head()
        self._mark(self._context.hub.selection)

    def _update_head(self) -> None:
        page = self.page()
        is_table = isinstance(page, TablePage)
        blank = self._tools.widget(0)
        tools = page.tools if isinstance(page, TablePage) else blank
        if tools is not None:
            self._tools.setCurrentWidget(tools)
        names = isinstance(page, TablePage) and page.records.names_elements
        self.head.set_table(has_rows=is_table, names_elements=names)

    def _clear(self) -> None:
        self._makers = []
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        self.tabs.blockSignals(False)
        self.tabs.hide()
        while self.pages.count():
            page = self.pages.widget(0)
            if page is not None:
                if isinstance(page, TablePage):
                    self._tools.removeWidget(page.tools)
                    page.tools.deleteLater()
                self.pages.removeWidget(page)
                page.hide()
                page.deleteLater()

    # 3D

    def _refs(self, elements: frozenset[ElementId]) -> frozenset[ElementRef]:
        key = None if self._view is None else self._view.key
        return frozenset() if key is None else frozenset(ElementRef(key, element) for element in elements)

    def _on_elements(self, elements: frozenset[ElementId]) -> None:
        refs = self._refs(elements)
        if refs:
            self._context.hub.select(refs, origin=ORIGIN, reveal=True)

    def _on_isolate(self) -> None:
        page = self.page()
        if isinstance(page, TablePage):
            refs = self._refs(page.elements_shown())
            self._context.hub.select(refs, origin=ORIGIN, reveal=True)
            self.isolate_requested.emit(refs)

    def _on_selection(self, selection: Selection) -> None:
        if selection.origin != ORIGIN:
            self._mark(selection.refs)

    def _mark(self, refs: frozenset[ElementRef]) -> None:
        page, key = self.page(), None if self._view is None else self._view.key
        if isinstance(page, TablePage) and page.records.names_elements and key is not None:
            page.mark(frozenset(ref.element for ref in refs if ref.model == key))

    # Head

    def _on_run_again(self) -> None:
        if self._view is not None:
            self.rerun_requested.emit(self._view.execution.id)

    def _ask_export(self, suffix: str) -> None:
        if self._view is None:
            return
        name = f"{self._view.execution.script_name}.{suffix}"
        names = {"csv": "CSV (*.csv)", "json": "JSON (*.json)"}
        path, _filter = QFileDialog.getSaveFileName(self, self.tr("Export the table"), name, names[suffix])
        if path:
            chosen = Path(path)
            self.export(chosen if chosen.suffix else chosen.with_suffix(f".{suffix}"))

    def _exported(self, path: Path, rows: int) -> None:
        text = self.tr("{0} written to {1}").format(counted(rows, "row"), path.name)
        self._context.hub.notify("success", text, str(path.parent))
