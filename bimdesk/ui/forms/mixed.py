"""The field of a value that may be a text, a number or yes and no: what is typed says which."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from bimdesk.services.parameters.merge import as_types
from bimdesk.services.parameters.units import parse_number
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.hint import Tone


class MixedField(Field):
    """`12` is a number, `"12"` a text; `true` and `false` where yes and no are allowed."""

    def build(self) -> QWidget:
        self._types = as_types(self.spec.schema.get("type"))
        self._edit = QLineEdit(self)
        self._edit.setPlaceholderText(self.spec.placeholder)
        self._edit.textEdited.connect(self.edited)
        return self._edit

    def read(self) -> Any:
        text = self._edit.text().strip()
        return self.parsed(text) if text else self.empty_value()

    def write(self, value: Any) -> None:
        self._edit.setText("" if value is UNSET or value is None else self._typed_as(value))

    def parsed(self, text: str) -> Any:
        """The value that a text stands for."""
        if "number" in self._types or "integer" in self._types:
            number = parse_number(text, whole="number" not in self._types)
            if number is not None:
                return number
        if "boolean" in self._types and text in ("true", "false"):
            return text == "true"
        if len(text) > 1 and text[0] == text[-1] == '"':
            try:
                return json.loads(text)
            except ValueError:
                return text
        return text

    def live_hint(self) -> tuple[str, Tone, str]:
        words = {
            "string": self.tr("text"),
            "number": self.tr("number"),
            "integer": self.tr("whole number"),
            "boolean": self.tr("true or false"),
        }
        named = [words[one] for one in self._types if one in words]
        kinds = self.tr("One of: {0}").format(", ".join(named))
        return f"{self.spec.hint} {kinds}".strip(), Tone.HINT, ""

    def _typed_as(self, value: Any) -> str:
        """The text that reads back as this value."""
        if isinstance(value, str):
            return value if self.parsed(value) == value else json.dumps(value, ensure_ascii=False)
        return json.dumps(value, ensure_ascii=False)
