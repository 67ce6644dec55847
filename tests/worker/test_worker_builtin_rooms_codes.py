"""The space check and classification coverage: the sample house, and faults put into a copy of its index."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from builtin_bench import found, rows_by, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]


@pytest.fixture
def house(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_the_spaces_of_the_house_are_in_order(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("space_check", house, tmp_path)
    assert (ended.status, ended.result["problems"]) == (Status.SUCCESS, [])
    spaces = rows_by(ended.result["spaces"], "number")
    assert len(spaces) == 9
    utility = spaces["0.05"]
    assert (utility["name"], utility["area m²"], utility["area from"]) == (
        "Utility room",
        4.25,
        "authored net",
    )
    assert utility["volume m³"] == pytest.approx(4.25 * 2.7, abs=0.001)


def test_that_small_rooms_are_found_by_their_names(house: Path, tmp_path: Path) -> None:
    wishes = ["living|kitchen = 20", "bed = 20", "utility = 4"]
    ended = run_builtin("space_check", house, tmp_path, minimum_by_name=wishes)
    assert ended.status is Status.WARNING
    assert {row["number"] for row in ended.result["problems"]} == {"0.02", "1.02"}
    storey = run_builtin("space_check", house, tmp_path, minimum_area=10, storeys=["Ground floor"])
    assert {row["number"] for row in storey.result["problems"]} == {"0.03", "0.05"}
    assert "write it as" in run_builtin("space_check", house, tmp_path, minimum_by_name=["bed"]).sentence


def test_that_faulty_spaces_are_found(house: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(house, folder)
    space = "UPDATE entities SET {0} WHERE class = 'IfcSpace' AND name = '{1}'"
    with sqlite3.connect(folder / "index.sqlite") as connection:
        for statement in (
            space.format("name = '0.01'", "0.02"),
            space.format("long_name = NULL", "0.04"),
            space.format("storey_id = NULL", "0.05"),
            space.format("name = ' '", "1.01"),
            "UPDATE properties SET value = 25 WHERE name = 'NetFloorArea' AND pset_id IN (SELECT pset_id FROM"
            " entity_psets JOIN entities ON id = entity_id WHERE entities.name = '1.02')",
        ):
            assert connection.execute(statement).rowcount > 0
    connection.close()
    ended = run_builtin("space_check", folder, tmp_path / "files", boundaries=True)
    assert ended.status is Status.FAILED
    counts = found(ended)
    without_boundaries = counts.pop("no-boundaries", 0)
    assert without_boundaries in (0, 9)
    assert counts == {
        "duplicate-number": 2, "no-name": 1, "no-storey": 1, "no-number": 1, "area-differs": 1,
    }  # fmt: skip


def test_that_a_model_without_spaces_is_a_warning(
    imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    ended = run_builtin("space_check", imported_folder(samples / "house_mep.ifc"), tmp_path)
    assert (ended.status, ended.sentence) == (
        Status.WARNING,
        "The model has no spaces here; nothing to check.",
    )


def test_that_classification_is_counted_by_class_and_code(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("classification_coverage", house, tmp_path)
    assert (ended.status, ended.result["classified"], ended.result["coverage"]) == (Status.WARNING, 72, 72.0)
    codes = rows_by(ended.result["codes"], "code")
    assert (codes["21"]["name"], codes["21"]["elements"]) == ("External walls", 10)
    assert rows_by(ended.result["classes"], "class")["IfcFurniture"]["classified %"] == 0
    assert found(ended) == {"unclassified": 28}
    assert run_builtin("classification_coverage", house, tmp_path, required=75).status is Status.FAILED
    walls = run_builtin("classification_coverage", house, tmp_path, element_class="IfcWall", required=100)
    assert walls.status is Status.SUCCESS


def test_that_codes_are_held_against_system_and_form(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(
        "classification_coverage", house, tmp_path, element_class="IfcWall", code_pattern=r"2[2-9]"
    )
    assert (ended.status, found(ended)) == (Status.FAILED, {"code-form": 10})
    other = run_builtin("classification_coverage", house, tmp_path, system="Uniclass")
    assert (other.status, other.result["classified"]) == (Status.WARNING, 0)
    assert found(other) == {"unclassified": 100}
