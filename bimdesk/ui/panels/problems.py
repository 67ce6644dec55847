"""The problems of the script in front: a list by line; a row leads to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.protocol.editor import Problem
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.empty_state import EmptyState

_ROW = Qt.ItemDataRole.UserRole


class ProblemsPanel(QWidget):
    """`chosen(int)`: the line (from 1) of a problem. `count_changed(int)`."""

    chosen = Signal(int)
    count_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = QListWidget()
        self.view.setAccessibleName(self.tr("Problems"))
        self.view.setUniformItemSizes(True)
        self.view.setIconSize(QSize(fonts.scaled(14), fonts.scaled(14)))
        self.view.itemActivated.connect(self._choose)
        self.view.itemClicked.connect(self._choose)
        self._empty = EmptyState(
            "circle-check",
            self.tr("No problems"),
            self.tr("What is wrong with the script in front appears here while it is typed."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """In the order of the text; the row that was marked stays marked."""
        row = self.view.currentRow()
        self.view.clear()
        for problem in problems:
            text = self.tr("Line {0}: {1}").format(problem.row + 1, problem.message)
            item = QListWidgetItem(f"{text}  ({problem.code})")
            is_error = problem.severity == "error"
            name, tone = ("circle-x", "error") if is_error else ("triangle-alert", "warning")
            item.setIcon(icons.icon(name, color=tone))
            item.setData(_ROW, problem.row + 1)
            word = self.tr("Error") if is_error else self.tr("Warning")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{word}, {text}")
            self.view.addItem(item)
        self.view.setCurrentRow(min(row, len(problems) - 1))
        self._pages.setCurrentIndex(1 if problems else 0)
        self.count_changed.emit(len(problems))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(int(item.data(_ROW)))
