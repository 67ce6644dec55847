"""Fields one under another (or in two columns), and the group field that nests them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.registry import FIELDS
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec, Kind
from bimdesk.ui.theme import fonts

WIDE = frozenset({Kind.GROUP, Kind.MULTILINE, Kind.LIST, Kind.CHOICES, Kind.MULTI_ENUM})
"""Kinds that take both columns."""


class FieldColumn(QWidget):
    """The fields of one object schema."""

    changed = Signal()

    def __init__(self, specs: Sequence[FieldSpec], source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(14)
        for spec in specs:
            kind = GroupField if spec.kind is Kind.GROUP else FIELDS[spec.kind]
            field = kind(spec, source, self)
            field.write(spec.schema.get("default", UNSET))
            field.refresh_hint()
            field.changed.connect(self.changed)
            self.fields[spec.name] = field
        self.set_columns(1)

    def set_columns(self, columns: int) -> None:
        """Lay out in one column or two; wide kinds span both."""
        row, place = 0, 0
        for field in self.fields.values():
            span = columns if field.spec.kind in WIDE else 1
            if place + span > columns:
                row, place = row + 1, 0
            self._grid.addWidget(field, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def values(self) -> dict[str, Any]:
        """The values by name; what was left empty is not among them."""
        read = {name: field.read() for name, field in self.fields.items()}
        return {name: value for name, value in read.items() if value is not UNSET}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; a field without one becomes empty."""
        for name, field in self.fields.items():
            field.write(values.get(name, UNSET))
            field.refresh_hint()

    def all_fields(self) -> Iterator[Field]:
        """The fields in the order of Tab, those of groups included."""
        for field in self.fields.values():
            yield field
            if isinstance(field, GroupField):
                yield from field.column.all_fields()


class GroupField(Field):
    """Nested fields under a heading, set in from the left; the value is a dictionary."""

    def build(self) -> QWidget:
        self.column = FieldColumn(self.spec.fields, self.source, self)
        self.column.changed.connect(self.edited)
        self.column.setContentsMargins(10, 0, 0, 0)
        return self.column

    def read(self) -> Any:
        return self.column.values()

    def write(self, value: Any) -> None:
        """Without a value of its own, a group keeps the defaults of its fields."""
        if isinstance(value, Mapping):
            self.column.set_values(value)

    @property
    def size_in_widgets(self) -> int:
        """The heading alone: the fields in it are shown on their own."""
        return 4

    def show_error(self, message: str) -> None:
        """An error of the group itself stands under its heading; those of its fields beside them."""
        self._error = message
        self.refresh_hint()

    def _lay_out(self) -> None:
        title = QLabel(self.spec.title, self)
        title.setFont(fonts.ui(13, weight=600))
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(title)
        heading.addWidget(self.hint)
        self._column.setSpacing(8)
        self._column.addLayout(heading)
        self._column.addWidget(self.control)
