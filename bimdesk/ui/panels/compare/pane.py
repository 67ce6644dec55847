"""The pane under the history: what differs between two executions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.ids import ExecutionId
from bimdesk.errors import BimdeskError
from bimdesk.services.clock import now
from bimdesk.services.compare import ComparedRuns, compare_logs, compare_runs, compare_scripts
from bimdesk.services.compare_findings import compare_reported
from bimdesk.services.compare_tables import compare_tables
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.forms.toggles import Switch
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.panels.compare.cells import FactDelegate
from bimdesk.ui.panels.compare.facts import facts_of, heading
from bimdesk.ui.panels.compare.findings_page import ComparedFindingsPage
from bimdesk.ui.panels.compare.models import FactsModel
from bimdesk.ui.panels.compare.tables_page import ComparedTablesPage
from bimdesk.ui.panels.compare.text_page import ComparedTextPage
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import ElidedLabel, IconLabel, label, line

NAME_WIDTH = 130
FACTS_WIDTH = 400
"""At least: names, and both values."""
FACTS_SHARE = (36, 64)


class ComparePane(QWidget):
    """`compare(a, b)` shows two executions. `closed`; `report_requested(ExecutionId)`: of B;
    `isolate_requested(frozenset[ElementRef])`; `ready`: every tab has come."""

    closed = Signal()
    report_requested = Signal(object)
    isolate_requested = Signal(object)
    ready = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._runs: ComparedRuns | None = None
        self._waiting = 0
        operations = context.operations
        self.only = Switch(self.tr("Only differences"))
        self.close_button = IconButton("x", self.tr("Close the comparison"), on_click=self._close)
        self.facts = FactsModel()
        self.facts_view = QTableView()
        self.findings = ComparedFindingsPage(context)
        self.tables = ComparedTablesPage()
        self.script = ComparedTextPage(operations, self.tr("The same text ran in both"))
        self.log = ComparedTextPage(operations, self.tr("Both logs say the same"))
        self._pages: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Findings"), self.findings),
            (self.tr("Result tables"), self.tables),
            (self.tr("Script"), self.script),
            (self.tr("Log"), self.log),
        )
        self.tabs = QTabBar()
        self.stack = QStackedWidget()
        self._title = ElidedLabel(color="tx2", mode=Qt.TextElideMode.ElideRight)
        self._chips = (Chip(), Chip())
        self.trouble = label(tone="error", size=12, wrap=True)
        self._reads = [
            LatestStopping[Any](operations, take, self._fail, owner=self)
            for take in (
                self._take_runs,
                self._take_findings,
                self._take_tables,
                self._take_script,
                self._take_log,
            )
        ]
        self._lay_out()
        self._connect()

    @property
    def runs(self) -> ComparedRuns | None:
        """What is compared."""
        return self._runs

    def compare(self, first: ExecutionId, second: ExecutionId) -> None:
        """Show both; the earlier one is A, whichever is named first."""
        self.stop()
        self.trouble.hide()
        self._ask(0, partial(compare_runs, self._context.project, first, second))

    def stop(self) -> None:
        """Nobody looks any more."""
        for one in self._reads:
            one.stop()
        self._waiting = 0

    # Answers

    def _ask(self, at: int, function: Callable[[], Any]) -> None:
        self._waiting += 1
        self._reads[at].ask(partial(_without_stop, function))

    def _take_runs(self, runs: ComparedRuns) -> None:
        self._runs = runs
        moment = now()
        same = runs.a.script_name == runs.b.script_name
        self._title.setText(runs.a.script_name if same else f"{runs.a.script_name} → {runs.b.script_name}")
        for chip, letter, run in zip(self._chips, "AB", (runs.a, runs.b), strict=True):
            chip.set_look(ChipLook(heading(letter, run, moment)))
        self._show_facts()
        project = self._context.project
        reads: tuple[Callable[[Project, ComparedRuns], Any], ...] = (
            compare_reported,
            compare_tables,
            compare_scripts,
            compare_logs,
        )
        for at, read in enumerate(reads):
            self.tabs.setTabText(at, self._pages[at][0])
            self._ask(at + 1, partial(read, project, runs))
        self._done()

    def _take_findings(self, reports: Any) -> None:
        if self._runs is not None:
            self.findings.show_reports(self._runs, reports)
            self._count(0, self.findings.differing)
        self._done()

    def _take_tables(self, tables: Any) -> None:
        self.tables.show_tables(tables)
        self._count(1, self.tables.differing)
        self._done()

    def _take_script(self, texts: Any) -> None:
        self.script.show_texts(texts, self._names())
        self._done()

    def _take_log(self, texts: Any) -> None:
        self.log.show_texts(texts, self._names())
        self._done()

    def _fail(self, error: BimdeskError) -> None:
        """One part that cannot be read; the others are shown all the same."""
        self.trouble.setText(f"{error} {error.hint}".strip())
        self.trouble.show()
        self._done()

    def _done(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.ready.emit()

    def _names(self) -> tuple[str, str]:
        return self._chips[0].look.text, self._chips[1].look.text

    def _count(self, at: int, number: int) -> None:
        self.tabs.setTabText(at, f"{self._pages[at][0]}  {number:,}")

    # Parts

    def _show_facts(self) -> None:
        if self._runs is not None:
            self.facts.show(facts_of(self._runs, only_differences=self.only.isChecked()))

    def _show_only(self, only: bool) -> None:
        self._show_facts()
        for page in (self.findings, self.tables, self.script, self.log):
            page.show_only_differences(only)

    def _connect(self) -> None:
        self.only.toggled.connect(self._show_only)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.script.counted.connect(partial(self._count, 2))
        self.log.counted.connect(partial(self._count, 3))
        self.findings.isolate_requested.connect(self.isolate_requested)
        self.findings.report.clicked.connect(self._ask_report)

    def _ask_report(self) -> None:
        if self._runs is not None:
            self.report_requested.emit(self._runs.b.id)

    def _lay_out(self) -> None:
        self.only.setChecked(True)
        self.trouble.setContentsMargins(12, 4, 12, 4)
        self.trouble.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self._facts())
        split.addWidget(self._details())
        for at, share in enumerate(FACTS_SHARE):
            split.setStretchFactor(at, share)
        split.setSizes([10 * share for share in FACTS_SHARE])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(line())
        column.addWidget(self.trouble)
        column.addWidget(split, 1)

    def _head(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 8, 6)
        bar.setSpacing(8)
        bar.addWidget(IconLabel("git-compare", color="ac_tx2"))
        bar.addWidget(label(self.tr("Compare"), weight=600))
        bar.addWidget(self._title)
        bar.addWidget(self._chips[0])
        bar.addWidget(IconLabel("arrow-right", size=14, color="tx3"))
        bar.addWidget(self._chips[1])
        bar.addStretch(1)
        bar.addWidget(self.only)
        bar.addWidget(self.close_button)
        return bar

    def _facts(self) -> QTableView:
        view = self.facts_view
        set_up_rows(view, self.facts, name=self.tr("Both executions"))
        view.setItemDelegate(FactDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        header = view.horizontalHeader()
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(False)
        self.facts.show(())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        view.setColumnWidth(0, fonts.scaled(NAME_WIDTH))
        view.setMinimumWidth(fonts.scaled(FACTS_WIDTH))
        return view

    def _details(self) -> QWidget:
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for title, page in self._pages:
            self.tabs.addTab(title)
            self.stack.addWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 0, 8, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(line())
        column.addWidget(self.stack, 1)
        return made

    def _close(self) -> None:
        self.stop()
        self.closed.emit()


def _without_stop(function: Callable[[], Any], _stop: threading.Event) -> Any:
    """Each part takes at most seconds: it is read to its end, and dropped if nobody waits for it."""
    return function()
