"""The base of fields that offer values out of the model, those of a property that another field names too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from bimdesk.index.choices import PROPERTY_VALUE, Choice
from bimdesk.index.meant import Meaning
from bimdesk.ui.forms.shown import ShownField
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec
from bimdesk.ui.latest import is_alive


class OfferedField(ShownField):
    """`x-bim-of` names the field whose property the values of an `x-bim = "property-value"` belong to."""

    _values: Sequence[Choice] | None = None
    _of = ""
    _asked = 0

    def __init__(self, spec: FieldSpec, source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(spec, source, parent)
        if spec.bim == PROPERTY_VALUE:
            source.values_changed.connect(self._follow)
            self._follow()

    def offered(self) -> Sequence[Choice]:
        """What the model has; nothing before it is read."""
        if self.spec.bim == PROPERTY_VALUE:
            return self._values or ()
        return self.source.choices_of(self.spec.bim)

    @property
    def is_read(self) -> bool:
        """What the model has is known: a value that is not offered is not in it."""
        return self._values is not None if self.spec.bim == PROPERTY_VALUE else self.source.is_ready

    def meaning_of(self, values: Sequence[str]) -> Meaning | None:
        """What these values mean; None where one has a variable in it, or there are none."""
        if not values or any("${" in value for value in values):
            return None
        return Meaning(self.spec.bim, tuple(values), self._of)

    def hint_without_value(self) -> str:
        """The description; of values of a property that is not chosen yet, where to choose it."""
        if self.spec.bim != PROPERTY_VALUE or self._of:
            return self.spec.hint
        named = self._other_name.replace("_", " ")
        return self.tr("Choose a property in '{0}' to see its values").format(named)

    def _on_source_changed(self) -> None:
        if self.spec.bim == PROPERTY_VALUE:
            self._of = ""
            self._follow()
        super()._on_source_changed()

    def _follow(self) -> None:
        """Read the values of another property, or of another model."""
        name = self._property()
        if name == self._of:
            return
        self._of, self._values = name, None
        self._asked += 1
        self._offer_anew()
        if name:
            self.source.values_of(name, partial(self._take, self._asked))

    def _take(self, number: int, values: Sequence[Choice]) -> None:
        if number == self._asked and is_alive(self):
            self._values = values
            self._offer_anew()

    def _offer_anew(self) -> None:
        self.refill()
        self.refresh_hint()

    @property
    def _other_name(self) -> str:
        return str(self.spec.schema.get("x-bim-of") or self.spec.items.get("x-bim-of") or "")

    def _property(self) -> str:
        """What the other field says: the one beside this, else the one at the top of the form."""
        beside: Any = self.source.values
        for name in self.spec.path.split(".")[:-1]:
            beside = beside.get(name) if isinstance(beside, Mapping) else None
        for values in (beside, self.source.values):
            found = values.get(self._other_name) if isinstance(values, Mapping) else None
            if isinstance(found, list | tuple) and found:
                found = found[0]
            if isinstance(found, str) and found and "${" not in found:
                return found
        return ""
