"""The built-in scripts on models that lack things or say them oddly; in this process: none is hostile."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.api.root
import ifcopenshell.guid
import numpy as np
import pytest
from script_bench import BUILTIN

from bimdesk.sdk import open_model, run_script
from bimdesk.sdk.notebook import ScriptRun

Imported = Callable[[Path], Path]
SCRIPTS = sorted(path.stem for path in BUILTIN.glob("*.py"))
FEET = """#9999991=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);
#9999992=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#9999993=IFCMEASUREWITHUNIT($,#9999992);
"""
"""A conversion without its factor."""


def run(script: str, folder: Path, output: Path, **params: Any) -> ScriptRun:
    return run_script(BUILTIN / f"{script}.py", open_model(folder), params, output=output)


def checks(ended: ScriptRun) -> set[str]:
    return {finding.check for finding in ended.findings}


def bare_file(schema: str) -> ifcopenshell.file:
    """A project with a context, and nothing else."""
    file = ifcopenshell.file(schema=schema)
    origin = file.create_entity(
        "IfcAxis2Placement3D", file.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0))
    )
    context = file.create_entity("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, origin, None)
    metre = file.create_entity("IfcSIUnit", None, "LENGTHUNIT", None, "METRE")
    file.create_entity(
        "IfcProject",
        ifcopenshell.guid.new(),
        Name="Bare",
        RepresentationContexts=[context],
        UnitsInContext=file.create_entity("IfcUnitAssignment", [metre]),
    )
    return file


def saved(file: ifcopenshell.file, path: Path) -> Path:
    file.write(str(path))
    return path


@pytest.fixture(scope="module")
def bare(imported_folder: Imported, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_folder(saved(bare_file("IFC4"), tmp_path_factory.mktemp("bare") / "bare.ifc"))


@pytest.fixture(scope="module")
def in_feet(imported_folder: Imported, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = (samples / "house.ifc").read_text(encoding="utf-8")
    changed = re.sub(
        r"(#\d+)=IFCSIUNIT\(\*,\.LENGTHUNIT\.,\$,\.METRE\.\);",
        FEET + r"\1=IFCCONVERSIONBASEDUNIT(#9999991,.LENGTHUNIT.,'ft (US Survey)',#9999993);",
        text,
        count=1,
    )
    assert changed != text
    file = tmp_path_factory.mktemp("feet") / "feet.ifc"
    file.write_text(changed, encoding="utf-8")
    return imported_folder(file)


@pytest.mark.parametrize("script", SCRIPTS)
def test_that_a_model_with_nothing_in_it_gets_a_judgement(script: str, bare: Path, tmp_path: Path) -> None:
    ended = run(script, bare, tmp_path)
    assert ended.result["status"] in ("PASS", "WARN")
    assert ended.summary.endswith(".")


@pytest.mark.parametrize(
    "script", ["storey_check", "space_check", "quantity_takeoff", "georeferencing_report"]
)
def test_that_a_unit_that_cannot_be_read_stops_no_script(script: str, in_feet: Path, tmp_path: Path) -> None:
    ended = run(script, in_feet, tmp_path)
    assert ended.status in ("success", "warning", "failed")
    if script == "georeferencing_report":
        assert "units" in checks(ended)


def test_that_a_rigid_operation_is_a_georeference(imported_folder: Imported, tmp_path: Path) -> None:
    file = bare_file("IFC4X3_ADD2")
    crs = file.create_entity("IfcProjectedCRS", Name="EPSG:3067")
    file.create_entity(
        "IfcRigidOperation",
        file.by_type("IfcGeometricRepresentationContext")[0],
        crs,
        file.create_entity("IfcLengthMeasure", 385_000.0),
        file.create_entity("IfcLengthMeasure", 6_672_000.0),
        12.5,
    )
    ended = run("georeferencing_report", imported_folder(saved(file, tmp_path / "rigid.ifc")), tmp_path)
    assert ended.result["georeferenced_by"] == "a rigid operation"
    assert ended.result["coordinate_system"] == "EPSG:3067"
    values = {row["name"]: row["value"] for row in ended.result["facts"] if row["part"] == "Map conversion"}
    assert (values["Eastings"], values["OrthogonalHeight"]) == ("385000.0", "12.5")
    assert "no-georeference" not in checks(ended)


def test_that_openings_are_exported_by_their_own_class_alone(
    imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    house = imported_folder(samples / "house.ifc")
    assert run("export_elements_csv", house, tmp_path).result["row_count"] == 100
    with (tmp_path / "elements.csv").open(encoding="utf-8", newline="") as stream:
        assert "IfcOpeningElement" not in {row["ifc_type"] for row in csv.DictReader(stream)}
    openings = run("export_elements_csv", house, tmp_path, element_class="IfcOpeningElement")
    assert openings.result["row_count"] > 0


def test_that_elements_in_no_storey_are_in_no_storey_that_counts(
    imported_folder: Imported, tmp_path: Path
) -> None:
    file = bare_file("IFC4")
    ifcopenshell.api.root.create_entity(file, ifc_class="IfcWall", name="Lost")
    folder = imported_folder(saved(file, tmp_path / "lost.ifc"))
    statistics = run("model_statistics", folder, tmp_path)
    assert statistics.summary == "1 element in 1 class and 0 storeys, 0 triangles; 1 without a shape."
    storeys = run("storey_check", folder, tmp_path)
    assert (storeys.status, storeys.summary) == ("failed", "1 without container, of 1 element.")


def test_that_rumble_strips_are_built_and_cuts_are_not(imported_folder: Imported, tmp_path: Path) -> None:
    """IfcSurfaceFeature and IfcEarthworksCut are both feature elements; only one of them is a thing."""
    file = bare_file("IFC4X3_ADD2")
    for ifc_class in ("IfcSurfaceFeature", "IfcEarthworksCut", "IfcPavement"):
        ifcopenshell.api.root.create_entity(file, ifc_class=ifc_class, name=ifc_class)
    folder = imported_folder(saved(file, tmp_path / "road.ifc"))
    found = run("model_statistics", folder, tmp_path).result["classes"]
    assert {row["class"] for row in found} == {"IfcSurfaceFeature", "IfcPavement"}
    assert run("export_elements_csv", folder, tmp_path).result["row_count"] == 2


def test_that_the_clearance_of_an_element_is_no_part_of_its_volume(
    imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    file = ifcopenshell.open(samples / "house.ifc")
    assert isinstance(file, ifcopenshell.file)
    column = file.by_type("IfcColumn")[0]
    body = column.Representation.Representations[0]
    box = file.create_entity(
        "IfcExtrudedAreaSolid",
        file.create_entity("IfcRectangleProfileDef", "AREA", None, None, 5.0, 5.0),
        None,
        file.create_entity("IfcDirection", (0.0, 0.0, 1.0)),
        5.0,
    )
    room = file.create_entity("IfcShapeRepresentation", body.ContextOfItems, "Clearance", "SweptSolid", [box])
    column.Representation.Representations = [*column.Representation.Representations, room]
    before = open_model(imported_folder(samples / "house.ifc")).get_geometry(column.id())
    after = open_model(imported_folder(saved(file, tmp_path / "clearance.ifc"))).get_geometry(column.id())
    assert before is not None and after is not None
    assert np.ptp(after["vertices"], axis=0) == pytest.approx(np.ptp(before["vertices"], axis=0), abs=1e-3)
