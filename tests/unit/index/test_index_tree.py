"""The spatial tree of an index: owners, groups, order, and files that are broken."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tree_index import Entity, house, write_tree_index

from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeNode, base_class, load_tree


def read(folder: Path, entities: list[Entity]) -> TreeNode:
    with ModelIndex(write_tree_index(folder, entities)) as index:
        return load_tree(index)


def find(root: TreeNode, name: str) -> TreeNode:
    return next(node for node in root.walk() if node.name == name)


def test_that_the_highest_storey_stands_on_top(tmp_path: Path) -> None:
    building = find(read(tmp_path, house()), "House")
    assert [storey.name for storey in building.children] == ["Upper", "Ground"]


def test_that_walls_of_both_classes_are_one_group_sorted_by_name(tmp_path: Path) -> None:
    group = find(read(tmp_path, house()), "IfcWall")
    assert [(one.name, one.ifc_class) for one in group.elements] == [
        ("Wall A", "IfcWall"),
        ("Wall B", "IfcWallStandardCase"),
    ]


def test_that_what_stands_in_a_space_belongs_to_the_storey(tmp_path: Path) -> None:
    ground = find(read(tmp_path, house()), "Ground")
    assert {group.ifc_class for group in ground.children} == {"IfcWall", "IfcSpace", "IfcFurnishingElement"}


def test_that_elements_without_container_stand_apart_and_last(tmp_path: Path) -> None:
    root = read(tmp_path, house())
    assert root.children[-1].kind == "rest"
    assert [one.name for one in root.children[-1].children[0].elements] == ["Lost beam"]


def test_that_totals_count_all_elements_below(tmp_path: Path) -> None:
    root = read(tmp_path, house(doors=7))
    assert root.total == 12
    assert find(root, "Upper").total == 7


def test_that_an_index_without_project_still_has_a_tree(tmp_path: Path) -> None:
    root = read(tmp_path, [Entity(5, "IfcWall", None, "Alone")])
    assert root.ifc_class == "IfcProject"
    assert root.total == 1


def test_that_storeys_in_a_circle_are_shown_under_the_project(tmp_path: Path) -> None:
    entities = [
        Entity(1, "IfcProject", kind="project"),
        Entity(2, "IfcBuildingStorey", 3, "One"),
        Entity(3, "IfcBuildingStorey", 2, "Two"),
        Entity(4, "IfcWall", 2, "Wall"),
    ]
    root = read(tmp_path, entities)
    assert {node.name for node in root.children} == {"One", "Two"}
    assert root.total == 1


def test_that_the_class_names_of_cases_lose_their_ending() -> None:
    assert base_class("IfcSlabElementedCase") == "IfcSlab"
    assert base_class("IfcWindow") == "IfcWindow"


CLASSES = st.sampled_from(["IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcSpace", "IfcWall", "IfcDoor"])


@given(st.lists(st.tuples(CLASSES, st.integers(0, 14)), min_size=1, max_size=14))
@settings(max_examples=60, deadline=None)
def test_that_every_product_stands_in_the_tree_exactly_once(rows: list[tuple[str, int]]) -> None:
    entities = [Entity(1, "IfcProject", kind="project")]
    entities += [
        Entity(number, ifc_class, parent or None) for number, (ifc_class, parent) in enumerate(rows, 2)
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = read(Path(folder), entities)
    shown = [node.id for node in root.walk() if node.id is not None]
    shown += [one.id for node in root.walk() for one in node.elements]
    assert sorted(shown) == [entity.id for entity in entities]
