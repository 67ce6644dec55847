"""The storey and container check: the faults of the samples, and faults put into a copy of the index."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from builtin_bench import found, run_builtin

from bimdesk.domain.execution import Status

NAME = "storey_check"
Imported = Callable[[Path], Path]
UPPER = "(SELECT id FROM entities WHERE name = 'First floor' AND class = 'IfcBuildingStorey')"
GROUND = UPPER.replace("First", "Ground")


@pytest.fixture
def house(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def spoilt(house: Path, folder: Path, *statements: str) -> Path:
    """A copy of the house with changed rows."""
    shutil.copytree(house, folder)
    with sqlite3.connect(folder / "index.sqlite") as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
    connection.close()
    return folder


def test_that_the_sound_house_passes(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path)
    assert (ended.status, ended.result["problems"]) == (Status.SUCCESS, [])
    assert [line["elements"] for line in ended.result["storeys"]] == [15, 31, 54]


def test_that_the_lost_elements_of_the_faulty_house_are_found(
    imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    ended = run_builtin(NAME, imported_folder(samples / "house_faulty.ifc"), tmp_path)
    assert ended.status is Status.FAILED
    assert found(ended) == {"no-container": 2}
    assert {row["name"] for row in ended.result["problems"]} == {"Sofa", "Balcony column 1"}


def test_that_furniture_of_the_storey_below_is_told_where_it_belongs(house: Path, tmp_path: Path) -> None:
    folder = spoilt(
        house,
        tmp_path / "model",
        f"UPDATE entities SET storey_id = {UPPER} WHERE name IN ('Sofa', 'Chair 1')",
    )
    ended = run_builtin(NAME, folder, tmp_path / "files")
    assert (ended.status, found(ended)) == (Status.WARNING, {"wrong-storey": 2})
    assert {row["should_be"] for row in ended.result["problems"]} == {"Ground floor"}
    calm = run_builtin(NAME, folder, tmp_path / "files", tolerance=5)
    assert calm.status is Status.SUCCESS


def test_that_an_element_in_no_storey_of_its_building_is_found(house: Path, tmp_path: Path) -> None:
    building = "(SELECT id FROM entities WHERE class = 'IfcBuilding')"
    folder = spoilt(
        house,
        tmp_path / "model",
        f"UPDATE entities SET parent_id = {building}, storey_id = NULL WHERE name = 'Sofa'",
    )
    assert found(run_builtin(NAME, folder, tmp_path / "files")) == {"no-storey": 1}
    calm = run_builtin(NAME, folder, tmp_path / "files", storey_needed=False)
    assert calm.status is Status.SUCCESS


def test_that_storeys_themselves_are_looked_at(house: Path, tmp_path: Path) -> None:
    folder = spoilt(
        house,
        tmp_path / "model",
        f"UPDATE entities SET storey_id = {GROUND} WHERE storey_id = {UPPER} AND id <> {UPPER}",
        f"UPDATE entities SET name = 'Level 2', elevation = NULL WHERE id = {GROUND}",
        f"UPDATE entities SET name = 'Level 1', elevation = 3.5 WHERE id = {UPPER}",
    )
    counts = found(run_builtin(NAME, folder, tmp_path / "files", element_class="IfcSlab"))
    assert counts.items() >= {
        "empty-storey": 1, "no-elevation": 1, "elevation-differs": 1, "out-of-order": 2,
    }.items()  # fmt: skip
