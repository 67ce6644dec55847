"""The history panel: filters, the table, and the two things one does with an execution."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution, Status
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.services.library.scripts import text_hashes
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.history.cells import Column
from bimdesk.ui.panels.history.delegates import ArgumentsDelegate, VersionedDelegate
from bimdesk.ui.panels.history.model import HistoryModel
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.theme.states import EXECUTION
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import count_label, label, set_count
from bimdesk.ui.widgets.search_field import SearchField

WIDTHS = {
    Column.STATUS: 128,
    Column.SCRIPT: 216,
    Column.MODEL: 150,
    Column.STARTED_BY: 132,
    Column.PROTECTION: 40,
    Column.ARGUMENTS: 330,
    Column.RESULT: 190,
    Column.START: 130,
    Column.TIME: 84,
}
NARROW = 1000
"""Below this width "Started by" and "Arguments" are hidden, so that the bottom dock shows the rest."""


class HistoryPanel(QWidget):
    """`opened(ExecutionId)`: its result is wanted. `rerun_requested(ExecutionId)`: its form, filled.

    `compare_requested(ExecutionId)`: what ran beside what the library has.
    """

    opened = Signal(object)
    rerun_requested = Signal(object)
    compare_requested = Signal(object)
    report_requested = Signal(object)
    """ExecutionId: a report of it is wanted."""
    count_changed = Signal(int)

    def __init__(self, context: Context, *, with_title: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen: ExecutionId | None = None
        self._is_narrow = False
        self.model = HistoryModel(context.project, context.operations, self)
        self.model.live_seconds = self._live_seconds
        self._texts = Latest(context.operations, self.model.show_texts, owner=self)
        self.search = SearchField(self.tr("Script, model or outcome"))
        self.status = QuietCombo()
        self.view = QTableView()
        self._count = count_label() if with_title else None
        self._again = button(self.tr("Run again"), icon_name="rotate-cw", on_click=self._on_again)
        self._cancel = button(self.tr("Cancel"), icon_name="square", on_click=self._on_cancel)
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
        self._lay_out(with_title=with_title)
        self._set_up_view()
        self._connect()
        self.refresh()

    # What others call

    def refresh(self) -> None:
        self.model.reload()
        self._texts.ask(partial(text_hashes, self._context.project))

    def narrow(self, *, script_key: ScriptKey | None = None, version_id: VersionId | None = None) -> None:
        """Only executions of this script and this model version (the dock below the editor)."""
        self.model.reload(script_key=script_key, version_id=version_id)

    def clear_filters(self) -> None:
        self.status.setCurrentIndex(0)
        self.search.clear()
        self.model.reload(text="", status=None, script_key=None, version_id=None)

    def current(self) -> Execution | None:
        index = self.view.currentIndex()
        return self.model.execution(index.row()) if index.isValid() else None

    # Parts

    def _lay_out(self, *, with_title: bool) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        if with_title:
            title = label(self.tr("History"))
            title.setFont(fonts.ui(15, weight=600))
            bar.addWidget(title)
        if self._count is not None:
            bar.addWidget(self._count)
            bar.addSpacing(8)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(320)
        bar.addWidget(self.search, 1)
        self.status.addItem(self.tr("All statuses"), None)
        for status, look in EXECUTION.items():
            self.status.addItem(icons.icon(look.icon, color=look.tone), look.text, status)
        self.status.setAccessibleName(self.tr("Status"))
        bar.addWidget(self.status)
        bar.addStretch(1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._again)
        for page in (self.view, self._none, self._none_found):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)
        self._enable()

    def _set_up_view(self) -> None:
        view = self.view
        set_up_rows(view, self.model, name=self.tr("Executions"))
        view.setItemDelegateForColumn(Column.STATUS, ChipCellDelegate(view))
        view.setItemDelegateForColumn(Column.SCRIPT, VersionedDelegate(view))
        view.setItemDelegateForColumn(Column.MODEL, VersionedDelegate(view))
        view.setItemDelegateForColumn(Column.ARGUMENTS, ArgumentsDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setMouseTracking(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSortIndicator(Column.START, Qt.SortOrder.DescendingOrder)
        for column, width in WIDTHS.items():
            view.setColumnWidth(column, fonts.scaled(width))
        header.setSectionResizeMode(Column.ARGUMENTS, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.search.searched.connect(lambda text: self.model.reload(text=text))
        self.status.activated.connect(self._on_status)
        self.model.loaded.connect(self._on_loaded)
        self.view.activated.connect(self._on_activated)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().currentRowChanged.connect(self._on_current)
        self._context.hub.changed.connect(self._on_changes)
        self._context.runner.progressed.connect(lambda ticket: self.model.touch_time(ticket.execution_id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < fonts.scaled(NARROW)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._show_columns(narrow=narrow)

    def _show_columns(self, *, narrow: bool) -> None:
        """One column takes what is left: the arguments, or the script where those are hidden."""
        header, mode = self.view.horizontalHeader(), QHeaderView.ResizeMode
        for column in (Column.STARTED_BY, Column.ARGUMENTS):
            self.view.setColumnHidden(column, narrow)
        stretched = Column.SCRIPT if narrow else Column.ARGUMENTS
        for column in (Column.SCRIPT, Column.ARGUMENTS):
            header.setSectionResizeMode(column, mode.Stretch if column is stretched else mode.Interactive)
            self.view.setColumnWidth(column, fonts.scaled(WIDTHS[column]))

    def _on_status(self, _row: int) -> None:
        """Qt hands a StrEnum back as plain text."""
        found = self.status.currentData()
        self.model.reload(status=Status(found) if found else None)

    # Changes

    def _on_changes(self, changes: Changes) -> None:
        if changes.executions or changes.models_removed:
            self.refresh()
        elif changes.scripts or changes.library:
            self._texts.ask(partial(text_hashes, self._context.project))

    def _on_loaded(self, count: int) -> None:
        if self._count is not None:
            set_count(self._count, count)
        self.count_changed.emit(count)
        is_filtered = bool(self.search.text()) or self.status.currentIndex() > 0
        page = self.view if count else self._none_found if is_filtered else self._none
        self._pages.setCurrentWidget(page)
        row = -1 if self._chosen is None else self.model.row_of(self._chosen)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
        self._enable()

    def _live_seconds(self, execution_id: ExecutionId) -> float | None:
        ticket: RunTicket | None = self._context.runner.ticket(execution_id)
        return None if ticket is None or not ticket.started_at else ticket.seconds

    def _on_current(self, index: QModelIndex) -> None:
        execution = self.model.execution(index.row()) if index.isValid() else None
        if execution is not None:
            self._chosen = execution.id
        self._enable()

    def _enable(self) -> None:
        execution = self.current() if self.view.model() is not None else None
        self._again.setEnabled(execution is not None and execution.status.is_over)
        self._cancel.setVisible(execution is not None and not execution.status.is_over)

    # What a person does

    def _on_activated(self, index: QModelIndex) -> None:
        execution = self.model.execution(index.row())
        if execution is not None:
            self.opened.emit(execution.id)

    def _on_again(self) -> None:
        execution = self.current()
        if execution is not None:
            self.rerun_requested.emit(execution.id)

    def _on_cancel(self) -> None:
        execution = self.current()
        if execution is not None:
            self._context.runner.cancel(execution.id)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        execution = self.model.execution(index.row()) if index.isValid() else None
        if execution is not None:
            self.menu_for(execution).exec(self.view.viewport().mapToGlobal(place))

    def menu_for(self, execution: Execution) -> QMenu:
        """What can be done with an execution."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        folder = QUrl.fromLocalFile(str(execution.folder))
        is_over = execution.status not in (Status.QUEUED, Status.RUNNING)
        for text, slot, enabled in (
            (self.tr("Open"), partial(self.opened.emit, execution.id), True),
            (self.tr("Run again"), partial(self.rerun_requested.emit, execution.id), is_over),
            (
                self.tr("Compare with the library"),
                partial(self.compare_requested.emit, execution.id),
                execution.script_key is not None,
            ),
            (self.tr("Report…"), partial(self.report_requested.emit, execution.id), is_over),
            (self.tr("Cancel"), partial(self._context.runner.cancel, execution.id), not is_over),
            (self.tr("Show in folder"), partial(QDesktopServices.openUrl, folder), True),
            (self.tr("Copy its id"), partial(QGuiApplication.clipboard().setText, execution.id), True),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
        return menu
