"""Reads where a model lies on the map: IfcMapConversion, IfcRigidOperation, or property sets of IFC2X3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import ifcopenshell.util.unit

from bimdesk.domain.georeference import MapConversion, map_conversion
from bimdesk.ifc.index_entities import read
from bimdesk.ifc.index_relations import all_of

_BROKEN = (AttributeError, TypeError, ValueError, RuntimeError, KeyError)
_SETS = ("epset_mapconversion", "epset_projectedcrs")


def read_map_conversion(model: Any) -> MapConversion | None:
    """The first conversion of the file that says something; None where there is none."""
    try:
        metres = float(ifcopenshell.util.unit.calculate_unit_scale(model))
    except _BROKEN:
        metres = 1.0
    for operation in (*all_of(model, "IfcMapConversion"), *all_of(model, "IfcRigidOperation")):
        try:
            found = _of_entities(operation, metres)
        except _BROKEN:
            continue
        if found is not None:
            return found
    return _of_sets(model, metres)


def _of_entities(operation: Any, metres: float) -> MapConversion | None:
    target = operation.TargetCRS
    unit = _unit_m(getattr(target, "MapUnit", None), metres)
    crs = (target.Name or "") if target is not None else ""
    if operation.is_a("IfcRigidOperation"):
        first, second = operation.FirstCoordinate, operation.SecondCoordinate
        if not first.is_a("IfcLengthMeasure"):
            return None  # latitude and longitude: no place on a plane
        origin = (first.wrappedValue * unit, second.wrappedValue * unit, (operation.Height or 0.0) * unit)
        return map_conversion(crs=crs, origin=origin, abscissa=None, ordinate=None, scale=1.0)
    factor = getattr(operation, "FactorX", None) or 1.0
    return map_conversion(
        crs=crs,
        origin=(
            operation.Eastings * unit,
            operation.Northings * unit,
            (operation.OrthogonalHeight or 0.0) * unit,
        ),
        abscissa=operation.XAxisAbscissa,
        ordinate=operation.XAxisOrdinate,
        scale=(operation.Scale or 1.0) * factor * unit / metres,
    )


def _unit_m(unit: Any, metres: float) -> float:
    """Metres of a map unit; the project's where the target names none."""
    if unit is None:
        return metres
    if unit.is_a("IfcSIUnit"):
        factor_of = cast(
            Callable[[Any], float], ifcopenshell.util.unit.get_prefix_multiplier
        )  # untyped there
        return factor_of(unit.Prefix)
    factor = unit.ConversionFactor
    return float(factor.ValueComponent.wrappedValue) * _unit_m(factor.UnitComponent, metres)


def _of_sets(model: Any, metres: float) -> MapConversion | None:
    """ePSet_MapConversion and ePSet_ProjectedCRS, the way of IFC2X3 (buildingSMART's guide of 2020)."""
    if model.schema != "IFC2X3":
        return None
    values: dict[str, Any] = {}
    for found in all_of(model, "IfcPropertySet"):
        name = read(found, 2)
        if name and str(name).casefold() in _SETS:
            for one in found.HasProperties or ():
                values[one.Name] = getattr(getattr(one, "NominalValue", None), "wrappedValue", None)
    try:
        return map_conversion(
            crs=str(values.get("Name") or ""),
            origin=(
                float(values["Eastings"]) * metres,
                float(values["Northings"]) * metres,
                float(values.get("OrthogonalHeight") or 0.0) * metres,
            ),
            abscissa=_number(values.get("XAxisAbscissa")),
            ordinate=_number(values.get("XAxisOrdinate")),
            scale=_number(values.get("Scale")) or 1.0,
        )
    except _BROKEN:
        return None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
