"""Fields of numbers: a line with its unit; another unit may be typed and is converted."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from bimdesk.services.parameters.units import has_unit, parse_number, unit_problem
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.number_edit import NumberEdit, format_number

__all__ = ["IntegerField", "NumberEdit", "NumberField", "format_number", "parse_number"]


class NumberField(Field):
    """A number; limits are told by the error, never by silent clamping."""

    whole = False

    def build(self) -> QWidget:
        self._edit = NumberEdit(self.spec.unit, self)
        self._edit.setPlaceholderText(self.spec.placeholder)
        self._edit.textEdited.connect(self._typed)
        self._edit.stepped.connect(self._step)
        self._edit.editingFinished.connect(self._convert)
        return self._edit

    def read(self) -> Any:
        text = self._edit.text().strip()
        if not text:
            empty = self.empty_value()
            return None if empty is UNSET and self.spec.has_default else empty
        number = self._number(text)
        return text if number is None else number

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else format_number(value))

    def problem(self) -> str:
        text = self._edit.text().strip()
        if "${" in text:
            return ""
        if not text:
            needed = (self.spec.has_default or self.spec.required) and not self.spec.takes_null
            return self.tr("A number is needed") if needed else ""
        number = self._number(text)
        if number is None:
            return self._why_not(text)
        return self.tr("A whole number is expected") if self.whole and not isinstance(number, int) else ""

    def live_hint(self) -> tuple[str, Tone, str]:
        """What a number in another unit comes to."""
        text = self._edit.text().strip()
        number = self._number(text) if has_unit(text) else None
        if number is None:
            return super().live_hint()
        return f"= {format_number(number)} {self.spec.unit}", Tone.HINT, ""

    def empty_value(self) -> Any:
        return None if self.spec.takes_null and (self.spec.has_default or self.spec.required) else UNSET

    def show_error(self, message: str) -> None:
        super().show_error(message)
        self._mark(self._edit, bool(message))

    def _number(self, text: str) -> int | float | None:
        return parse_number(text, whole=self.whole, unit=self.spec.unit)

    def _why_not(self, text: str) -> str:
        swapped = text.replace(",", ".")
        if self._number(swapped) is not None:
            return self.tr("Written with a point: {0}").format(swapped)
        return unit_problem(text, self.spec.unit) or self.tr("“{0}” is not a number").format(text)

    def _typed(self) -> None:
        self.edited()

    def _convert(self) -> None:
        """Show a number that was typed in another unit in the form's own."""
        text = self._edit.text().strip()
        number = self._number(text) if has_unit(text) else None
        if number is not None:
            self._edit.setText(format_number(number))
            self.refresh_hint()

    def _step(self, steps: int) -> None:
        number = self._number(self._edit.text().strip() or "0")
        if number is None:
            return
        low, high = self.spec.schema.get("minimum"), self.spec.schema.get("maximum")
        value = number + steps * (self.spec.schema.get("multipleOf") or 1)
        value = max(value, low) if low is not None else value
        value = min(value, high) if high is not None else value
        self.write(round(value, 10))
        self._typed()


class IntegerField(NumberField):
    """A whole number."""

    whole = True
