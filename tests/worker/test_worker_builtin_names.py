"""The naming convention check on the samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builtin_bench import found, rows_by, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]
NAME = "naming_convention"
NO_OTHERS = {"storey_pattern": "", "space_pattern": "", "material_pattern": "", "leftovers": False}


@pytest.fixture
def house(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_the_defaults_find_empty_names_alone(
    house: Path, imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    ended = run_builtin(NAME, house, tmp_path)
    assert (ended.status, ended.result["names"]) == (Status.SUCCESS, [])
    faulty = run_builtin(NAME, imported_folder(samples / "house_faulty.ifc"), tmp_path)
    assert (faulty.status, found(faulty)) == (Status.FAILED, {"empty": 2})


@pytest.mark.parametrize(
    ("changed", "checks"),
    [
        ({"rules": r"IfcWindow = W\d\d"}, {}),
        ({"rules": r"IfcDoor = T\d\d"}, {"pattern": 7}),
        ({"rules": r"IfcWallType = [A-Z]\w+ wall \d+"}, {"pattern": 1}),
        ({"rules": "", "storey_pattern": r"\d\d .+"}, {"storey": 3}),
        ({"rules": "", "space_pattern": r"[01]\.\d\d"}, {}),
        ({"rules": "", "file_pattern": "[A-Z]{3}-.+", "file_name": "house"}, {"file": 0}),
        ({"rules": "", "file_pattern": "[A-Z]{3}-.+", "file_name": "ABC-ARC-1"}, {}),
        ({"rules": "IfcWall ="}, {"pattern": 18}),
        ({"rules": "walls: .*"}, {"rule": 0}),
        ({"rules": "IfcWall = ["}, {"rule": 0}),
        ({"rules": "IfcBridge = .+"}, {"rule": 0}),
    ],
    ids=str,
)
def test_that_names_are_held_against_the_rules(
    changed: dict[str, Any], checks: dict[str, int], house: Path, tmp_path: Path
) -> None:
    assert found(run_builtin(NAME, house, tmp_path, **NO_OTHERS | changed)) == checks


def test_that_each_name_stands_once_with_its_count(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path, **NO_OTHERS | {"rules": r"IfcCovering = C\d+"})
    names = rows_by(ended.result["names"], "name")
    assert sum(row["count"] for row in names.values()) == 5
    assert ended.sentence.startswith("5 of 5 names against the convention")
