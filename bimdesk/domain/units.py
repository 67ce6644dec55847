"""Symbols of units: what they measure and how many SI units they are. Pure arithmetic, no model."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Dimension = tuple[int, int, int, int, int, int]
"""Powers of metre, kilogram, second, kelvin, radian, ampere."""

_NONE: Dimension = (0, 0, 0, 0, 0, 0)
_LENGTH: Dimension = (1, 0, 0, 0, 0, 0)
_AREA: Dimension = (2, 0, 0, 0, 0, 0)
_VOLUME: Dimension = (3, 0, 0, 0, 0, 0)
_MASS: Dimension = (0, 1, 0, 0, 0, 0)
_TIME: Dimension = (0, 0, 1, 0, 0, 0)
_HEAT: Dimension = (0, 0, 0, 1, 0, 0)
_ANGLE: Dimension = (0, 0, 0, 0, 1, 0)
_FORCE: Dimension = (1, 1, -2, 0, 0, 0)
_PRESSURE: Dimension = (-1, 1, -2, 0, 0, 0)
_ENERGY: Dimension = (2, 1, -2, 0, 0, 0)
_POWER: Dimension = (2, 1, -3, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Unit:
    """`value * factor + offset` is the value in SI units."""

    dimension: Dimension
    factor: float
    offset: float = 0.0


_PREFIXED: Mapping[str, Unit] = {
    "m": Unit(_LENGTH, 1.0),
    "g": Unit(_MASS, 1e-3),
    "s": Unit(_TIME, 1.0),
    "N": Unit(_FORCE, 1.0),
    "Pa": Unit(_PRESSURE, 1.0),
    "J": Unit(_ENERGY, 1.0),
    "W": Unit(_POWER, 1.0),
    "Wh": Unit(_ENERGY, 3600.0),
    "A": Unit((0, 0, 0, 0, 0, 1), 1.0),
    "V": Unit((2, 1, -3, 0, 0, -1), 1.0),
    "VA": Unit(_POWER, 1.0),
    "Hz": Unit((0, 0, -1, 0, 0, 0), 1.0),
    "K": Unit(_HEAT, 1.0),
    "L": Unit(_VOLUME, 1e-3),
    "l": Unit(_VOLUME, 1e-3),
    "bar": Unit(_PRESSURE, 1e5),
}
_PREFIXES: Mapping[str, float] = {
    "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3,
    "µ": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15,
}  # fmt: skip
_PLAIN: Mapping[str, Unit] = {
    "in": Unit(_LENGTH, 0.0254),
    "ft": Unit(_LENGTH, 0.3048),
    "ftUS": Unit(_LENGTH, 1200 / 3937),
    "yd": Unit(_LENGTH, 0.9144),
    "mi": Unit(_LENGTH, 1609.344),
    "ha": Unit(_AREA, 1e4),
    "ac": Unit(_AREA, 4046.8564224),
    "t": Unit(_MASS, 1e3),
    "lb": Unit(_MASS, 0.45359237),
    "oz": Unit(_MASS, 0.028349523125),
    "tonUK": Unit(_MASS, 1016.0469088),
    "tonUS": Unit(_MASS, 907.18474),
    "galUK": Unit(_VOLUME, 4.54609e-3),
    "galUS": Unit(_VOLUME, 3.785411784e-3),
    "ptUK": Unit(_VOLUME, 5.6826125e-4),
    "ptUS": Unit(_VOLUME, 4.73176473e-4),
    "flozUK": Unit(_VOLUME, 2.84130625e-5),
    "flozUS": Unit(_VOLUME, 2.95735295625e-5),
    "mil": Unit(_LENGTH, 2.54e-5),
    "Btu": Unit(_ENERGY, 1055.05585262),
    "lbf": Unit(_FORCE, 4.4482216152605),
    "kip": Unit(_FORCE, 4448.2216152605),
    "psi": Unit(_PRESSURE, 6894.757293168),
    "ksi": Unit(_PRESSURE, 6894757.293168),
    "min": Unit(_TIME, 60.0),
    "h": Unit(_TIME, 3600.0),
    "hr": Unit(_TIME, 3600.0),
    "day": Unit(_TIME, 86400.0),
    "°C": Unit(_HEAT, 1.0, 273.15),
    "degC": Unit(_HEAT, 1.0, 273.15),
    "°F": Unit(_HEAT, 5 / 9, 459.67 * 5 / 9),
    "rad": Unit(_ANGLE, 1.0),
    "°": Unit(_ANGLE, 0.017453292519943295),
    "deg": Unit(_ANGLE, 0.017453292519943295),
    "gon": Unit(_ANGLE, 0.015707963267948967),
    "%": Unit(_NONE, 0.01),
}
_SPELLINGS = str.maketrans({"²": "2", "³": "3", "μ": "µ", "·": "*", ".": "*"})
_BY_SIZE: Mapping[Dimension, tuple[str, ...]] = {
    _LENGTH: ("m", "mm", "cm", "dm", "km", "in", "ft", "ftUS", "yd", "mi", "mil"),
    _AREA: ("m2", "mm2", "cm2", "in2", "ft2", "ftUS2", "yd2", "ha", "ac", "mi2"),
    _VOLUME: ("m3", "mm3", "cm3", "L", "in3", "ft3", "ftUS3", "yd3", "galUS", "galUK"),
    _ANGLE: ("rad", "°", "gon"),
    _MASS: ("kg", "g", "t", "lb", "oz", "tonUS", "tonUK"),
    _TIME: ("s", "min", "h", "day"),
}
_TERM = re.compile(r"([A-Za-zµ°%]+)\^?(-?\d)?")
COMMON = ("mm", "cm", "m", "km", "in", "ft", "m2", "m3", "L", "kg", "t", "°", "rad", "°C", "kN", "kPa", "W")
"""For hints and completion."""


@lru_cache(maxsize=512)
def find_unit(symbol: str) -> Unit | None:
    """The unit of a symbol such as `mm`, `m²`, `kN/m2`, `W/(m2K)`; None for one that is not known."""
    text = symbol.strip().translate(_SPELLINGS)
    above, _, below = text.partition("/")
    first = _product(above) if above != "1" else Unit(_NONE, 1.0)
    if first is None or "/" not in text:
        return first
    second = _product(below.removeprefix("(").removesuffix(")"))
    if second is None or first.offset or second.offset:
        return None
    powers = [one - other for one, other in zip(first.dimension, second.dimension, strict=True)]
    return Unit(_dimension(powers), first.factor / second.factor)


def convert(value: float, symbol: str, to: str) -> float | None:
    """`value` of one unit in another; None where they measure different things or are not known."""
    if symbol == to:
        return value
    source, target = find_unit(symbol), find_unit(to)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    return (value * source.factor + source.offset - target.offset) / target.factor


def symbol_of_size(like: str, factor: float, *, within: float = 1e-8) -> str:
    """The symbol of a common unit of `factor` SI units that measures what `like` does; '' for a rare one."""
    unit = find_unit(like)
    known = _BY_SIZE.get(unit.dimension, ()) if unit is not None else ()
    return next((symbol for symbol in known if is_size(symbol, factor, within=within)), "")


def is_size(symbol: str, factor: float, *, within: float) -> bool:
    """Whether the unit of a symbol is `factor` SI units, but for a share of `within`."""
    unit = find_unit(symbol)
    return unit is not None and abs(unit.factor - factor) <= within * abs(factor)


def nearest_unit(symbol: str) -> str:
    """A hint for a symbol that is not known."""
    close = difflib.get_close_matches(symbol, COMMON, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known units are {', '.join(COMMON)} and the like."


def _product(text: str) -> Unit | None:
    """`m2K`, `kg*m`: symbols with powers one after another."""
    whole = _term(text)
    if whole is not None:
        return whole
    powers, factor, at = list(_NONE), 1.0, 0
    parts = text.split("*") if "*" in text else [found[0] for found in _TERM.finditer(text)]
    for part in parts:
        unit = _term(part)
        if unit is None or unit.offset:
            return None
        powers = [one + other for one, other in zip(powers, unit.dimension, strict=True)]
        factor *= unit.factor
        at += len(part)
    is_whole = bool(parts) and at == len(text.replace("*", ""))
    return Unit(_dimension(powers), factor) if is_whole else None


def _term(text: str) -> Unit | None:
    found = _TERM.fullmatch(text)
    if found is None:
        return None
    unit = _symbol(found[1])
    power = int(found[2] or 1)
    if unit is None or (power != 1 and unit.offset):
        return None
    return unit if power == 1 else Unit(_dimension([p * power for p in unit.dimension]), unit.factor**power)


def _symbol(text: str) -> Unit | None:
    known = _PLAIN.get(text) or _PREFIXED.get(text)
    if known is not None or not text:
        return known
    prefix, base = _PREFIXES.get(text[0]), _PREFIXED.get(text[1:])
    return Unit(base.dimension, base.factor * prefix) if prefix and base else None


def _dimension(powers: list[int]) -> Dimension:
    a, b, c, d, e, f = powers
    return (a, b, c, d, e, f)
