"""The results panel: the head, one tab for each part of the result, and the link to the 3D view."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ElementId, ElementRef, ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.scene.ids import RefSet
from bimdesk.services.library.versions import differs_from_library
from bimdesk.ui.context import Context
from bimdesk.ui.hub import Selection
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.column_colors import ColorWish
from bimdesk.ui.models.records import Records
from bimdesk.ui.models.wording import counted
from bimdesk.ui.panels.results.exporting import FORMATS, export_records
from bimdesk.ui.panels.results.head import ResultHead
from bimdesk.ui.panels.results.lazy_tabs import LazyTabs, PageMaker
from bimdesk.ui.panels.results.overview_page import OverviewPage
from bimdesk.ui.panels.results.reading import ResultView, read_view
from bimdesk.ui.panels.results.sections import Sections
from bimdesk.ui.panels.results.table_page import TablePage
from bimdesk.ui.widgets.empty_state import EmptyState

ORIGIN = "results"


class ResultsPanel(QWidget):
    """Shows the execution that ended last, or the one that `show_execution` names.

    `rerun_requested(ExecutionId)`: its form with its values. `isolate_requested(frozenset[ElementRef])`.
    `line_requested(ScriptKey, int)`: that line in the editor. `count_changed(int | None)`: findings.
    """

    rerun_requested = Signal(object)
    compare_requested = Signal(object)
    """ExecutionId: what ran beside what the library has."""
    report_requested = Signal(object)
    """ExecutionId: a report of it is wanted."""
    isolate_requested = Signal(object)
    line_requested = Signal(object, int)
    count_changed = Signal(object)
    version_wanted = Signal(object, str)
    """Path of an IFC file that the script left, name of the model that it is to be the next version of."""
    finding_opened = Signal(object)
    """FindingId: all that is known of it is wanted."""
    accept_requested = Signal(object)
    """FindingId: it is to be accepted."""
    ghost_requested = Signal(object)
    """frozenset[ElementRef]: all others are to be faint."""
    color_requested = Signal(object)
    """ColorWish: elements are to be coloured by a column."""
    highlights_changed = Signal(object)
    """ElementRef -> colour: what the script of the result shown gave to elements."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: ExecutionId | None = None
        self._reading: ExecutionId | None = None
        self._coming: ResultView | None = None
        self._view: ResultView | None = None
        self.head = ResultHead()
        self.tabs = LazyTabs()
        self._differs = Latest(context.operations, self.head.set_changed, owner=self)
        self._sections = Sections(context, self)
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
        return self.tabs.page()

    def export(self, path: Path, *, everything: bool = False) -> None:
        """Write the rows and columns that are shown, or all; the suffix of the path decides how."""
        page = self.page()
        if isinstance(page, TablePage):
            rows = range(len(page.records)) if everything else page.model.shown()
            columns = None if everything else page.columns_shown()
            work = partial(export_records, page.records, rows, path, columns=columns)
            self._context.operations.run(work, on_success=partial(self._exported, path))

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self._whole.addWidget(self._empty)
        self._whole.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _connect(self) -> None:
        self.tabs.opened.connect(self._update_head)
        self._sections.elements_chosen.connect(self._on_elements)
        self._sections.elements_isolated.connect(self._isolate_elements)
        self._sections.elements_ghosted.connect(self._ghost_elements)
        self._sections.color_requested.connect(self._color)
        self._sections.finding_opened.connect(self.finding_opened)
        self._sections.accept_requested.connect(self.accept_requested)
        self._sections.table_requested.connect(self._open_chart_table)
        self._sections.line_requested.connect(self.line_requested)
        self._sections.version_wanted.connect(self.version_wanted)
        self.head.run_again.connect(self._on_run_again)
        self.head.isolate_all.connect(self._on_isolate)
        self.head.compare_requested.connect(self._on_compare)
        self.head.report_requested.connect(self._on_report)
        self._context.hub.changed.connect(self._on_changes)
        self.head.export_requested.connect(self._ask_export)
        self._context.hub.selection_changed.connect(self._on_selection)
        self._context.runner.queued.connect(self._on_queued, Qt.ConnectionType.QueuedConnection)
        self._context.runner.finished.connect(self._on_finished)

    def _on_queued(self, ticket: RunTicket) -> None:
        self._wanted = ticket.execution_id
        self._coming = None
        self._differs.drop()
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
            self._context.operations.run(view.let_go)
            return
        self._coming = view
        self._clear()
        self._whole.setCurrentIndex(1)
        self.head.show_view(view)
        self._ask_differs()
        self.highlights_changed.emit(view.highlights)
        self.count_changed.emit(None if view.findings is None else len(view.findings))
        QTimer.singleShot(0, self, partial(self._fill, view))

    def _fill(self, view: ResultView) -> None:
        """In a turn of the event loop of its own: the first page is made, which a long table feels."""
        if view is not self._coming:
            self._context.operations.run(view.let_go)
            return
        (title, make), *rest = self._sections.of(view)
        first = make()
        QTimer.singleShot(0, self, partial(self._open, view, [(title, lambda: first), *rest]))

    def _open(self, view: ResultView, sections: Sequence[tuple[str, PageMaker]]) -> None:
        """In the next turn, since painting it costs as much: the tabs."""
        if view is not self._coming:
            sections[0][1]().deleteLater()
            self._context.operations.run(view.let_go)
            return
        self._view = view
        self.tabs.fill(sections)

    def _clear(self) -> None:
        """No tabs; what they showed, which may be 200,000 rows, is freed in the pool."""
        old, self._view = self._view, None
        self.tabs.clear()
        if old is not None:
            self._context.operations.run(old.let_go)

    def _update_head(self) -> None:
        page = self.page()
        is_table = isinstance(page, TablePage)
        names = isinstance(page, TablePage) and page.records.names_elements
        self.head.set_table(has_rows=is_table, names_elements=names)
        self._mark(self._context.hub.selection)

    def _open_chart_table(self, name: str) -> None:
        if self._view is not None:
            title, make = self._sections.chart_table(self._view, name)
            self.tabs.open_more(title, make)

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
            self._isolate_elements(page.elements_shown())

    def _isolate_elements(self, elements: frozenset[ElementId]) -> None:
        refs = self._refs(elements)
        if refs:
            self._context.hub.select(refs, origin=ORIGIN, reveal=True)
            self.isolate_requested.emit(refs)
            self._mark(self._context.hub.selection)

    def _ghost_elements(self, elements: frozenset[ElementId]) -> None:
        refs = self._refs(elements)
        if refs:
            self.ghost_requested.emit(refs)

    def _color(self, records: Records, column: int) -> None:
        key = None if self._view is None else self._view.key
        if key is not None:
            self.color_requested.emit(ColorWish(records=records, column=column, key=key))

    def _on_selection(self, selection: Selection) -> None:
        if selection.origin != ORIGIN:
            self._mark(selection.refs)

    def _mark(self, refs: RefSet) -> None:
        page, key = self.page(), None if self._view is None else self._view.key
        if key is None:
            return
        if isinstance(page, TablePage) and page.records.names_elements:
            page.mark(refs.ids.ids(key).tolist())
        elif isinstance(page, OverviewPage):
            page.board.mark(refs.ids.ids(key).tolist())

    # Head

    def _on_changes(self, changes: Changes) -> None:
        if changes.scripts or changes.library:
            self._ask_differs()

    def _ask_differs(self) -> None:
        """Whether the script is another one now; asked again whenever the library changes."""
        if self._coming is not None:
            execution = self._coming.execution
            self._differs.ask(partial(differs_from_library, self._context.project, execution))

    def _on_compare(self) -> None:
        if self._view is not None:
            self.compare_requested.emit(self._view.execution.id)

    def _on_report(self) -> None:
        if self._view is not None:
            self.report_requested.emit(self._view.execution.id)

    def _on_run_again(self) -> None:
        if self._view is not None:
            self.rerun_requested.emit(self._view.execution.id)

    def _ask_export(self, suffix: str, everything: bool) -> None:
        if self._view is None:
            return
        name = f"{self._view.execution.script_name}.{suffix}"
        kinds = f"{FORMATS[suffix]} (*.{suffix})"
        path, _filter = QFileDialog.getSaveFileName(self, self.tr("Export the table"), name, kinds)
        if path:
            chosen = Path(path)
            chosen = chosen if chosen.suffix else chosen.with_suffix(f".{suffix}")
            self.export(chosen, everything=everything)

    def _exported(self, path: Path, rows: int) -> None:
        text = self.tr("{0} written to {1}").format(counted(rows, "row"), path.name)
        self._context.hub.notify("success", text, str(path.parent))
