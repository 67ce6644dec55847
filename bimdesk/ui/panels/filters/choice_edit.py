"""A combo that takes any text and completes it out of the model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from bimdesk.index.choices import Choice
from bimdesk.ui.forms.choice_rows import COUNT_ROLE, ChoiceDelegate, choice_items
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.theme import fonts

_LIST_WIDTH = 320
"""`Pset_WallCommon.FireRating` with its count can be read, however narrow the field is."""


class ChoiceEdit(QuietCombo):
    """`edited(text)` while typing and choosing; `wanted()` when it gets the focus: choices may be read."""

    edited = Signal(str)
    wanted = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setAccessibleName(name)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(ChoiceDelegate(self))
        self.view().setMinimumWidth(fonts.scaled(_LIST_WIDTH))
        completer = QCompleter(self._items, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        popup = completer.popup()
        if popup is not None:
            popup.setItemDelegate(ChoiceDelegate(popup))
            popup.setMinimumWidth(fonts.scaled(_LIST_WIDTH))
        self.setCompleter(completer)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(placeholder)
        self.editTextChanged.connect(self._changed)
        self._quiet = False

    def set_text(self, text: str) -> None:
        """Show `text` without saying that it was edited."""
        self._quiet = True
        self.setEditText(text)
        self._quiet = False
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)  # a long name is read from its beginning

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what is typed stays."""
        text = self.currentText()
        self._quiet = True
        self._items.clear()
        for choice, item in zip(choices, choice_items(choices), strict=True):
            if not choice.count:  # a keyword or a property: its unit says more than 0
                item.setData(choice.detail, COUNT_ROLE)
            self._items.appendRow(item)
        self.setCurrentIndex(-1)
        self.setEditText(text)
        self._quiet = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.wanted.emit()

    def showPopup(self) -> None:
        self.wanted.emit()
        super().showPopup()

    def _changed(self, text: str) -> None:
        if not self._quiet:
            self.edited.emit(text)
