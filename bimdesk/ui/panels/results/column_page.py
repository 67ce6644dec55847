"""A page of a result that is one column of parts, scrolled where it is long."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ColumnPage(QScrollArea):
    """Fill `column`, then call `close_column`."""

    def __init__(self, parent: QWidget | None = None, *, top: int = 0, spacing: int = 0) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._body = QWidget()
        self._body.setProperty("surface", "bar")
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(12, top, 12, 12)
        self.column.setSpacing(spacing)

    def close_column(self) -> None:
        """All parts are in it."""
        self.column.addStretch(1)
        self.setWidget(self._body)
