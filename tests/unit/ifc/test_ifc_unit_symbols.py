"""Symbols and sizes of units, against IfcOpenShell's own functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.unit
import pytest

from bimdesk.domain.units import find_unit
from bimdesk.ifc.unit_symbols import scale_of, symbol_of

MAKER: Any = ifcopenshell.file(schema="IFC4")


def si(kind: str, name: str, prefix: str | None = None) -> Any:
    return MAKER.create_entity("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)


def converted(name: str, factor: float, root: Any) -> Any:
    value = MAKER.create_entity("IfcReal", factor)
    measure = MAKER.create_entity("IfcMeasureWithUnit", ValueComponent=value, UnitComponent=root)
    return MAKER.create_entity(
        "IfcConversionBasedUnit", UnitType=root.UnitType, Name=name, ConversionFactor=measure
    )


def derived(*parts: tuple[Any, int]) -> Any:
    elements = [
        MAKER.create_entity("IfcDerivedUnitElement", Unit=unit, Exponent=power) for unit, power in parts
    ]
    return MAKER.create_entity("IfcDerivedUnit", Elements=elements, UnitType="USERDEFINED")


METRE, MM = si("LENGTHUNIT", "METRE"), si("LENGTHUNIT", "METRE", "MILLI")
M2, M3 = si("AREAUNIT", "SQUARE_METRE"), si("VOLUMEUNIT", "CUBIC_METRE")
RADIAN, WATT, KELVIN = (
    si("PLANEANGLEUNIT", "RADIAN"),
    si("POWERUNIT", "WATT"),
    si("THERMODYNAMICTEMPERATUREUNIT", "KELVIN"),
)
KN = si("FORCEUNIT", "NEWTON", "KILO")


@pytest.mark.parametrize(
    ("unit", "symbol"),
    [
        (MM, "mm"),
        (si("VOLUMEUNIT", "CUBIC_METRE", "DECI"), "dm3"),
        (si("ILLUMINANCEUNIT", "LUX"), "lx"),
        (si("ELECTRICCURRENTUNIT", "AMPERE"), "A"),
        (si("THERMODYNAMICTEMPERATUREUNIT", "DEGREE_CELSIUS"), "°C"),
        (converted("FOOT", 304.8, MM), "ft"),
        (converted("Feet", 0.3048, METRE), "ft"),
        (converted("ft (US Survey)", 1200 / 3937, METRE), "ftUS"),
        (converted("ft² (US Survey)", (1200 / 3937) ** 2, M2), "ftUS2"),
        (converted("yard", 0.914, METRE), "yd"),
        (converted("foot", 1.0, METRE), "m"),
        (converted("foot", 0.5, METRE), None),
        (converted("chain", 20.1168, METRE), "chain"),
        (converted("POUND", 0.454, si("MASSUNIT", "GRAM", "KILO")), "lb"),
        (converted("slug", 14.59, si("MASSUNIT", "GRAM", "KILO")), "slug"),
        (converted("DEGREE", 0.017453292519943295, RADIAN), "°"),
        (converted("Gallon US", 0.003785411784, M3), "galUS"),
        (derived((WATT, 1), (M2, -1), (KELVIN, -1)), "W/m2.K"),
        (derived((KN, 1), (METRE, -2)), "kN/m2"),
        (derived((M2, 2)), "m4"),
        (MAKER.create_entity("IfcContextDependentUnit", UnitType="USERDEFINED", Name="pieces"), "pieces"),
        (MAKER.create_entity("IfcMonetaryUnit", Currency="EUR"), "EUR"),
    ],
)
def test_that_a_unit_has_the_symbol_of_its_size(unit: Any, symbol: str | None) -> None:
    assert symbol_of(unit) == symbol


def test_that_known_symbols_are_as_large_as_the_units_of_every_real_model(real_data: Path) -> None:
    checked, wrong = 0, []
    for path in sorted((real_data / "models").rglob("*.ifc")):
        raw = path.read_bytes()
        if b"IFC4X3_RC" in raw[:2000]:
            continue
        lines = [line for line in raw.splitlines() if b"UNIT" in line or b"DIMENSIONALEXP" in line]
        head = raw[: raw.index(b"DATA;") + 6]
        text = head + b"\n".join(lines) + b"\nENDSEC;\nEND-ISO-10303-21;\n"
        model = ifcopenshell.file.from_string(text.decode("latin-1"))
        for unit in (*model.by_type("IfcSIUnit"), *model.by_type("IfcConversionBasedUnit")):
            symbol = symbol_of(unit)
            known = find_unit(symbol or "")
            if known is None or known.offset:
                continue
            checked += 1
            size = scale_of(unit)
            if size is None or known.factor != pytest.approx(size, rel=1e-3):
                wrong.append((path.name, str(unit), symbol))
    assert not wrong
    assert checked > 100
