"""The report on georeferencing, units and header: the sample house, and files with one thing changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builtin_bench import found, rows_by, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]
NAME = "georeferencing_report"


@pytest.fixture
def house(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_the_house_lies_where_its_file_says(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path, epsg="28992", length_unit="METRE")
    assert (ended.status, ended.result["problems"]) == (Status.SUCCESS, [])
    assert ended.sentence == "IFC4, one unit is 1 m; georeferenced by a map conversion to EPSG:28992."
    facts = rows_by(ended.result["facts"], "part", "name")
    assert facts["Header", "Author"]["value"] == "Astrid Lindqvist"
    assert facts["Units", "Length"]["value"] == "Metre"


def test_that_another_agreement_is_told(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(NAME, house, tmp_path, epsg="EPSG:25832", length_unit="MILLIMETRE", far=10)
    assert ended.status is Status.FAILED
    assert found(ended).keys() == {"crs", "units", "far"}


@pytest.mark.parametrize(
    ("pattern", "replacement", "check"),
    [
        (r"(?m)^#\d+=IFCMAPCONVERSION\(.*\n", "", "site-only"),
        (r"'EPSG:28992'", "''", "no-crs"),
        (r"(=IFCMAPCONVERSION\(.*),[^,]*\);", r"\1,1000.);", "scale"),
        (r"('Model',3,.*),\$\);", r"\1,#9999999);\n#9999999=IFCDIRECTION((1.,0.));", "true-north"),
    ],
    ids=["site-only", "no-crs", "scale", "true-north"],
)
def test_that_a_changed_file_is_found_out(
    pattern: str, replacement: str, check: str, imported_folder: Imported, samples: Path, tmp_path: Path
) -> None:
    text = (samples / "house.ifc").read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text)
    assert changed != text
    file = tmp_path / "changed.ifc"
    file.write_text(changed, encoding="utf-8")
    assert check in found(run_builtin(NAME, imported_folder(file), tmp_path / "files"))
