"""Fields that know the model: a class, storey, property ... and how many elements it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from bimdesk.index.choices import PROPERTY_VALUE, Choice
from bimdesk.index.meant import MEANINGS, Matched, Meaning
from bimdesk.ui.forms.chips import ChipsEdit
from bimdesk.ui.forms.choice_rows import ChoiceDelegate, choice_items
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.hint import Tone
from bimdesk.ui.forms.offered import OfferedField

NAMES = frozenset({"property", "property-set"})
"""Words whose lists say what is read of elements, not which elements are meant: the description stays."""


class ChoiceField(OfferedField):
    """One value out of the model, or any other text: a script may be meant for another model."""

    def build(self) -> QWidget:
        self._items = QStandardItemModel(self)
        self._combo = QuietCombo(self)
        self._combo.setEditable(True)
        self._combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._line = QLineEdit(self._combo)
        self._combo.setLineEdit(self._line)
        self._combo.setModel(self._items)
        self._combo.setItemDelegate(ChoiceDelegate(self._combo))
        completer = QCompleter(self._items, self._combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        popup = completer.popup()
        if popup is not None:
            popup.setItemDelegate(ChoiceDelegate(completer))
        self._combo.setCompleter(completer)
        self._combo.setCurrentText("")
        self._combo.activated.connect(self.edited)
        self._line.textEdited.connect(self.edited)
        completer.activated.connect(self.edited, Qt.ConnectionType.QueuedConnection)
        return self._combo

    def read(self) -> Any:
        text = self._combo.currentText().strip()
        index = self._combo.findText(text)
        if text and index >= 0:
            return self._items.item(index).data(Qt.ItemDataRole.UserRole)
        return text or self.empty_value()

    def write(self, value: Any) -> None:
        text = "" if value is UNSET or value is None else str(value)
        index = self._combo.findData(text) if text else -1
        self._combo.setCurrentIndex(index)
        if index < 0:
            self._combo.setEditText(text)

    def meaning(self) -> Meaning | None:
        value = self.read()
        return self.meaning_of([value]) if isinstance(value, str) and value else None

    def live_hint(self) -> tuple[str, Tone, str]:
        value = self.read()
        if value is UNSET or not value or "${" in str(value) or not self.is_read:
            return self.hint_without_value(), Tone.HINT, ""
        known = [choice for choice in self.offered() if choice.value.lower() == str(value).lower()]
        if not known:
            return self.tr("matches nothing in this model"), Tone.AMBER, ""
        at_first = Matched(sum(choice.count for choice in known))
        matched = self.live_count() or at_first if self.spec.bim in MEANINGS else at_first
        return match_sentence(matched), Tone.MATCH, self.eye_text() if matched.products else ""

    def refill(self) -> None:
        value: Any = self.read() if self._items.rowCount() else self._line.text()
        self._items.clear()
        for item in choice_items(self.offered()):
            self._items.appendRow(item)
        self.write(value)


class ChoicesField(OfferedField):
    """Several values out of the model as chips; other texts may be added."""

    def build(self) -> QWidget:
        self._chips = ChipsEdit(free=True, parent=self)
        words = {
            "property": self.tr("Add property"),
            "storey": self.tr("Add storey"),
            PROPERTY_VALUE: self.tr("Add value"),
        }
        self._chips.set_placeholder(words.get(self.spec.bim, self.tr("Add")))
        self._chips.edited.connect(self.edited)
        return self._chips

    def read(self) -> Any:
        values = self._chips.values()
        if values or self.spec.has_default or self.spec.required:
            return values
        return UNSET

    def write(self, value: Any) -> None:
        values = value if isinstance(value, list | tuple) else []
        self._chips.set_values([str(one) for one in values])

    def meaning(self) -> Meaning | None:
        meaning = self.meaning_of(self._chips.values()) if self.spec.bim in MEANINGS else None
        if meaning is not None and self.spec.bim == "storey" and self._of_class():
            return replace(meaning, of=self.source.class_name)
        return meaning

    def _of_class(self) -> int:
        """How many elements the form's class has, of which storeys are a part; 0 where none is asked for."""
        choices, class_name = self.source.choices, self.source.class_name
        return choices.count("ifc-class", class_name) if choices is not None and class_name else 0

    def live_hint(self) -> tuple[str, Tone, str]:
        values = self._chips.values()
        if not values or not self.is_read:
            return self.hint_without_value(), Tone.HINT, ""
        offered = {choice.value: choice.count for choice in self.offered()}
        missing = [value for value in values if value not in offered and "${" not in value]
        if missing:
            return self.tr("not in this model: {0}").format(", ".join(missing)), Tone.AMBER, ""
        if self.spec.bim == "storey":
            return self._storey_sentence(values, offered), Tone.HINT, self.eye_text()
        count = None if self.spec.bim in NAMES else self.live_count()
        if count is None:
            return self.spec.hint, Tone.HINT, self.eye_text()
        return match_sentence(count), Tone.MATCH, self.eye_text()

    def _storey_sentence(self, values: list[str], offered: Mapping[str, int]) -> str:
        """`46 of 57 elements` where the form asks for a class too."""
        choices, total = self.source.choices, self._of_class()
        if choices is None or not total:
            at_first = Matched(sum(offered.get(value, 0) for value in values))
            return match_sentence(self.live_count() or at_first)
        part = choices.count_in_storeys(self.source.class_name, values)
        return self.tr("{0} of {1} elements").format(f"{part:,}", f"{total:,}")

    def refill(self) -> None:
        self._chips.set_suggestions({choice.value: self._detail(choice) for choice in self.offered()})

    @staticmethod
    def _detail(choice: Choice) -> str:
        return f"{choice.count:,}" if not choice.detail else f"{choice.detail}, {choice.count:,}"


def match_sentence(matched: Matched) -> str:
    """`matches 57 elements, 3 openings`: what built-in scripts look at, and what they leave out."""
    elements = matched.products - matched.openings
    parts = ["1 element" if elements == 1 else f"{elements:,} elements"]
    if matched.openings:
        parts.append("1 opening" if matched.openings == 1 else f"{matched.openings:,} openings")
    return f"matches {', '.join(parts if elements or not matched.openings else parts[1:])}"
