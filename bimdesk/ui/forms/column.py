"""The fields of one object schema, one under another or in two columns; they follow its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bimdesk.services.parameters.shape import expand, has_conditions
from bimdesk.ui.forms.field import UNSET, Field, Make, NestingField
from bimdesk.ui.forms.sections import Section
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec, read_fields

_ROUNDS = 8
"""Fields that appear may bring others: so many times."""


class FieldColumn(QWidget):
    """`in_variant`: constants are sent without being shown, they tell which variant it is."""

    changed = Signal()
    fields_changed = Signal()
    """Fields came or went."""

    def __init__(
        self,
        schema: Mapping[str, Any],
        source: FormSource,
        make: Make,
        parent: QWidget | None = None,
        *,
        path: str = "",
        in_variant: bool = False,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._make = make
        self._path = path
        self._in_variant = in_variant
        self.fields: dict[str, Field] = {}
        self._constants: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._sections: dict[tuple[bool, str], Section] = {}
        self._columns = 1
        self._specs: Sequence[FieldSpec] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(18)
        self._take(schema)
        self._show(self._read(None))
        self._settle()

    def reschema(self, schema: Mapping[str, Any]) -> None:
        """Go on with another schema for the same object: fields that stay keep what they hold."""
        self._take(schema)
        self._show(self._read(self.values()))
        self._settle()

    def set_columns(self, columns: int) -> None:
        """Lay out in one column or two."""
        self._columns = columns
        for key, section in self._sections.items():
            section.lay_out([one for one in self.fields.values() if _section(one.spec) == key], columns)
        for field in self.fields.values():
            if isinstance(field, NestingField):
                field.set_columns(columns)

    def values(self) -> dict[str, Any]:
        """The values by name; what was left empty, or is not shown, is not among them."""
        found = dict(self._constants)
        for name, field in self.fields.items():
            value = field.read()
            if field.spec.inline:
                found.update(value if isinstance(value, Mapping) else {})
            elif value is not UNSET:
                found[name] = value
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; a field without one becomes empty."""
        self._kept = {}
        if self._is_dynamic:
            self._show(self._read({**values, **self._constants}))
        for name, field in self.fields.items():
            field.write(values if field.spec.inline else values.get(name, UNSET))
            field.refresh_hint()
        self._settle()

    def all_fields(self) -> Iterator[Field]:
        """The fields in the order of Tab, those of groups included."""
        for field in self.fields.values():
            yield field
            if isinstance(field, NestingField):
                yield from field.inner()

    def reveal(self, field: Field) -> None:
        """Unfold what a field stands in."""
        for section in self._sections.values():
            if section.isAncestorOf(field):
                section.open()

    def _take(self, schema: Mapping[str, Any]) -> None:
        self._schema = expand(schema)
        self._is_dynamic = has_conditions(self._schema)

    def _read(self, values: Mapping[str, Any] | None) -> Sequence[FieldSpec]:
        return read_fields(self._schema, path=self._path, values=values, in_variant=self._in_variant)

    def _settle(self) -> None:
        """Show the fields that the values ask for, until they ask for no others."""
        for _round in range(_ROUNDS if self._is_dynamic else 0):
            specs = self._read(self.values())
            if specs == self._specs:
                return
            self._show(specs)

    def _show(self, specs: Sequence[FieldSpec]) -> None:
        old, was = self.fields, list(self.fields)
        self.fields, self._specs = {}, specs
        self._constants = {one.name: one.schema["const"] for one in specs if one.hidden}
        for spec in (one for one in specs if not one.hidden):
            field = old.get(spec.name)
            if field is not None and _section(field.spec) == _section(spec) and field.respec(spec):
                del old[spec.name]
            else:
                field = self._new_field(spec, old.get(spec.name))
            self.fields[spec.name] = field
        for name, field in old.items():
            self._kept.setdefault(name, field.read())
            field.hide()
            field.deleteLater()
        if old or list(self.fields) != was:
            self.set_columns(self._columns)
            if was:
                self._order_tabs()
                self.fields_changed.emit()

    def _new_field(self, spec: FieldSpec, old: Field | None) -> Field:
        """With the value that it had when it was shown last, else its default."""
        field = self._make(spec, self._source, self._section_of(spec).body)
        value = self._kept.pop(spec.name, UNSET) if old is None else old.read()
        field.write(spec.schema.get("default", UNSET) if value is UNSET else value)
        field.refresh_hint()
        field.changed.connect(self._on_changed)
        return field

    def _section_of(self, spec: FieldSpec) -> Section:
        key = _section(spec)
        if key not in self._sections:
            title = self.tr("More options") if key[0] else key[1]
            section = Section(title, self, folded=key[0])
            self._sections[key] = section
            is_last = key[0] or (True, "") not in self._sections
            place = 0 if key == (False, "") else self._layout.count() - (0 if is_last else 1)
            self._layout.insertWidget(place, section)
        return self._sections[key]

    def _on_changed(self) -> None:
        self._settle()
        self.changed.emit()

    def _order_tabs(self) -> None:
        """Fields made later stand where they are seen, for the Tab key too."""
        stops = [
            widget
            for field in self.fields.values()
            for widget in field.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.focusProxy() is None
            and widget.window() is self.window()  # not in the list of a combo
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def _section(spec: FieldSpec) -> tuple[bool, str]:
    """Advanced ones stand together, whatever their heading."""
    return (True, "") if spec.is_advanced else (False, spec.group)
