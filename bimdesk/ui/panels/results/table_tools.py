"""The tools of a table: chips of its categories with counts, the line to find rows by, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from bimdesk.domain.finding import Severity
from bimdesk.ui.models.records import Records
from bimdesk.ui.theme import icons
from bimdesk.ui.theme.states import SEVERITY
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.search_field import SearchField


class TableTools(QWidget):
    """`category_chosen(str)`: '' for all; `columns_wanted(QPoint)`: the menu of columns, at that place."""

    category_chosen = Signal(str)
    columns_wanted = Signal(object)

    def __init__(
        self, records: Records, looks: Mapping[str, tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.filter = SearchField(self.tr("Filter rows"), icon_name="list-filter")
        self._chips = QButtonGroup(self)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(6)
        bar.addStretch(1)
        for chip in self._category_chips(records, looks):
            bar.addWidget(chip)
        bar.addSpacing(8)
        self.filter.setFixedWidth(180)
        bar.addWidget(self.filter)
        columns = IconButton("columns-3", self.tr("Columns and groups"))
        columns.clicked.connect(
            lambda _checked: self.columns_wanted.emit(columns.mapToGlobal(columns.rect().bottomLeft()))
        )
        bar.addWidget(columns)

    def clear(self) -> None:
        """Nothing is filtered."""
        buttons = self._chips.buttons()
        if buttons:
            buttons[0].setChecked(True)
        self.filter.clear()

    def _category_chips(self, records: Records, looks: Mapping[str, tuple[str, str]]) -> list[QPushButton]:
        """`All 3`, `Error 2` ...: the filter chips above a table of findings."""
        counts = records.in_category
        if not counts:
            return []
        chips = []
        for name in ("", *(SEVERITY[one].word for one in Severity if counts[SEVERITY[one].word])):
            chip = QPushButton(f"{name or self.tr('All')} {counts[name] if name else len(records):,}")
            chip.setCheckable(True)
            chip.setProperty("kind", "filter")
            if name:
                icon, tone = looks[name]
                chip.setIcon(icons.icon(icon, color=tone, on_color=tone))
            chip.setChecked(not name)
            chip.clicked.connect(partial(self.category_chosen.emit, name))
            self._chips.addButton(chip)
            chips.append(chip)
        return chips
