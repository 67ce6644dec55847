"""All keys on one page (F1), made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bimdesk.ui.actions import Actions, ActionSpec, words
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.labels import key_label, label, line

COLUMNS = 2


class CheatSheet(QDialog):
    """Read only; actions without a key are left out."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        areas: dict[str, list[ActionSpec]] = {}
        for spec, _action in actions:
            if spec.keys:
                areas.setdefault(spec.area, []).append(spec)
        inside = QWidget()
        inside.setProperty("surface", "bar")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(24, 20, 24, 24)
        columns.setSpacing(40)
        sides = [QVBoxLayout() for _ in range(COLUMNS)]
        for side in sides:
            side.setSpacing(6)
        filled = [0] * COLUMNS
        for area, specs in areas.items():
            at = filled.index(min(filled))
            sides[at].addWidget(label(words(area), weight=600))
            sides[at].addWidget(line())
            sides[at].addLayout(_table(specs))
            sides[at].addSpacing(16)
            filled[at] += len(specs) + 2
        for side in sides:
            side.addStretch(1)
            columns.addLayout(side, 1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.resize(fonts.scaled(980), fonts.scaled(660))


def _table(specs: list[ActionSpec]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for row, spec in enumerate(specs):
        grid.addWidget(label(words(spec.text).rstrip("…"), tone="tx2"), row, 0)
        keys = QHBoxLayout()
        keys.setSpacing(4)
        keys.addStretch(1)
        for key in spec.keys:
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            keys.addWidget(key_label(shown))
        grid.addLayout(keys, row, 1)
    return grid
