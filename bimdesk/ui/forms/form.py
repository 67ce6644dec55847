"""The form of a schema: fields, live checks, and how many fields are to be mended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bimdesk.services.parameters.check import check_values
from bimdesk.ui.forms.column import FieldColumn
from bimdesk.ui.forms.field import UNSET, Field, NestingField
from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.forms.making import make_field
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import choice_kinds

Check = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, str]]
"""`(schema, values)` -> field path -> message; empty where all is well."""

TWO_COLUMNS_FROM = 620
"""Logical pixels of the form itself: what a dock has on a screen of 2560 and wider."""


WIDGETS_A_TURN = 24
"""A long form is shown in several turns of the event loop: about so many widgets in each."""


class Form(QWidget):
    """`changed`: a person changed a value. `errors_changed`: how many fields are to be mended.

    An error is shown once its field was touched, and all at once after `show_all_errors`.
    """

    changed = Signal()
    errors_changed = Signal(int)
    whole = Signal()
    """All fields are shown (`show_in_turns`)."""

    def __init__(
        self,
        schema: Mapping[str, Any],
        *,
        source: FormSource,
        check: Check = check_values,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._schema = schema
        self._source = source
        self._check = check
        self._all_shown = False
        self._outer: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._columns = 1
        self._unseen: deque[Field] = deque()
        self._column = FieldColumn(schema, source, make_field, self)
        self._column.changed.connect(self._on_changed)
        self._whole_error = HintLine(self)
        self._whole_error.say("")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._column)
        layout.addWidget(self._whole_error)
        if not self._column.fields:
            empty = QLabel(self.tr("This script takes no parameters."), self)
            empty.setProperty("tone", "tx3")
            layout.addWidget(empty)
        self._defaults = self.values()
        self.validate()

    @property
    def needs(self) -> frozenset[str]:
        """The kinds of choices that the form wants from the model."""
        return choice_kinds(self._schema)

    @property
    def errors(self) -> Mapping[str, str]:
        return self._errors

    def fields(self) -> list[Field]:
        return list(self._column.all_fields())

    def field(self, path: str) -> Field:
        """The field at a dotted path."""
        return next(one for one in self.fields() if one.spec.path == path)

    def reveal(self, path: str) -> Field | None:
        """The field at a path, or the one that it is a part of, unfolded; None where there is none."""
        found = {field.spec.path: field for field in self.fields()}
        field = found.get(_nearest(found, path))
        if field is not None:
            while self._unseen:
                self.show_some()
            self._reveal(field)
        return field

    def values(self) -> dict[str, Any]:
        return self._column.values()

    @property
    def is_whole(self) -> bool:
        """No field waits for its turn to be shown."""
        return not self._unseen

    def show_in_turns(self) -> None:
        """Show the fields from the first on, some in each turn of the event loop; all of them hold values."""
        self._unseen = deque(self.fields())
        for field in self._unseen:
            field.hide()
        self.show_some()
        self.show()

    def show_some(self, widgets: int = WIDGETS_A_TURN) -> None:
        """Show fields of about so many widgets, the others in turns to come."""
        while self._unseen and widgets > 0:
            field = self._unseen.popleft()
            field.show()
            widgets -= field.size_in_widgets
            if not self._unseen:
                self.whole.emit()
        if self._unseen:
            QTimer.singleShot(0, self, self.show_some)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values, such as those of an earlier execution."""
        self._column.set_values(values)
        self._outer = {}
        self.validate()

    def reset(self) -> None:
        """Back to the defaults."""
        self._all_shown = False
        for field in self.fields():
            field.touched = False
        self.set_values(self._defaults)

    def validate(self) -> None:
        """Check everything anew and show what is wrong with the fields that were touched."""
        self._source.class_name = self._class_name()
        self._source.take_values(self.values())
        errors = self._problems()
        found = self._check(self._schema, self.values())
        errors |= {path: message for path, message in found.items() if not _covers(errors, path)}
        errors |= {path: message for path, message in self._outer.items() if path not in errors}
        self._errors = errors
        self._show()
        self.errors_changed.emit(len(errors))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show what a service found wrong, until the next change."""
        self._outer = dict(errors)
        self.show_all_errors()

    def show_all_errors(self) -> None:
        """All at once, those of untouched fields too."""
        self._all_shown = True
        self.validate()

    def focus_first_error(self) -> Field | None:
        """Go to the first field with an error; None where no field has one."""
        while self._unseen:
            self.show_some()
        self.show_all_errors()
        wrong = [one for one in self.fields() if one.error]
        wrong = [one for one in wrong if not isinstance(one, NestingField)] or wrong
        if not wrong:
            return None
        self._reveal(wrong[0])
        wrong[0].focus()
        return wrong[0]

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= TWO_COLUMNS_FROM else 1
        if columns != self._columns:
            self._columns = columns
            self._column.set_columns(columns)

    def _on_changed(self) -> None:
        self._outer = {}
        self.validate()
        self.changed.emit()

    def _show(self) -> None:
        """Each error beside the field that it is about, or in the field that holds what it is about."""
        fields = {field.spec.path: field for field in self.fields()}
        shown: dict[str, dict[str, str]] = {}
        for path, message in self._errors.items():
            place = _nearest(fields, path)
            shown.setdefault(place, {})[path[len(place) :].removeprefix(".")] = message
        for path, field in fields.items():
            field.show_inner(shown.get(path, {}) if field.touched or self._all_shown else {})
        whole = shown.get("", {})
        told = [f"{path}: {message}" if path else message for path, message in whole.items()]
        self._whole_error.say("; ".join(told), Tone.ERROR)

    def _reveal(self, field: Field) -> None:
        for column in (self._column, *self._column.findChildren(FieldColumn)):
            column.reveal(field)

    def _class_name(self) -> str:
        """The value of the first field that asks for a class."""
        found = next((one.read() for one in self.fields() if one.spec.bim == "ifc-class"), "")
        return found if isinstance(found, str) else ""

    def _problems(self) -> dict[str, str]:
        """What fields say themselves, and those that are needed; not in groups that are left out."""
        problems: dict[str, str] = {}
        left_out: list[str] = []
        for field in self.fields():
            path, is_empty = field.spec.path, field.read() is UNSET
            if any(path.startswith(f"{one}.") for one in left_out):
                continue
            message = field.problem()
            if is_empty and field.spec.required and not message:
                message = self.tr("A value is needed")
            elif is_empty and isinstance(field, NestingField):
                left_out.append(path)
            if message:
                problems[path] = message
        return problems


def _nearest(fields: Mapping[str, Field], path: str) -> str:
    """The path of the field that an error is about, or of the one around it; '' for the form."""
    while path and path not in fields:
        path = path.rpartition(".")[0]
    return path


def _covers(errors: Mapping[str, str], path: str) -> bool:
    """The field, or the one that it is a part of (`list.2` of `list`), has a message already."""
    return any(path == one or path.startswith(f"{one}.") for one in errors)
