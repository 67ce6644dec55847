"""The library panel: search, list, and what can be done with a script."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.clock import now
from bimdesk.services.library.files import judged
from bimdesk.services.library.templates import list_templates
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.library.acts import LibraryActs
from bimdesk.ui.panels.library.items import LibraryModel, mark_unsaved
from bimdesk.ui.panels.library.menus import LibraryMenus
from bimdesk.ui.panels.library.new_script import NewScript
from bimdesk.ui.panels.library.notice import FolderNotice
from bimdesk.ui.panels.library.questions import LibraryQuestions
from bimdesk.ui.panels.library.rows import Library, LibraryView, ScriptFacts, grouped, read_library
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField

PATIENCE_S = 0.1
"""So long blocks that were never read are judged before the list is shown; the rest follows."""
CHIP_WORDS_FROM = 264
"""Rows narrower than this (the left dock on a small screen) show the icons of states, their words beside
the mouse."""


class LibraryPanel(QWidget):
    """`script_chosen(Script)`: a row was made current (its form is wanted).

    `edit_requested(Script)`: open it. `run_requested(Script)`: show its form. `versions_requested(Script)`.
    `renamed(ScriptKey, Script)`: a script has another key now. `count_changed`: how many there are.
    """

    script_chosen = Signal(object)
    edit_requested = Signal(object)
    run_requested = Signal(object)
    versions_requested = Signal(object)
    renamed = Signal(object, object)
    count_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        settings = context.settings
        self.library = Library()
        self.shown = LibraryView(sort=settings.library_sort, grouping=settings.library_group)
        self.acts = LibraryActs(context, self)
        self.questions = LibraryQuestions(self.acts, context.hub, self)
        self.menus = LibraryMenus(self.acts, self.questions, self)
        self._reading = Latest(context.operations, self._show_library, owner=self)
        self._dirty: frozenset[ScriptKey] = frozenset()
        self._wanted: ScriptKey | None = None
        self._building = False
        self._new: NewScript | None = None
        self.search = SearchField(self.tr("Name, tag or code"))
        self.view_button = IconButton("list-filter", self.tr("Order, groups, folders"))
        self.notice = FolderNotice(self.refresh, self.questions.team_folder)
        self.model = LibraryModel(self)
        self.view = TreeView(self.tr("Script library"))
        self._delegate = TwoLineRowDelegate(self.view)
        self._delegate.words_from = CHIP_WORDS_FROM
        self._none_found = EmptyState(
            "search-x",
            self.tr("No script matches"),
            self.tr("Name, description, tags and code are searched."),
            action=self.tr("Show all"),
            on_action=self.show_all,
        )
        self._none = EmptyState(
            "file-code-2",
            self.tr("No scripts yet"),
            self.tr("A script is one Python file; it may ask for values in a form."),
            action=self.tr("New script"),
            on_action=self.new_script,
        )
        self._pages = QStackedWidget()
        self._set_up()
        self._lay_out()
        context.hub.changed.connect(self._on_changes)
        self.refresh()

    # What others call

    def refresh(self) -> None:
        """Read the library again, in the pool; new scripts show before their blocks are judged."""
        self._reading.ask(partial(read_library, self._context.project, patience_s=PATIENCE_S))

    def select(self, key: ScriptKey) -> None:
        """Make a script current as if it had been clicked; waits for it where it is not listed yet."""
        self._wanted = key
        for item in self.model.items():
            if item.data(Role.ID).script.key == key:
                self._wanted = None
                self.view.setCurrentIndex(item.index())
                self.view.scrollTo(item.index())

    def current(self) -> Script | None:
        return _script_at(self.view.currentIndex())

    def selected(self) -> list[Script]:
        """The chosen scripts, in the order of the list."""
        indexes = sorted(self.view.selectedIndexes(), key=lambda index: (index.parent().row(), index.row()))
        return [script for script in map(_script_at, indexes) if script is not None]

    def set_dirty(self, keys: frozenset[ScriptKey]) -> None:
        """Scripts with unsaved text get an amber dot."""
        if keys != self._dirty:
            self._dirty = self.questions.dirty = keys
            for item in self.model.items():
                mark_unsaved(item, item.data(Role.ID).script.key in keys, now=now())

    def change_view(self, **values: Any) -> None:
        """Another order, grouping or narrowing; order and grouping are kept in the settings."""
        self.shown = replace(self.shown, **values)
        self._context.change_settings(library_sort=self.shown.sort, library_group=self.shown.grouping)
        self._rebuild()

    def show_all(self) -> None:
        """Nothing is left out."""
        self.shown = replace(self.shown, favourites=False, root=None, tag="")
        self.search.clear()
        self._rebuild()

    def new_script(self) -> None:
        """Ask for a template, a name and a folder."""
        if self._new is None:
            self._new = NewScript(self.window(), self._pages)
            self._new.wanted.connect(self.acts.create)
        self._new.show_choices(list_templates(self._context.paths), list(self.library.folders))
        if not self._new.isVisible():
            self._new.toggle_under(self.view_button)
        self._new.name.setFocus()

    def menu_for(self, *scripts: Script) -> QMenu:
        """What can be done with scripts; without any only new ones."""
        menu = self.menus.for_scripts(scripts)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    # Rows

    def _set_up(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformRowHeights(False)
        self.view.setIndentation(0)
        self.view.setRootIsDecorated(False)
        self.view.setExpandsOnDoubleClick(False)
        self.view.setSelectionMode(TreeView.SelectionMode.ExtendedSelection)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.clicked.connect(self._on_clicked)
        self.view.activated.connect(self._on_activated)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.search.searched.connect(self._on_search)
        self.search.down_pressed.connect(self.view.setFocus)
        self.view_button.clicked.connect(self._open_view_menu)
        self.menus.run_requested.connect(self.run_requested)
        self.menus.edit_requested.connect(self.edit_requested)
        self.menus.versions_requested.connect(self.versions_requested)
        self.menus.new_requested.connect(self.new_script)
        self.menus.view_wanted.connect(lambda values: self.change_view(**values))
        self.acts.made.connect(self._on_made)
        self.acts.back.connect(self._want)
        self.acts.renamed.connect(self._on_renamed)
        for key, act in ((QKeySequence.StandardKey.Delete, self._delete), (Qt.Key.Key_F2, self._rename)):
            shortcut = QShortcut(QKeySequence(key), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        for page in (self.view, self._none_found, self._none):
            self._pages.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        head.setSpacing(4)
        head.addWidget(self.search, 1)
        head.addWidget(self.view_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self._pages, 1)

    def _on_changes(self, changes: Changes) -> None:
        if changes.scripts or changes.executions or changes.library:
            self.refresh()

    def _show_library(self, library: Library) -> None:
        if library.is_sketch:
            self._reading.ask(partial(read_library, self._context.project))
        self.library = self.menus.library = library
        self.notice.show_problems(library.problems)
        self._rebuild()
        self.count_changed.emit(len(library.facts))

    def _on_search(self, text: str) -> None:
        self.shown = replace(self.shown, search=text)
        self._rebuild()

    def _rebuild(self) -> None:
        current, chosen = self.current(), {script.key for script in self.selected()}
        folded = {
            self.model.item(row).text()
            for row in range(self.model.rowCount())
            if not self.view.isExpanded(self.model.index(row, 0))
        }
        search = self.shown.search
        self._delegate.match = search
        self._building = True
        scroll = self.view.verticalScrollBar().value()
        self.model.show(grouped(self.library.facts, self.shown), now=now(), dirty=self._dirty)
        for row in range(self.model.rowCount()):
            self.view.setExpanded(
                self.model.index(row, 0), bool(search) or self.model.item(row).text() not in folded
            )
        self.view.verticalScrollBar().setValue(scroll)
        self._restore(None if current is None else current.key, chosen)
        self._building = False
        self.view_button.set_icon("list-filter", color="ac" if self.shown.is_narrowed else None)
        page = self.view if self.model.rowCount() else self._none_found if self.library.facts else self._none
        self._pages.setCurrentWidget(page)
        if self._wanted is not None:
            self.select(self._wanted)

    def _restore(self, current: ScriptKey | None, chosen: set[ScriptKey]) -> None:
        choose = self.view.selectionModel()
        for item in self.model.items() if chosen or current else ():
            key = item.data(Role.ID).script.key
            if key == current:
                choose.setCurrentIndex(item.index(), choose.SelectionFlag.NoUpdate)
            if key in chosen:
                choose.select(item.index(), choose.SelectionFlag.Select)

    # What a person does

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.data(Role.HEADER):
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _on_activated(self, index: QModelIndex) -> None:
        script = _script_at(index)
        if script is not None:
            self.edit_requested.emit(script)

    def _on_current(self, index: QModelIndex) -> None:
        script = None if self._building else _script_at(index)
        if script is not None:
            self.script_chosen.emit(script)

    def _open_menu(self, place: QPoint) -> None:
        chosen = self.selected() if _script_at(self.view.indexAt(place)) is not None else []
        self.menu_for(*chosen).exec(self.view.viewport().mapToGlobal(place))

    def _open_view_menu(self) -> None:
        menu = self.menus.for_view(self.shown)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = QPoint(self.view_button.width() - menu.sizeHint().width(), self.view_button.height() + 2)
        menu.popup(self.view_button.mapToGlobal(corner))

    def _delete(self) -> None:
        own = [script for script in self.selected() if not script.is_read_only]
        if own:
            self.questions.delete(own)

    def _rename(self) -> None:
        script = self.current()
        if script is not None and not script.is_read_only:
            self.questions.name(script)

    def _want(self, key: ScriptKey) -> None:
        self._wanted = key
        self.refresh()

    def _on_made(self, script: Script) -> None:
        self._wanted = script.key
        self.edit_requested.emit(script)

    def _on_renamed(self, old: ScriptKey, script: Script) -> None:
        self._want(script.key)
        self.renamed.emit(old, script)


def _script_at(index: QModelIndex) -> Script | None:
    """The script of a row, read in full; None for a head."""
    facts = index.data(Role.ID)
    return judged(facts.script) if isinstance(facts, ScriptFacts) else None
