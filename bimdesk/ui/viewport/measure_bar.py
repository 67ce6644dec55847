"""The strip of the measure tool: what to measure, in which unit, and what to pick next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from bimdesk.scene.measure import MeasureKind
from bimdesk.scene.measure_steps import Step
from bimdesk.ui.theme import fonts
from bimdesk.ui.viewport.measure_words import LengthUnit, hint_text
from bimdesk.ui.viewport.strips import Strip
from bimdesk.ui.widgets.buttons import IconButton, button


class MeasureBar(Strip):
    """Under the tools, while the measure tool is chosen."""

    kind_chosen = Signal(object)
    unit_chosen = Signal(str)
    clear_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.kinds = {
            MeasureKind.DISTANCE: self._kind("ruler-dimension-line", self.tr("Distance between two points")),
            MeasureKind.FACES: self._kind("fold-horizontal", self.tr("Distance between parallel faces")),
            MeasureKind.ANGLE: self._kind("triangle-right", self.tr("Angle")),
            MeasureKind.AREA: self._kind("land-plot", self.tr("Area of a face")),
            MeasureKind.POINT: self._kind("crosshair", self.tr("Coordinates of a point")),
        }
        for kind, made in self.kinds.items():
            made.clicked.connect(lambda _checked, kind=kind: self.kind_chosen.emit(kind))
        self.add_line()
        self.hint = QLabel(self)
        self.hint.setFont(fonts.ui(12))
        self.hint.setContentsMargins(6, 0, 6, 0)
        self.row.addWidget(self.hint)
        self.add_line()
        self.unit = button("m", kind="quiet")
        self.unit.clicked.connect(lambda: self.unit_chosen.emit("mm" if self.unit.text() == "m" else "m"))
        self.row.addWidget(self.unit)
        self.clear = IconButton("trash-2", self.tr("Clear all measurements"), on_click=self.clear_chosen.emit)
        self.row.addWidget(self.clear)
        self.setAccessibleName(self.tr("Measure"))
        self.hide()

    def show_state(self, *, kind: MeasureKind, step: Step, unit: LengthUnit, count: int) -> None:
        """Make the strip say what is so."""
        self.kinds[kind].setChecked(True)
        self.hint.setText(hint_text(step))
        self.unit.setText(unit)
        words = self.tr("Lengths in metres") if unit == "m" else self.tr("Lengths in millimetres")
        self.unit.setToolTip(words)
        self.unit.setAccessibleName(words)
        self.clear.setEnabled(count > 0)
        self.adjustSize()

    def _kind(self, icon_name: str, words: str) -> IconButton:
        made = IconButton(icon_name, words, checkable=True)
        self._group.addButton(made)
        self.row.addWidget(made)
        return made
