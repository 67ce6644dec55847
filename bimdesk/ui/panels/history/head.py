"""What stands over the table of executions: title, search, filters, and what is done with the chosen ones."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton, button
from bimdesk.ui.widgets.labels import count_label, label, set_count
from bimdesk.ui.widgets.search_field import SearchField


class HistoryHead(QWidget):
    """`add_tool`: room for what concerns the whole history, at the right of the title."""

    def __init__(self, chips: QWidget, *, with_title: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Script, argument or text in the log"))
        self.search.setToolTip(self.tr('Words, or an argument as name=value: storey="Level 1"'))
        self._count = count_label() if with_title else None
        self._chosen = label(tone="tx2", size=12)
        self.compare = button(self.tr("Compare"), icon_name="git-compare")
        self.compare.setToolTip(self.tr("Compare two selected executions (C)"))
        self.again = button(self.tr("Run again"), icon_name="rotate-cw")
        self.again.setToolTip(self.tr("The same text with the same arguments on the same version"))
        self.cancel = button(self.tr("Cancel"), icon_name="square")
        self.columns = IconButton("columns-3", self.tr("Columns"))
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        if with_title:
            self._lay_out_title(column)
        self.search.setFixedWidth(fonts.scaled(300 if with_title else 230))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 4, 0, 0)
        holder.addWidget(chips)
        holder.addStretch(1)
        row.addLayout(holder, 1)
        for tool in (self._chosen, self.cancel, self.compare, self.again, self.columns):
            row.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
        self._chosen.setFixedHeight(self.compare.sizeHint().height())
        column.addLayout(row)

    def add_tool(self, tool: QWidget) -> None:
        """Something at the right of the title."""
        self._title_row.addWidget(tool)

    def set_count(self, count: int) -> None:
        if self._count is not None:
            set_count(self._count, count)

    def enable(self, *, chosen: int, is_over: bool, is_running: bool) -> None:
        """What can be done with what is selected; `chosen` counts to three."""
        self._chosen.setText(self.tr("{0} selected").format(chosen) if chosen == 2 else "")
        self.compare.setEnabled(chosen == 2)
        self.again.setEnabled(is_over)
        self.cancel.setVisible(is_running)

    def _lay_out_title(self, column: QVBoxLayout) -> None:
        title = label(self.tr("History"))
        title.setFont(fonts.ui(15, weight=600))
        self._title_row.addWidget(title)
        if self._count is not None:
            self._title_row.addWidget(self._count)
        self._title_row.addStretch(1)
        column.addLayout(self._title_row)
