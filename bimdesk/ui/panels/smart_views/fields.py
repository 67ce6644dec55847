"""A field to colour by: a combo that completes out of the models, and the reading of what there is."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from bimdesk.domain.filters import Facet, Property, Subject
from bimdesk.domain.ids import ModelKey
from bimdesk.domain.smart_view import field_text, read_field
from bimdesk.errors import BimdeskError
from bimdesk.index.reader import ModelIndex
from bimdesk.index.suggest import suggest_attributes, suggest_properties
from bimdesk.ui.forms.enums import QuietCombo

FACETS = (
    *(Facet.CLASS, Facet.STOREY, Facet.TYPE, Facet.MATERIAL, Facet.SYSTEM),
    *(Facet.CLASSIFICATION, Facet.GROUP, Facet.LOCATION, Facet.MODEL),
)
_NUMBERS = {"int", "float"}


def read_fields(folders: Mapping[ModelKey, Path], numbers_only: bool, _cancel: threading.Event) -> list[str]:
    """Facets, attributes, properties of any set where several sets have it, then properties by set."""
    attributes: Counter[str] = Counter()
    properties: set[str] = set()
    sets: dict[str, set[str]] = {}
    for folder in folders.values():
        with ModelIndex(folder) as index:
            attributes.update({str(one.value): one.count for one in suggest_attributes(index)})
            for found in suggest_properties(index):
                if found.kind in _NUMBERS or not numbers_only:
                    properties.add(field_text(Property(found.owner, found.name)))
                    sets.setdefault(found.name, set()).add(found.owner)
    shared = [field_text(Property(None, name)) for name, owners in sets.items() if len(owners) > 1]
    facets = [] if numbers_only else [facet.value for facet in FACETS]
    return [*facets, *sorted(attributes), *sorted(shared), *sorted(properties)]


class FieldEdit(QuietCombo):
    """Editable: any field can be typed; what the models have is offered."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setAccessibleName(name)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText("Pset_WallCommon.FireRating")
        self.editTextChanged.connect(lambda _text: self.edited.emit())

    def set_fields(self, fields: Sequence[str]) -> None:
        """Offer these; what is typed stays."""
        text = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(list(fields))
        self.setCurrentIndex(-1)
        self.setEditText(text)
        self.blockSignals(False)

    def field(self) -> Subject:
        """Raises BimdeskError for a text that is no field."""
        return read_field(self.currentText())

    def is_good(self) -> bool:
        try:
            self.field()
        except BimdeskError:
            return False
        return True
