"""Units that readers of IFC take differently."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import ifclite_geom
import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.unit
import numpy as np
import pytest
from step_text import PROJECT, step_file

from bimdesk.ifc.unit_repair import repair_units
from bimdesk.meshes import load_mesh

_METRE = "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n"
_FOOT = """#3=IFCCONVERSIONBASEDUNIT(#30,.LENGTHUNIT.,'ft (US Survey)',#31);
#30=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);
#31=IFCMEASUREWITHUNIT({factor},#32);
#32=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
"""


def scales(data: bytes) -> tuple[float, float]:
    """Metres per unit of length as IfcOpenShell and ifclite-geom read them."""
    model: Any = ifcopenshell.file.from_string(data.decode("ascii"))
    return ifcopenshell.util.unit.calculate_unit_scale(model), ifclite_geom.entity_data(data)[
        "length_unit_scale"
    ]


@pytest.mark.parametrize(
    ("written", "metres"),
    [("0.304800609601219", 0.304800609601219), ("3.048E-1", 0.3048), ("2", 2.0), (" 1.5 ", 1.5)],
)
def test_that_a_factor_without_a_measure_is_a_number(written: str, metres: float) -> None:
    data, notices = repair_units(step_file(PROJECT.replace(_METRE, _FOOT.format(factor=written))))
    assert scales(data) == pytest.approx((metres, metres), rel=1e-12)
    assert [notice.kind for notice in notices] == ["structure"]


def test_that_an_area_that_calls_itself_a_length_is_an_area() -> None:
    text = PROJECT.replace(_METRE, _FOOT.format(factor="IFCREAL(0.3048)")).replace(
        "#4=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);\n",
        "#4=IFCCONVERSIONBASEDUNIT(#30,.LENGTHUNIT.,'sq ft',#41);\n"
        "#41=IFCMEASUREWITHUNIT(IFCREAL(0.0929),#42);\n#42=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);\n",
    )
    data, notices = repair_units(step_file(text))
    model: Any = ifcopenshell.file.from_string(data.decode("ascii"))
    assert ifcopenshell.util.unit.calculate_unit_scale(model) == pytest.approx(0.3048)
    assert ifcopenshell.util.unit.calculate_unit_scale(model, "AREAUNIT") == pytest.approx(0.0929)
    assert len(notices) == 1


def test_that_units_converted_to_converted_ones_lead_to_metres() -> None:
    text = _FOOT.format(factor="IFCRATIOMEASURE(2.),#33);\n#34=IFCMEASUREWITHUNIT(IFCREAL(0.25)")
    text += "#33=IFCCONVERSIONBASEDUNIT(#30,.LENGTHUNIT.,'quarter',#34);\n"
    data, _ = repair_units(step_file(PROJECT.replace(_METRE, text)))
    assert scales(data) == pytest.approx((0.5, 0.5), rel=1e-12)


def test_that_units_in_a_circle_are_left_alone() -> None:
    text = _FOOT.format(factor="IFCREAL(2.),#3);\n#34=IFCMEASUREWITHUNIT(IFCREAL(0.25)")
    data = step_file(PROJECT.replace(_METRE, text))
    assert repair_units(data) == (data, [])


def test_that_right_units_and_texts_about_units_are_left_alone() -> None:
    named = PROJECT.replace("'House'", "'=IFCMEASUREWITHUNIT(3,#4)'")
    data = step_file(named.replace(_METRE, _FOOT.format(factor="IFCLENGTHMEASURE(0.3048)")))
    assert repair_units(data)[0] is data


@pytest.mark.real
def test_that_both_readers_take_every_real_model_in_the_same_unit(real_data: Path) -> None:
    compared = 0
    for path in sorted((real_data / "models").rglob("*.ifc")):
        raw = path.read_bytes()
        if len(raw) > 700_000 or b"IFC4X3_RC" in raw[:2000]:
            continue
        data, _ = repair_units(raw)
        text = data.decode("latin-1")
        model: Any = ifcopenshell.file.from_string(text)
        ours = ifclite_geom.entity_data(data)["length_unit_scale"]
        assert ours == pytest.approx(ifcopenshell.util.unit.calculate_unit_scale(model), rel=1e-9), path.name
        compared += 1
    assert compared > 10


@pytest.mark.real
def test_that_a_real_model_in_feet_without_measures_has_its_lengths_areas_and_volumes_in_feet(
    real_data: Path, imported_folder: Callable[[Path], Path]
) -> None:
    path = real_data / "models/infra-unit-test/RumbleStrip-INDOT/PR-Twin-Branch-PavementElements.ifc"
    folder = imported_folder(path)
    with closing(sqlite3.connect(folder / "index.sqlite")) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        units = {
            row[0] for row in connection.execute("SELECT DISTINCT unit FROM properties WHERE unit <> ''")
        }
    foot = 1200 / 3937
    found = [float(meta[key]) for key in ("length_unit", "area_unit", "volume_unit")]
    assert found == pytest.approx([foot, foot**2, foot**3], rel=1e-6)
    assert units <= {"ftUS", "ftUS2", "ftUS3", "rad", "ft", "ft2", "ft3"}
    assert (folder / "source.ifc").read_bytes() == path.read_bytes()


@pytest.mark.real
def test_that_its_shapes_stand_where_ifcopenshell_puts_them(
    real_data: Path, imported_folder: Callable[[Path], Path]
) -> None:
    """Before, IfcOpenShell could not read the unit, and shapes 450 km out kept steps of 3 cm."""
    folder = imported_folder(
        real_data / "models/infra-unit-test/RumbleStrip-INDOT/PR-Twin-Branch-PavementElements.ifc"
    )
    mesh = load_mesh(folder / "mesh")
    model: Any = ifcopenshell.open(folder / "readable.ifc")
    make_settings: Any = ifcopenshell.geom.settings  # untyped there
    settings = make_settings()
    settings.set("use-world-coords", True)
    assert mesh.element_count == 18
    for row, element in enumerate(mesh.element_ids.tolist()):
        shape: Any = ifcopenshell.geom.create_shape(settings, model[element])
        places = np.array(shape.geometry.verts).reshape(-1, 3)
        ours = mesh.element_bounds[row].reshape(2, 3) + mesh.origin
        assert ours == pytest.approx(np.stack([places.min(axis=0), places.max(axis=0)]), abs=1e-3)
