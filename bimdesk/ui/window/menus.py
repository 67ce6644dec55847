"""Menus from the table of actions: the menu bar's (macOS, Alt) and the one behind the top bar's button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from bimdesk.ui.action_menus import MENUS, SUBMENUS
from bimdesk.ui.actions import Actions, words
from bimdesk.ui.theme import icons


class Menus:
    """Builds the menus; "recent" is filled each time it opens."""

    def __init__(
        self, actions: Actions, recent: Callable[[], list[Path]], open_recent: Callable[[Path], None]
    ) -> None:
        self._actions = actions
        self._recent = recent
        self._open_recent = open_recent

    def fill_bar(self, bar: QMenuBar) -> None:
        for title, names in MENUS:
            self._fill(bar.addMenu(words(title)), names)

    def fill_menu(self, menu: QMenu) -> None:
        """One menu with each of the menus as a submenu."""
        for title, names in MENUS:
            self._fill(menu.addMenu(words(title)), names)

    def _fill(self, menu: QMenu, names: tuple[str, ...]) -> None:
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name == "recent":
                self._add_recent(menu)
            elif name in SUBMENUS:
                title, below = SUBMENUS[name]
                self._fill(menu.addMenu(words(title)), below)
            else:
                menu.addAction(self._actions[name])

    def _add_recent(self, menu: QMenu) -> None:
        recent = menu.addMenu(icons.icon("history"), words("Recent"))
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        paths = self._recent()
        for path in paths:
            icon = icons.icon("folder" if path.is_dir() else "box")
            entry = menu.addAction(icon, f"{path.name}    {short_path(path.parent)}")
            entry.setToolTip(str(path))
            entry.setEnabled(path.exists())
            entry.triggered.connect(lambda _checked, path=path: self._open_recent(path))
        if not paths:
            menu.addAction(words("Nothing yet")).setEnabled(False)


def short_path(path: Path) -> str:
    """A folder as people read it: the home folder is ~."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except ValueError:
        return path.as_posix()


def popup_menu(menus: Menus, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menus.fill_menu(menu)
    return menu
