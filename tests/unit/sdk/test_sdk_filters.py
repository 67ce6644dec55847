"""Scripts filter elements by the text that the window's filters have."""

from __future__ import annotations

import pytest
from sdk_bench import Bench
from small_index import WALL_EAST, WALL_WEST

from bimdesk.domain.filters import FilterError
from bimdesk.index.lookups import QueryError
from bimdesk.sdk.model_view import ModelView


def test_that_a_filter_is_a_step_of_a_query(view: ModelView) -> None:
    walls = view.entities.filter("IfcWall")
    assert [wall.id for wall in walls] == [WALL_EAST, WALL_WEST]
    assert [wall.id for wall in walls.filter("*.FireRating=/REI.*/")] == [WALL_EAST]
    assert walls.filter("", name__endswith="West").count() == 1
    assert (
        view.entities.filter("IfcWall", storey__name="Level 1").values_list("id", flat=True)[0] == WALL_WEST
    )


def test_that_models_are_named_by_their_project(view: ModelView) -> None:
    assert view.entities.filter("model=House").count() == view.entities.count()


def test_that_a_filter_that_cannot_be_read_is_an_error_with_its_place(view: ModelView) -> None:
    with pytest.raises(FilterError, match="Character 6"):
        view.entities.filter("Name==x")


def test_that_materials_have_no_filter_of_elements(view: ModelView) -> None:
    with pytest.raises(QueryError, match="no elements"):
        view.materials.filter("IfcWall")


def test_that_a_script_takes_the_filter_of_its_form(bench: Bench) -> None:
    script = "result = [entity.id for entity in entities.filter(params.which)]"
    assert bench.result(script, which="IfcWall, Name*=Ost") == [WALL_EAST]
