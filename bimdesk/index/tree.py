"""The spatial tree of one model version: project > site > building > storey > class > element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bimdesk.domain.ids import ElementId
from bimdesk.index.elements import (
    NO_ELEMENTS,
    Elements,
    ElementTable,
    Ids,
    parted,
    read_columns,
    read_element_table,
    spatial_classes,
)
from bimdesk.index.reader import ModelIndex

_CASES = ("StandardCase", "ElementedCase")
_DEEPEST = 1000
"""Parts of parts up to which the spatial entity above is looked for; a circle in a broken file has no end."""


@dataclass(slots=True)
class TreeNode:
    """A spatial entity, a group of one class, or (`kind` "rest") what is in no storey.

    `total`: elements in it and below. `elements` are those of a class group, in order of their names.
    """

    kind: str
    name: str
    ifc_class: str = ""
    id: ElementId | None = None
    long_name: str = ""
    elevation: float | None = None
    children: list[TreeNode] = field(default_factory=list)
    elements: Elements = NO_ELEMENTS
    total: int = 0

    def walk(self) -> Iterator[TreeNode]:
        """The node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def base_class(ifc_class: str) -> str:
    """IfcWallStandardCase and IfcWall belong together: `IfcWall`."""
    for case in _CASES:
        if ifc_class.endswith(case) and len(ifc_class) > len(case) + 3:
            return ifc_class.removesuffix(case)
    return ifc_class


def by_base_class(table: ElementTable, at: Ids) -> Iterator[tuple[str, Elements]]:
    """Some elements of a table, parted by class; the cases of a class go with it."""
    bases = [base_class(name) for name in table.classes]
    names = tuple(dict.fromkeys(bases))
    codes = np.array([names.index(name) for name in bases], dtype=np.int64)
    for code, places in parted(codes[table.class_codes[at]]):
        yield names[code], Elements(table, at[places])


def load_tree(index: ModelIndex, table: ElementTable | None = None) -> TreeNode:
    """The whole tree, its root the IfcProject; `table` where the elements were read before."""
    table = table or read_element_table(index)
    nodes: dict[int, TreeNode] = {}
    parents: dict[int, int | None] = {}
    root: TreeNode | None = None
    for number, kind, ifc_class, name, long_name, parent, elevation in _spatial_rows(index):
        words = (name, long_name or "") if name else (long_name or "", "")
        node = TreeNode("spatial", words[0], ifc_class, ElementId(number), words[1], elevation)
        nodes[number], parents[number] = node, parent
        if kind == "project" and root is None:
            root = node
    root = root or TreeNode("spatial", index.meta.get("project_name", ""), "IfcProject")
    rest = TreeNode("rest", "")
    for owner, at in parted(_owners(index, table, np.array(sorted(nodes), dtype=np.int64))):
        into = nodes.get(owner, rest)
        for name, elements in by_base_class(table, at):
            into.children.append(TreeNode("class", name, name, elements=elements))
    _hang_nodes(nodes, parents, root, rest)
    if rest.children:
        root.children.append(rest)
    _count(root)
    return root


def _spatial_rows(index: ModelIndex) -> Iterator[tuple[Any, ...]]:
    names = sorted(spatial_classes(index))
    marks = ", ".join("?" * len(names))
    return index.rows(
        "SELECT id, kind, class, name, long_name, parent_id, elevation FROM entities"
        f" WHERE kind = 'project' OR (kind = 'product' AND class IN ({marks})) ORDER BY id",
        tuple(names),
    )


def _owners(index: ModelIndex, table: ElementTable, spatial: Ids) -> Ids:
    """int64 (n,): the nearest of the `spatial` entities (ascending) above each element; -1 for none."""
    sql = (
        "SELECT json_group_array(id), json_group_array(parent_id) FROM entities"
        " WHERE kind = 'product' AND parent_id IS NOT NULL"
    )
    ids, above = (np.array(column, dtype=np.int64) for column in read_columns(index, sql))
    parents = np.full(len(table), -1, dtype=np.int64)
    at = table.find(ids)
    parents[at[at >= 0]] = above[at >= 0]
    owners = parents.copy()
    waiting = np.arange(len(table))
    for _step in range(_DEEPEST):
        waiting = waiting[(owners[waiting] >= 0) & ~np.isin(owners[waiting], spatial)]
        if not len(waiting):
            return owners
        places = table.find(owners[waiting])  # the parent is an element itself: look above that
        owners[waiting] = np.where(places >= 0, parents[places], -1)
    owners[waiting] = -1
    return owners


def _hang_nodes(
    nodes: dict[int, TreeNode], parents: dict[int, int | None], root: TreeNode, rest: TreeNode
) -> None:
    """Put each spatial entity under the one above; those in a circle or without parent go under the root."""
    for number, node in nodes.items():
        if node is root:
            continue
        above = parents[number]
        parent = nodes[above] if above in nodes and not _circles(number, parents) else root
        parent.children.append(node)
    for node in (*nodes.values(), root, rest):
        node.children.sort(key=_order)


def _circles(number: int, parents: dict[int, int | None]) -> bool:
    seen: set[int] = set()
    at: int | None = number
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def _order(node: TreeNode) -> tuple[int, float, str]:
    """Spatial entities first, the highest storey on top; then classes by name."""
    if node.kind == "spatial":
        return 0, -(node.elevation or 0.0), node.name.casefold()
    return (1 if node.kind == "class" else 2), 0.0, node.name


def _count(node: TreeNode) -> int:
    node.total = len(node.elements) + sum(_count(child) for child in node.children)
    return node.total
