"""Everything that the index knows of one entity."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from small_index import WALL_EAST, WALL_WEST, write_small_index
from tree_index import Entity, write_tree_index

from bimdesk.domain.ids import ElementId
from bimdesk.index.details import MOST_RELATED, EntityDetails, load_details
from bimdesk.index.reader import ModelIndex


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ModelIndex:
    return ModelIndex(write_small_index(tmp_path_factory.mktemp("small")))


def details(index: ModelIndex, number: int) -> EntityDetails:
    found = load_details(index, ElementId(number))
    assert found is not None
    return found


def test_that_attributes_without_value_are_left_out_and_the_step_id_is_told(index: ModelIndex) -> None:
    wall = details(index, WALL_WEST)
    names = {one.name: one.value for one in wall.attributes}
    assert names == {"GlobalId": "2O2Fr$t4X7Zf8NOew3FNtm", "Name": "Außenwand West", "STEP id": "#101"}


def test_that_storey_and_type_are_named(index: ModelIndex) -> None:
    wall = details(index, WALL_EAST)
    assert wall.storey is not None and wall.storey.name == "Level 0"
    assert wall.type is not None and wall.type.name == "Brick 300"


def test_that_a_set_of_the_type_is_marked_and_values_have_their_kind(index: ModelIndex) -> None:
    own, quantities, from_type = details(index, WALL_EAST).groups
    assert (own.from_type, quantities.is_quantity, from_type.from_type) == (False, True, True)
    assert [one.value for one in own.properties] == [True, "REI 60", ["NEW", "EXISTING"], None]


def test_that_layers_keep_order_thickness_and_air(index: ModelIndex) -> None:
    layers = details(index, WALL_EAST).materials
    assert [(one.name, one.thickness) for one in layers] == [("Brick", 0.28), ("", 0.01), ("Plaster", 0.02)]


def test_that_classifications_are_read(index: ModelIndex) -> None:
    (one,) = details(index, WALL_EAST).classifications
    assert (one.system, one.identification, one.name) == ("Uniclass 2015", "EF_25_10", "Walls")


def test_that_relations_are_told_from_both_ends(index: ModelIndex) -> None:
    opening = {(one.relation, one.ifc_class) for one in details(index, 110).relations}
    assert opening == {("host", "IfcWall"), ("filled by", "IfcDoor")}
    door = {(one.relation, one.ifc_class) for one in details(index, 102).relations}
    assert door == {("fills", "IfcOpeningElement"), ("systems", "IfcSystem"), ("systems", "IfcGroup")}
    occurrences = {one.name for one in details(index, 200).relations if one.relation == "occurrences"}
    assert occurrences == {"Außenwand Ost", "Außenwand West"}


def test_that_an_unknown_id_gives_nothing(index: ModelIndex) -> None:
    assert load_details(index, ElementId(99999)) is None


def test_that_a_full_storey_names_some_elements_and_counts_all(tmp_path: Path) -> None:
    storey = Entity(1, "IfcBuildingStorey", name="Full", kind="product")
    walls = [Entity(number, "IfcWall", 1) for number in range(10, 510)]
    with ModelIndex(write_tree_index(tmp_path, [storey, *walls])) as index:
        found = details(index, 1)
    assert len(found.relations) == MOST_RELATED
    assert found.relation_totals == {"contents": 500}


def test_that_lengths_among_attributes_have_the_unit_of_the_project(tmp_path: Path) -> None:
    folder = write_small_index(tmp_path)
    with sqlite3.connect(folder / "index.sqlite") as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('length_unit', '0.001')")
        connection.execute(
            """UPDATE entities SET attributes = '{"OverallHeight": 2100.0, "OperationType": "LEFT"}'
               WHERE id = ?""",
            (WALL_EAST,),
        )
    with ModelIndex(folder) as index:
        units = {one.name: one.unit for one in details(index, WALL_EAST).attributes}
    assert units["OverallHeight"] == "mm" and units["OperationType"] == ""
