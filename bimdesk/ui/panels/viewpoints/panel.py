"""The viewpoints panel: a click goes there; save, update, rename, delete."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.viewpoint import Viewpoint, ViewpointId
from bimdesk.services.viewpoints import list_viewpoints, rename_viewpoint
from bimdesk.ui.context import Context
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.viewpoints.rows import ViewpointDelegate, ViewpointModel
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.dock_title import LeftTitleBar
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.page_list import bind_keys, page_list


class ViewpointsPanel(QWidget):
    """Says what is wanted of which viewpoint; renames them itself. `head` is its dock's title bar."""

    save_requested = Signal()
    go_requested = Signal(object)
    update_requested = Signal(object)
    delete_requested = Signal(object)
    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading = Latest(context.operations, self._show, owner=self)
        self._wanted: ViewpointId | None = None
        self._can_save = False
        self.head = LeftTitleBar(self.tr("Viewpoints"))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.add = IconButton("plus", self.tr("Save this view"), on_click=self.save_requested.emit)
        self.head.add_tool(self.add)
        self.model = ViewpointModel(self)
        self.model.renamed.connect(self._rename)
        self.view = self._make_view()
        self._empty = EmptyState(
            "camera",
            self.tr("No viewpoints yet"),
            self.tr("A viewpoint keeps camera, visibility, colours, sections and selection."),
            action=self.tr("Save this view"),
            on_action=self.save_requested.emit,
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._make_foot())
        context.hub.changed.connect(self._on_changes)
        self.refresh()

    def refresh(self) -> None:
        """Read the project's viewpoints again, in the pool."""
        self._reading.ask(partial(list_viewpoints, self._context.project))

    def select(self, viewpoint_id: ViewpointId) -> None:
        """Make a viewpoint current; waits for it where it is not listed yet."""
        self._wanted = viewpoint_id
        row = self.model.row_of(viewpoint_id)
        if row >= 0:
            self._wanted = None
            self.view.setCurrentIndex(self.model.index(row, 0))

    def set_can_save(self, can_save: bool) -> None:
        """Without a model there is nothing to keep."""
        self._can_save = can_save
        self.add.setEnabled(can_save)
        self._empty.setEnabled(can_save)
        self._enable()

    def current(self) -> Viewpoint | None:
        return self.model.viewpoint(self.view.currentIndex())

    def _make_view(self) -> QListView:
        view = page_list(self.tr("Viewpoints"), self.model, self._open_menu)
        view.setItemDelegate(ViewpointDelegate(view))
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.clicked.connect(self._go)
        view.selectionModel().currentChanged.connect(lambda *_: self._enable())
        keys = [
            ("Return", lambda: self._go(view.currentIndex())),
            ("Enter", lambda: self._go(view.currentIndex())),
            ("Del", self._delete_current),
        ]
        bind_keys(view, keys)
        return view

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(4)
        self.update_button = button(self.tr("Update"), kind="quiet", on_click=self._update_current)
        self.update_button.setToolTip(self.tr("Keep what is shown now under this name"))
        self.rename_button = button(self.tr("Rename"), kind="quiet", on_click=self.edit_name)
        self.delete_button = button(self.tr("Delete"), kind="quiet", on_click=self._delete_current)
        for made in (self.update_button, self.rename_button, self.delete_button):
            row.addWidget(made)
        row.addStretch(1)
        self._foot = foot
        return foot

    def edit_name(self) -> None:
        """Edit the current name in its row."""
        index = self.view.currentIndex()
        if index.isValid():
            self.view.edit(index)

    def _show(self, viewpoints: list[Viewpoint]) -> None:
        current = self.current()
        self.model.show(viewpoints)
        self.head.set_count(len(viewpoints) or None)
        self._pages.setCurrentWidget(self.view if viewpoints else self._empty)
        self._foot.setVisible(bool(viewpoints))
        wanted = self._wanted if self._wanted is not None else None if current is None else current.id
        if wanted is not None:
            self.select(wanted)
        self._enable()

    def _enable(self) -> None:
        there = self.current() is not None
        self.update_button.setEnabled(there and self._can_save)
        self.rename_button.setEnabled(there)
        self.delete_button.setEnabled(there)

    def _go(self, index: QModelIndex) -> None:
        viewpoint = self.model.viewpoint(index)
        if viewpoint is not None:
            self.go_requested.emit(viewpoint)

    def _update_current(self) -> None:
        viewpoint = self.current()
        if viewpoint is not None:
            self.update_requested.emit(viewpoint)

    def _delete_current(self) -> None:
        viewpoint = self.current()
        if viewpoint is not None:
            self.delete_requested.emit(viewpoint)

    def _rename(self, viewpoint_id: int, name: str) -> None:
        rename = partial(rename_viewpoint, self._context.project, ViewpointId(viewpoint_id), name)
        self._context.operations.write(rename, on_success=lambda done: self._context.hub.publish(done[1]))

    def _on_changes(self, changes: Changes) -> None:
        if changes.viewpoints:
            self.refresh()

    def _open_menu(self, place: QPoint) -> None:
        viewpoint = self.model.viewpoint(self.view.indexAt(place))
        if viewpoint is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Go there"), partial(self.go_requested.emit, viewpoint))
        update = menu.addAction(self.tr("Update"), partial(self.update_requested.emit, viewpoint))
        update.setEnabled(self._can_save)
        menu.addAction(self.tr("Rename"), self.edit_name)
        menu.addAction(self.tr("Delete"), partial(self.delete_requested.emit, viewpoint))
        menu.popup(self.view.viewport().mapToGlobal(place))
