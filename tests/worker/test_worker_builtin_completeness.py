"""Property completeness of the house: lines of the form, tables of Excel and CSV, every kind of problem."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from builtin_bench import found, rows_by, run_builtin

from bimdesk.domain.execution import Status

NAME = "property_completeness"


@pytest.fixture
def house(imported_folder: Callable[[Path], Path], samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_the_default_requirements_find_what_the_house_lacks(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path)
    assert ended.status is Status.FAILED
    lines = rows_by(ended.result["requirements"], "property")
    assert lines["Pset_DoorCommon.FireRating"]["missing"] == 6, "the entrance door alone has one"
    assert lines["Pset_SlabCommon.LoadBearing"]["missing"] == 2
    assert lines["Pset_WallCommon.FireRating"]["complete %"] == 100
    assert found(ended) == {"missing": 8}
    assert run_builtin(NAME, house, tmp_path, required=10).status is Status.WARNING


@pytest.mark.parametrize(
    ("line", "check", "count"),
    [
        ("IfcWall; Pset_WallCommon.IsExternal; true; boolean", "value", 8),
        ("IfcWall; Pset_WallCommon.IsExternal; ; text", "type", 18),
        ("IfcWall; Pset_WallCommon.IsExternal; ; number", "type", 18),
        ("IfcWall; Name; /[A-Z].*/", "", 0),
        ("IfcWindow; Pset_WindowCommon.ThermalTransmittance; 5..; number", "value", 19),
        ("IfcDoor; Pset_DoorCommon.FireRating; ; ; Pset_DoorCommon.IsExternal = true", "missing", 1),
        ("IfcDoor; Pset_DoorCommon.FireRating; ; ; Pset_DoorCommon.IsExternal = false", "missing", 5),
        ("IfcWal; Name", "requirement", 0),
        ("IfcWall; Name; /[/", "requirement", 0),
        ("IfcWall; Nonsense", "requirement", 0),
        ("IfcWall; Name; ; colour", "requirement", 0),
        ("IfcWall; Name; ; ; Nonsense = 3", "requirement", 0),
        ("IfcWall; Name; ; ; Pset_WallCommon.FireRating regex [", "requirement", 0),
    ],
)
def test_that_a_line_of_the_form_is_understood(
    line: str, check: str, count: int, house: Path, tmp_path: Path
) -> None:
    ended = run_builtin(NAME, house, tmp_path, requirements=line)
    assert found(ended) == ({check: count} if check else {})


def test_that_a_model_without_such_elements_is_a_warning(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path, requirements="IfcBridge; Name")
    assert (ended.status, ended.result["complete"]) == (Status.WARNING, None)
    assert run_builtin(NAME, house, tmp_path, requirements=" ").status is Status.WARNING


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_that_a_table_chosen_in_the_form_is_read_inside_the_wall(
    suffix: str, samples: Path, tmp_path: Path
) -> None:
    frame = pd.DataFrame(
        {
            "Property": ["Pset_WallCommon.FireRating", "Pset_DoorCommon.FireRating"],
            "Class": ["IfcWall", "IfcDoor"],
            "Values": ["REI 60|REI 90|REI 30", ""],
        }
    )
    table = tmp_path / f"requirements.{suffix}"
    if suffix == "xlsx":
        frame.to_excel(table, index=False)
    else:
        frame.to_csv(table, index=False, sep=";")
    command = [sys.executable, "-m", "bimdesk", "run", "Property completeness", str(samples / "house.ifc")]
    done = subprocess.run(
        [*command, "--param", f"table={table}", "--json"], capture_output=True, text=True, check=False
    )
    told = json.loads(done.stdout)
    assert done.returncode == 1, told
    lines = rows_by(told["result"]["requirements"], "class")
    assert set(lines) == {"IfcWall", "IfcDoor"}
    assert lines["IfcDoor"]["missing"] == 6
