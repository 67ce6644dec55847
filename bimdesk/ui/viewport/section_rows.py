"""One row for each section plane, and the six faces of the box, with numbers that can be typed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QWidget

from bimdesk.scene.sections import SectionBox, SectionPlane
from bimdesk.ui.theme import fonts
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import label

_FARTHEST = 100_000_000.0


class PlaneRow(QWidget):
    """On or off, where along its axis, flip, remove."""

    changed = Signal(object, str)
    removed = Signal(int)

    def __init__(self, plane: SectionPlane, parent: QWidget) -> None:
        super().__init__(parent)
        self._plane = plane
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.on = QCheckBox(plane.name)
        self.on.setMinimumWidth(fonts.scaled(132))
        self.on.toggled.connect(lambda on: self._emit(replace(self._plane, on=on)))
        self.place = _number(self.tr("Place of {0}").format(plane.name))
        self.place.valueChanged.connect(self._move_to)
        flip = IconButton("flip-vertical-2", self.tr("Cut away the other side"), size=24, icon_size=14)
        flip.clicked.connect(lambda: self._emit(self._plane.flipped()))
        self.flip = flip
        away = IconButton("x", self.tr("Remove this plane"), size=24, icon_size=14)
        away.clicked.connect(lambda: self.removed.emit(self._plane.id))
        self.away = away
        row.addWidget(self.on, 1)
        for widget in (self.place, flip, away):
            row.addWidget(widget)

    def show_plane(self, plane: SectionPlane) -> None:
        """Make the row say what is so, without saying that it changed."""
        self._plane = plane
        with QSignalBlocker(self.on), QSignalBlocker(self.place):
            self.on.setChecked(plane.on)
            self.place.setValue(_sign(plane) * plane.offset)

    def _move_to(self, value: float) -> None:
        distance = _sign(self._plane) * value - self._plane.offset
        self._emit(self._plane.moved(distance), f"plane {self._plane.id}")

    def _emit(self, plane: SectionPlane, field: str = "") -> None:
        self.changed.emit(plane, field)


class BoxRows(QWidget):
    """The box: on or off, from and to along each axis, remove."""

    changed = Signal(object, str)
    """The box, or None where it is removed; and the field."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._box = SectionBox(low=(0, 0, 0), high=(1, 1, 1))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setSpacing(4)
        self.on = QCheckBox(self.tr("Box"))
        self.on.toggled.connect(lambda on: self.changed.emit(replace(self._box, on=on), ""))
        away = IconButton("x", self.tr("Remove the box"), size=24, icon_size=14)
        away.clicked.connect(lambda: self.changed.emit(None, ""))
        self.away = away
        grid.setColumnMinimumWidth(0, fonts.scaled(16))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.on, 0, 0, 1, 2)
        grid.addWidget(away, 0, 2, Qt.AlignmentFlag.AlignRight)
        self.faces: list[QDoubleSpinBox] = []
        for axis, name in enumerate("XYZ"):
            grid.addWidget(label(name, tone="tx2", size=12), axis + 1, 0)
            for side, words in enumerate((self.tr("{0} from"), self.tr("{0} to"))):
                field = _number(words.format(name))
                field.valueChanged.connect(partial(self._set_face, axis * 2 + side))
                field.setMinimumWidth(fonts.scaled(104))
                field.setMaximumWidth(fonts.scaled(200))
                self.faces.append(field)
                grid.addWidget(field, axis + 1, side + 1)
        self.hide()

    def show_box(self, box: SectionBox | None) -> None:
        """Make the rows say what is so; hidden where there is no box."""
        self.setVisible(box is not None)
        if box is None:
            return
        self._box = box
        with QSignalBlocker(self.on):
            self.on.setChecked(box.on)
        for face, field in enumerate(self.faces):
            with QSignalBlocker(field):
                field.setValue(box.face_value(face))

    def _set_face(self, face: int, value: float) -> None:
        self.changed.emit(self._box.with_face(face, value), f"face {face}")


def _sign(plane: SectionPlane) -> int:
    """A plane shows its place along the axis itself, whichever side of it is cut away."""
    strongest = max(plane.normal, key=abs)
    return 1 if strongest > 0 else -1


def _number(words: str) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setRange(-_FARTHEST, _FARTHEST)
    field.setDecimals(2)
    field.setSingleStep(0.1)
    field.setSuffix(" m")
    field.setKeyboardTracking(False)
    field.setFixedWidth(fonts.scaled(104))
    line = field.lineEdit()
    if line is not None:
        line.setTextMargins(fonts.scaled(6), 0, 0, 0)  # style sheets cannot
    field.setToolTip(words)
    field.setAccessibleName(words)
    return field
