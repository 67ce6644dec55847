"""The timeline of a model: how many findings there were in each version, by state or by severity."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingFilter, GroupCount, GroupName, TimelinePoint
from bimdesk.domain.ids import ModelId
from bimdesk.services.findings.listing import count_by
from bimdesk.services.findings.timeline import timeline
from bimdesk.services.project import Project
from bimdesk.ui.delegates.table_cell import TableCellDelegate
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.finding_bars import Bar, By, Segment, keys_of, make_bars
from bimdesk.ui.panels.findings.desk import FindingsDesk
from bimdesk.ui.panels.findings.timeline_chart import TimelineChart
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.empty_state import EmptyState

Found = tuple[list[GroupCount], ModelId | None, list[TimelinePoint]]


class TimelineView(QWidget):
    """`list_requested`: what a click filtered is to be seen."""

    list_requested = Signal()

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._by: By = "state"
        self._model: ModelId | None = None
        self._points: list[TimelinePoint] = []
        self.chart = TimelineChart()
        self.table = QTableWidget()
        self.models = QuietCombo()
        self._switch: dict[By, QPushButton] = {}
        self._as_table = button(self.tr("As a table"), kind="filter", on_click=self._show)
        self._none = EmptyState(
            "chart-no-axes-column",
            self.tr("No findings yet"),
            self.tr("Run a check on a model: each version gets a bar."),
        )
        self._stack = QStackedWidget()
        self._reading: Latest[Found] = Latest(desk.context.operations, self._take, owner=self)
        self._lay_out()
        self.models.activated.connect(self._on_model)
        self.chart.chosen.connect(self._choose)
        desk.scope.changed.connect(self._refresh_if_seen)
        desk.context.hub.changed.connect(self._on_changes)

    @property
    def points(self) -> list[TimelinePoint]:
        """The versions that are shown."""
        return list(self._points)

    def refresh(self) -> None:
        """Read the bars anew."""
        self._reading.ask(partial(_read, self._desk.context.project, self._desk.scope.wanted, self._model))

    def show_by(self, by: By) -> None:
        """States or severities."""
        self._by = by
        self._show()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        self.models.setAccessibleName(self.tr("Model"))
        self.models.setMinimumContentsLength(16)
        bar.addWidget(self.models)
        words: dict[By, str] = {"state": self.tr("By state"), "severity": self.tr("By severity")}
        for by, text in words.items():
            made = self._switch[by] = button(text, kind="filter", on_click=partial(self.show_by, by))
            made.setCheckable(True)
            bar.addWidget(made)
        bar.addStretch(1)
        self._as_table.setCheckable(True)
        self._as_table.setIcon(icons.icon("table-2"))
        bar.addWidget(self._as_table)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.chart)
        self.table.setItemDelegate(TableCellDelegate(self.table))
        self.table.setAccessibleName(self.tr("Findings over the versions"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        for page in (scroll, self.table, self._none):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_changes(self, changes: Changes) -> None:
        if changes.findings or changes.models_removed:
            self._refresh_if_seen()

    def _on_model(self, _at: int) -> None:
        self._model = ModelId(int(self.models.currentData()))
        self.refresh()

    def _take(self, found: Found) -> None:
        models, self._model, self._points = found
        self.models.clear()
        for one in models:
            self.models.addItem(icons.icon("box"), one.label, int(one.key))
        if self._model is not None:
            self.models.setCurrentIndex(self.models.findData(int(self._model)))
        self._show()

    def _show(self) -> None:
        bars = make_bars(self._points, self._by)
        for by, made in self._switch.items():
            made.setChecked(by == self._by)
        self.models.setVisible(self.models.count() > 0)
        self.chart.show_bars(bars)
        self._fill_table(bars)
        self._stack.setCurrentIndex(2 if not self._points else int(self._as_table.isChecked()))

    def _fill_table(self, bars: list[Bar]) -> None:
        looks = list(reversed(keys_of(bars)))
        self.table.setColumnCount(len(looks) + 2)
        titles = [self.tr("Version"), self.tr("There"), *(look.text for look in looks)]
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setRowCount(len(bars))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, bar in enumerate(bars):
            counts = {one.look: one.count for one in bar.segments}
            values = [f"{bar.total:,}", *(f"{counts.get(look, 0):,}" for look in looks)]
            self.table.setItem(row, 0, QTableWidgetItem(bar.point.label))
            for at, value in enumerate(values, 1):
                item = QTableWidgetItem(value)
                item.setTextAlignment(right)
                self.table.setItem(row, at, item)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _choose(self, _bar: Bar, segment: Segment) -> None:
        scope, model = self._desk.scope, self._model
        if model is not None:
            scope.choose("model", frozenset({model}), words={model: self.models.currentText()})
        group: GroupName = "severity" if isinstance(segment.key, Severity) else "state"
        scope.choose(group, frozenset({segment.key}))
        self.list_requested.emit()


def _read(project: Project, wanted: FindingFilter, model: ModelId | None) -> Found:
    """Runs in the pool: the models that have findings, and the versions of one."""
    models = count_by(project, FindingFilter(), "model")
    known = [ModelId(int(one.key)) for one in models]
    preferred = [one for one in (*wanted.model_ids, model) if one in known]
    chosen = preferred[0] if preferred else known[0] if known else None
    if chosen is None:
        return models, None, []
    free = replace(wanted, only_open=False, states=frozenset(), severities=frozenset(), model_ids=frozenset())
    return models, chosen, timeline(project, free, chosen)
