"""Fields that hold others under a heading: a group (an object), a tuple (a list with a place for each)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.ui.forms.column import FieldColumn
from bimdesk.ui.forms.field import UNSET, Field, NestingField
from bimdesk.ui.forms.spec import FieldSpec

INDENT = 10


class GroupField(NestingField):
    """The value is a dictionary; a group that need not be there and is left empty is not."""

    def build(self) -> QWidget:
        self.column = FieldColumn(
            self.spec.schema,
            self.source,
            self.make,
            self,
            path=self.spec.path,
            in_variant=self.spec.holds_constants,
        )
        self.column.changed.connect(self.edited)
        self.column.setContentsMargins(INDENT, 0, 0, 0)
        return self.column

    def read(self) -> Any:
        values = self.column.values()
        return values if values or self.spec.required or self.spec.has_default else UNSET

    def write(self, value: Any) -> None:
        """Without a value of its own, a group keeps the defaults of its fields."""
        if isinstance(value, Mapping):
            self.column.set_values(value)

    def inner(self) -> list[Field]:
        return list(self.column.all_fields())

    def set_columns(self, columns: int) -> None:
        self.column.set_columns(columns)

    def respec(self, spec: FieldSpec) -> bool:
        if spec.kind is not self.spec.kind:
            return False
        changed = spec.schema != self.spec.schema
        self.spec = spec
        if changed:
            self.column.reschema(spec.schema)
        return True

    def _lay_out(self) -> None:
        self._column.setSpacing(8)
        self._column.addLayout(self.heading())
        self._column.addWidget(self.control)


class TupleField(NestingField):
    """The value is a list; what a longer one has after the places of the schema is kept."""

    def build(self) -> QWidget:
        self._rest: list[Any] = []
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(INDENT, 0, 0, 0)
        column.setSpacing(10)
        self._fields = [self.make(spec, self.source, box) for spec in self.spec.fields]
        for field in self._fields:
            field.write(field.spec.schema.get("default", UNSET))
            field.refresh_hint()
            field.changed.connect(self.edited)
            column.addWidget(field)
        return box

    def read(self) -> Any:
        values = [field.read() for field in self._fields]
        while values and values[-1] is UNSET and not self._rest:
            values.pop()
        if not values and not self.spec.required and not self.spec.has_default:
            return UNSET
        return [None if one is UNSET else one for one in values] + self._rest

    def write(self, value: Any) -> None:
        if not isinstance(value, list | tuple):
            return
        self._rest = list(value[len(self._fields) :])
        for place, field in enumerate(self._fields):
            field.write(value[place] if place < len(value) else UNSET)
            field.refresh_hint()

    def inner(self) -> list[Field]:
        found: list[Field] = []
        for field in self._fields:
            found.append(field)
            if isinstance(field, NestingField):
                found.extend(field.inner())
        return found

    def _lay_out(self) -> None:
        self._column.setSpacing(8)
        self._column.addLayout(self.heading())
        self._column.addWidget(self.control)
