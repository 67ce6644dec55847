"""A group of the builder: all, any or none of its conditions and groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bimdesk.index.choices import Choice
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.models.filter_draft import DraftGroup, DraftRow, Join
from bimdesk.ui.panels.filters.row import AskValues, ConditionRow
from bimdesk.ui.theme.tokens import current
from bimdesk.ui.widgets.buttons import IconButton

_INDENT = 12


class GroupBox(QWidget):
    """Edits `draft` in place: `changed` after an edit, `reshaped` when rows came or went."""

    changed = Signal()
    reshaped = Signal()
    remove_requested = Signal()

    def __init__(
        self,
        draft: DraftGroup,
        subjects: Sequence[Choice],
        ask_values: AskValues,
        *,
        is_top: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        self._is_top = is_top
        self.rows: list[ConditionRow] = []
        self.groups: list[GroupBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0 if is_top else _INDENT, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        for part in draft.parts:
            column.addWidget(self._part(part, subjects, ask_values))
        adds = QHBoxLayout()
        adds.setSpacing(4)
        for text, run in (
            (self.tr("Add a condition"), self.add_condition),
            (self.tr("Add a group"), self.add_group),
        ):
            icon_name = "plus" if run == self.add_condition else "list-plus"
            adds.addWidget(IconButton(icon_name, text, size=24, icon_size=14, on_click=run, parent=self))
        adds.addStretch(1)
        column.addLayout(adds)

    def add_condition(self) -> None:
        self.draft.parts.append(DraftRow())
        self.reshaped.emit()

    def add_group(self) -> None:
        join = Join.ANY if self.draft.join is Join.ALL else Join.ALL
        self.draft.parts.append(DraftGroup(join, [DraftRow()]))
        self.reshaped.emit()

    def set_subjects(self, subjects: Sequence[Choice]) -> None:
        for row in self.rows:
            row.set_subjects(subjects)
        for group in self.groups:
            group.set_subjects(subjects)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        join = QuietCombo(self)
        join.setAccessibleName(self.tr("How the conditions are joined"))
        texts = {
            Join.ALL: self.tr("All of these"),
            Join.ANY: self.tr("Any of these"),
            Join.NONE: self.tr("None of these"),
        }
        for one, text in texts.items():
            join.addItem(text, one)
        join.setCurrentIndex(list(texts).index(self.draft.join))
        join.activated.connect(lambda _at: self._set_join(join.currentData()))
        row.addWidget(join)
        row.addStretch(1)
        if not self._is_top:
            remove = IconButton("x", self.tr("Remove the group"), size=24, icon_size=14, parent=self)
            remove.clicked.connect(self.remove_requested)
            row.addWidget(remove)
        return row

    def _set_join(self, join: Join) -> None:
        self.draft.join = join
        self.changed.emit()

    def _part(
        self, part: DraftRow | DraftGroup, subjects: Sequence[Choice], ask_values: AskValues
    ) -> QWidget:
        if isinstance(part, DraftRow):
            row = ConditionRow(part, subjects, ask_values, self)
            row.changed.connect(self.changed)
            row.remove_requested.connect(lambda: self._remove(part))
            self.rows.append(row)
            return row
        group = GroupBox(part, subjects, ask_values, parent=self)
        group.changed.connect(self.changed)
        group.reshaped.connect(self.reshaped)
        group.remove_requested.connect(lambda: self._remove(part))
        self.groups.append(group)
        return group

    def _remove(self, part: DraftRow | DraftGroup) -> None:
        self.draft.parts = [one for one in self.draft.parts if one is not part]
        self.reshaped.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A line at the left holds an inner group together."""
        if self._is_top:
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(2, 2, 2, self.height() - 4, current().color("line2"))
        painter.end()
