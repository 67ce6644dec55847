"""Fields of fixed values: one of them, or several."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from bimdesk.ui.forms.chips import ChipsEdit
from bimdesk.ui.forms.field import UNSET, Field
from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.forms.spec import FieldSpec

CHIPS_UP_TO = 8
"""So many options stand as buttons side by side; more are chosen from a list."""


def option_label(spec: FieldSpec, option: Any) -> str:
    """What a person reads for a value: `x-labels` of the schema, else the value itself."""
    labels = spec.schema.get("x-labels") or spec.items.get("x-labels") or {}
    if isinstance(labels, dict) and str(option) in labels:
        return str(labels[str(option)])
    if isinstance(option, str):
        return option
    return json.dumps(option, ensure_ascii=False) if option is not None else "none"


class QuietCombo(QComboBox):
    """A combo that the wheel changes only while it has the focus: scrolling a form changes nothing."""

    def wheelEvent(self, event: Any) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _same(one: Any, other: Any) -> bool:
    """Equal and of the same type: true is not 1."""
    return type(one) is type(other) and bool(one == other)


class EnumField(Field):
    """One of a few values; one that need not be chosen, or is not chosen yet, has an empty entry."""

    def build(self) -> QWidget:
        self._combo = QuietCombo(self)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._values: list[Any] = []
        if self.spec.is_optional or (self.spec.required and not self.spec.has_default):
            self._add("", UNSET)
        for option in self.spec.options:
            self._add(option_label(self.spec, option), option)
        self._combo.activated.connect(self.edited)
        return self._combo

    def read(self) -> Any:
        index = self._combo.currentIndex()
        return UNSET if index < 0 else self._values[index]

    def write(self, value: Any) -> None:
        matches = [index for index, one in enumerate(self._values) if _same(one, value)]
        if not matches and value is not UNSET:
            self._add(option_label(self.spec, value), value)
            matches = [len(self._values) - 1]
        self._combo.setCurrentIndex(matches[0] if matches else 0 if UNSET in self._values[:1] else -1)

    def _add(self, words: str, value: Any) -> None:
        self._combo.addItem(words)
        self._values.append(value)


class MultiEnumField(Field):
    """Several of a few values, in the schema's order; many options become chips with a list."""

    def build(self) -> QWidget:
        self._buttons: dict[int, QPushButton] = {}
        self._chips: ChipsEdit | None = None
        if len(self.spec.options) > CHIPS_UP_TO:
            self._chips = ChipsEdit(free=False, parent=self)
            labels = {option_label(self.spec, one): "" for one in self.spec.options}
            self._chips.set_suggestions(labels)
            self._chips.edited.connect(self.edited)
            return self._chips
        box = QWidget(self)
        flow = FlowLayout(box)
        for index, option in enumerate(self.spec.options):
            button = QPushButton(option_label(self.spec, option), box)
            button.setCheckable(True)
            button.setProperty("kind", "filter")
            button.clicked.connect(self.edited)
            flow.addWidget(button)
            self._buttons[index] = button
        if self._buttons:
            box.setFocusProxy(self._buttons[0])
        return box

    def read(self) -> Any:
        if self._chips is not None:
            chosen = self._chips.values()
            return self._or_empty(
                [one for one in self.spec.options if option_label(self.spec, one) in chosen]
            )
        return self._or_empty(
            [self.spec.options[index] for index, one in self._buttons.items() if one.isChecked()]
        )

    def write(self, value: Any) -> None:
        wanted = value if isinstance(value, list | tuple) else []
        if self._chips is not None:
            self._chips.set_values(
                [option_label(self.spec, one) for one in self.spec.options if one in wanted]
            )
        for index, button in self._buttons.items():
            button.setChecked(any(_same(self.spec.options[index], one) for one in wanted))

    def _or_empty(self, chosen: list[Any]) -> Any:
        if chosen or self.spec.has_default or self.spec.required:
            return chosen
        return UNSET
