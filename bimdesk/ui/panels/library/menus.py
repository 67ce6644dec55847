"""The menus of the library panel: what can be done with scripts, and how the list is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar, get_args

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.ui.panels.library.acts import LibraryActs
from bimdesk.ui.panels.library.questions import LibraryQuestions
from bimdesk.ui.panels.library.rows import ROOT_WORDS, Grouping, Library, LibraryView, Sort

Value = TypeVar("Value")


class LibraryMenus(QObject):
    """Signals say what is wanted of which script; `view_wanted` how the list is to be shown."""

    run_requested = Signal(object)
    edit_requested = Signal(object)
    versions_requested = Signal(object)
    new_requested = Signal()
    view_wanted = Signal(object)

    def __init__(self, acts: LibraryActs, questions: LibraryQuestions, panel: QWidget) -> None:
        super().__init__(panel)
        self._acts = acts
        self._ask = questions
        self._panel = panel
        self.library = Library()

    def for_scripts(self, scripts: Sequence[Script]) -> QMenu:
        """What can be done with the chosen scripts; without any, what can be done with the library."""
        menu = QMenu(self._panel)
        if len(scripts) == 1:
            self._one(menu, scripts[0])
        elif scripts:
            self._several(menu, scripts)
        menu.addSeparator()
        _add(menu, self.tr("New script…"), self.new_requested.emit)
        _add(menu, self.tr("Import scripts…"), self._ask.files)
        return menu

    def for_view(self, view: LibraryView) -> QMenu:
        """Order, groups, what is left out; folders."""
        menu = QMenu(self._panel)
        orders = (self.tr("Recent first"), self.tr("Name"), self.tr("Most used"), self.tr("Changed last"))
        groups = (self.tr("Category"), self.tr("Folder"), self.tr("No groups"))
        menu.addSection(self.tr("Order"))
        _radio(menu, dict(zip(get_args(Sort), orders, strict=True)), view.sort, self._setter("sort"))
        menu.addSection(self.tr("Groups"))
        group_words = dict(zip(get_args(Grouping), groups, strict=True))
        _radio(menu, group_words, view.grouping, self._setter("grouping"))
        menu.addSection(self.tr("Show"))
        only = _add(
            menu, self.tr("Favourites only"), partial(self._setter("favourites"), not view.favourites)
        )
        only.setCheckable(True)
        only.setChecked(view.favourites)
        roots: dict[ScriptRoot | None, str] = {None: self.tr("All folders")}
        roots.update({folder.root: ROOT_WORDS[folder.root] for folder in self.library.folders})
        _radio(menu.addMenu(self.tr("Folder")), roots, view.root, self._setter("root"))
        tags = {"": self.tr("All tags")}
        tags.update({tag: f"{tag}  ({count})" for tag, count in self.library.tags()})
        _radio(menu.addMenu(self.tr("Tag")), tags, view.tag, self._setter("tag"))
        menu.addSeparator()
        _add(menu, self.tr("Team folder…"), self._ask.team_folder)
        if any(folder.root is ScriptRoot.TEAM for folder in self.library.folders):
            _add(menu, self.tr("Forget the team folder"), partial(self._acts.set_team_folder, None))
        _add(menu, self.tr("Import scripts…"), self._ask.files)
        return menu

    def _setter(self, name: str) -> Callable[[object], None]:
        return lambda value: self.view_wanted.emit({name: value})

    def _one(self, menu: QMenu, script: Script) -> None:
        is_broken, is_fixed = script.problem is not None, script.is_read_only
        _add(menu, self.tr("Run"), partial(self.run_requested.emit, script)).setDisabled(is_broken)
        edit = self.tr("View") if is_fixed else self.tr("Edit")
        _add(menu, edit, partial(self.edit_requested.emit, script))
        _add(menu, self.tr("Versions"), partial(self.versions_requested.emit, script))
        menu.addSeparator()
        self._favourite(menu, [script])
        if not is_fixed:
            _add(menu, self.tr("Rename…"), partial(self._ask.name, script))
            self._categories(menu.addMenu(self.tr("Category")), script)
            _add(menu, self.tr("Tags…"), partial(self._ask.tags, script))
        _add(menu, self.tr("Duplicate to edit"), partial(self._acts.duplicate, script))
        _add(menu, self.tr("Export…"), partial(self._ask.export, [script]))
        _add(menu, self.tr("Show in folder"), partial(self._ask.show_in_folder, script))
        if not is_fixed:
            menu.addSeparator()
            _add(menu, self.tr("Delete"), partial(self._ask.delete, [script]))

    def _categories(self, menu: QMenu, script: Script) -> None:
        known = {name: name.capitalize() for name in self.library.categories()}
        current = script.metadata.category.strip().casefold()
        _radio(menu, known, current, partial(self._acts.set_category, script))
        menu.addSeparator()
        _add(menu, self.tr("Other…"), partial(self._ask.category, script))

    def _several(self, menu: QMenu, scripts: Sequence[Script]) -> None:
        self._favourite(menu, scripts)
        count = f"{len(scripts):,}"
        _add(menu, self.tr("Export {0} scripts…").format(count), partial(self._ask.export, scripts))
        own = [script for script in scripts if not script.is_read_only]
        if own:
            text = self.tr("Delete {0} scripts").format(f"{len(own):,}")
            _add(menu, text, partial(self._ask.delete, own))

    def _favourite(self, menu: QMenu, scripts: Sequence[Script]) -> None:
        are_all = all(self._is_favourite(script.key) for script in scripts)
        text = self.tr("Remove from favourites") if are_all else self.tr("Add to favourites")
        _add(menu, text, partial(self._acts.set_favourite, scripts, not are_all))

    def _is_favourite(self, key: ScriptKey) -> bool:
        return any(one.script.key == key and one.use.favourite for one in self.library.facts)


def _add(menu: QMenu, text: str, slot: Callable[[], object]) -> QAction:
    """An entry that calls `slot`."""
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: slot())
    return action


def _radio(menu: QMenu, words: dict[Value, str], current: Value, choose: Callable[[Value], object]) -> None:
    group = QActionGroup(menu)
    for value, text in words.items():
        action = _add(menu, text, partial(choose, value))
        action.setCheckable(True)
        action.setChecked(value == current)
        group.addAction(action)
