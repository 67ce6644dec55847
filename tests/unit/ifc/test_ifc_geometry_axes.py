"""Alignments: their axis in space, also where the file has but a layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.api.alignment
import ifcopenshell.api.context
import ifcopenshell.api.root
import ifcopenshell.api.unit
import pytest
from geometry_bench import box_of, mesh_of

make: Any = ifcopenshell.api


@pytest.fixture
def road() -> Any:
    """A bend of 30 m between two straights of 100 m, on a ramp to 5 m that levels out at 150 m."""
    model: Any = ifcopenshell.file(schema="IFC4X3_ADD2")
    make.root.create_entity(model, "IfcProject", name="Road")
    make.unit.assign_unit(model, length={"is_metric": True, "raw": "METERS"})
    context = make.context.add_context(model, "Model")
    make.context.add_context(model, "Model", "Axis", "MODEL_VIEW", parent=context)
    plan, heights = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0)], [(0.0, 0.0), (50.0, 5.0), (150.0, 5.0)]
    make.alignment.create_by_pi_method(model, "A", plan, [30.0], heights, [20.0])
    return model


def box(model: Any, folder: Path) -> list[float]:
    path = folder / "road.ifc"
    model.write(str(path))
    (alignment,) = model.by_type("IfcAlignment")
    mesh = mesh_of(path, folder)
    assert mesh.triangle_count == 0
    assert len(mesh.edges) > 100
    return box_of(mesh, alignment.id())


def test_that_an_alignment_is_drawn_in_space_and_not_as_its_plan(road: Any, tmp_path: Path) -> None:
    assert box(road, tmp_path)[5] == pytest.approx(5.0, abs=0.01)


def test_that_an_alignment_with_but_a_layout_gets_its_axis(road: Any, tmp_path: Path) -> None:
    whole = box(road, tmp_path)
    for product in (*road.by_type("IfcAlignment"), *road.by_type("IfcAlignmentSegment")):
        product.Representation = None
    assert box(road, tmp_path) == whole


def test_that_a_broken_layout_costs_its_own_line_only(road: Any, tmp_path: Path) -> None:
    for product in (*road.by_type("IfcAlignment"), *road.by_type("IfcAlignmentSegment")):
        product.Representation = None
    for segment in road.by_type("IfcAlignmentSegment"):
        segment.DesignParameters = None
    path = tmp_path / "road.ifc"
    road.write(str(path))
    assert mesh_of(path, tmp_path).element_count == 0
