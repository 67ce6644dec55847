"""The base of all fields: label over control, hint or error under it."""

from __future__ import annotations

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
        """What an emptied text means: nothing, but '' where leaving it out would bring the default back."""
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
        label = QLabel(self.spec.title, self)
        label.setFont(fonts.ui(13, weight=500))
        label.setBuddy(self.control)
        row.addWidget(label)
        if self.spec.is_optional:
            mark = QLabel(self.tr("optional"), self)
            mark.setFont(fonts.ui(12))
            mark.setProperty("tone", "tx3")
            row.addWidget(mark)
        row.addStretch(1)
        return row

    @staticmethod
    def _mark(control: QWidget, wrong: bool) -> None:
        """Mark it, or take the mark away; only for a change, since Qt then looks at all its rules."""
        if bool(control.property("bad")) == wrong:
            return
        control.setProperty("bad", wrong)
        control.style().unpolish(control)
        control.style().polish(control)
        control.update()
