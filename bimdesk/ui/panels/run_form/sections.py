"""The two sections that close every form: limits and protection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bimdesk.services.sandbox import LAYERS
from bimdesk.ui.forms.field import UNSET
from bimdesk.ui.forms.numbers import IntegerField
from bimdesk.ui.forms.source import FormSource
from bimdesk.ui.forms.spec import FieldSpec, Kind
from bimdesk.ui.theme.states import UNCONFINED
from bimdesk.ui.widgets.chip import Chip, ChipLook
from bimdesk.ui.widgets.labels import IconLabel, label
from bimdesk.ui.widgets.section_header import SectionHeader

LAYER_NAMES = {
    "process": "Own process",
    "time": "Time limit",
    "memory": "Memory limit",
    "output": "Output limit",
    "files": "Files",
    "network": "Network",
    "system_calls": "System calls",
}
LONGEST_S = 24 * 3600
LEAST_MB, MOST_MB = 128, 1024 * 1024


class LimitsSection(QWidget):
    """Time and memory of one execution; the script's own limits at first."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        source = FormSource(self)
        self._time = _limit("time", self.tr("Time"), "s", 1, LONGEST_S, source)
        self._memory = _limit("memory", self.tr("Memory"), "MB", LEAST_MB, MOST_MB, source)
        header = SectionHeader(self.tr("Limits"))
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(12, 0, 12, 12)
        row.setSpacing(12)
        for field in (self._time, self._memory):
            row.addWidget(field, 1)
            field.changed.connect(self._on_changed)
        header.toggled.connect(body.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(body)

    def set_limits(self, *, timeout_s: float, memory_mb: int) -> None:
        self._time.write(timeout_s)
        self._memory.write(memory_mb)
        self._on_changed()

    @property
    def timeout_s(self) -> float:
        value = self._time.read()
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def memory_mb(self) -> int:
        value = self._memory.read()
        return int(value) if isinstance(value, int | float) else 0

    def errors(self) -> dict[str, str]:
        """What is wrong with the limits, by field."""
        found = {field.spec.name: _limit_problem(field) for field in (self._time, self._memory)}
        return {name: message for name, message in found.items() if message}

    def focus(self) -> None:
        wrong = self.errors()
        (self._time if "time" in wrong else self._memory).focus()

    def _on_changed(self) -> None:
        for field in (self._time, self._memory):
            field.show_error(_limit_problem(field))
        self.changed.emit()


def _limit(name: str, title: str, unit: str, low: int, high: int, source: FormSource) -> IntegerField:
    schema = {"type": "integer", "title": title, "x-unit": unit, "x-low": low, "x-high": high}
    spec = FieldSpec(name=name, path=name, kind=Kind.INTEGER, schema=schema, required=True)
    return IntegerField(spec, source)


def _limit_problem(field: IntegerField) -> str:
    value = field.read()
    low, high = field.spec.schema["x-low"], field.spec.schema["x-high"]
    if value is UNSET or field.problem():
        return field.problem() or field.tr("A value is needed")
    if value < low:
        return field.tr("At least {0} {1}").format(f"{low:,}", field.spec.unit)
    if value > high:
        return field.tr("At most {0} {1}").format(f"{high:,}", field.spec.unit)
    return ""


class ProtectionSection(QWidget):
    """Says plainly what confines a script on this machine, and what does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconLabel("shield-off", size=16, color="warning"))
        head.addWidget(label(self.tr("Protection"), weight=600, size=12))
        head.addStretch(1)
        head.addWidget(Chip(ChipLook.of(UNCONFINED)))
        column.addLayout(head)
        sentence = self.tr(
            "Scripts run unconfined: they can read and change what you can. Run only what you trust."
        )
        column.addWidget(label(sentence, tone="warning", size=12, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (layer, state) in enumerate(LAYERS.items()):
            is_active = state == "active"
            grid.addWidget(
                IconLabel("check" if is_active else "minus", size=14, color="ok" if is_active else "tx3"),
                row,
                0,
            )
            grid.addWidget(label(self.tr(LAYER_NAMES.get(layer, layer)), tone="tx2", size=12), row, 1)
            text: QLabel = label(self.tr("active") if is_active else self.tr("not confined"), size=12)
            text.setToolTip("" if is_active else state)
            grid.addWidget(text, row, 2)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
