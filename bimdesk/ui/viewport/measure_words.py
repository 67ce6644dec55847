"""Measurements in words: numbers with their unit, what a label says, what the next pick is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from bimdesk.domain.georeference import Point
from bimdesk.scene.measure import MeasureKind, Measurement
from bimdesk.scene.measure_steps import Step
from bimdesk.scene.snap import SnapKind

LengthUnit = Literal["m", "mm"]
MapPlace = tuple[str, Point]
"""The name of a map's coordinate system; eastings, northings and height, metres."""
_MAP_AXES = ("E", "N", "H")


def length_text(metres: float, unit: LengthUnit) -> str:
    """Such as "3.214 m" or "3,214 mm"; a typographic minus where it is negative."""
    text = f"{metres:,.3f} m" if unit == "m" else f"{metres * 1000:,.0f} mm"
    return _signed(text)


def area_text(square_metres: float) -> str:
    return f"{square_metres:,.3f} m²"


def angle_text(value: float) -> str:
    return f"{value:.2f}°"


def value_text(made: Measurement, unit: LengthUnit, world: NDArray[np.float64] | None = None) -> str:
    """What is measured, in one number with its unit; of a point its coordinates (`world`, metres)."""
    match made.kind:
        case MeasureKind.ANGLE:
            return angle_text(made.value)
        case MeasureKind.AREA:
            return area_text(made.value)
        case MeasureKind.POINT:
            place = made.points[0] if world is None else world
            return "  ".join(
                f"{axis} {length_text(float(v), unit)}" for axis, v in zip("XYZ", place, strict=True)
            )
        case _:
            return length_text(made.value, unit)


def detail_text(made: Measurement, unit: LengthUnit, on_map: MapPlace | None = None) -> str:
    """The label's second line; empty where there is nothing to add."""
    match made.kind:
        case MeasureKind.DISTANCE | MeasureKind.FACES:
            parts = zip("XYZ", made.delta.tolist(), strict=True)
            return "  ".join(f"Δ{axis} {length_text(_zero(v), unit)}" for axis, v in parts)
        case MeasureKind.POINT if on_map is not None:
            crs, place = on_map
            parts = zip(_MAP_AXES, place, strict=True)
            return f"{crs}  " + "  ".join(f"{axis} {length_text(v, unit)}" for axis, v in parts)
        case MeasureKind.AREA if np.isfinite(made.total):
            return _tr("whole element {area}").format(area=area_text(made.total))
        case _:
            return ""


def copied_text(
    made: Measurement,
    unit: LengthUnit,
    world: NDArray[np.float64] | None = None,
    on_map: MapPlace | None = None,
) -> str:
    """What goes to the clipboard: the value as it is shown; of a point three numbers with commas between.

    A point on the map has a second line: the coordinate system's name and the numbers there.
    """
    if made.kind is not MeasureKind.POINT:
        return value_text(made, unit)
    own = _numbers((made.points[0] if world is None else world).tolist(), unit)
    return own if on_map is None else f"{own}\n{on_map[0]}: {_numbers(on_map[1], unit)}"


def _numbers(place: Sequence[float], unit: LengthUnit) -> str:
    factor, digits = (1, 3) if unit == "m" else (1000, 0)
    return ", ".join(f"{value * factor:.{digits}f}" for value in place)


def hint_text(step: Step) -> str:
    """What to do next."""
    return {
        Step.START: _tr("Pick the first point"),
        Step.END: _tr("Pick the second point"),
        Step.FIRST_FACE: _tr("Pick a face"),
        Step.SECOND_FACE: _tr("Pick a parallel face"),
        Step.FIRST_SIDE: _tr("Pick an edge, a face or the first of three points"),
        Step.SECOND_SIDE: _tr("Pick the other edge or face"),
        Step.APEX: _tr("Pick the point at the corner"),
        Step.LAST_POINT: _tr("Pick the third point"),
        Step.FACE: _tr("Pick a face"),
        Step.POINT: _tr("Pick a point"),
    }[step]


def snap_text(kind: SnapKind) -> str:
    """What the cursor holds."""
    return {
        SnapKind.VERTEX: _tr("Vertex"),
        SnapKind.MIDDLE: _tr("Midpoint"),
        SnapKind.EDGE: _tr("Edge"),
        SnapKind.FACE: _tr("Face"),
    }[kind]


def _zero(value: float) -> float:
    """No minus before a zero."""
    return 0.0 if abs(value) < 5e-4 else value


def _signed(text: str) -> str:
    return text.replace("-", "−")


def _tr(text: str) -> str:
    return QCoreApplication.translate("measure", text)
