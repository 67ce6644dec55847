"""Who sees to findings, until when, under which labels; of several, what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from bimdesk.domain.finding_life import KeptFinding
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.panels.findings.accept_form import parse_day
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.labels import label


class PlanForm(QWidget):
    """`assigned(str)`, `due_set(date | None)`, `labelled(tuple)`: said on Enter or when a field is left."""

    assigned = Signal(str)
    due_set = Signal(object)
    labelled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.assignee = QuietCombo()
        self.assignee.setEditable(True)
        self.assignee.setInsertPolicy(QuietCombo.InsertPolicy.NoInsert)
        self.due = QLineEdit()
        self.labels = QLineEdit()
        self._hint = label(tone="error", size=12, wrap=True)
        self._shown: tuple[str, str, str] = ("", "", "")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, fonts.scaled(72))
        grid.setColumnStretch(1, 1)
        for row, (name, widget) in enumerate(
            (
                (self.tr("Assignee"), self.assignee),
                (self.tr("Due"), self.due),
                (self.tr("Labels"), self.labels),
            )
        ):
            widget.setAccessibleName(name)
            grid.addWidget(label(name, tone="tx2", size=12), row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(self._hint, 3, 1)
        self._hint.hide()
        edit = self.assignee.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._say_assignee)
        self.assignee.activated.connect(lambda _at: self._say_assignee())
        self.due.editingFinished.connect(self._say_due)
        self.labels.editingFinished.connect(self._say_labels)

    def offer_names(self, names: Sequence[str]) -> None:
        """Who is there to choose from; others can be typed."""
        text = self.assignee.currentText()
        self.assignee.clear()
        self.assignee.addItems([name for name in names if name])
        self.assignee.setEditText(text)

    def show_findings(self, findings: Sequence[KeptFinding]) -> None:
        """Their values where all have the same; else an empty field that says so."""
        self._hint.hide()
        assignees = {one.assignee for one in findings}
        days = {one.due.isoformat() if one.due else "" for one in findings}
        labels = {", ".join(one.labels) for one in findings}
        texts = []
        edit = self.assignee.lineEdit()
        for widget, values, none in (
            (edit, assignees, self.tr("nobody")),
            (self.due, days, self.tr("no day, or 2027-01-31")),
            (self.labels, labels, self.tr("none, or a, b")),
        ):
            text = next(iter(values)) if len(values) == 1 else ""
            texts.append(text)
            if widget is not None:
                widget.setPlaceholderText(none if len(values) <= 1 else self.tr("several"))
                if not widget.hasFocus() or text != widget.text():
                    widget.setText(text)
        self._shown = (texts[0], texts[1], texts[2])

    def _say_assignee(self) -> None:
        text = self.assignee.currentText().strip()
        if text != self._shown[0]:
            self._shown = (text, *self._shown[1:])
            self.assigned.emit(text)

    def _say_due(self) -> None:
        text = self.due.text().strip()
        if text == self._shown[1]:
            return
        day = self._day(text)
        if isinstance(day, str):
            self._hint.setText(day)
            self._hint.show()
            return
        self._hint.hide()
        self._shown = (self._shown[0], text, self._shown[2])
        self.due_set.emit(day)

    def _day(self, text: str) -> date | str | None:
        """A day, none, or what is wrong."""
        try:
            return parse_day(text)
        except ValueError:
            return self.tr("'{0}' is no date. Type one such as 2027-01-31.").format(text)

    def _say_labels(self) -> None:
        text = self.labels.text().strip()
        if text != self._shown[2]:
            self._shown = (*self._shown[:2], text)
            self.labelled.emit(tuple(dict.fromkeys(part for one in text.split(",") if (part := one.strip()))))
