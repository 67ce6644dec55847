"""The context menu of the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from bimdesk.ui.editor.code_edit import CodeEdit


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
        ("", "", None, False),
        (tr("Comment or uncomment"), "Ctrl+/", edit.toggle_comment, free),
        (tr("Format"), "Shift+Alt+F", lambda: command("format"), free),
        (tr("Complete"), "Ctrl+Space", lambda: command("complete"), free),
        (tr("Select the next occurrence too"), "Ctrl+D", lambda: edit.run_command("add_next"), True),
        ("", "", None, False),
        (tr("Test run"), "Ctrl+Alt+Enter", lambda: command("test_run"), True),
        (tr("Find"), "Ctrl+F", lambda: command("find"), True),
        (tr("Go to line"), "Ctrl+G", lambda: command("go_to_line"), True),
    ):
        if slot is None:
            menu.addSeparator()
            continue
        action = menu.addAction(f"{text}\t{key}")
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked=False, slot=slot: slot())
    menu.exec(place)
