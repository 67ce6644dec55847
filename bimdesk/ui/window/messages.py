"""The only module that opens message boxes: a problem at start, a bug, a loss to confirm."""

from __future__ import annotations

import traceback

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from bimdesk.errors import BimdeskError


def _tr(text: str) -> str:
    return QCoreApplication.translate("messages", text)


def show_problem(parent: QWidget | None, error: BimdeskError) -> None:
    """Something that a person can mend, where there is no window yet to say it in."""
    box = QMessageBox(QMessageBox.Icon.Warning, "bimdesk", error.message, parent=parent)
    box.setInformativeText(error.hint)
    box.exec()


def show_bug(parent: QWidget | None, error: BaseException) -> None:
    """An unexpected error: what happened, and the details to copy; the program goes on."""
    box = QMessageBox(
        QMessageBox.Icon.Critical, "bimdesk", _tr("Something in bimdesk went wrong"), parent=parent
    )
    box.setInformativeText(
        _tr("Your project is as it was. If it happens again, copy the details into a report.")
    )
    box.setDetailedText("".join(traceback.format_exception(error)))
    box.exec()


def confirm_loss(parent: QWidget, question: str, what_is_lost: str, verb: str) -> bool:
    """Ask before something is lost; `verb` is the button that loses it. Esc keeps it."""
    box = QMessageBox(QMessageBox.Icon.Warning, "bimdesk", question, parent=parent)
    box.setInformativeText(what_is_lost)
    lose = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
    lose.setProperty("kind", "danger")
    keep = box.addButton(_tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is lose


def ask_unsaved(parent: QWidget, names: list[str]) -> str:
    """What to do with unsaved scripts: "save", "discard" or "cancel"."""
    text = _tr("Save the changes in {names}?").format(names=", ".join(names))
    box = QMessageBox(QMessageBox.Icon.Question, "bimdesk", text, parent=parent)
    save = box.addButton(_tr("Save"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(_tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(_tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    if clicked is save:
        return "save"
    return "discard" if clicked is discard else "cancel"
