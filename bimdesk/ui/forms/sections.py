"""A part of a form: plain, under a heading (`x-group`), or folded away (`x-advanced`)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bimdesk.ui.forms.field import Field
from bimdesk.ui.forms.kinds import Kind
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.section_header import SectionHeader

WIDE = frozenset(
    {Kind.GROUP, Kind.MULTILINE, Kind.LIST, Kind.CHOICES, Kind.MULTI_ENUM, Kind.TABLE, Kind.TUPLE,
     Kind.VARIANT, Kind.JSON}
)  # fmt: skip
"""Kinds that take both columns."""


class Section(QWidget):
    """Fields in a grid of one or two columns; `folded`: the heading opens and closes it."""

    def __init__(self, title: str, parent: QWidget, *, folded: bool = False) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._is_shown = True
        """Never said so to Qt while nothing was hidden: `show()` would style it before its form is shown."""
        self._header: SectionHeader | None = None
        if folded:
            self._header = SectionHeader(title, inset=0, parent=self)
            self._header.setChecked(False)
            column.addWidget(self._header)
        elif title:
            words = label(title, parent=self)
            words.setFont(fonts.ui(13, weight=600))
            column.addWidget(words)
        self.body = QWidget(self)
        self._grid = QGridLayout(self.body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(14)
        column.addWidget(self.body)
        if self._header is not None:
            self.body.hide()
            self._header.toggled.connect(self.body.setVisible)

    def open(self) -> None:
        """Unfold it."""
        if self._header is not None:
            self._header.setChecked(True)

    def lay_out(self, fields: Sequence[Field], columns: int) -> None:
        """These fields, in one column or two; wide kinds span both."""
        while self._grid.count():
            self._grid.takeAt(0)
        row, place = 0, 0
        for field in fields:
            span = columns if field.spec.kind in WIDE else 1
            if place + span > columns:
                row, place = row + 1, 0
            self._grid.addWidget(field, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        if self._header is not None:
            self._header.set_count(len(fields))
        if self._is_shown != bool(fields):
            self._is_shown = bool(fields)
            self.setVisible(self._is_shown)
