"""The first picture of a model with many small cuts, and the exact one after it."""

from __future__ import annotations

import pytest
from step_text import PROJECT, block, step_file

from bimdesk.ifc import geometry_first
from bimdesk.ifc.geometry_blocks import take
from bimdesk.ifc.geometry_first import FirstGeometry, completed, has_many_cuts
from bimdesk.ifc.geometry_lite import TessellationError, tessellate


def notched(number: int) -> str:
    """A beam of four metres out of which a cube of 0.2 is cut."""
    first = 1000 + 100 * number
    beam = block(first + 10, at=(0.0, 0.0, 0.0), size=4000.0)
    notch = block(first + 30, at=(1000.0, 0.0, 3900.0), size=200.0)
    return (
        beam
        + notch
        + f"#{first}=IFCBUILDINGELEMENTPROXY('{first:022d}',$,$,$,$,$,#{first + 1},$,$);\n"
        + f"#{first + 1}=IFCPRODUCTDEFINITIONSHAPE($,$,(#{first + 2}));\n"
        + f"#{first + 2}=IFCSHAPEREPRESENTATION(#5,'Body','CSG',(#{first + 3}));\n"
        + f"#{first + 3}=IFCBOOLEANRESULT(.DIFFERENCE.,#{first + 12},#{first + 32});\n"
    )


def model(count: int) -> bytes:
    return step_file(PROJECT + "".join(notched(number) for number in range(count)))


def test_that_many_small_cuts_come_after_the_first_picture() -> None:
    data = model(geometry_first.MANY_CUTS)
    first = FirstGeometry(data)
    assert not first.is_exact
    assert set(first.block.face_counts.tolist()) == {12}
    first.begin()
    exact, problem = first.exact()
    assert problem == ""
    assert exact.element_ids.tolist() == first.block.element_ids.tolist()
    assert min(exact.face_counts.tolist()) > 12
    wanted = tessellate(data)
    assert (exact.vertices.tobytes(), exact.faces.tobytes()) == (
        wanted.vertices.tobytes(),
        wanted.faces.tobytes(),
    )


def test_that_few_cuts_are_made_at_once() -> None:
    first = FirstGeometry(model(3))
    assert first.is_exact
    first.begin()
    assert first.exact() == (first.block, "")
    assert min(first.block.face_counts.tolist()) > 12


def test_that_a_truth_value_is_no_cut_and_cuts_are_weighed_against_the_size() -> None:
    assert not has_many_cuts(b"IFCBOOLEAN(.T.)" * 1000)
    cuts = b"#1=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#2,#3);\n" * 250
    assert has_many_cuts(cuts)
    assert not has_many_cuts(cuts + b" " * 6_000_000)


def test_that_elements_which_only_the_quick_way_gives_are_kept() -> None:
    quick = tessellate(model(3))
    some = take(quick, quick.element_ids != quick.element_ids[1])
    whole = completed(some, quick)
    assert sorted(whole.element_ids.tolist()) == quick.element_ids.tolist()
    assert whole.triangle_count == quick.triangle_count


def test_that_the_quick_picture_stays_where_the_exact_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    first = FirstGeometry(model(geometry_first.MANY_CUTS))

    def fail(_data: bytes) -> None:
        raise TessellationError("out of luck")

    monkeypatch.setattr(geometry_first, "tessellate", fail)
    first.begin()
    assert first.exact() == (first.block, "out of luck")
