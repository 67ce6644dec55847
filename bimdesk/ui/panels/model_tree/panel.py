"""The model tree: models, storeys, classes, elements; search, eyes, and the one selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.index.tree_kinds import TreeKind
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role, Visibility
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.models.tree_model import TreeModel
from bimdesk.ui.models.tree_rows import TreeRows
from bimdesk.ui.panels.model_tree.filters import filter_of
from bimdesk.ui.panels.model_tree.guids import read_guids
from bimdesk.ui.panels.model_tree.kinds import KindButton
from bimdesk.ui.panels.model_tree.menu import Entry, ModelLook, add_entries, model_entries
from bimdesk.ui.panels.model_tree.pages import TreePages
from bimdesk.ui.panels.model_tree.reading import TreeReader
from bimdesk.ui.panels.model_tree.selecting import TreeSelection
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.dock_title import LeftTitleBar
from bimdesk.ui.widgets.search_field import SearchField

OPENED_HITS = 400
"""Hits of a search up to which all their parents are opened."""


class ModelTreePanel(QWidget):
    """Follows `show_versions`; asks the 3D view by signals and hears of it by `set_hidden` and `look_of`.

    `head` is for the dock's title bar; the panel itself begins with the search field. Elements go by the
    signals as ElementIds.
    """

    sources_changed = Signal(list)
    visibility_requested = Signal(object, bool)
    isolate_requested = Signal(object)
    ghost_requested = Signal(object)
    fit_requested = Signal(object)
    filter_requested = Signal(object)
    """A Filter."""
    model_show_requested = Signal(str, bool)
    model_ghost_requested = Signal(str, bool)
    model_tint_requested = Signal(str, str)
    model_load_requested = Signal(str, bool)
    versions_requested = Signal()
    open_requested = Signal()
    remove_requested = Signal(str)
    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._versions: list[ModelVersion] = []
        self._kind = TreeKind.SPATIAL
        self.look_of: Callable[[ModelKey], ModelLook | None] = lambda _key: ModelLook()
        self._reader = TreeReader(context.operations, self._show_rows, self._rebuild, owner=self)
        self._wanted: tuple[object, ...] = ()
        self.model = TreeModel(self)
        self.view = TreeView(self.tr("Model tree"))
        self._delegate = TreeRowDelegate(self.view)
        self._build()
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self._selection = TreeSelection(context.hub, self.model, self.view)
        self.view.doubleClicked.connect(
            lambda index: self.fit_requested.emit(self.model.elements_below(index))
        )
        self._delegate.eye_clicked.connect(self._toggle_eye)
        self.kinds.kind_chosen.connect(self.show_kind)
        self.search.searched.connect(self._search)
        self.search.down_pressed.connect(self.view.setFocus)

    @property
    def kind(self) -> TreeKind:
        """What the tree is ordered by."""
        return self._kind

    def show_kind(self, kind: TreeKind) -> None:
        """Order the tree anew; search and selection stay."""
        self._kind = kind
        self.kinds.show_kind(kind)
        self._rebuild()

    def show_versions(self, versions: list[ModelVersion]) -> None:
        """Show these model versions; trees that are not read yet are read in the pool."""
        self._versions = list(versions)
        self._reader.forget(versions)
        self._rebuild()

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """What the 3D view hides now."""
        self.model.set_hidden(hidden)
        self.view.viewport().update()

    def set_importing(self, importing: bool) -> None:
        """What stands in the empty tree: the first model is on its way, or there is none."""
        self._pages.set_importing(importing)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    # what a model's row asks (menu.ModelAsks)

    def show_model(self, key: ModelKey, shown: bool) -> None:
        self.model_show_requested.emit(key, shown)

    def ghost_model(self, key: ModelKey, ghosted: bool) -> None:
        self.model_ghost_requested.emit(key, ghosted)

    def tint_model(self, key: ModelKey, color: str) -> None:
        self.model_tint_requested.emit(key, color)

    def ask_versions(self) -> None:
        self.versions_requested.emit()

    def load_model(self, key: ModelKey, loaded: bool) -> None:
        self.model_load_requested.emit(key, loaded)

    def remove_model(self, key: ModelKey) -> None:
        self.remove_requested.emit(key)

    # building

    def _build(self) -> None:
        self.head = LeftTitleBar(self.tr("Model"))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.kinds = KindButton()
        self.head.set_title_widget(self.kinds)
        add = IconButton("plus", self.tr("Open files (Ctrl+O)"), on_click=self.open_requested.emit)
        self.head.add_tool(add)
        self.search = SearchField(self.tr("Find in the tree"))
        self.search.setToolTip(self.tr("Name, class, tag or GlobalId"))
        self._pages = TreePages(self.view, clear_search=self.search.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 8)
        row.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self._pages, 1)

    # rows

    def _rebuild(self) -> None:
        """Make the rows anew where models, kind or search changed since they were asked for."""
        sources = self._reader.sources(self._versions, self._kind)
        wanted = (self._kind, self.search.text().strip(), [(one.key, one.title, one.hint) for one in sources])
        if wanted != self._wanted:
            self._wanted = wanted
            self._reader.make_rows(sources, self.search.text())
        self._show_state()

    def _search(self, _text: str) -> None:
        self._rebuild()

    def _show_rows(self, rows: TreeRows) -> None:
        had = [(source.key, source.hint) for source in self.model.sources]
        self._delegate.match = rows.text
        self.model.set_rows(rows)
        self._expand()
        self._selection.follow()
        self._show_state()
        if [(source.key, source.hint) for source in rows.sources] != had:
            self.sources_changed.emit(rows.sources)

    def _expand(self) -> None:
        """One model: its storeys. A search: all, where the hits are not too many."""
        if self.model.text and self.model.element_count <= OPENED_HITS:
            self.view.expandAll()
        elif self.model.rowCount() == 1 or self.model.text:
            self.view.expandToDepth(0)

    def _show_state(self) -> None:
        count = sum(source.root.total for source in self.model.sources)
        self.head.set_count(count if self.model.sources else None)
        found = self.model.rowCount() > 0 or not self.model.text
        self._pages.show_state(has_models=bool(self._versions), found=found)

    def _toggle_eye(self, index: QModelIndex) -> None:
        shown = index.data(Role.VISIBILITY) == Visibility.SHOWN
        self.visibility_requested.emit(self.model.elements_below(index), not shown)

    # menu

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if index.isValid():
            menu = QMenu(self)
            self.fill_menu(menu, index)
            menu.exec(self.view.viewport().mapToGlobal(place))

    def fill_menu(self, menu: QMenu, index: QModelIndex) -> None:
        """What can be done with the row: with the whole selection where the row is part of it."""
        chosen = self.view.selectionModel()
        if chosen.isSelected(index):
            elements = self.model.chosen_by(chosen.selection())
        else:
            elements = self.model.elements_below(index)
        shown = index.data(Role.VISIBILITY) != Visibility.HIDDEN
        count = f"{len(elements):,}"
        hide = self.tr("Hide") if shown else self.tr("Show")
        entries: list[Entry | None] = [
            (self.tr("Fit"), "scan-search", partial(self.fit_requested.emit, elements)),
            (self.tr("Isolate"), "focus", partial(self.isolate_requested.emit, elements)),
            (
                hide,
                "eye-off" if shown else "eye",
                partial(self.visibility_requested.emit, elements, not shown),
            ),
            (self.tr("Ghost others"), "ghost", partial(self.ghost_requested.emit, elements)),
            None,
            (
                self.tr("Select {count} elements").format(count=count),
                "mouse-pointer-click",
                partial(self._context.hub.select, elements, origin="tree menu"),
            ),
            (
                self.tr("Copy {count} GlobalIds").format(count=count),
                "copy",
                partial(self._copy_guids, elements),
            ),
            (self.tr("Filter to this"), "list-filter", partial(self._ask_filter, index)),
        ]
        add_entries(menu, entries)
        if not index.parent().isValid():
            key = self.model.model_of(index)
            menu.addSeparator()
            add_entries(menu, model_entries(self, self, key, self.look_of(key)))

    def _ask_filter(self, index: QModelIndex) -> None:
        row, element = self.model.row_and_element(index)
        self.filter_requested.emit(filter_of(row, element, models=len(self._versions)))

    def _copy_guids(self, elements: ElementIds) -> None:
        folders = {ModelKey(version.sha256): version.folder for version in self._versions}
        self._context.operations.run(
            partial(read_guids, folders, elements),
            on_success=lambda guids: QGuiApplication.clipboard().setText("\n".join(guids)),
        )
