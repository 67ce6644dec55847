"""Units: metres per file unit, and the symbol that belongs to a measure."""

from __future__ import annotations

from functools import cache
from typing import Any

from ifcopenshell.util import unit as unit_util

from bimdesk.ifc.index_declarations import Entity
from bimdesk.ifc.unit_symbols import BAD_UNIT, scale_of, symbol_of

_META_UNITS = {
    "area_unit": "AREAUNIT",
    "volume_unit": "VOLUMEUNIT",
    "angle_unit": "PLANEANGLEUNIT",
}


class Units:
    """The units of one model."""

    def __init__(self, model: Any) -> None:
        self._project: dict[str, Entity] = _project_units(model)
        self.length_scale = self._scale("LENGTHUNIT")
        self.measure_symbol = cache(self._measure_symbol)
        self._symbols: dict[int, str | None] = {}

    def _scale(self, unit_type: str) -> float:
        """SI units per unit of the project; 1 where it has none of the kind, as IfcOpenShell takes it."""
        unit = self._project.get(unit_type)
        return (scale_of(unit) if unit is not None else None) or 1.0

    def symbol(self, unit: Entity) -> str | None:
        """Symbol of a unit that a property names itself."""
        key = unit.id()
        if key not in self._symbols:
            self._symbols[key] = symbol_of(unit)
        return self._symbols[key]

    def _measure_symbol(self, measure: str) -> str | None:
        """Symbol of the project's unit for a measure such as IfcLengthMeasure; None where it has none."""
        if not measure.endswith("Measure"):
            return None
        try:
            unit = self._project.get(unit_util.get_measure_unit_type(measure))  # type: ignore[arg-type]  # any str
        except BAD_UNIT:
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
