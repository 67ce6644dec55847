"""Small parts of a result: a figure on a tile, and a script's error."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from bimdesk.protocol.messages import Failed
from bimdesk.ui.models.records import cell_text
from bimdesk.ui.panels.results.reading import Kpi
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label


class KpiTile(QFrame):
    """One figure: its name over its value and unit."""

    def __init__(self, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(f"{kpi.name}: {cell_text(kpi.value)} {kpi.unit}")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 18, 10)
        column.setSpacing(2)
        column.addWidget(label(kpi.name, tone="tx2", size=12))
        row = QHBoxLayout()
        row.setSpacing(5)
        value = label(cell_text(kpi.value) or "–")
        value.setFont(fonts.ui(22, weight=600))
        row.addWidget(value)
        row.addWidget(label(kpi.unit, tone="tx3"), 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        self.setMinimumWidth(130)


class ErrorPage(QWidget):
    """Where and why a script broke. `line_requested(int)`: go there in the editor."""

    line_requested = Signal(int)

    def __init__(self, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(8)
        message = label(failed.message, weight=500, wrap=True)
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(message)
        if failed.hint:
            column.addWidget(label(failed.hint, tone="tx2", size=12, wrap=True))
        if failed.line:
            row = QHBoxLayout()
            go = button(self.tr("Go to line {0}").format(failed.line), icon_name="corner-down-right")
            go.clicked.connect(lambda: self.line_requested.emit(failed.line))
            row.addWidget(go)
            row.addStretch(1)
            column.addLayout(row)
        trace = QPlainTextEdit(failed.traceback)
        trace.setReadOnly(True)
        trace.setFont(fonts.mono(12))
        trace.setVisible(bool(failed.traceback))
        trace.setAccessibleName(self.tr("Traceback"))
        column.addWidget(trace, 1)
        if not failed.traceback:
            column.addStretch(1)
