"""Duplicate elements: copies put into the sample house, near and not so near."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.guid
import pytest
from builtin_bench import found, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]
NAME = "duplicate_elements"


@pytest.fixture(scope="module")
def copied(imported_folder: Imported, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house with a second and a third sofa in the first, a proxy in W01, and a chair moved by 20 mm."""
    file = ifcopenshell.open(samples / "house.ifc")
    assert isinstance(file, ifcopenshell.file)
    names = {element.Name: element for element in file.by_type("IfcElement")}
    copies = (
        ("IfcFurniture", "Sofa", 0),
        ("IfcFurniture", "Sofa", 0.002),
        ("IfcBuildingElementProxy", "W01", 0),
    )
    for ifc_class, name, offset in (*copies, ("IfcFurniture", "Chair 1", 0.02)):
        first = names[name]
        point = file.create_entity("IfcCartesianPoint", (float(offset), 0.0, 0.0))
        place = file.create_entity("IfcAxis2Placement3D", point)
        file.create_entity(
            ifc_class,
            ifcopenshell.guid.new(),
            Name=f"{name} again",
            ObjectPlacement=file.create_entity("IfcLocalPlacement", first.ObjectPlacement, place),
            Representation=first.Representation,
        )
    path = tmp_path_factory.mktemp("copied") / "copied.ifc"
    file.write(str(path))
    return imported_folder(path)


def test_that_the_house_has_no_duplicates(imported_folder: Imported, samples: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, imported_folder(samples / "house.ifc"), tmp_path, same="nothing")
    assert (ended.status, ended.result["groups"], ended.result["compared"]) == (Status.SUCCESS, 0, 98)


def test_that_three_sofas_are_one_finding(copied: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, copied, tmp_path)
    assert (ended.status, ended.result["groups"], ended.result["surplus"]) == (Status.FAILED, 1, 2)
    assert found(ended) == {"duplicate": 3}
    assert [row["first"] for row in ended.result["duplicates"]] == ["keep", "", ""]
    assert ended.result["volume_twice"] == pytest.approx(2 * 0.978, abs=0.01)


def test_that_tolerance_and_sameness_decide(copied: Path, tmp_path: Path) -> None:
    strict = run_builtin(NAME, copied, tmp_path, tolerance=1, severity="warning")
    assert (strict.status, strict.result["surplus"]) == (Status.WARNING, 1)
    wide = run_builtin(NAME, copied, tmp_path, tolerance=25)
    assert wide.result["surplus"] == 3
    across = run_builtin(NAME, copied, tmp_path, same="nothing")
    assert {row["class"] for row in across.result["duplicates"]} == {
        "IfcFurniture",
        "IfcWindow",
        "IfcBuildingElementProxy",
    }
    assert run_builtin(NAME, copied, tmp_path, same="type").result["surplus"] == 1, "the copies have no type"
