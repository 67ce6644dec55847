"""Colours of the file, and which elements IfcOpenShell must tessellate."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import ifcopenshell
import pytest
from step_text import PROJECT, block, step_file

from bimdesk.ifc.geometry_blocks import empty_block
from bimdesk.ifc.geometry_child import ShapesChild
from bimdesk.ifc.geometry_lite import tessellate
from bimdesk.ifc.geometry_plan import Plan, merge, plan_shapes
from bimdesk.ifc.index_writer import Indexer

RED = (0.9, 0.1, 0.1, 1.0)
GLASS = (0.2, 0.4, 0.8, 0.25)
STYLES = """#900=IFCCOLOURRGB($,0.9,0.1,0.1);
#901=IFCSURFACESTYLERENDERING(#900,0.,$,$,$,$,$,$,.FLAT.);
#902=IFCSURFACESTYLE($,.BOTH.,(#901));
#903=IFCCOLOURRGB($,0.2,0.4,0.8);
#904=IFCSURFACESTYLERENDERING(#903,0.75,$,$,$,$,$,$,.FLAT.);
#905=IFCSURFACESTYLE($,.BOTH.,(#904));
"""


def product(step_id: int, shape: int) -> str:
    return f"#{step_id}=IFCBUILDINGELEMENTPROXY('{step_id:022d}',$,$,$,$,$,#{shape},$,$);\n"


def styled(step_id: int, item: int, style: int) -> str:
    return f"#{step_id}=IFCSTYLEDITEM(#{item},(#{style}),$);\n"


def planned(tmp_path: Path, lines: str, *, with_lite: bool = True) -> tuple[Plan, Path]:
    data = step_file(PROJECT + STYLES + lines)
    path = tmp_path / "a.ifc"
    path.write_bytes(data)
    model = ifcopenshell.open(path)
    first = tessellate(data) if with_lite else empty_block()
    return plan_shapes(model, Indexer(model), first), path


def color(plan: Plan, step_id: int) -> tuple[float, ...]:
    found = plan.colors[step_id]
    assert found is not None
    return tuple(round(value, 4) for value in found)


def test_that_the_style_of_an_item_is_its_colour(tmp_path: Path) -> None:
    plan, _ = planned(tmp_path, product(100, 200) + block(200) + styled(300, 202, 905))
    assert color(plan, 100) == GLASS


def test_that_an_element_without_style_has_no_colour(tmp_path: Path) -> None:
    plan, _ = planned(tmp_path, product(100, 200) + block(200))
    assert plan.colors == {100: None}


def test_that_the_style_of_the_material_counts_where_the_item_has_none(tmp_path: Path) -> None:
    lines = (
        product(100, 200)
        + block(200)
        + "#310=IFCMATERIAL('Steel',$,$);\n"
        + "#311=IFCRELASSOCIATESMATERIAL('0000000000000000000311',$,$,$,(#100),#310);\n"
        + "#312=IFCSTYLEDITEM($,(#902),$);\n"
        + "#313=IFCSTYLEDREPRESENTATION(#5,'Style','Material',(#312));\n"
        + "#314=IFCMATERIALDEFINITIONREPRESENTATION($,$,(#313),#310);\n"
    )
    plan, _ = planned(tmp_path, lines)
    assert color(plan, 100) == RED


def test_that_styles_are_found_through_mapped_items(tmp_path: Path) -> None:
    lines = (
        product(100, 400)
        + block(200)
        + styled(300, 202, 902)
        + "#400=IFCPRODUCTDEFINITIONSHAPE($,$,(#401));\n"
        + "#401=IFCSHAPEREPRESENTATION(#5,'Body','MappedRepresentation',(#402));\n"
        + "#402=IFCMAPPEDITEM(#403,#404);\n"
        + "#403=IFCREPRESENTATIONMAP(#6,#201);\n"
        + "#404=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#7,$,$);\n"
    )
    plan, _ = planned(tmp_path, lines)
    assert color(plan, 100) == RED


def test_that_an_element_of_several_colours_is_tessellated_in_parts(tmp_path: Path) -> None:
    both = block(200).replace("(#202)", "(#202,#252)") + block(250, at=(2000.0, 0.0, 0.0))
    lines = product(100, 200) + both + styled(300, 202, 902) + styled(301, 252, 905)
    plan, path = planned(tmp_path, lines)
    assert plan.several == [100]
    outcome = ShapesChild(path, plan.ids, tmp_path).wait({100: "IfcBuildingElementProxy"})
    assert outcome.block is not None
    merged = merge(tessellate(path.read_bytes()), outcome.block, plan, {100: "IfcBuildingElementProxy"})
    assert merged.part_counts.tolist() == [2]
    parts = sorted(tuple(round(float(value), 2) for value in row) for row in merged.colors)
    assert parts == [(0.2, 0.4, 0.8, 0.25), (0.9, 0.1, 0.1, 1.0)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ifc"]


SABOTAGE = """
import os, signal, sys, time
sys.argv[1:] = []
import bimdesk.ifc.geometry_shapes as shapes
create = shapes.ifcopenshell.geom.create_shape
def sabotaged(settings, product, **options):
    if product.id() == 101:
        {deed}
    return create(settings, product, **options)
shapes.ifcopenshell.geom.create_shape = sabotaged
shapes._all_together = lambda model, ids: os.kill(os.getpid(), signal.SIGKILL)
sys.exit(shapes.run_shapes_job(sys.stdin.buffer.readline(), sys.stdin.buffer))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="crashes are made with POSIX signals")
@pytest.mark.parametrize(
    ("deed", "crashed", "late"),
    [
        (f"os.kill(os.getpid(), {int(signal.SIGSEGV)})", [101], []),
        ("time.sleep(600)", [], [101]),
    ],
)
def test_that_a_crash_or_an_endless_shape_costs_one_element(
    tmp_path: Path, deed: str, crashed: list[int], late: list[int]
) -> None:
    lines = "".join(product(100 + row, 200 + 20 * row) + block(200 + 20 * row) for row in range(4))
    plan, path = planned(tmp_path, lines, with_lite=False)
    assert plan.missing == [100, 101, 102, 103]
    command = (sys.executable, "-c", SABOTAGE.format(deed=deed))
    child = ShapesChild(path, plan.ids, tmp_path, command=command, element_s=3.0)
    outcome = child.wait(dict.fromkeys(plan.ids, "IfcBuildingElementProxy"))
    assert (outcome.crashed, outcome.late, outcome.unfinished) == (crashed, late, [])
    assert outcome.block is not None
    assert sorted(outcome.block.element_ids.tolist()) == [100, 102, 103]


def test_that_a_child_that_cannot_start_leaves_all_unfinished(tmp_path: Path) -> None:
    plan, path = planned(tmp_path, product(100, 200) + block(200), with_lite=False)
    child = ShapesChild(path, plan.ids, tmp_path, command=(sys.executable, "-c", "raise SystemExit(3)"))
    outcome = child.wait({100: "IfcBuildingElementProxy"})
    assert (outcome.block, outcome.unfinished) == (None, [100])


def test_that_curves_are_no_body_though_they_are_called_so(tmp_path: Path) -> None:
    lines = (
        product(100, 200)
        + "#200=IFCPRODUCTDEFINITIONSHAPE($,$,(#201));\n"
        + "#201=IFCSHAPEREPRESENTATION(#5,'Body','GeometricSet',(#202));\n"
        + "#202=IFCGEOMETRICCURVESET((#203));\n"
        + "#203=IFCPOLYLINE((#7,#204));\n"
        + "#204=IFCCARTESIANPOINT((1.,0.,0.));\n"
    )
    plan, _ = planned(tmp_path, lines)
    assert plan.ids == []
