"""Texts of two runs side by side: the script that ran, the log."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bimdesk.services.compare import TwoTexts
from bimdesk.ui.diff.view import DiffView
from bimdesk.ui.operations import Operations
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import label


class ComparedTextPage(QWidget):
    """`counted(int)`: lines that came or went. `same`: what is said where the texts are equal."""

    counted = Signal(int)

    def __init__(self, operations: Operations, same: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: TwoTexts | None = None
        self._names = ("A", "B")
        self._only = True
        self.diff = DiffView(operations)
        self.diff.folding.setChecked(True)
        self.diff.shown.connect(lambda added, removed: self.counted.emit(added + removed))
        self._same = EmptyState("equal", same)
        self._note = label(tone="tx3", size=12)
        self._note.setContentsMargins(12, 4, 12, 4)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.diff)
        self.pages.addWidget(self._same)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._note)
        column.addWidget(self.pages, 1)
        self._note.hide()

    def show_texts(self, texts: TwoTexts, names: tuple[str, str]) -> None:
        self._texts, self._names = texts, names
        self._note.setText(texts.note)
        self._note.setVisible(bool(texts.note))
        self._fill()

    def show_only_differences(self, only: bool) -> None:
        self._only = only
        self.diff.folding.setChecked(only)
        self._fill()

    def _fill(self) -> None:
        texts = self._texts
        if texts is None:
            return
        if texts.is_same and (self._only or not texts.a):
            self.pages.setCurrentWidget(self._same)
            self.counted.emit(0)
            return
        self.pages.setCurrentWidget(self.diff)
        self.diff.compare(self._names[0], texts.a, self._names[1], texts.b)
