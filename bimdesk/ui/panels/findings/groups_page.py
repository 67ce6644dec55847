"""The left dock's page: checks with their counts, or other groups; the list shows what is chosen there."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.finding_life import FindingFilter, GroupCount, GroupName
from bimdesk.services.project import Project
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.models.finding_counts import read_groups
from bimdesk.ui.models.finding_groups import GroupList
from bimdesk.ui.models.finding_reading import OneAtATime
from bimdesk.ui.models.finding_scope import filter_value
from bimdesk.ui.models.finding_words import GROUPS, tr
from bimdesk.ui.panels.findings.desk import FindingsDesk
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import LeftTitleBar
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.page_list import page_list

_Flag = QItemSelectionModel.SelectionFlag


class GroupsPage(QWidget):
    """`open_requested`: the findings' document is wanted."""

    open_requested = Signal()
    collapse_requested = Signal()

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        context, scope = desk.context, desk.scope
        self._desk = desk
        self._context = context
        self._scope = scope
        self._is_stale = True
        self.head = LeftTitleBar(self.tr("Findings"))
        opened = self.tr("Open the findings beside the model (Ctrl+3)")
        self.head.add_tool(IconButton("table-2", opened, on_click=self.open_requested.emit))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.group = QuietCombo()
        self.model = GroupList(self)
        self.view = page_list(self.tr("Groups of findings"), self.model, self._no_menu)
        self.view.setItemDelegate(TwoLineRowDelegate(self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._none = EmptyState(
            "flag", self.tr("No findings yet"), self.tr("What checks report is kept here, run after run.")
        )
        self._stack = QStackedWidget()
        self._reading: OneAtATime[tuple[GroupName, list[GroupCount]]] = OneAtATime(
            context.operations, context.hub, self._take, owner=self
        )
        self._lay_out()
        desk.counts_changed.connect(lambda _counts: self._follow())  # after the rows and the chips
        self.group.activated.connect(lambda _at: self.refresh())
        self.view.selectionModel().selectionChanged.connect(self._on_selected)

    @property
    def chosen_group(self) -> GroupName:
        return cast(GroupName, str(self.group.currentData()))

    def refresh(self) -> None:
        """Count anew."""
        self._is_stale = False
        self._reading.ask(partial(_read, self._context.project, self._scope.wanted, self.chosen_group))

    def show_group(self, group: GroupName) -> None:
        self.group.setCurrentIndex(self.group.findData(group))
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(label(self.tr("Group by"), tone="tx2", size=12))
        for name, title, icon_name in GROUPS:
            self.group.addItem(icons.icon(icon_name), tr(title), name)
        self.group.setAccessibleName(self.tr("Group by"))
        row.addWidget(self.group, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._desk.is_awake:
            self._desk.wake()
        elif self._is_stale:
            self.refresh()

    def _follow(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.refresh()

    def _take(self, found: tuple[GroupName, list[GroupCount]]) -> None:
        group, groups = found
        scroll = self.view.verticalScrollBar().value()
        self.model.show(group, groups)
        self._show_chosen()
        self.view.verticalScrollBar().setValue(scroll)
        is_empty = not groups and not self._scope.is_narrowed
        self._stack.setCurrentWidget(self._none if is_empty else self.view)

    def _show_chosen(self) -> None:
        """Mark the rows that the filter holds, without choosing them anew."""
        values = self._scope.values(self.model.group)
        rows = [
            row
            for row in range(1, self.model.rowCount())
            if filter_value(self.model.group, self.model.key_at(row) or "") in values
        ] or [0]
        selection = QItemSelection()
        for row in rows:
            selection.select(self.model.index(row), self.model.index(row))
        choice = self.view.selectionModel()
        choice.blockSignals(True)
        choice.select(selection, _Flag.ClearAndSelect)
        choice.setCurrentIndex(self.model.index(rows[0]), _Flag.NoUpdate)
        choice.blockSignals(False)
        self.view.viewport().update()

    def _on_selected(self) -> None:
        group = self.model.group
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        chosen = {
            filter_value(group, self.model.key_at(row) or ""): self.model.words_at(row)
            for row in rows
            if row > 0
        }
        current = self.view.currentIndex().row()
        if current == 0:
            chosen = {}
        self._scope.choose(group, frozenset(chosen), words=chosen)

    def _no_menu(self, _place: QPoint) -> None:
        """Groups are chosen, nothing else is done with them."""


def _read(project: Project, wanted: FindingFilter, group: GroupName) -> tuple[GroupName, list[GroupCount]]:
    return group, read_groups(project, wanted, group)
