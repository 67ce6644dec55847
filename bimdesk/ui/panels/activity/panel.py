"""The Activity document: what happened in the project, newest first, by day, of the kinds that are wanted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from bimdesk.domain.activity import ActivityKind
from bimdesk.domain.changes import Changes
from bimdesk.ui.context import Context
from bimdesk.ui.jobs.running import RunTicket
from bimdesk.ui.panels.activity.delegate import ActivityDelegate
from bimdesk.ui.panels.activity.model import ActivityModel
from bimdesk.ui.panels.activity.words import ICONS
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import label


class ActivityPanel(QWidget):
    """`opened(Activity)`: what an entry tells of is wanted."""

    opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model = ActivityModel(context.project, context.operations, self)
        self.view = QTreeView()
        self.chips: dict[ActivityKind, QPushButton] = {}
        self._none = EmptyState(
            "activity",
            self.tr("Nothing happened yet"),
            self.tr("Imports, executions, decisions and changes of scripts are told here."),
        )
        self._none_of_kind = EmptyState(
            "search-x",
            self.tr("Nothing of this kind"),
            self.tr("Other entries are hidden by the filter."),
            action=self.tr("Show all"),
            on_action=self.show_all,
        )
        self._pages = QStackedWidget()
        self._lay_out()
        self.model.loaded.connect(self._show_page)
        self.model.rowsInserted.connect(self._open_days)
        context.hub.changed.connect(self._on_changes)
        context.runner.finished.connect(self._on_finished)
        self.model.reload()

    def show_all(self) -> None:
        """Every kind."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self._filter()

    def _lay_out(self) -> None:
        names = {
            ActivityKind.IMPORT: self.tr("Imports"),
            ActivityKind.EXECUTION: self.tr("Executions"),
            ActivityKind.FINDING: self.tr("Findings"),
            ActivityKind.SCRIPT: self.tr("Scripts"),
            ActivityKind.PROJECT: self.tr("Project"),
        }
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(label(self.tr("Activity"), size=16, weight=600))
        bar.addSpacing(8)
        for kind, name in names.items():
            chip = button(name, icon_name=ICONS[kind], kind="filter", on_click=self._filter)
            chip.setCheckable(True)
            self.chips[kind] = chip
            bar.addWidget(chip)
        bar.addStretch(1)
        self._open = button(self.tr("Open"), icon_name="arrow-up-right", on_click=self._open_current)
        self._open.setEnabled(False)
        bar.addWidget(self._open)
        self._set_up_view()
        for page in (self._none, self._none_of_kind, self.view):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._pages, 1)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(ActivityDelegate(view))
        view.setHeaderHidden(True)
        view.setIndentation(0)
        view.setRootIsDecorated(False)
        view.setExpandsOnDoubleClick(False)
        view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        view.setMouseTracking(True)
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setAccessibleName(self.tr("Activity"))
        view.clicked.connect(self._toggle)
        view.doubleClicked.connect(self._open_index)
        view.selectionModel().currentChanged.connect(self._on_current)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._open_current)

    def _filter(self) -> None:
        self.model.reload(kind for kind, chip in self.chips.items() if chip.isChecked())

    def _show_page(self) -> None:
        filtered = any(chip.isChecked() for chip in self.chips.values())
        empty = self._none_of_kind if filtered else self._none
        self._pages.setCurrentWidget(self.view if self.model.size else empty)
        self._open_days(QModelIndex(), 0, self.model.rowCount() - 1)

    def _open_days(self, parent: QModelIndex, first: int, last: int) -> None:
        """Days are open from the start."""
        if not parent.isValid():
            for row in range(first, last + 1):
                self.view.expand(self.model.index(row, 0))

    def _toggle(self, index: QModelIndex) -> None:
        if self.model.hasChildren(index):
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _on_current(self, index: QModelIndex) -> None:
        activity = self.model.activity(index)
        self._open.setEnabled(activity is not None and bool(activity.subject or activity.data.get("finding")))

    def _open_current(self) -> None:
        self._open_index(self.view.currentIndex())

    def _open_index(self, index: QModelIndex) -> None:
        activity = self.model.activity(index)
        if activity is not None:
            self.opened.emit(activity)

    def _on_changes(self, changes: Changes) -> None:
        if changes.models_removed:
            self.model.reload()
        elif changes.activity or changes.executions or changes.versions_added or changes.scripts:
            self.model.refresh()

    def _on_finished(self, _ticket: RunTicket) -> None:
        self.model.refresh()
