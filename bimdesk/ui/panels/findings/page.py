"""The findings as a document: list, timeline and matrix under one head."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.ui.models.finding_counts import FindingCounts
from bimdesk.ui.panels.findings.desk import FindingsDesk
from bimdesk.ui.panels.findings.list_view import FindingList
from bimdesk.ui.panels.findings.matrix_view import MatrixView
from bimdesk.ui.panels.findings.timeline_view import TimelineView
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import count_label, label, line, set_count

ViewName = Literal["list", "timeline", "matrix"]


class FindingsPage(QWidget):
    """`isolate_requested`, `ghost_requested`: what is chosen. `report_requested(FindingFilter)`."""

    isolate_requested = Signal()
    ghost_requested = Signal()
    report_requested = Signal(object)

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = FindingList(desk)
        self.timeline = TimelineView(desk)
        self.matrix = MatrixView(desk)
        self._views: dict[ViewName, QWidget] = {
            "list": self.list,
            "timeline": self.timeline,
            "matrix": self.matrix,
        }
        self._switch: dict[ViewName, QPushButton] = {}
        self._count = count_label()
        self._stack = QStackedWidget()
        self._lay_out()
        self.timeline.list_requested.connect(partial(self.show_view, "list"))
        desk.counts_changed.connect(self._show_count)
        desk.chosen_changed.connect(lambda _chosen: self._enable())
        self._enable()
        self.show_view("list")

    @property
    def view(self) -> ViewName:
        return next(name for name, widget in self._views.items() if widget is self._stack.currentWidget())

    def show_view(self, name: ViewName) -> None:
        """List, timeline or matrix."""
        self._stack.setCurrentWidget(self._views[name])
        for one, made in self._switch.items():
            made.setChecked(one == name)
        for tool in self._list_tools:
            tool.setVisible(name == "list")

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 6)
        bar.setSpacing(8)
        title = label(self.tr("Findings"))
        title.setFont(fonts.ui(15, weight=600))
        bar.addWidget(title)
        bar.addWidget(self._count)
        bar.addSpacing(8)
        views: tuple[tuple[ViewName, str, str], ...] = (
            ("list", self.tr("List"), "list"),
            ("timeline", self.tr("Timeline"), "chart-no-axes-column"),
            ("matrix", self.tr("Matrix"), "grid-3x3"),
        )
        for name, words, icon_name in views:
            made = button(words, kind="filter", on_click=partial(self.show_view, name))
            made.setCheckable(True)
            made.setIcon(icons.icon(icon_name))
            self._switch[name] = made
            bar.addWidget(made)
        bar.addStretch(1)
        self._show = button(
            self.tr("Show in 3D"),
            icon_name="box",
            on_click=lambda: self._desk.show_requested.emit(self._desk.chosen),
        )
        self._isolate = IconButton("focus", self.tr("Isolate in 3D"), on_click=self.isolate_requested.emit)
        self._ghost = IconButton("ghost", self.tr("Ghost the rest in 3D"), on_click=self.ghost_requested.emit)
        self._list_tools = (self._isolate, self._ghost, self._show)
        self._report = button(
            self.tr("Report"),
            icon_name="file-text",
            on_click=lambda: self.report_requested.emit(self._desk.scope.wanted),
        )
        for tool in (*self._list_tools, self._report):
            bar.addWidget(tool)
        for widget in self._views.values():
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(line(Qt.Orientation.Horizontal))
        column.addWidget(self._stack, 1)

    def _show_count(self, counts: FindingCounts) -> None:
        set_count(self._count, counts.open if self._desk.scope.wanted.only_open else counts.all)

    def _enable(self) -> None:
        for tool in self._list_tools:
            tool.setEnabled(self._desk.has_chosen)
