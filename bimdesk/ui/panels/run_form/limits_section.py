"""The section "Advanced" of every form: the limits of this run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bimdesk.domain.limits import FIELDS, LimitField, Limits
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.numbers import IntegerField
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec, Kind
from bimdesk.ui.widgets.section_header import SectionHeader

LABELS = (
    QT_TRANSLATE_NOOP("limits", "Time limit"),
    QT_TRANSLATE_NOOP("limits", "Processor time"),
    QT_TRANSLATE_NOOP("limits", "Memory"),
    QT_TRANSLATE_NOOP("limits", "Output"),
    QT_TRANSLATE_NOOP("limits", "Output files"),
    QT_TRANSLATE_NOOP("limits", "Log kept"),
)
"""The labels of domain.limits.FIELDS, for translators."""


class LimitsSection(QWidget):
    """Folded at first; its fields are made when it is opened, since few people need them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits = Limits()
        self._fields: dict[str, IntegerField] = {}
        self._header = SectionHeader(self.tr("Advanced"), hint=self.tr("Limits"))
        self._header.setChecked(False)
        self._header.toggled.connect(self._fold)
        self._body = QWidget()
        self._body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body)

    def open(self) -> None:
        """Unfold it."""
        self._header.setChecked(True)

    def set_limits(self, limits: Limits) -> None:
        """What the script gets where nobody changes it."""
        self._limits = limits
        self._write()

    def values(self) -> Mapping[str, float]:
        """The limits that a person changed here, by the fields of `Limits`."""
        before = asdict(self._limits)
        read = {name: field.read() for name, field in self._fields.items()}
        return {
            name: value
            for name, value in read.items()
            if isinstance(value, int | float) and value != before[name]
        }

    def errors(self) -> dict[str, str]:
        """What is wrong with the limits, by field."""
        found = {name: _problem(field, FIELDS[name]) for name, field in self._fields.items()}
        return {name: message for name, message in found.items() if message}

    def focus(self) -> None:
        """Go to the first wrong field."""
        wrong = next(iter(self.errors()), "")
        if wrong:
            self.open()
            self._fields[wrong].focus()

    def _fold(self, is_open: bool) -> None:
        if is_open and not self._fields:
            self._build()
            self._write()
        self._body.setVisible(is_open)

    def _build(self) -> None:
        source = FormSource(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(12, 0, 12, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for number, (name, limit) in enumerate(FIELDS.items()):
            field = IntegerField(_spec(name, limit), source)
            field.setToolTip(limit.help)
            field.changed.connect(self._on_changed)
            grid.addWidget(field, number // 2, number % 2)
            self._fields[name] = field

    def _write(self) -> None:
        for name, value in asdict(self._limits).items():
            if name in self._fields:
                self._fields[name].write(int(value) if value == int(value) else value)
        self._on_changed()

    def _on_changed(self) -> None:
        for name, field in self._fields.items():
            field.show_error(_problem(field, FIELDS[name]))
        self.changed.emit()


def _spec(name: str, limit: LimitField) -> FieldSpec:
    title = QCoreApplication.translate("limits", limit.label)
    unit = "" if name == "files" else limit.unit
    schema = {"type": "integer", "title": title, "x-unit": unit}
    return FieldSpec(name=name, path=name, kind=Kind.INTEGER, schema=schema, required=True)


def _problem(field: IntegerField, limit: LimitField) -> str:
    value = field.read()
    if value is UNSET or field.problem():
        return field.problem() or field.tr("A value is needed")
    if value < limit.least:
        return field.tr("At least {0} {1}").format(f"{limit.least:g}", field.spec.unit).strip()
    if value > limit.most:
        return field.tr("At most {0} {1}").format(f"{limit.most:,g}", field.spec.unit).strip()
    return ""
