"""Asks for the name and the labels of executions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bimdesk.domain.execution import Execution
from bimdesk.services.history import LONGEST_NAME
from bimdesk.ui.models.wording import counted
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.labels import label


class MarksDialog(QDialog):
    """`given(name, labels)`; the name is None where several executions keep theirs."""

    given = Signal(object, list)

    def __init__(self, executions: Sequence[Execution], parent: QWidget) -> None:
        super().__init__(parent)
        self._several = len(executions) > 1
        first = executions[0]
        self.setWindowTitle(self.tr("Name and labels"))
        self.setMinimumWidth(fonts.scaled(380))
        self.name = QLineEdit(first.name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(self.tr("Such as: before the delivery"))
        self.name.setAccessibleName(self.tr("Name"))
        common = [one for one in first.labels if all(one in other.labels for other in executions)]
        self.labels = QLineEdit(", ".join(common))
        self.labels.setPlaceholderText(self.tr("Parted by commas"))
        self.labels.setAccessibleName(self.tr("Labels"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(6)
        words = counted(len(executions), self.tr("execution"), self.tr("executions"))
        of = words if self._several else f"{first.script_name} · {first.model_label}"
        column.addWidget(label(of, tone="tx2", size=12))
        if not self._several:
            column.addWidget(label(self.tr("Name")))
            column.addWidget(self.name)
        column.addWidget(label(self.tr("Labels")))
        column.addWidget(self.labels)
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), on_click=self.reject))
        self.keep = button(self.tr("Keep"), kind="primary", on_click=self._keep)
        self.keep.setDefault(True)
        row.addWidget(self.keep)
        column.addLayout(row)

    def _keep(self) -> None:
        labels = [one.strip() for one in self.labels.text().split(",")]
        self.given.emit(None if self._several else self.name.text(), [one for one in labels if one])
        self.accept()
