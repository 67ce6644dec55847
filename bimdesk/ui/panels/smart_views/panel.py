"""The panel of smart views: a click shows one; new, edit, duplicate, order, import and export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bimdesk.domain.changes import Changes
from bimdesk.domain.model import ModelVersion
from bimdesk.domain.smart_view import SmartView, SmartViewId
from bimdesk.services.smart_views.kept import list_smart_views
from bimdesk.ui.context import Context
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.legend_rows import view_name
from bimdesk.ui.panels.smart_views.editor import FIRST_RULE, MakeBuilder, SmartViewEditor
from bimdesk.ui.panels.smart_views.keeping import SmartViewKeeping
from bimdesk.ui.panels.smart_views.rows import SmartViewDelegate, SmartViewModel
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.dock_title import LeftTitleBar
from bimdesk.ui.widgets.page_list import bind_keys, page_list


class SmartViewsPanel(QWidget):
    """`show_requested(SmartView)`: apply it; `said(text)`: worth a line in the 3D view."""

    show_requested = Signal(object)
    end_requested = Signal()
    said = Signal(str)
    deleted = Signal(object)
    collapse_requested = Signal()

    def __init__(self, context: Context, make_builder: MakeBuilder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading = Latest(context.operations, self._show, owner=self)
        self._wanted: SmartViewId | None = None
        self._shown: SmartViewId | None = None
        self.model = SmartViewModel(self)
        self.keeping = SmartViewKeeping(context, self)
        self.keeping.kept.connect(lambda view: self.select(view.id))
        self.keeping.deleted.connect(self.deleted)
        self.keeping.said.connect(self.said)
        self.model.arranged.connect(self.keeping.arrange)
        self._make_head()
        self.view = self._make_view()
        self.editor = SmartViewEditor(context, make_builder)
        self.editor.closed.connect(self._close_editor)
        self.editor.show_requested.connect(self.show_requested)
        self.editor.save_requested.connect(self._save)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_list_page())
        self._pages.addWidget(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        context.hub.changed.connect(self._on_changes)
        self.model.show([])
        self.refresh()

    def refresh(self) -> None:
        """Read the project's smart views again, in the pool."""
        self._reading.ask(partial(list_smart_views, self._context.project))

    def set_versions(self, versions: Sequence[ModelVersion]) -> None:
        """The models that the editor offers fields of."""
        self.editor.set_versions(versions)

    def set_shown(self, view: SmartView | None) -> None:
        """Mark the view that the 3D view shows."""
        self._shown = None if view is None else view.id
        self.model.set_shown(self._shown)

    def select(self, view_id: SmartViewId) -> None:
        """Make a view current; waits for it where it is not listed yet."""
        self._wanted = view_id
        row = self.model.row_of(view_id)
        if row >= 0:
            self._wanted = None
            self.view.setCurrentIndex(self.model.index(row, 0))

    def current(self) -> SmartView | None:
        return self.model.view(self.view.currentIndex())

    def new(self) -> None:
        """Edit a new view."""
        self._edit(SmartView(name="-", rules=(FIRST_RULE,)))

    def edit_current(self) -> None:
        """Edit an own view; of a built-in one a copy."""
        view = self.current()
        if view is None:
            return
        if view.is_built_in:
            self.duplicate_current()
        else:
            self._edit(view)

    def duplicate_current(self) -> None:
        """Keep a copy of the current view and edit it."""
        view = self.current()
        if view is not None:
            self.keeping.duplicate(replace(view, name=view_name(view)), then=self._edit)

    def delete_current(self) -> None:
        """Delete an own view; it can be brought back."""
        view = self.current()
        if view is not None and not view.is_built_in:
            self.keeping.delete(view)

    def bring_back(self, view: SmartView) -> None:
        """Keep a view anew that was deleted."""
        self.keeping.duplicate(view)

    def import_file(self, file: Path) -> None:
        """Add the views of a file."""
        self.keeping.import_file(file)

    def export_file(self, file: Path, views: Sequence[SmartView]) -> None:
        """Write views into a file."""
        self.keeping.export_file(file, views)

    # building

    def _make_head(self) -> None:
        self.head = LeftTitleBar(self.tr("Smart views"))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.head.add_tool(IconButton("plus", self.tr("New smart view"), on_click=self.new))
        more = IconButton("ellipsis", self.tr("Import and export"))
        menu = QMenu(more)
        menu.addAction(self.tr("Import…"), self._ask_import)
        self._export_all = menu.addAction(self.tr("Export all of this project…"), self._ask_export)
        more.setMenu(menu)
        more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.head.add_tool(more)

    def _make_view(self) -> QListView:
        view = page_list(self.tr("Smart views"), self.model, self._open_menu)
        view.setItemDelegate(SmartViewDelegate(view))
        view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        view.clicked.connect(self._show_view)
        view.selectionModel().currentChanged.connect(lambda *_: self._enable())
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Return", lambda: self._show_view(view.currentIndex())),
            ("Enter", lambda: self._show_view(view.currentIndex())),
            ("F2", self.edit_current),
            ("Del", self.delete_current),
            ("Alt+Up", partial(self._move, -1)),
            ("Alt+Down", partial(self._move, 1)),
        ]
        bind_keys(view, keys)
        return view

    def _make_list_page(self) -> QWidget:
        self.edit_button = button(self.tr("Edit"), kind="quiet", on_click=self.edit_current)
        self.duplicate_button = button(self.tr("Duplicate"), kind="quiet", on_click=self.duplicate_current)
        self.delete_button = button(self.tr("Delete"), kind="quiet", on_click=self.delete_current)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(4)
        for made in (self.edit_button, self.duplicate_button, self.delete_button):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self._enable()
        return page

    # doing

    def _show(self, views: list[SmartView]) -> None:
        current = self.current()
        self.model.show(views)
        self.model.set_shown(self._shown)
        self._export_all.setEnabled(bool(views))
        self.head.set_count(len(views) or None)
        wanted = self._wanted if self._wanted is not None else None if current is None else current.id
        if wanted is not None:
            self.select(wanted)
        self._enable()

    def _enable(self) -> None:
        view = self.current()
        own = view is not None and not view.is_built_in
        self.edit_button.setEnabled(own)
        self.delete_button.setEnabled(own)
        self.duplicate_button.setEnabled(view is not None)

    def _show_view(self, index: QModelIndex) -> None:
        """A click shows a view; on the one that is shown it takes it away."""
        view = self.model.view(index)
        if view is None:
            return
        if view.id == self._shown:
            self.end_requested.emit()
        else:
            self.show_requested.emit(view)

    def _edit(self, view: SmartView) -> None:
        self.editor.show_view(view, list(dict.fromkeys(one.group for one in self.model.own)))
        self._pages.setCurrentWidget(self.editor)

    def _close_editor(self) -> None:
        self._pages.setCurrentIndex(0)
        self.view.setFocus()

    def _save(self, view: SmartView) -> None:
        def saved(kept: SmartView) -> None:
            self._close_editor()
            self.show_requested.emit(kept)

        self.keeping.save(view, then=saved, on_failure=self.editor.say)

    def _move(self, step: int) -> None:
        view = self.current()
        if view is not None and not view.is_built_in:
            self.model.move(view.id, step)

    def _on_changes(self, changes: Changes) -> None:
        if changes.smart_views:
            self.refresh()

    def _ask_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Import smart views"), "", self.tr("Smart views (*.json);;All files (*)")
        )
        if chosen:
            self.import_file(Path(chosen))

    def _ask_export(self, views: Sequence[SmartView] = ()) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Export smart views"), "smart views.json", self.tr("Smart views (*.json)")
        )
        if chosen:
            self.export_file(Path(chosen), list(views) or self.model.own)

    def _open_menu(self, place: QPoint) -> None:
        view = self.model.view(self.view.indexAt(place))
        if view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show"), partial(self.show_requested.emit, view))
        if not view.is_built_in:
            menu.addAction(self.tr("Edit"), self.edit_current)
            menu.addAction(self.tr("Move up (Alt+Up)"), partial(self._move, -1))
            menu.addAction(self.tr("Move down (Alt+Down)"), partial(self._move, 1))
        menu.addAction(self.tr("Duplicate"), self.duplicate_current)
        menu.addAction(self.tr("Export…"), partial(self._ask_export, [view]))
        if not view.is_built_in:
            menu.addSeparator()
            menu.addAction(self.tr("Delete"), self.delete_current)
        menu.popup(self.view.viewport().mapToGlobal(place))
