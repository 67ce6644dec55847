"""The symbol of a unit of IFC, such as mm, kN/m2, °C: one that domain.units knows where there is one."""

from __future__ import annotations

from collections.abc import Mapping

from ifcopenshell.util import unit as unit_util

from bimdesk.domain.units import find_unit, is_size, symbol_of_size
from bimdesk.ifc.index_declarations import Entity

BAD_UNIT = (AttributeError, KeyError, TypeError, ValueError, RuntimeError, IndexError, ZeroDivisionError)
"""What the unit functions raise on units that are incomplete or not of the standard."""

_SI: Mapping[str, str] = {
    "AMPERE": "A", "BECQUEREL": "Bq", "CANDELA": "cd", "COULOMB": "C", "CUBIC_METRE": "m3",
    "DEGREE_CELSIUS": "°C", "FARAD": "F", "GRAM": "g", "GRAY": "Gy", "HENRY": "H", "HERTZ": "Hz",
    "JOULE": "J", "KELVIN": "K", "LUMEN": "lm", "LUX": "lx", "METRE": "m", "METER": "m", "MOLE": "mol",
    "NEWTON": "N", "OHM": "Ω", "PASCAL": "Pa", "RADIAN": "rad", "SECOND": "s", "SIEMENS": "S",
    "SIEVERT": "Sv", "SQUARE_METRE": "m2", "STERADIAN": "sr", "TESLA": "T",
    "VOLT": "V", "WATT": "W", "WEBER": "Wb",
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "feet": "ft", "inches": "in", "us survey foot": "ftUS", "thou": "mil", "square thou": "mil2",
    "cubic thou": "mil3", "fluid ounce uk": "flozUK", "fluid ounce us": "flozUS", "pint uk": "ptUK",
    "pint us": "ptUS", "gallon uk": "galUK", "gallon us": "galUS", "ton uk": "tonUK", "ton us": "tonUS",
    "btu": "Btu", "degrees": "°", "grad": "gon", "gradian": "gon", "celsius": "°C",
}  # fmt: skip
"""Names of conversion-based units beyond those that IfcOpenShell lists."""
_SAME, _ROUNDED = 1e-8, 1e-3
"""Shares by which a factor may differ: of the same unit, and of one with few digits (a yard of 0.914 m)."""


def symbol_of(unit: Entity) -> str | None:
    """Such as mm, m2, kN/m2; a rare unit's own name; None where it has none."""
    try:
        return _symbol(unit) or None
    except BAD_UNIT:
        return None


def scale_of(unit: Entity) -> float | None:
    """SI units per unit (without offset); None where the unit does not say.

    IfcOpenShell counts masses in grams; here they count in kilograms.
    """
    try:
        scale = float(unit_util.get_unit_scale(unit))
        root = unit
        while root.is_a("IfcConversionBasedUnit"):
            root = root.ConversionFactor.UnitComponent
        if root.is_a("IfcSIUnit") and root.Name == "GRAM":
            scale /= 1000.0
    except BAD_UNIT:
        return None
    return scale if scale > 0.0 else None


def _symbol(unit: Entity) -> str:
    if unit.is_a("IfcMonetaryUnit"):
        return str(unit.Currency)
    if unit.is_a("IfcDerivedUnit"):
        return _derived(unit)
    if unit.is_a("IfcSIUnit"):
        return f"{unit_util.prefix_symbols.get(unit.Prefix, '')}{_SI[unit.Name]}"
    if unit.is_a("IfcConversionBasedUnit"):
        return _converted(unit)
    return str(unit.Name or "")


def _converted(unit: Entity) -> str:
    """The factor decides: a "foot" of 1 m is a metre."""
    name = str(unit.Name or "").strip()
    folded = name.casefold().replace("metre", "meter") if name.isascii() else name.casefold()
    named = _NAMES.get(folded) or _FOLDED.get(folded) or (name if find_unit(name) is not None else "")
    if unit.is_a("IfcConversionBasedUnitWithOffset"):
        return named or name
    factor = scale_of(unit)
    if factor is None:
        return named or name
    if named and is_size(named, factor, within=_SAME):
        return named
    root = unit.ConversionFactor.UnitComponent
    found = symbol_of_size(_symbol(root), factor, within=_SAME)
    if found:
        return found
    if named and find_unit(named) is not None and not is_size(named, factor, within=_ROUNDED):
        return ""
    return named or name


def _derived(unit: Entity) -> str:
    above: list[str] = []
    below: list[str] = []
    for element in unit.Elements:
        symbol, power = _symbol(element.Unit), abs(element.Exponent)
        if not symbol:
            return ""
        (above if element.Exponent > 0 else below).append(_raised(symbol, power))
    text = ".".join(above) or "1"
    return f"{text}/{'.'.join(below)}" if below else text


def _raised(symbol: str, power: int) -> str:
    if power == 1:
        return symbol
    if symbol[-1].isdigit():  # m2 squared is m4
        return f"{symbol[:-1]}{int(symbol[-1]) * power}"
    return f"{symbol}{power}"


_FOLDED: Mapping[str, str] = {
    name.casefold(): symbol
    for name, symbol in unit_util.unit_symbols.items()
    if name.casefold() not in _NAMES
}
