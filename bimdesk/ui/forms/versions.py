"""The field of a model, or of one of its versions."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.spec import type_of


class VersionField(Field):
    """A model version: its number in the project where the type is integer, else its label (`House v2`)."""

    def build(self) -> QWidget:
        self._as_number = type_of(self.spec.schema) == "integer"
        self._combo = QuietCombo(self)
        self._combo.activated.connect(self.edited)
        return self._combo

    def read(self) -> Any:
        found = self._combo.currentData()
        return UNSET if found is None or found == "" else found

    def write(self, value: Any) -> None:
        index = self._combo.findData(value)
        if index < 0 and value is not UNSET and value is not None:
            self._combo.addItem(str(value), value)
            index = self._combo.count() - 1
        self._combo.setCurrentIndex(max(0, index))

    def refill(self) -> None:
        value = self.read() if self._combo.count() else UNSET
        self._combo.clear()
        self._combo.addItem("", "")
        for choice in self.source.versions(models_only=self.spec.bim == "model"):
            self._combo.addItem(choice.label, int(choice.value) if self._as_number else choice.label)
        self.write(value)
