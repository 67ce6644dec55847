"""Elements and the functions that take one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sdk_bench import Bench
from small_index import DOOR, GUID_EAST, GUID_TWIN, SPACE, TWIN, WALL_EAST, WALL_WEST

from bimdesk.protocol.messages import FindingMessage
from bimdesk.sdk.model_view import ElementNotFoundError, ModelView


@pytest.mark.parametrize(
    "given", [WALL_EAST, str(WALL_EAST), f"#{WALL_EAST}", GUID_EAST, np.int64(WALL_EAST)]
)
def test_that_an_element_is_meant_by_id_or_global_id(view: ModelView, given: Any) -> None:
    assert view.resolve(given).id == WALL_EAST
    assert view.resolve(view.resolve(given)).ifc_guid == GUID_EAST


@pytest.mark.parametrize("given", [999, "999", "2O2Fr$t4X7Zf8NOew3FXXX", ""])
def test_that_an_element_that_is_not_there_is_an_error(view: ModelView, given: Any) -> None:
    with pytest.raises(ElementNotFoundError, match="The model has no element"):
        view.resolve(given)


@pytest.mark.parametrize("given", [None, 1.5, True, [1]])
def test_that_what_is_no_element_at_all_is_a_type_error(view: ModelView, given: Any) -> None:
    with pytest.raises(TypeError, match="no element"):
        view.resolve(given)


def test_that_a_duplicate_global_id_takes_the_first_and_warns_once(small_folder: Path) -> None:
    warnings: list[str] = []
    view = ModelView(small_folder, warn=warnings.append)
    assert view.resolve(GUID_TWIN).id == SPACE
    assert view.resolve(GUID_TWIN).id == SPACE
    assert warnings == [f"Several elements have the GlobalId {GUID_TWIN}; #{SPACE} is taken."]
    view.close()


def test_that_an_entity_has_all_its_attributes(view: ModelView) -> None:
    wall = view.entities.get(id=WALL_EAST)
    assert (wall.id, wall.ifc_id, wall.ifc_guid, wall.ifc_type) == (100, 100, GUID_EAST, "IfcWall")
    assert (wall.name, wall.description, wall.object_type) == ("Außenwand Ost", "load bearing", "Wall 300")
    assert (wall.tag, wall.predefined_type, wall.has_geometry) == ("T-1", "SOLIDWALL", True)
    assert wall.storey is not None and wall.storey.name == "Level 0" and wall.storey.elevation == 0.0
    assert wall.parent == wall.storey
    assert wall.type is not None and wall.type.name == "Brick 300"
    assert wall.properties == {
        "Pset_WallCommon": {
            "IsExternal": True,
            "FireRating": "REI 60",
            "Status": ["NEW", "EXISTING"],
            "Nothing": None,
            "ThermalTransmittance": 0.24,
        }
    }
    assert wall.quantities == {"Qto_WallBaseQuantities": {"Length": 4.5, "Layers": 3}}
    assert [str(material) for material in wall.materials] == ["Brick", "", "Plaster"]
    assert wall.system is None
    door = view.entities.get(id=DOOR)
    assert door.name is None and door.type is None
    assert door.system is not None and door.system.name == "Heating"
    assert view.storeys[0].name == "Level 0"
    assert len({wall, view.resolve(WALL_EAST), door}) == 2


def test_that_property_sets_are_effective_and_say_where_they_come_from(view: ModelView) -> None:
    sets = [(found.name, found.is_quantity, found.from_type) for found in view.get_properties(WALL_EAST)]
    assert sets == [
        ("Pset_WallCommon", False, False),
        ("Qto_WallBaseQuantities", True, False),
        ("Pset_WallCommon", False, True),
    ]
    assert view.get_properties(WALL_EAST)[2].properties == {"ThermalTransmittance": 0.24}
    assert [found.name for found in view.get_quantities(WALL_EAST)] == ["Qto_WallBaseQuantities"]
    changed = view.get_properties(WALL_WEST)[0]
    changed.properties["IsExternal"] = "spoiled"
    assert view.get_properties(WALL_WEST)[0]["IsExternal"] is False


def test_that_geometry_is_in_world_metres_with_whole_faces(view: ModelView) -> None:
    geometry = view.get_geometry(str(WALL_EAST))
    assert geometry is not None
    assert geometry["vertices"].dtype == np.float64
    assert geometry["faces"].dtype == np.int32
    assert geometry["vertices"].shape == (4, 3)
    assert geometry["vertices"][1].tolist() == [1_000_001.0, 2_000_000.0, 100.0]
    assert geometry["faces"].tolist() == [[0, 1, 2], [0, 1, 3]]
    assert view.get_geometry(DOOR) is None


def test_that_containers_and_parts_follow_wholes_and_hosts(view: ModelView) -> None:
    def container(number: int) -> str | None:
        found = view.get_container(number)
        return None if found is None else found.name

    assert container(WALL_EAST) == "Level 0"
    assert container(DOOR) == "Level 0"
    assert container(105) == "House A"
    assert container(SPACE) == "Level 0"
    assert [part.name for part in view.get_parts(TWIN)] == ["Part"]
    assert [part.id for part in view.get_parts(3)] == [4, 5, TWIN]


def test_that_materials_and_classifications_say_how_they_are_used(view: ModelView) -> None:
    layers = [(layer.name, layer.thickness, layer.from_type) for layer in view.get_materials(WALL_EAST)]
    assert layers == [("Brick", 0.28, True), ("", 0.01, True), ("Plaster", 0.02, True)]
    assert [(str(one), one.from_type) for one in view.get_classifications(WALL_WEST)] == [("EF_25_10", True)]


def test_that_an_entity_of_another_model_is_asked_in_its_own(view: ModelView, small_folder: Path) -> None:
    other = ModelView(small_folder)
    wall = other.entities.get(id=WALL_EAST)
    assert view.get_properties(wall)[0].name == "Pset_WallCommon"
    assert wall != view.resolve(WALL_EAST)
    other.close()


def test_that_a_finding_takes_elements_in_any_form(bench: Bench) -> None:
    bench.run(
        "finding(100, 'one')\n"
        "walls = entities.filter(ifc_type__is='IfcWall')\n"
        "finding(walls, 'two', severity='warn', check='c', level=np.int64(3))\n"
        f"finding(['100', 101, '{GUID_EAST}'], 'no repeats', 'info')\n"
        "finding(roots.get(ifc_type='IfcRelAggregates'), 'a relationship')\n"
        "finding(400, 'a property set')\n"
        "finding(None, 'the model')\n"
    )
    found = [message for message in bench.said if isinstance(message, FindingMessage)]
    assert [message.elements for message in found] == [[100], [100, 101], [100, 101], [500], [400], []]
    assert found[0].guids == [GUID_EAST]
    assert (found[1].severity, found[1].check, found[1].data) == ("warning", "c", {"level": 3})
