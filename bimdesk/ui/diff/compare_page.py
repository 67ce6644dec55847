"""A page with two texts: what ran, and what the library has now."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.services.library.versions import TextPair
from bimdesk.ui.diff.view import DiffView
from bimdesk.ui.operations import Operations


class ComparePage(QWidget):
    """Fills a document tab."""

    def __init__(self, operations: Operations, pair: TextPair, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.diff = DiffView(operations)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.diff)
        self.diff.compare(pair.old_name, pair.old, pair.new_name, pair.new)
