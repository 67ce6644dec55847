"""Chips of the log's levels with their counts; several may be on, none means all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from bimdesk.ui.panels.log.view import LEVELS
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import text_icon_size

_ORDER = ("error", "warning", "info", "print", "debug")


class LevelChips(QWidget):
    """`changed(frozenset[str])`: the levels that are wanted."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for level in _ORDER:
            icon, _word, tone = LEVELS[level]
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("kind", "filter")
            chip.setIcon(icons.icon(icon, color=tone, on_color=tone))
            chip.setIconSize(text_icon_size(14))
            chip.hide()
            chip.clicked.connect(lambda _checked: self.changed.emit(self.wanted))
            self.chips[level] = chip
            row.addWidget(chip)

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset(level for level, chip in self.chips.items() if chip.isChecked())

    def clear(self) -> None:
        """Nothing is left out; says nothing of it."""
        for chip in self.chips.values():
            chip.setChecked(False)

    def show_counts(self, counts: dict[str, int]) -> None:
        """A chip for each level that has lines."""
        for level, chip in self.chips.items():
            count = counts.get(level, 0)
            chip.setVisible(count > 0)
            chip.setText(f"{LEVELS[level][1].capitalize()} {count:,}")
