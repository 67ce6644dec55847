"""What the editor asks before something is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

SAVE, DISCARD = QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard


def ask_save(parent: QWidget, title: str) -> int:
    """SAVE, DISCARD, or another button: nothing is to happen."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(parent.tr("Save the changes to “{0}”?").format(title))
    box.setInformativeText(parent.tr("Without saving, the changes since the last save are lost."))
    box.setStandardButtons(SAVE | DISCARD | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(SAVE)
    return box.exec()
