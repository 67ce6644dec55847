"""What a person is asked before a script runs without a wall."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

_Button = QMessageBox.StandardButton


def ask_unconfined(parent: QWidget) -> bool:
    """Once without protection, where it is not available."""
    return _ask(
        parent,
        _tr("Run without protection"),
        _tr(
            "Without protection the script may read, change and send everything that you can. "
            "Run it this once all the same?"
        ),
    )


def ask_trust(parent: QWidget, script_name: str) -> bool:
    """From now on, this very text, on a system where scripts cannot be confined."""
    return _ask(
        parent,
        _tr("Trust this script"),
        _tr(
            "Scripts cannot be confined on this system: {0} may read, change and send everything that "
            "you can. Run it, now and later, as long as its text stays the same?"
        ).format(script_name),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("questions", text)


def _ask(parent: QWidget, title: str, text: str) -> bool:
    return (
        QMessageBox.warning(parent, title, text, _Button.Yes | _Button.Cancel, _Button.Cancel) == _Button.Yes
    )
