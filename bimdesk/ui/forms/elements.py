"""Fields of elements (the current selection) and of model versions."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.spec import type_of
from bimdesk.ui.theme import icons

NAMED_UP_TO = 3


class ElementsField(Field):
    """One or many elements, taken from the selection; kept as GlobalIds (STEP ids where not unique)."""

    def build(self) -> QWidget:
        self._many = type_of(self.spec.schema) == "array" or self.spec.bim == "elements"
        self._references: list[str] = []
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._label = QLabel(box)
        self._label.setProperty("tone", "tx2")
        self._take = QPushButton(icons.icon("mouse-pointer-click"), "", box)
        self._take.clicked.connect(self._take_selection)
        self._clear = QPushButton(icons.icon("x"), "", box)
        self._clear.setProperty("kind", "quiet")
        self._clear.setToolTip(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear {0}").format(self.spec.title))
        self._clear.clicked.connect(self._clear_all)
        row.addWidget(self._label, 1)
        row.addWidget(self._clear)
        row.addWidget(self._take)
        box.setFocusProxy(self._take)
        self.source.selection_changed.connect(self._on_source_changed)
        return box

    def read(self) -> Any:
        if self._many:
            if self._references or self.spec.has_default or self.spec.required:
                return list(self._references)
            return UNSET
        return self._references[0] if self._references else self.empty_value()

    def write(self, value: Any) -> None:
        found = (
            value if isinstance(value, list | tuple) else [value] if value not in (UNSET, None, "") else []
        )
        self._references = [str(one) for one in found]
        self.refill()

    def problem(self) -> str:
        if self.spec.required and not self._references:
            return self.tr("Select elements in the model, then take the selection")
        return ""

    def live_hint(self) -> tuple[str, Tone, str]:
        if not self._many and self.source.selected_count() > 1:
            return self.tr("One element is expected; several are selected"), Tone.AMBER, ""
        return super().live_hint()

    def _take_selection(self) -> None:
        self._references = [one.reference for one in self.source.selection()]
        if not self._many:
            del self._references[1:]
        self.refill()
        self.edited()

    def _clear_all(self) -> None:
        self._references = []
        self.refill()
        self.edited()

    def refill(self) -> None:
        selected = self.source.selected_count()
        self._take.setText(
            self.tr("Take selection ({0})").format(selected) if selected else self.tr("Take selection")
        )
        self._take.setEnabled(selected == 1 or (selected > 1 and self._many))
        self._clear.setVisible(bool(self._references))
        labels = [one.label for one in self.source.picked(self._references[:NAMED_UP_TO])]
        more = len(self._references) - len(labels)
        text = ", ".join(labels) + (self.tr(" and {0} more").format(more) if more else "")
        self._label.setText(text or self.tr("None"))
        self._label.setToolTip("\n".join(self._references[:40]))


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
