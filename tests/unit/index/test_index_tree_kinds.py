"""The trees by class, type, system, material and classification on a small model."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_index import write_small_index

from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeNode
from bimdesk.index.tree_kinds import TreeKind, load_tree_kind


@pytest.fixture
def index(tmp_path: Path) -> ModelIndex:
    write_small_index(tmp_path / "model")
    return ModelIndex(tmp_path / "model")


def elements(node: TreeNode) -> set[int]:
    return {element for one in node.walk() for element in one.elements.ids.tolist()}


def names(node: TreeNode) -> dict[str, set[int]]:
    """Kind and name of each node with elements directly in it -> their ids."""
    return {
        f"{one.kind}:{one.name}": set(one.elements.ids.tolist())
        for one in node.walk()
        if one.elements.ids.tolist()
    }


@pytest.mark.parametrize("kind", list(TreeKind))
def test_that_every_tree_holds_every_element(index: ModelIndex, kind: TreeKind) -> None:
    expected = {
        element
        for node in load_tree_kind(index, TreeKind.SPATIAL).walk()
        for element in node.elements.ids.tolist()
    }
    root = load_tree_kind(index, kind)
    assert elements(root) == expected
    assert root.total == len(expected)


def test_that_types_hold_their_occurrences_and_the_rest_is_last(index: ModelIndex) -> None:
    root = load_tree_kind(index, TreeKind.TYPE)
    assert names(root)["type:Brick 300"] == {100, 101}
    assert root.children[-1].kind == "rest"


def test_that_an_element_stands_under_each_of_its_materials_and_counts_once(index: ModelIndex) -> None:
    root = load_tree_kind(index, TreeKind.MATERIAL)
    holders = [
        node
        for node in root.walk()
        if node.kind == "material" and any(100 in c.elements.ids for c in node.walk())
    ]
    assert len(holders) > 1
    assert root.total == len(elements(root))


def test_that_the_class_tree_keeps_classes_as_written(index: ModelIndex) -> None:
    found = names(load_tree_kind(index, TreeKind.CLASS))
    assert found["class:IfcWallStandardCase"] == {101}
