"""One rule in the editor: which elements, what is done to them, its place among the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bimdesk.domain.smart_view import Rule
from bimdesk.ui.panels.smart_views.action_edit import ActionEdit
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import ElidedLabel


class RuleCard(QFrame):
    """`filter_requested(RuleCard)`: the filter is to be edited; `step_requested(RuleCard, -1 or 1)`."""

    changed = Signal()
    filter_requested = Signal(object)
    step_requested = Signal(object, int)
    remove_requested = Signal(object)

    def __init__(self, rule: Rule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.filter = ""
        self.title = QLineEdit(rule.title)
        self.title.setPlaceholderText(self.tr("Name in the legend (optional)"))
        self.title.setMinimumWidth(40)
        self.title.setCursorPosition(0)
        self.title.setAccessibleName(self.tr("Name in the legend"))
        self.title.textEdited.connect(lambda _text: self.changed.emit())
        self.action_edit = ActionEdit()
        self.action_edit.show_action(rule.action)
        self.action_edit.changed.connect(self.changed)
        self.filter_label = ElidedLabel(color="tx2")
        self.filter_label.setFont(fonts.mono(12))
        edit = IconButton("list-filter", self.tr("Choose the elements"), size=24, icon_size=14)
        edit.clicked.connect(lambda: self.filter_requested.emit(self))
        self.edit_filter = edit
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 6, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        self.up = self._small("arrow-up", self.tr("Earlier"), -1)
        self.down = self._small("arrow-down", self.tr("Later: it has the last word"), 1)
        self.remove = IconButton("x", self.tr("Remove the rule"), size=24, icon_size=14)
        self.remove.clicked.connect(lambda: self.remove_requested.emit(self))
        for one in (self.up, self.down, self.remove):
            head.addWidget(one)
        which = QHBoxLayout()
        which.setSpacing(4)
        which.addWidget(self.filter_label, 1)
        which.addWidget(edit)
        column.addLayout(head)
        column.addLayout(which)
        column.addWidget(self.action_edit)
        self.set_filter(rule.filter)

    def set_filter(self, text: str) -> None:
        """The filter as text; '' means all elements."""
        self.filter = text
        self.filter_label.setText(text or self.tr("All elements"))
        self.filter_label.setAccessibleName(self.tr("Elements: {0}").format(self.filter_label.text()))

    def show_place(self, *, first: bool, last: bool) -> None:
        """The first cannot go up, the last not down; the only one cannot go."""
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)
        self.remove.setEnabled(not (first and last))

    def rule(self) -> Rule:
        """What the card says. Raises BimdeskError where that makes no sense."""
        return Rule(self.filter, self.action_edit.action(), self.title.text())

    def _small(self, icon: str, words: str, step: int) -> IconButton:
        made = IconButton(icon, words, size=24, icon_size=14)
        made.clicked.connect(lambda: self.step_requested.emit(self, step))
        return made
