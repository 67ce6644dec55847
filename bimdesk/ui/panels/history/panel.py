"""The history panel: search and filters, the table of executions, the comparison of two of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution
from bimdesk.domain.history import ExecutionFilter, OrderName
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.services.clock import now
from bimdesk.services.history import simple_filter
from bimdesk.services.library.scripts import text_hashes
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.history.acts import HistoryActs
from bimdesk.ui.panels.history.cells import Column
from bimdesk.ui.panels.history.chips import FilterChips
from bimdesk.ui.panels.history.head import HistoryHead
from bimdesk.ui.panels.history.model import HistoryModel
from bimdesk.ui.panels.history.pages import Question
from bimdesk.ui.panels.history.scope import HistoryScope
from bimdesk.ui.panels.history.view import HistoryView
from bimdesk.ui.widgets.empty_state import EmptyState

MOST_CHOSEN = 500
"""Rows that are named, pinned or labelled at once."""


class HistoryPanel(QWidget):
    """`opened(ExecutionId)`: its result is wanted. `rerun_requested(ExecutionId)`: its form, filled.

    `compare_requested(ExecutionId)`: what ran beside what the library has. `report_requested(ExecutionId)`: a
    report of it. `runs_compare_requested(ExecutionId, ExecutionId)`: two runs beside one another.
    """

    opened = Signal(object)
    rerun_requested = Signal(object)
    compare_requested = Signal(object)
    report_requested = Signal(object)
    runs_compare_requested = Signal(object, object)
    count_changed = Signal(int)

    def __init__(self, context: Context, *, with_title: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: list[int] = []
        self.model = HistoryModel(context.project, context.operations, self)
        self.model.live_seconds = self._live_seconds
        self._texts = Latest(context.operations, self.model.show_texts, owner=self)
        self.scope = HistoryScope(self)
        self.acts = HistoryActs(context, self)
        self.chips = FilterChips(context, self.scope)
        self.head = HistoryHead(self.chips, with_title=with_title)
        self.search = self.head.search
        self.view = HistoryView(self.model)
        self._none = EmptyState(
            "history", self.tr("Nothing ran yet"), self.tr("Every execution of a script is kept here.")
        )
        self._none_found = EmptyState(
            "search-x",
            self.tr("No execution matches"),
            self.tr("Others are hidden by the filters."),
            action=self.tr("Clear filters"),
            on_action=self.clear_filters,
        )
        self._pages = QStackedWidget()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self.refresh()

    # What others call

    def refresh(self) -> None:
        """Read the same again."""
        self.model.refresh()
        self._texts.ask(partial(text_hashes, self._context.project))

    def narrow(self, *, script_key: ScriptKey | None = None, version_id: VersionId | None = None) -> None:
        """Only executions of this script and this model version (the dock below the editor)."""
        self.scope.fix(simple_filter(script_key=script_key, version_id=version_id))

    def clear_filters(self) -> None:
        self.search.clear()
        self.scope.fix(ExecutionFilter())
        self.scope.clear()

    def current(self) -> Execution | None:
        index = self.view.currentIndex()
        return self.model.execution(index.row()) if index.isValid() else None

    def chosen(self) -> list[Execution]:
        """The selected executions, from the top, at most MOST_CHOSEN of those that were read."""
        found = (self.model.execution(row) for row in self._chosen_rows(MOST_CHOSEN))
        return [execution for execution in found if execution is not None]

    def menu_for(self, execution: Execution) -> QMenu:
        """What can be done with an execution, and with others that are selected with it."""
        others = [one for one in self.chosen() if one.id != execution.id]
        return self.acts.menu_for([execution, *others])

    # Parts

    def _lay_out(self) -> None:
        for page in (self.view, self._none, self._none_found):
            self._pages.addWidget(page)
        self.split.addWidget(self._pages)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        self._enable()

    def _connect(self) -> None:
        acts, head, view = self.acts, self.head, self.view
        self.search.searched.connect(self.scope.type)
        self.search.down_pressed.connect(view.setFocus)
        self.scope.changed.connect(self._ask)
        self.model.about_to_change.connect(self._keep_choice)
        self.model.loaded.connect(self._on_loaded)
        view.entered.connect(self._open_row)
        view.doubleClicked.connect(self._open_row)
        view.typed.connect(self._act)
        view.sort_requested.connect(self._sort)
        view.customContextMenuRequested.connect(self._open_menu)
        view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        view.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        for name in ("opened", "rerun_requested", "compare_requested", "report_requested"):
            getattr(acts, name).connect(getattr(self, name))
        acts.pair_requested.connect(self.compare)
        head.again.clicked.connect(lambda _on: self._act("again"))
        head.cancel.clicked.connect(lambda _on: self._act("cancel"))
        head.compare.clicked.connect(lambda _on: self._act("compare"))
        head.columns.clicked.connect(self._open_columns)
        self._context.hub.changed.connect(self._on_changes)
        self._context.runner.progressed.connect(lambda ticket: self.model.touch_time(ticket.execution_id))

    # What is shown

    def _ask(self) -> None:
        old = self.model.question
        wanted = self.scope.wanted(now())
        self.model.ask(Question(wanted=wanted, order=old.order, descending=old.descending))

    def _sort(self, order: OrderName, descending: bool) -> None:
        self.model.ask(Question(self.model.question.wanted, order, descending))

    def _on_changes(self, changes: Changes) -> None:
        if changes.executions or changes.models_removed:
            self.refresh()
        elif changes.scripts or changes.library:
            self._texts.ask(partial(text_hashes, self._context.project))

    def _keep_choice(self) -> None:
        current = self.view.currentIndex().row()
        self._kept = self.model.numbers([current, *self._chosen_rows(MOST_CHOSEN)])

    def _on_loaded(self, count: int) -> None:
        self.head.set_count(count)
        self.count_changed.emit(count)
        page = self.view if count else self._none_found if self.scope.is_narrowed else self._none
        self._pages.setCurrentWidget(page)
        self._choose_again()
        self._enable()

    def _choose_again(self) -> None:
        """Rows that were selected before the order changed are it again, wherever they are."""
        rows = self.model.rows_of(self._kept)
        if not rows:
            return
        flags, choice = QItemSelectionModel.SelectionFlag, QItemSelection()
        for row in rows:
            choice.select(self.model.index(row, 0), self.model.index(row, Column.TIME))
        current = self.model.rows_of(self._kept[:1])
        self._kept = []
        self.view.selectionModel().select(choice, flags.ClearAndSelect)
        at = self.model.index((current or rows)[0], Column.STATUS)
        self.view.selectionModel().setCurrentIndex(at, flags.NoUpdate)

    def _live_seconds(self, execution_id: ExecutionId) -> float | None:
        ticket: RunTicket | None = self._context.runner.ticket(execution_id)
        return None if ticket is None or not ticket.started_at else ticket.seconds

    def _chosen_rows(self, most: int) -> list[int]:
        """Without asking for each cell: 100,000 rows can be selected."""
        rows: set[int] = set()
        choice = self.view.selectionModel().selection()
        for span in (choice.at(at) for at in range(choice.count())):
            rows.update(range(span.top(), min(span.bottom(), span.top() + most) + 1))
        return sorted(rows)[:most]

    # What a person does

    def _enable(self) -> None:
        execution = self.current()
        rows = self._chosen_rows(3)
        is_over = execution is not None and execution.status.is_over
        self.head.enable(chosen=len(rows), is_over=is_over, is_running=execution is not None and not is_over)

    def _act(self, name: str) -> None:
        """A key or a button, on what is selected."""
        execution = self.current()
        chosen = self.chosen() or ([] if execution is None else [execution])
        match name:
            case "compare" if len(chosen) == 2:
                self.compare(chosen[0].id, chosen[1].id)
            case "name":
                self.acts.ask_marks(chosen)
            case "pin" if chosen:
                self.acts.pin(chosen)
            case "again" if execution is not None and execution.status.is_over:
                self.acts.run_same(execution.id)
            case "edit" if execution is not None and execution.status.is_over:
                self.rerun_requested.emit(execution.id)
            case "cancel" if execution is not None:
                self._context.runner.cancel(execution.id)

    def compare(self, one: ExecutionId, other: ExecutionId) -> None:
        """Two runs beside one another."""
        self.runs_compare_requested.emit(one, other)

    def _open_row(self, index: QModelIndex) -> None:
        execution = self.model.execution(index.row())
        if execution is not None and index.column() != Column.CHOSEN:
            self.opened.emit(execution.id)

    def _open_columns(self) -> None:
        opener = self.head.columns
        self.view.columns_menu().popup(opener.mapToGlobal(QPoint(0, opener.height() + 4)))

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        execution = self.model.execution(index.row()) if index.isValid() else None
        if execution is not None:
            self.menu_for(execution).popup(self.view.viewport().mapToGlobal(place))
