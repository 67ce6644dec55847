"""The model tree: models, storeys, classes, elements; search, eyes, and the one selection."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeNode, load_tree
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.hub import Selection
from bimdesk.ui.models.tree_model import TreeModel
from bimdesk.ui.models.tree_rows import TreeSource
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import DockTitleBar
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField
from bimdesk.ui.widgets.tree_view import TreeView

ORIGIN = "tree"
OPENED_HITS = 400
"""Hits of a search up to which all their parents are opened."""


class ModelTreePanel(QWidget):
    """Follows `show_versions`; asks the 3D view by signals and hears of it by `set_hidden`.

    `head` is for the dock's title bar; the panel itself begins with the search field.
    """

    sources_changed = Signal(list)
    visibility_requested = Signal(list, bool)
    isolate_requested = Signal(list)
    fit_requested = Signal(list)
    open_requested = Signal()
    remove_requested = Signal(str)
    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._versions: list[ModelVersion] = []
        self._trees: dict[ModelKey, TreeNode] = {}
        self._own_selection = False
        self.model = TreeModel(self)
        self.view = TreeView(self.tr("Model tree"))
        self._delegate = TreeRowDelegate(self.view)
        self._build()
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(self._selected_here)
        self.view.doubleClicked.connect(
            lambda index: self.fit_requested.emit(self.model.elements_below(index))
        )
        self._delegate.eye_clicked.connect(self._toggle_eye)
        self.search.searched.connect(self._search)
        self.search.down_pressed.connect(self.view.setFocus)
        context.hub.selection_changed.connect(self._selected_elsewhere)

    def show_versions(self, versions: list[ModelVersion]) -> None:
        """Show these model versions; trees that are not read yet are read in the pool."""
        self._versions = list(versions)
        for version in versions:
            key = ModelKey(version.sha256)
            if key not in self._trees:
                self._context.operations.run(
                    partial(_read_tree, version), on_success=partial(self._tree_read, key)
                )
        self._rebuild()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """What the 3D view hides now."""
        self.model.set_hidden(hidden)

    def set_importing(self, importing: bool) -> None:
        """What stands in the empty tree: the first model is on its way, or there is none."""
        if importing:
            self._empty.set_text(self.tr("Reading the model"), self.tr("Its storeys follow in a moment."))
        else:
            self._empty.set_text(self.tr("No model"), self.tr("Drop an IFC file on the window."))

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _build(self) -> None:
        self.head = DockTitleBar(
            self.tr("Model"), collapse_icon="panel-left-close", collapse_text=self.tr("Collapse (Ctrl+B)")
        )
        self.head.collapse_requested.connect(self.collapse_requested)
        add = IconButton("plus", self.tr("Open files (Ctrl+O)"), on_click=self.open_requested.emit)
        self.head.add_tool(add)
        self.search = SearchField(self.tr("Name, class, tag or GlobalId"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._empty = EmptyState("box", "")
        self.set_importing(False)
        self._stack.addWidget(self._empty)
        self._no_hits = EmptyState(
            "search-x",
            self.tr("Nothing found"),
            self.tr("No element has this in its name, class, tag or GlobalId."),
            action=self.tr("Clear search"),
            on_action=self.search.clear,
        )
        self._stack.addWidget(self._no_hits)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 8)
        row.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def _tree_read(self, key: ModelKey, tree: TreeNode) -> None:
        self._trees[key] = tree
        self._rebuild()

    def _rebuild(self) -> None:
        sources = [
            TreeSource(
                key=ModelKey(version.sha256),
                title=version.model_name,
                hint=f"v{version.number}",
                root=self._trees[ModelKey(version.sha256)],
            )
            for version in self._versions
            if ModelKey(version.sha256) in self._trees
        ]
        if sources == self.model.sources:
            self._show_state()
            return
        self.model.set_sources(sources)
        self._expand()
        self._select_rows(self._context.hub.selection)
        self._show_state()
        self.sources_changed.emit(sources)

    def _search(self, text: str) -> None:
        self._delegate.match = text.strip()
        self.model.search(text)
        self._expand()
        self._select_rows(self._context.hub.selection)
        self._show_state()

    def _expand(self) -> None:
        """One model: its storeys. A search: all, where the hits are not too many."""
        if self.model.text and self.model.element_count <= OPENED_HITS:
            self.view.expandAll()
        elif self.model.rowCount() == 1 or self.model.text:
            self.view.expandToDepth(0)

    def _show_state(self) -> None:
        count = sum(source.root.total for source in self.model.sources)
        self.head.set_count(count if self.model.sources else None)
        if not self._versions:
            self._stack.setCurrentWidget(self._empty)
        else:
            found = self.model.rowCount() > 0 or not self.model.text
            self._stack.setCurrentWidget(self.view if found else self._no_hits)

    def _selected_here(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if self._own_selection:
            return
        refs: set[ElementRef] = set()
        for index in self.view.selectionModel().selectedIndexes():
            refs.update(self.model.refs(index))
        self._context.hub.select(refs, origin=ORIGIN)

    def _selected_elsewhere(self, selection: Selection) -> None:
        if selection.origin != ORIGIN:
            self._select_rows(selection.refs, reveal=True)

    def _select_rows(self, refs: frozenset[ElementRef], *, reveal: bool = False) -> None:
        self._own_selection = True
        flags = QItemSelectionModel.SelectionFlag
        selection = self.model.selection_of(refs)
        self.view.selectionModel().select(selection, flags.ClearAndSelect)
        if reveal and not selection.isEmpty():
            first = selection.first().topLeft()
            self.view.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.view.scrollTo(first)
        self._own_selection = False

    def _toggle_eye(self, index: QModelIndex) -> None:
        shown = index.data(Role.VISIBILITY) == Visibility.SHOWN
        self.visibility_requested.emit(self.model.elements_below(index), not shown)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid():
            return
        elements = self.model.elements_below(index)
        menu = QMenu(self)
        shown = index.data(Role.VISIBILITY) != Visibility.HIDDEN
        entries = (
            (self.tr("Fit"), "scan-search", partial(self.fit_requested.emit, elements)),
            (self.tr("Isolate"), "focus", partial(self.isolate_requested.emit, elements)),
            (
                self.tr("Hide") if shown else self.tr("Show"),
                "eye-off" if shown else "eye",
                partial(self.visibility_requested.emit, elements, not shown),
            ),
            (
                self.tr("Select {count} elements").format(count=f"{len(elements):,}"),
                "mouse-pointer-click",
                partial(self._context.hub.select, elements, origin="tree menu"),
            ),
        )
        for text, icon_name, run in entries:
            menu.addAction(icons.icon(icon_name), text).triggered.connect(lambda _checked, run=run: run())
        if not index.parent().isValid():
            menu.addSeparator()
            remove = menu.addAction(icons.icon("trash-2"), self.tr("Remove from the project…"))
            key = self.model.refs(index)[0].model if self.model.refs(index) else ""
            remove.triggered.connect(lambda _checked: self.remove_requested.emit(key))
        menu.exec(self.view.viewport().mapToGlobal(place))


def _read_tree(version: ModelVersion) -> TreeNode:
    with ModelIndex(version.folder) as index:
        return load_tree(index)
