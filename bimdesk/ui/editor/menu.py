"""The context menu of the text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from bimdesk.ui.actions import words
from bimdesk.ui.editor.code_edit import CodeEdit
from bimdesk.ui.editor_commands import EDITOR_COMMANDS

_OFFERED = ("toggle_comment", "format", "complete", "add_next", "-", "test_run", "replace", "go_to_line")
"""Of the table of commands; "-" is a separator."""


def show_menu(owner: QWidget, edit: CodeEdit, command: Callable[[str], object], place: QPoint) -> None:
    """At `place` on the screen; what an entry does is the document's (`command`) or the text's own."""
    menu = QMenu(owner)
    tr, free = owner.tr, not edit.readOnly()
    for text, key, slot, enabled in (
        (tr("Undo"), "Ctrl+Z", edit.undo, bool(edit.canUndo())),
        (tr("Redo"), "Ctrl+Y", edit.redo, bool(edit.canRedo())),
        ("", "", None, False),
        (tr("Cut"), "Ctrl+X", edit.cut, free),
        (tr("Copy"), "Ctrl+C", edit.copy, True),
        (tr("Paste"), "Ctrl+V", edit.paste, free),
        (tr("Select all"), "Ctrl+A", edit.selectAll, True),
    ):
        if slot is None:
            menu.addSeparator()
            continue
        _add(menu, text, key, slot, enabled=enabled)
    menu.addSeparator()
    known = {one.name: one for one in EDITOR_COMMANDS}
    for name in _OFFERED:
        if name == "-":
            menu.addSeparator()
            continue
        one = known[name]
        enabled = free or not one.changes
        _add(menu, words(one.text), one.key_list[0], partial(command, name), enabled=enabled)
    menu.exec(place)
    menu.deleteLater()


def _add(menu: QMenu, text: str, key: str, slot: Callable[[], object], *, enabled: bool) -> None:
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    action = menu.addAction(f"{text}\t{shown}")
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked: slot())
