"""The list of findings: filters over a table whose rows come by pages; twice in a window, with one choice."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.finding_life import Decision, GroupName
from bimdesk.ui.delegates.row_table import set_up_rows
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.models.finding_table import FindingTable
from bimdesk.ui.models.finding_words import GROUPS, ORDERS, Column, tr
from bimdesk.ui.panels.findings.delegates import FindingCellDelegate
from bimdesk.ui.panels.findings.desk import FindingsDesk
from bimdesk.ui.panels.findings.filter_chips import FilterChips
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField

WIDTHS = {
    Column.SEVERITY: 92,
    Column.STATE: 124,
    Column.DECISION: 108,
    Column.ELEMENT: 150,
    Column.GUID: 196,
    Column.STOREY: 100,
    Column.CHECK: 128,
    Column.MESSAGE: 260,
    Column.ASSIGNEE: 100,
    Column.DUE: 96,
    Column.SINCE: 110,
}
LEAVING = (Column.GUID, Column.SINCE, Column.DUE, Column.ASSIGNEE, Column.CHECK, Column.STOREY)
"""What gives way first in a narrow list, so that the message can be read."""
LEAST_MESSAGE = 210
SCROLL_BAR = 12


class FindingTableView(QTableView):
    """Enter shows the elements in 3D; on a head it folds."""

    entered_key = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_key.emit()
        else:
            super().keyPressEvent(event)


class FindingList(QWidget):
    """`menu_requested(QPoint)`: what can be done with the chosen ones is wanted, at a place of the screen."""

    menu_requested = Signal(object)

    def __init__(self, desk: FindingsDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = SearchField(self.tr("Message, element, GlobalId"))
        self.chips = FilterChips(desk.scope)
        self.group = QuietCombo()
        self.view = FindingTableView()
        self._none = EmptyState(
            "flag",
            self.tr("No findings yet"),
            self.tr("Run a check: what it reports is kept here, and followed through the versions."),
        )
        self._none_open = EmptyState(
            "circle-check",
            self.tr("Nothing is open"),
            self.tr("What is resolved, accepted or closed is left out."),
            action=self.tr("Show all"),
            on_action=partial(desk.scope.set_only_open, False),
        )
        self._none_found = EmptyState(
            "search-x",
            self.tr("No finding matches"),
            self.tr("Others are hidden by the filters."),
            action=self.tr("Clear filters"),
            on_action=self.clear_filters,
        )
        self._pages = QStackedWidget()
        self._shown: tuple[Column, ...] = ()
        self._lay_out()
        self._set_up_view()
        self._connect()

    @property
    def table(self) -> FindingTable:
        """The rows."""
        return self._desk.table

    @property
    def shown_state(self) -> str:
        """Which page is seen: `rows`, or why there are none: `none`, `none open`, `none found`."""
        names = ("rows", "none", "none open", "none found")
        return names[self._pages.currentIndex()]

    def clear_filters(self) -> None:
        self.search.clear()
        self._desk.scope.clear()

    def add_tool(self, tool: QWidget) -> None:
        """Something at the right of the filters."""
        self._bar.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)

    def _lay_out(self) -> None:
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(12, 8, 12, 8)
        self._bar.setSpacing(8)
        self.search.setFixedWidth(fonts.scaled(220))
        self._bar.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 3, 0, 0)
        holder.addWidget(self.chips)
        holder.addStretch(1)
        self._bar.addLayout(holder, 1)
        self.group.addItem(self.tr("No groups"), None)
        for name, title, icon_name in GROUPS:
            self.group.addItem(icons.icon(icon_name), tr(title), name)
        self.group.setAccessibleName(self.tr("Group the list by"))
        self.group.setToolTip(self.tr("Group the list by"))
        self._bar.addWidget(self.group, 0, Qt.AlignmentFlag.AlignTop)
        for page in (self.view, self._none, self._none_open, self._none_found):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar)
        column.addWidget(self._pages, 1)

    def _set_up_view(self) -> None:
        view = self.view
        set_up_rows(view, self._desk.table, name=self.tr("Findings"))
        view.setSelectionModel(self._desk.choice)
        view.setItemDelegate(FindingCellDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setMouseTracking(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setSortIndicator(Column.SEVERITY, Qt.SortOrder.AscendingOrder)
        for column, width in WIDTHS.items():
            view.setColumnWidth(column, fonts.scaled(width))
        header.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        desk = self._desk
        self.search.searched.connect(desk.scope.set_text)
        self.search.down_pressed.connect(self.view.setFocus)
        self.group.activated.connect(lambda _at: desk.group_by(self._chosen_group()))
        self.view.horizontalHeader().sectionClicked.connect(self._sort)
        self.view.customContextMenuRequested.connect(self._ask_menu)
        self.view.entered_key.connect(self._enter)
        self.view.doubleClicked.connect(lambda _index: self._enter())
        self.view.clicked.connect(self._clicked)
        desk.table.loaded.connect(lambda _count: self._show_page())
        desk.counts_changed.connect(self._take_counts)
        desk.scope.changed.connect(self._follow_text)
        desk.choice.currentRowChanged.connect(self._scroll)
        desk.order_changed.connect(self._show_order)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.wake()
        self.chips.show_counts(self._desk.counts)
        self._show_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The message keeps room to be read; others go, the least telling first."""
        room = self.width() - fonts.scaled(LEAST_MESSAGE + SCROLL_BAR)
        widths = {column: fonts.scaled(width) for column, width in WIDTHS.items() if column != Column.MESSAGE}
        gone: list[Column] = [] if self._is_decided() else [Column.DECISION]
        for column in LEAVING:
            if sum(width for one, width in widths.items() if one not in gone) <= room:
                break
            gone.append(column)
        if tuple(gone) != self._shown:
            self._shown = tuple(gone)
            for column in (Column.DECISION, *LEAVING):
                self.view.setColumnHidden(column, column in gone)

    def _is_decided(self) -> bool:
        """Whether somebody decided anything: without it the column is empty."""
        decided = self._desk.counts.by_group.get("decision", {})
        return any(count for key, count in decided.items() if key != Decision.OPEN)

    def _take_counts(self, _counts: object) -> None:
        if self.isVisible():
            self.chips.show_counts(self._desk.counts)
            self._fit_columns()
            self._show_page()

    def _show_page(self) -> None:
        desk = self._desk
        page: QWidget = self.view
        if desk.table.is_read and not desk.table.count:
            is_narrowed, is_open = desk.scope.is_narrowed, desk.scope.wanted.only_open
            page = self._none_found if is_narrowed else self._none_open if is_open else self._none
            if page is self._none_open and not desk.counts.all:
                page = self._none
        self._pages.setCurrentWidget(page)

    def _follow_text(self) -> None:
        """The other list of the window, or a link, changed what is searched."""
        text = self._desk.scope.wanted.text
        if self.search.text().strip() != text.strip() and not self.search.hasFocus():
            self.search.setText(text)

    def _chosen_group(self) -> GroupName | None:
        found = self.group.currentData()
        return cast(GroupName, str(found)) if found else None

    def _sort(self, section: int) -> None:
        order, question = ORDERS.get(Column(section)), self._desk.order
        if order is None:
            self._show_order()  # Qt has moved the mark already
        else:
            self._desk.sort(order, descending=question.order == order and not question.descending)

    def _show_order(self) -> None:
        """The other list of the window has the same order and groups."""
        question = self._desk.order
        column = next(one for one, order in ORDERS.items() if order == question.order)
        kind = Qt.SortOrder.DescendingOrder if question.descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(column, kind)
        self.group.setCurrentIndex(self.group.findData(question.group))

    def _scroll(self, index: QModelIndex) -> None:
        if index.isValid() and self.isVisible():
            self.view.scrollTo(self._desk.table.index(index.row(), Column.SEVERITY))

    def _clicked(self, index: QModelIndex) -> None:
        if self._desk.table.is_head(index.row()):
            self._desk.table.fold(index.row())

    def _enter(self) -> None:
        row = self.view.currentIndex().row()
        if self._desk.table.is_head(row):
            self._desk.table.fold(row)
        elif self._desk.has_chosen:
            self._desk.show_requested.emit(self._desk.chosen)

    def _ask_menu(self, place: QPoint) -> None:
        if self._desk.has_chosen:
            self.menu_requested.emit(self.view.viewport().mapToGlobal(place))
