"""Search results of one name are told apart by tag or the end of the GlobalId."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from bimdesk.domain.ids import ElementId, ModelKey
from bimdesk.scene.ids import ElementIds
from bimdesk.services.search import Hit
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.models.search_model import SearchModel, SearchResult

KEY = ModelKey("aa" * 32)


def hit(number: int, name: str, *, tag: str = "") -> Hit:
    return Hit(
        model=KEY,
        element=ElementId(number),
        ifc_class="IfcWall",
        name=name,
        field="Name",
        snippet=name,
        start=0,
        end=len(name),
        rank=(0, 0, 0, 0),
        tag=tag,
        guid=f"{number:022}",
    )


def test_that_hits_of_one_name_are_told_apart(qapp: QApplication) -> None:
    model = SearchModel()
    hits = [hit(1, "Wall"), hit(2, "Wall", tag="A1"), hit(3, "Other")]
    model.set_result(SearchResult(hits, ElementIds()), {KEY: "House"})
    top = model.index(0, 0)
    said = [model.index(row, 0, top).data(Role.SUBTITLE) for row in range(3)]
    assert said == ["IfcWall · …000001", "IfcWall · A1", "IfcWall"]
