"""The library panel: search, list, and what can be done with a script."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QInputDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script
from bimdesk.services.clock import now
from bimdesk.services.library import create_script, duplicate_script
from bimdesk.services.library_trash import Deleted, delete_script, undo_delete
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.latest import Latest
from bimdesk.ui.panels.library.items import LibraryModel
from bimdesk.ui.panels.library.rows import ScriptFacts, by_category, read_library
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField


class LibraryPanel(QWidget):
    """`script_chosen(Script)`: a row was made current (its form is wanted).

    `edit_requested(Script)`: open it. `run_requested(Script)`: show its form.
    `count_changed`: how many scripts there are.
    """

    script_chosen = Signal(object)
    edit_requested = Signal(object)
    run_requested = Signal(object)
    count_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._facts: list[ScriptFacts] = []
        self._reading = Latest(context.operations, self._show_facts)
        self._dirty: frozenset[ScriptKey] = frozenset()
        self._wanted: ScriptKey | None = None
        self._building = False
        self.search = SearchField(self.tr("Name, tag or code"))
        self.model = LibraryModel(self)
        self.view = TreeView(self.tr("Script library"))
        self._delegate = TwoLineRowDelegate(self.view)
        self._none_found = EmptyState(
            "search-x",
            self.tr("No script matches"),
            self.tr("Name, description, tags and code are searched."),
            action=self.tr("Clear search"),
            on_action=self.search.clear,
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
        context.hub.changed.connect(self._on_changes)
        self.refresh()

    # What others call

    def refresh(self) -> None:
        """Read the library again, in the pool."""
        self._reading.ask(partial(read_library, self._context.project))

    def select(self, key: ScriptKey) -> None:
        """Make a script current as if it had been clicked; waits for it where it is not listed yet."""
        self._wanted = key
        for item in self.model.items():
            if item.data(Role.ID).script.key == key:
                self._wanted = None
                self.view.setCurrentIndex(item.index())
                self.view.scrollTo(item.index())

    def current(self) -> Script | None:
        facts = self.view.currentIndex().data(Role.ID)
        return facts.script if isinstance(facts, ScriptFacts) else None

    def set_dirty(self, keys: frozenset[ScriptKey]) -> None:
        """Scripts with unsaved text get an amber dot."""
        if keys != self._dirty:
            self._dirty = keys
            for item in self.model.items():
                item.setData(item.data(Role.ID).script.key in keys, Role.DIRTY)

    def new_script(self) -> None:
        """Ask for a name, create the file, open it."""
        name, ok = QInputDialog.getText(self, self.tr("New script"), self.tr("Name"))
        if ok and name.strip():
            self._write(partial(create_script, self._context.project, name=name.strip()))

    def duplicate(self, script: Script) -> None:
        self._write(partial(duplicate_script, self._context.project, script.key))

    def delete(self, script: Script) -> None:
        """Put the file into the trash, and offer to take it out again."""
        self._context.operations.write(
            partial(delete_script, self._context.project, script.key), on_success=self._after_delete
        )

    def _after_delete(self, outcome: tuple[Deleted, Changes]) -> None:
        deleted, changes = outcome
        hub, name = self._context.hub, deleted.script.metadata.name
        hub.publish(changes)
        undo = partial(undo_delete, self._context.project, deleted)
        hub.notify(
            "info",
            self.tr("{0} is in the trash").format(name),
            self.tr("Its versions and executions are kept."),
            action=self.tr("Undo"),
            on_action=lambda: self._context.operations.write(undo, on_success=self._after_undo),
        )

    def _after_undo(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._wanted = script.key
        self._context.hub.publish(changes)

    # Rows

    def _set_up(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformRowHeights(False)
        self.view.setIndentation(0)
        self.view.setRootIsDecorated(False)
        self.view.setExpandsOnDoubleClick(False)
        self.view.setSelectionMode(TreeView.SelectionMode.SingleSelection)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.clicked.connect(self._on_clicked)
        self.view.activated.connect(self._on_activated)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.search.searched.connect(lambda _text: self._rebuild())
        self.search.down_pressed.connect(self.view.setFocus)
        for page in (self.view, self._none_found, self._none):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 0)
        head.addWidget(self.search)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _on_changes(self, changes: Changes) -> None:
        if changes.scripts or changes.executions:
            self.refresh()

    def _show_facts(self, facts: list[ScriptFacts]) -> None:
        self._facts = facts
        self.count_changed.emit(len(facts))
        self._rebuild()

    def _rebuild(self) -> None:
        current = self.current()
        folded = {
            self.model.item(row).text()
            for row in range(self.model.rowCount())
            if not self.view.isExpanded(self.model.index(row, 0))
        }
        search = self.search.text()
        self._delegate.match = search
        self._building = True
        scroll = self.view.verticalScrollBar().value()
        self.model.show(by_category(self._facts, search=search), now=now(), dirty=self._dirty)
        for row in range(self.model.rowCount()):
            self.view.setExpanded(
                self.model.index(row, 0), bool(search) or self.model.item(row).text() not in folded
            )
        self.view.verticalScrollBar().setValue(scroll)
        if current is not None:
            self._restore(current.key)
        self._building = False
        page = self.view if self.model.rowCount() else self._none_found if self._facts else self._none
        self._pages.setCurrentWidget(page)
        if self._wanted is not None:
            self.select(self._wanted)

    def _restore(self, key: ScriptKey) -> None:
        for item in self.model.items():
            if item.data(Role.ID).script.key == key:
                self.view.setCurrentIndex(item.index())

    # What a person does

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.data(Role.HEADER):
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _on_activated(self, index: QModelIndex) -> None:
        facts = index.data(Role.ID)
        if isinstance(facts, ScriptFacts):
            self.edit_requested.emit(facts.script)

    def _on_current(self, index: QModelIndex) -> None:
        facts = index.data(Role.ID)
        if isinstance(facts, ScriptFacts) and not self._building:
            self.script_chosen.emit(facts.script)

    def _open_menu(self, place: QPoint) -> None:
        facts = self.view.indexAt(place).data(Role.ID)
        menu = self.menu_for(facts.script if isinstance(facts, ScriptFacts) else None)
        menu.exec(self.view.viewport().mapToGlobal(place))

    def menu_for(self, script: Script | None) -> QMenu:
        """What can be done with a script; without one only "New script"."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if script is not None:
            is_broken = script.problem is not None
            self._add(menu, self.tr("Run"), partial(self.run_requested.emit, script)).setDisabled(is_broken)
            edit = self.tr("View") if script.is_read_only else self.tr("Edit")
            self._add(menu, edit, partial(self.edit_requested.emit, script))
            self._add(menu, self.tr("Duplicate to edit"), partial(self.duplicate, script))
            self._add(menu, self.tr("Show in folder"), partial(_show_in_folder, script))
            menu.addSeparator()
            if not script.is_read_only:
                self._add(menu, self.tr("Delete"), partial(self.delete, script))
                menu.addSeparator()
        self._add(menu, self.tr("New script"), self.new_script)
        return menu

    @staticmethod
    def _add(menu: QMenu, text: str, slot: object) -> QAction:
        action = menu.addAction(text)
        if callable(slot):
            action.triggered.connect(lambda _checked=False: slot())
        return action

    def _write(self, write: partial[tuple[Script, Changes]]) -> None:
        self._context.operations.write(write, on_success=self._after_write)

    def _after_write(self, outcome: tuple[Script, Changes]) -> None:
        script, changes = outcome
        self._wanted = script.key
        self._context.hub.publish(changes)
        self.edit_requested.emit(script)


def _show_in_folder(script: Script) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(script.path.parent)))
