"""Units: metres per file unit, and the symbol that belongs to a measure."""

from __future__ import annotations

from functools import cache
from typing import Any

from ifcopenshell.util import unit as unit_util

from bimdesk.ifc.index_declarations import Entity

_META_UNITS = {
    "area_unit": "AREAUNIT",
    "volume_unit": "VOLUMEUNIT",
    "angle_unit": "PLANEANGLEUNIT",
}
_BAD_UNIT = (AttributeError, KeyError, TypeError, ValueError, RuntimeError, IndexError)
"""What the unit functions raise on units that are incomplete or not of the standard."""


class Units:
    """The units of one model."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._project: dict[str, Entity] = _project_units(model)
        self.length_scale = self._scale("LENGTHUNIT")
        self.measure_symbol = cache(self._measure_symbol)

    def _scale(self, unit_type: str) -> float:
        try:
            return float(unit_util.calculate_unit_scale(self._model, unit_type))
        except _BAD_UNIT:
            return 1.0

    def _measure_symbol(self, measure: str) -> str | None:
        """Symbol of the project's unit for a measure such as IfcLengthMeasure; None where it has none."""
        if not measure.endswith("Measure"):
            return None
        try:
            unit = self._project.get(unit_util.get_measure_unit_type(measure))  # type: ignore[arg-type]  # any str
        except _BAD_UNIT:
            return None
        return symbol_of(unit) if unit is not None else None

    def meta(self) -> dict[str, str]:
        """length_unit in metres; the other units as SI scale."""
        scales = {key: f"{self._scale(unit_type):.17g}" for key, unit_type in _META_UNITS.items()}
        return {"length_unit": f"{self.length_scale:.17g}", **scales}


def _project_units(model: Any) -> dict[str, Entity]:
    projects = model.by_type("IfcProject")
    assignment = getattr(projects[0], "UnitsInContext", None) if projects else None
    units: dict[str, Entity] = {}
    for unit in (assignment.Units if assignment is not None else None) or ():
        kind = getattr(unit, "UnitType", None)
        if kind:
            units.setdefault(kind, unit)
    return units


def symbol_of(unit: Entity) -> str | None:
    """Such as mm, m2, kN/m2; None where the unit has no known symbol."""
    try:
        if unit.is_a("IfcMonetaryUnit"):
            return str(unit.Currency)
        symbol = unit_util.get_unit_symbol(unit)
    except _BAD_UNIT:
        return None
    return symbol if symbol and "?" not in symbol else None
