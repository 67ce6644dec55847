"""The base of all fields: label over control, hint or error under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bimdesk.ui.forms.hint import HintLine, Tone
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec
from bimdesk.ui.theme import fonts


class Unset:
    """The value of a field that was left empty: it is not among the form's values."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset()


class Field(QWidget):
    """One parameter. A kind of field overrides `build`, `read` and `write`, and calls `edited` on input."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.source = source
        self.touched = False
        self._error = ""
        self._optional: QLabel | None = None
        self._labels: QHBoxLayout | None = None
        self._title: QLabel | None = None
        self.hint = HintLine(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.control = self.build()
        self._lay_out()
        self.control.setAccessibleName(spec.title)
        self.control.setAccessibleDescription(spec.hint)
        self.refill()
        self.refresh_hint()
        source.changed.connect(self._on_source_changed)

    # What a kind of field overrides

    def build(self) -> QWidget:
        """Make the control, a child of this field from the start; called once."""
        return QWidget(self)

    def refill(self) -> None:
        """Take over what the source offers; called after `build` and when the model changed."""

    def read(self) -> Any:
        """The value, or UNSET. Text that is no value of the kind comes back as it is; `problem` says why."""
        return UNSET

    def write(self, value: Any) -> None:
        """Show a value; UNSET or None empties the field."""

    def problem(self) -> str:
        """What is wrong with the text as such, in words; '' where the schema alone decides."""
        return ""

    def live_hint(self) -> tuple[str, Tone, str]:
        """`(sentence, tone, link)` shown instead of the description while there is no error."""
        return self.spec.hint, Tone.HINT, ""

    # What the form uses

    @property
    def size_in_widgets(self) -> int:
        """What showing it costs."""
        return 1 + len(self.findChildren(QWidget))

    @property
    def error(self) -> str:
        return self._error

    def show_error(self, message: str) -> None:
        """The error replaces the hint and marks the control; '' takes both away."""
        self._error = message
        self._mark(self.control, bool(message))
        self.refresh_hint()

    def show_inner(self, problems: Mapping[str, str]) -> None:
        """What is wrong with the value ('') and with parts of it that have no field of their own."""
        parts = [
            f"{path}: {words[:1].lower()}{words[1:]}" if path else words for path, words in problems.items()
        ]
        self.show_error("; ".join(parts))

    def respec(self, spec: FieldSpec) -> bool:
        """Go on with another specification of the same parameter; false where a new field must be made."""
        same = spec.kind is self.spec.kind and spec.schema == self.spec.schema
        if same or (spec.kind is self.spec.kind and self._has_focus()):
            self.spec = spec
            self._show_optional()
            return True
        return False

    def hide_title(self) -> None:
        """Its title stands elsewhere: in the choice that it is a variant of."""
        for part in (self._title, self._optional):
            if part is not None:
                part.hide()

    def refresh_hint(self) -> None:
        if self._error:
            self.hint.say(self._error, Tone.ERROR)
        else:
            sentence, tone, link = self.live_hint()
            self.hint.say(sentence, tone, link=link)

    def edited(self) -> None:
        """A person changed the value."""
        self.touched = True
        self.changed.emit()
        self.refresh_hint()

    def focus(self) -> None:
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty_value(self) -> Any:
        """What an emptied text means: nothing; null or '' where leaving it out brings the default back."""
        if self.spec.takes_null:
            return None if self.spec.has_default or self.spec.required else UNSET
        return "" if self.spec.has_default and not self.spec.required else UNSET

    def _on_source_changed(self) -> None:
        self.refill()
        self.refresh_hint()

    def _lay_out(self) -> None:
        self._column.addLayout(self._label_row())
        self._column.addWidget(self.control)
        self._column.addWidget(self.hint)

    def _label_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._title = QLabel(self.spec.title, self)
        self._title.setFont(fonts.ui(13, weight=500))
        self._title.setBuddy(self.control)
        row.addWidget(self._title)
        self._labels = row
        row.addStretch(1)
        self._show_optional()
        return row

    def _show_optional(self) -> None:
        if self._optional is None and self.spec.is_optional and self._labels is not None:
            self._optional = QLabel(self.tr("optional"), self)
            self._optional.setFont(fonts.ui(12))
            self._optional.setProperty("tone", "tx3")
            self._labels.insertWidget(1, self._optional)
        elif self._optional is not None:
            self._optional.setVisible(self.spec.is_optional)

    def _has_focus(self) -> bool:
        focused = self.focusWidget()
        return bool(focused) and focused.hasFocus()

    @staticmethod
    def _mark(control: QWidget, wrong: bool) -> None:
        """Mark it, or take the mark away; only for a change, since Qt then looks at all its rules."""
        if bool(control.property("bad")) == wrong:
            return
        control.setProperty("bad", wrong)
        control.style().unpolish(control)
        control.style().polish(control)
        control.update()


Make = Callable[[FieldSpec, FormSource, QWidget], Field]
"""Makes the field of a specification."""


class NestingField(Field):
    """A field that holds others; `make` makes them."""

    def __init__(
        self, spec: FieldSpec, source: FormSource, parent: QWidget | None = None, *, make: Make
    ) -> None:
        self.make = make
        super().__init__(spec, source, parent)

    def inner(self) -> list[Field]:
        """The fields in it, in the order of Tab."""
        return []

    def set_columns(self, columns: int) -> None:
        """So many columns beside each other."""

    @property
    def size_in_widgets(self) -> int:
        """The heading alone: the fields in it are shown on their own."""
        return 4

    def show_error(self, message: str) -> None:
        """An error of its own stands under the heading; those of its fields beside them."""
        self._error = message
        self.refresh_hint()

    def heading(self, *, bold: bool = True) -> QVBoxLayout:
        """Title, and the description or error under it."""
        self._title = QLabel(self.spec.title, self)
        self._title.setFont(fonts.ui(13, weight=600 if bold else 500))
        rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addWidget(self._title)
        rows.addWidget(self.hint)
        return rows
