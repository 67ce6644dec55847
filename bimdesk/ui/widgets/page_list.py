"""The list of a left dock's page: frameless, by pixel, with a menu and keys of its own while it has focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView


def page_list(name: str, model: QAbstractItemModel, open_menu: Callable[[QPoint], None]) -> QListView:
    """A list of `model`; `name` is what screen readers say. The caller sets the delegate."""
    view = QListView()
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setModel(model)
    view.setMouseTracking(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(open_menu)
    return view


def bind_keys(view: QListView, keys: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Do this at that key ("Return", "Alt+Up"), while the list has the focus."""
    for key, act in keys:
        shortcut = QShortcut(QKeySequence(key), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(act)
