"""Findings of two runs: which came, which went, which stayed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from bimdesk.domain.finding_life import ComparedFinding
from bimdesk.domain.ids import ElementId, ElementRef, FindingId, ModelKey
from bimdesk.errors import NotFoundError
from bimdesk.services.compare import ComparedRuns
from bimdesk.services.compare_findings import UNKNOWN, ComparedReports
from bimdesk.services.findings.listing import elements_of
from bimdesk.services.project import Project
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.delegates.table_cell import ChipCellDelegate
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.wording import counted
from bimdesk.ui.panels.compare.cells import SaidDelegate
from bimdesk.ui.panels.compare.models import ComparedFindingsModel
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label

WIDTHS = (132, 360, 250)


class ComparedFindingsPage(QWidget):
    """`isolate_requested(frozenset[ElementRef])`: elements of what is listed, or of the chosen rows."""

    isolate_requested = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._runs: ComparedRuns | None = None
        self._reports = ComparedReports()
        self._only = True
        self._isolating = Latest(context.operations, self._isolate, owner=self)
        self._selecting = Latest(context.operations, self._select, owner=self)
        self.model = ComparedFindingsModel()
        self.view = QTableView()
        self.sentence = label(tone="tx3", size=12)
        self.show_in_3d = button(self.tr("Show in 3D"), icon_name="box", on_click=self._ask_isolate)
        self.report = button(self.tr("Report"), icon_name="file-text")
        self._lay_out()
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._ask_select())

    @property
    def differing(self) -> int:
        return len(self._reports.differing)

    def show_reports(self, runs: ComparedRuns, reports: ComparedReports) -> None:
        self._runs, self._reports = runs, reports
        self._fill()

    def show_only_differences(self, only: bool) -> None:
        self._only = only
        self._fill()

    def _fill(self) -> None:
        found = self._reports.differing if self._only else self._reports.findings
        self.model.show(found)
        self.view.setVisible(bool(found))
        self.show_in_3d.setEnabled(any(one.finding_id != UNKNOWN for one in found))
        self.sentence.setText(self._words())

    def _words(self) -> str:
        """`1 finding persists in both runs, none was resolved.`"""
        counts = self._reports.counts
        both = counts["both"] + counts["changed"]
        if not self._reports.findings:
            return self.tr("Neither run has findings.")
        stay = self.tr("{0} in both runs").format(
            counted(both, "finding") if both else self.tr("No finding is")
        )
        if not self._reports.is_known:
            more = self.tr("told apart by their words: one of the runs was never taken in")
            return f"{stay}, {more}."
        gone = self._reports.resolved
        went = self.tr("none was resolved") if not gone else self.tr("{0} resolved").format(f"{gone:,}")
        return f"{stay}, {went}."

    def _chosen(self) -> list[ComparedFinding]:
        rows = self.view.selectionModel().selectedRows()
        places = [index.row() for index in rows] or range(self.model.rowCount())
        return [self.model.index(row, 0).data(Role.ID) for row in places]

    def _ask_isolate(self) -> None:
        self._ask(self._isolating)

    def _ask_select(self) -> None:
        if self.view.selectionModel().hasSelection():
            self._ask(self._selecting)

    def _ask(self, latest: Latest[frozenset[ElementRef]]) -> None:
        ids = [one.finding_id for one in self._chosen() if one.finding_id != UNKNOWN]
        if self._runs is not None and ids:
            latest.ask(partial(_elements, self._context.project, ids, self._runs))

    def _isolate(self, refs: frozenset[ElementRef]) -> None:
        if refs:
            self.isolate_requested.emit(refs)
        else:
            self._context.hub.notify("info", self.tr("None of their elements is in the models any more"))

    def _select(self, refs: frozenset[ElementRef]) -> None:
        self._context.hub.select(refs, origin="compare")

    def _lay_out(self) -> None:
        view = self.view
        set_up_rows(view, self.model, name=self.tr("Findings of both runs"))
        view.setItemDelegateForColumn(0, ChipCellDelegate(view))
        view.setItemDelegateForColumn(1, SaidDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.horizontalHeader().setSortIndicatorShown(False)
        view.setMouseTracking(True)
        self.model.modelReset.connect(self._set_widths)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.show_in_3d)
        foot.addWidget(self.report)
        foot.addWidget(self.sentence)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(view, 1)
        column.addLayout(foot)
        column.setAlignment(foot, Qt.AlignmentFlag.AlignTop)

    def _set_widths(self) -> None:
        header = self.view.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            self.view.setColumnWidth(column, fonts.scaled(width))
        if self.model.columnCount():
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)


def _elements(project: Project, ids: list[FindingId], runs: ComparedRuns) -> frozenset[ElementRef]:
    """In the newer version where they are there, else in the older one."""
    for version_id in (runs.b.version_id, runs.a.version_id):
        try:
            found = elements_of(project, ids, version_id)
        except NotFoundError:
            continue
        if found:
            return frozenset(ElementRef(ModelKey(key), ElementId(step)) for key, step in found)
    return frozenset()
