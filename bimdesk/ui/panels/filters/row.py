"""One condition of the builder: subject, operator, value with unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from bimdesk.index.choices import Choice
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.models.filter_draft import (
    CLASS,
    COMPARISONS,
    WITH_SUBTYPES,
    DraftRow,
    comparisons_for,
    label_of,
    shown_subject,
    typed_subject,
)
from bimdesk.ui.panels.filters.choice_edit import ChoiceEdit
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton

_AROUND_WORDS = 52
"""Padding, border and arrow of a combo."""
AskValues = Callable[[str, Callable[[Sequence[Choice]], None]], None]


class ConditionRow(QWidget):
    """Writes what is typed into `draft` at once and says `changed`; `remove_requested` takes it away."""

    changed = Signal()
    remove_requested = Signal()

    def __init__(
        self,
        draft: DraftRow,
        subjects: Sequence[Choice],
        ask_values: AskValues,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        self._ask_values = ask_values
        self._asked_for = ""
        self.subject = ChoiceEdit(self.tr("Field"), self.tr("Field"), self)
        self.subject.set_choices(subjects)
        self.subject.set_text(shown_subject(draft.subject))
        self.operator = QuietCombo(self)
        self.operator.setAccessibleName(self.tr("Comparison"))
        self.value = ChoiceEdit(self.tr("Value"), self.tr("Value, such as 240 mm"), self)
        self.value.set_text(draft.value)
        self._fill_operators()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        for combo in (self.subject, self.value):
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(self.subject, 0, 0, 1, 2)
        remove = IconButton("x", self.tr("Remove the condition"), size=24, icon_size=14, parent=self)
        remove.clicked.connect(self.remove_requested)
        grid.addWidget(remove, 0, 2, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.operator, 1, 0)
        grid.addWidget(self.value, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.subject.edited.connect(self._subject_edited)
        self.operator.activated.connect(self._operator_chosen)
        self.value.edited.connect(self._value_edited)
        self.value.wanted.connect(self._want_values)

    def set_subjects(self, subjects: Sequence[Choice]) -> None:
        self.subject.set_choices(subjects)

    def _fill_operators(self) -> None:
        known = comparisons_for(self.draft.subject)
        if self.draft.comparison not in known:
            known = (*known, self.draft.comparison)
        self.operator.clear()
        for one in known:
            self.operator.addItem(label_of(one), one)
        self.operator.setCurrentIndex(known.index(self.draft.comparison))
        self._show_form()

    def _show_form(self) -> None:
        """The operator is as wide as its words, the value has the rest: a dock may be 240 wide."""
        self.operator.ensurePolished()
        words = self.operator.fontMetrics().horizontalAdvance(self.operator.currentText())
        self.operator.setFixedWidth(words + fonts.scaled(_AROUND_WORDS))
        self.value.setVisible(self.draft.comparison.form.takes_value)

    def _subject_edited(self, text: str) -> None:
        was_class = self.draft.subject.strip() == CLASS
        self.draft.subject = typed_subject(text)
        is_class = self.draft.subject == CLASS
        if is_class != was_class:
            self.draft.comparison = WITH_SUBTYPES if is_class else COMPARISONS[0]
            self._fill_operators()
        self.changed.emit()

    def _operator_chosen(self, _at: int) -> None:
        self.draft.comparison = self.operator.currentData()
        self._show_form()
        self.changed.emit()

    def _value_edited(self, text: str) -> None:
        self.draft.value = text
        self.changed.emit()

    def _want_values(self) -> None:
        subject = self.draft.subject.strip()
        if subject and subject != self._asked_for:
            self._asked_for = subject
            self._ask_values(subject, self.value.set_choices)
