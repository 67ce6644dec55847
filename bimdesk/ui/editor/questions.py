"""What the editor asks before something is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from bimdesk.ui.editor.code_edit import CodeEdit

SAVE, DISCARD = QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard


def ask_line(parent: QWidget, edit: CodeEdit) -> None:
    """Ask for a line and go there."""
    current = edit.lineFromPosition(edit.currentPos()) + 1
    line, ok = QInputDialog.getInt(
        parent, parent.tr("Go to line"), parent.tr("Line"), current, 1, edit.lineCount()
    )
    if ok:
        edit.go_to_line(line)


def ask_save(parent: QWidget, title: str) -> int:
    """SAVE, DISCARD, or another button: nothing is to happen."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(parent.tr("Save the changes to “{0}”?").format(title))
    box.setInformativeText(parent.tr("Without saving, the changes since the last save are lost."))
    box.setStandardButtons(SAVE | DISCARD | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(SAVE)
    return box.exec()
