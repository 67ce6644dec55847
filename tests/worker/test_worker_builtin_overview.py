"""Model statistics and quantity take-off, against hand-checked figures of the sample house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from builtin_bench import found, rows_by, run_builtin

from bimdesk.domain.execution import Status

Imported = Callable[[Path], Path]


@pytest.fixture
def house(imported_folder: Imported, samples: Path) -> Path:
    return imported_folder(samples / "house.ifc")


def test_that_statistics_count_classes_storeys_and_shapes(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("model_statistics", house, tmp_path)
    assert ended.status is Status.SUCCESS
    assert (ended.result["elements"], ended.result["without_shape"]) == (100, 2)
    classes = rows_by(ended.result["classes"], "class")
    assert classes["IfcWall"]["elements"] == 18
    assert (classes["IfcColumn"]["triangles"], classes["IfcColumn"]["types"]) == (24, 1)
    assert sum(ended.result["by_storey"].values()) == 100
    assert ended.result["triangles"] == sum(row["triangles"] for row in classes.values())
    kinds = [output.kind for output in ended.state.outputs]
    assert (kinds.count("kpi"), kinds.count("chart"), kinds.count("table")) == (8, 5, 5)


def test_that_statistics_name_heavy_elements(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("model_statistics", house, tmp_path, element_class="IfcWindow", heavy_triangles=100)
    heavy = [finding.data["triangles"] for finding in ended.state.findings]
    assert len(heavy) == ended.result["heavy"] > 0
    assert min(heavy) >= 100


def test_that_statistics_of_nothing_are_a_warning(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("model_statistics", house, tmp_path, element_class="IfcBridge")
    assert (ended.status, ended.result["elements"]) == (Status.WARNING, 0)


def test_that_the_take_off_prefers_what_the_file_states(house: Path, tmp_path: Path) -> None:
    ended = run_builtin("quantity_takeoff", house, tmp_path)
    assert ended.status is Status.SUCCESS
    totals = rows_by(ended.result["totals"], "class", "type")
    outer = totals["IfcWall", "Outer wall 350"]
    assert (outer["count"], outer["volume m³"], outer["volume from"]) == (10, 62.552, "authored")
    column = totals["IfcColumn", "Larch column 140 x 140"]
    assert column["volume m³"] == pytest.approx(2 * 0.14 * 0.14 * 2.85, abs=0.001)
    assert (column["volume from"], column["area from"]) == ("authored", "geometry")
    assert set(found(ended)) == {"not-authored"}, "the roof and the stair consist of parts"
    assert len(pd.read_excel(tmp_path / "take-off.xlsx")) == len(totals)
    frame = pd.read_csv(tmp_path / "take-off elements.csv")
    assert len(frame) == 100
    assert frame["volume m³"].sum() == pytest.approx(
        sum(row["volume m³"] for row in totals.values()), abs=0.05
    )


def test_that_measured_volumes_agree_with_authored_ones(house: Path, tmp_path: Path) -> None:
    """The samples' quantities come from the plan, the shapes are triangulated: two ways to one number."""
    by_source = {
        source: rows_by(
            run_builtin(
                "quantity_takeoff", house, tmp_path / source, element_class="IfcWall", source=source
            ).result["totals"],
            "type",
        )
        for source in ("authored", "geometry")
    }
    for kind, row in by_source["authored"].items():
        measured = by_source["geometry"][kind]
        assert measured["volume from"] == "geometry"
        for column in ("volume m³", "area m²"):
            assert measured[column] == pytest.approx(row[column], rel=0.01), (kind, column)


def test_that_the_take_off_groups_by_storey_and_material(house: Path, tmp_path: Path) -> None:
    ended = run_builtin(
        "quantity_takeoff",
        house,
        tmp_path,
        element_class="IfcDoor",
        group_by=["storey", "material"],
        file_name="",
    )
    assert sum(row["count"] for row in ended.result["totals"]) == 7
    assert {row["storey"] for row in ended.result["totals"]} == {"Ground floor", "First floor"}
    assert ended.state.files == []
    nothing = run_builtin("quantity_takeoff", house, tmp_path, element_class="IfcBridge")
    assert (nothing.status, nothing.result["totals"]) == (Status.WARNING, [])
