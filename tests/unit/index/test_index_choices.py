"""The choices of a model: counts with subtypes, storeys by height, references that are unique."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from bimdesk.domain.ids import ElementId
from bimdesk.index.choices import CHOICE_KINDS, class_elements, element_names, find_element, read_choices
from bimdesk.index.schema import INDEXES, TABLES

_ENTITIES = [
    # id, kind, guid, class, name, long_name, storey_id, type_id, elevation
    (1, "product", "s1", "IfcBuildingStorey", "Ground", None, 1, None, 0.0),
    (2, "product", "s2", "IfcBuildingStorey", "Upper", None, 2, None, 3.1),
    (10, "product", "w1", "IfcWall", "Wall 1", None, 1, 50, None),
    (11, "product", "w2", "IfcWallStandardCase", "Wall 2", None, 2, 50, None),
    (12, "product", "w2", "IfcDoor", "Door", None, 2, None, None),
    (13, "product", "sp", "IfcSpace", "", "Kitchen", 1, None, None),
    (50, "type", "t1", "IfcWallType", "Brick 200", None, None, None, None),
    (60, "group", "g1", "IfcSystem", "Heating", None, None, None, None),
]
_PARENTS = {
    "IfcWall": ["IfcBuildingElement", "IfcProduct"],
    "IfcWallStandardCase": ["IfcWall", "IfcBuildingElement", "IfcProduct"],
    "IfcDoor": ["IfcBuildingElement", "IfcProduct"],
    "IfcSpace": ["IfcProduct"],
    "IfcBuildingStorey": ["IfcProduct"],
}


@pytest.fixture
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES + INDEXES)
    connection.executemany(
        "INSERT INTO entities (id, kind, guid, class, name, long_name, storey_id, type_id, elevation)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _ENTITIES,
    )
    for name, parents in _PARENTS.items():
        above = [name, *parents, "IfcObject", "IfcObjectDefinition", "IfcRoot"]
        connection.executemany(
            "INSERT INTO class_parents VALUES (?, ?)", [(name, parent) for parent in above]
        )
    connection.execute("INSERT INTO psets VALUES (70, 70, 'IfcPropertySet', 'p', 'Pset_WallCommon', NULL, 0)")
    connection.execute("INSERT INTO properties VALUES (70, 0, 'IsExternal', 1, 'bool', 'IfcBoolean', NULL)")
    connection.executemany("INSERT INTO entity_psets VALUES (?, 0, 70, 0)", [(10,), (11,), (50,)])
    connection.execute("INSERT INTO materials VALUES (80, 'Brick', 'masonry', NULL)")
    connection.execute("INSERT INTO entity_materials VALUES (10, 0, 80, 'layer', NULL, NULL, 0.2, NULL, 0)")
    connection.execute("INSERT INTO classifications VALUES (90, 'Uniclass', 'EF_25_10', 'Walls', NULL)")
    connection.execute("INSERT INTO entity_classifications VALUES (10, 90, 0)")
    connection.execute("INSERT INTO relations VALUES ('groups', 60, 12)")
    yield connection
    connection.close()


def test_that_a_class_counts_its_subtypes_and_what_is_above_products_is_left_out(
    index: sqlite3.Connection,
) -> None:
    choices = read_choices(index, {"ifc-class"})
    counts = {choice.value: choice.count for choice in choices.of("ifc-class")}
    assert counts == {
        "IfcBuildingElement": 3,
        "IfcBuildingStorey": 2,
        "IfcDoor": 1,
        "IfcProduct": 6,
        "IfcSpace": 1,
        "IfcWall": 2,
        "IfcWallStandardCase": 1,
    }
    assert choices.count("ifc-class", "ifcwall") == 2
    assert choices.count("ifc-class", "IfcBeam") == 0


def test_that_storeys_come_from_the_top_down_with_their_height(index: sqlite3.Connection) -> None:
    storeys = read_choices(index, {"storey"}).of("storey")
    assert [(one.value, one.detail, one.count) for one in storeys] == [
        ("Upper", "3.10 m", 2),
        ("Ground", "0.00 m", 2),
    ]


def test_that_class_and_storey_together_are_counted(index: sqlite3.Connection) -> None:
    choices = read_choices(index, {"ifc-class", "storey"})
    assert choices.count_in_storeys("IfcWall", ["Upper"]) == 1
    assert choices.count_in_storeys("IfcWall", ["Upper", "Ground"]) == 2


def test_that_a_property_counts_products_and_not_types(index: sqlite3.Connection) -> None:
    (choice,) = read_choices(index, {"property"}).of("property")
    assert (choice.value, choice.count, choice.detail) == ("Pset_WallCommon.IsExternal", 2, "IfcBoolean")


@pytest.mark.parametrize(
    ("kind", "value", "count"),
    [
        ("space", "Kitchen", 1),
        ("property-set", "Pset_WallCommon", 2),
        ("material", "Brick", 1),
        ("classification", "EF_25_10", 1),
        ("type", "Brick 200", 2),
        ("system", "Heating", 1),
    ],
)
def test_that_each_kind_is_read(index: sqlite3.Connection, kind: str, value: str, count: int) -> None:
    assert [(one.value, one.count) for one in read_choices(index, CHOICE_KINDS).of(kind)] == [(value, count)]


def test_that_an_unknown_kind_gives_no_choices(index: sqlite3.Connection) -> None:
    assert read_choices(index, {"colour"}).of("colour") == ()


def test_that_the_elements_of_a_class_can_be_narrowed_to_storeys(index: sqlite3.Connection) -> None:
    assert class_elements(index, "IfcWall") == [10, 11]
    assert class_elements(index, "IfcWall", storeys=["Upper"]) == [11]


def test_that_an_element_with_a_shared_globalid_is_named_by_its_step_id(index: sqlite3.Connection) -> None:
    names = element_names(index, [ElementId(10), ElementId(12), ElementId(999)])
    assert names == {10: ("IfcWall", "Wall 1", "w1"), 12: ("IfcDoor", "Door", "12")}


def test_that_an_element_is_found_by_globalid_and_by_step_id(index: sqlite3.Connection) -> None:
    assert find_element(index, "w1") == 10
    assert find_element(index, "#12") == 12
    assert find_element(index, "no such") is None
