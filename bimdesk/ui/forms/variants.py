"""The field of `oneOf` and `anyOf`: which variant it is, and that variant's own fields."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from bimdesk.services.parameters.variants import Variant, choose
from bimdesk.ui.forms.enums import QuietCombo
from bimdesk.ui.forms.field import UNSET, Field, NestingField
from bimdesk.ui.forms.spec import FieldSpec


class VariantField(NestingField):
    """A variant that was left and is chosen again has the values that it had."""

    def build(self) -> QWidget:
        self._kept: dict[int, Any] = {}
        self._shown = -1
        self.child: Field | None = None
        box = self._box = QWidget(self)
        self._rows = QVBoxLayout(box)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(10)
        self._combo = QuietCombo(box)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.addItems([one.title for one in self.spec.variants])
        self._combo.activated.connect(self._on_chosen)
        self._rows.addWidget(self._combo)
        box.setFocusProxy(self._combo)
        default = self.spec.schema.get("default", UNSET)
        self._show(0 if default is UNSET else self._variant_of(default))
        return box

    def read(self) -> Any:
        return UNSET if self.child is None else self.child.read()

    def write(self, value: Any) -> None:
        if value is UNSET:
            return
        if self.child is not None and self.child.read() == value:
            return  # what is shown stays in its branch, though another may fit as well
        self._kept = {}
        index = self._variant_of(value)
        self._combo.setCurrentIndex(index)
        self._show(index)
        if self.child is not None:
            self.child.write(value)
            self.child.refresh_hint()

    def problem(self) -> str:
        return "" if self.child is None or isinstance(self.child, NestingField) else self.child.problem()

    def inner(self) -> list[Field]:
        """The fields of a group; one of a single value has the path of this field itself."""
        return self.child.inner() if isinstance(self.child, NestingField) else []

    def set_columns(self, columns: int) -> None:
        if isinstance(self.child, NestingField):
            self.child.set_columns(columns)

    def show_error(self, message: str) -> None:
        super().show_error(message)
        if self.child is not None and not isinstance(self.child, NestingField):
            self.child.show_error(message)
            self.hint.say("")

    def focus(self) -> None:
        if self.child is not None and not isinstance(self.child, NestingField):
            self.child.focus()
        else:
            super().focus()

    def _variant_of(self, value: Any) -> int:
        variants = [Variant(title=one.title, schema=one.schema, own=one.schema) for one in self.spec.variants]
        return choose(tuple(variants), value)

    def _show(self, index: int) -> None:
        if index == self._shown:
            return
        if self.child is not None:
            self._kept[self._shown] = self.child.read()
            self._rows.removeWidget(self.child)
            self.child.hide()
            self.child.deleteLater()
        self._shown = index
        spec = self.spec.variants[index]
        self.child = self._make_child(spec)
        if self.child is not None:
            self.child.write(self._kept.get(index, spec.schema.get("default", UNSET)))
            self.child.refresh_hint()
            self.child.changed.connect(self.edited)
            self._rows.addWidget(self.child)

    def _make_child(self, spec: FieldSpec) -> Field:
        child = self.make(spec, self.source, self._box)
        child.hide_title()
        return child

    def _on_chosen(self, index: int) -> None:
        self._show(index)
        self.edited()

    def _lay_out(self) -> None:
        self._column.addLayout(self.heading(bold=False))
        self._column.addWidget(self.control)
