"""Asks what becomes of two texts of one script: that of the editor, and that of the file."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.domain.script import Script
from bimdesk.ui.diff.view import DiffView
from bimdesk.ui.operations import Operations
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label


class Choice(Enum):
    """MINE: write the editor's text. THEIRS: take the file's. COPY: keep mine as another script."""

    MINE = "mine"
    THEIRS = "theirs"
    COPY = "copy"


class ConflictDialog(QDialog):
    """`chosen(Choice)`; Esc chooses nothing and leaves both texts as they are."""

    chosen = Signal(object)

    def __init__(
        self, operations: Operations, name: str, mine: str, theirs: Script | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        gone = theirs is None
        title = (
            self.tr("“{0}” was deleted while you edited it")
            if gone
            else self.tr("“{0}” was changed by another program while you edited it")
        )
        self.setWindowTitle(title.format(name))
        self.view = DiffView(operations)
        hint = (
            self.tr("Your text is in the editor only.")
            if gone
            else self.tr("Whichever you choose, the other text stays among the script's versions.")
        )
        mine_words = self.tr("Write the file again") if gone else self.tr("Keep mine")
        self.mine = button(mine_words, kind="primary", on_click=lambda: self._choose(Choice.MINE))
        theirs_words = self.tr("Close without saving") if gone else self.tr("Take the other")
        self.theirs = button(theirs_words, on_click=lambda: self._choose(Choice.THEIRS))
        self.copy = button(self.tr("Save mine as a copy"), on_click=lambda: self._choose(Choice.COPY))
        self.later = button(self.tr("Decide later"), kind="quiet", on_click=self.reject)
        self._lay_out(title.format(name), hint)
        if theirs is None:
            self.view.hide()
            self.adjustSize()
        else:
            self.resize(fonts.scaled(1100), fonts.scaled(640))
            self.view.new.setFocus()
            self.view.compare(self.tr("In the file now"), theirs.text, self.tr("Yours"), mine)

    def _lay_out(self, title: str, hint: str) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.later)
        foot.addStretch(1)
        for one in (self.copy, self.theirs, self.mine):
            one.setAutoDefault(False)
            foot.addWidget(one)
        self.later.setAutoDefault(False)
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.setSpacing(2)
        head.addWidget(label(title, weight=600, wrap=True))
        head.addWidget(label(hint, tone="tx2", size=12, wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _choose(self, choice: Choice) -> None:
        self.chosen.emit(choice)
        self.accept()
