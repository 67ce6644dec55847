"""The spatial tree of one model version: project > site > building > storey > class > element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bimdesk.domain.ids import ElementId
from bimdesk.index.reader import ModelIndex

_SPACES = {"IfcSpace", "IfcSpatialZone", "IfcExternalSpatialElement"}
_SPATIAL_ROOTS = ("IfcSpatialStructureElement", "IfcSpatialElement", "IfcSpatialStructureElement")
_CASES = ("StandardCase", "ElementedCase")


class TreeElement(NamedTuple):
    """What a row of an element shows."""

    id: ElementId
    ifc_class: str
    name: str
    tag: str
    guid: str
    has_geometry: bool


@dataclass(slots=True)
class TreeNode:
    """A spatial entity, a group of one class, or (`kind` "rest") what is in no storey.

    `total`: elements in it and below. `elements` are those of a class group, in order of their names;
    `element_ids` runs in parallel, `drawn` of them have geometry.
    """

    kind: str
    name: str
    ifc_class: str = ""
    id: ElementId | None = None
    long_name: str = ""
    elevation: float | None = None
    children: list[TreeNode] = field(default_factory=list)
    elements: list[TreeElement] = field(default_factory=list)
    element_ids: list[ElementId] = field(default_factory=list)
    drawn: int = 0
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


def load_tree(index: ModelIndex) -> TreeNode:
    """The whole tree, its root the IfcProject. Reads every product once (100,000: under a second)."""
    spatial = spatial_classes(index)
    nodes: dict[int, TreeNode] = {}
    parents: dict[int, int | None] = {}
    elements: list[TreeElement] = []
    root: TreeNode | None = None
    query = """SELECT id, kind, class, name, long_name, tag, guid, parent_id, elevation,
               has_geometry FROM entities
               WHERE kind IN ('product', 'project')"""
    for number, kind, ifc_class, name, long_name, tag, guid, parent, elevation, drawn in index.rows(query):
        parents[number] = parent
        if kind == "project" or ifc_class in spatial:
            node = TreeNode("spatial", name or "", ifc_class, ElementId(number), long_name or "", elevation)
            nodes[number] = node
            root = node if kind == "project" and root is None else root
        else:
            words = (name or "", tag or "", guid)
            elements.append(TreeElement(ElementId(number), ifc_class, *words, bool(drawn)))
    root = root or TreeNode("spatial", index.meta.get("project_name", ""), "IfcProject")
    rest = TreeNode("rest", "")
    _hang_elements(elements, nodes, parents, rest)
    _hang_nodes(nodes, parents, root, rest)
    if rest.children:
        root.children.append(rest)
    _count(root)
    return root


def spatial_classes(index: ModelIndex) -> set[str]:
    """Classes of this model that make up its spatial structure; spaces are elements in it."""
    marks = ", ".join("?" * len(_SPATIAL_ROOTS))
    found = index.rows(f"SELECT DISTINCT class FROM class_parents WHERE parent IN ({marks})", _SPATIAL_ROOTS)
    return {str(row[0]) for row in found} - _SPACES


def _hang_elements(
    elements: list[TreeElement],
    nodes: dict[int, TreeNode],
    parents: dict[int, int | None],
    rest: TreeNode,
) -> None:
    """Put each element under the class group of the nearest spatial entity above it."""
    groups: dict[tuple[int | None, str], list[TreeElement]] = defaultdict(list)
    owners: dict[int | None, int | None] = {None: None}  # by parent: siblings have one owner
    bases: dict[str, str] = {}
    for element in elements:
        parent = parents.get(element.id)
        if parent not in owners:
            owners[parent] = _owner(element.id, nodes, parents)
        if element.ifc_class not in bases:
            bases[element.ifc_class] = base_class(element.ifc_class)
        groups[owners[parent], bases[element.ifc_class]].append(element)
    for (owner, ifc_class), members in groups.items():
        members.sort(key=lambda element: (element.name.casefold(), element.tag, element.id))
        group = TreeNode("class", ifc_class, ifc_class, elements=members)
        group.element_ids = [element.id for element in members]
        group.drawn = sum(element.has_geometry for element in members)
        (nodes[owner] if owner is not None else rest).children.append(group)


def _owner(number: int, nodes: dict[int, TreeNode], parents: dict[int, int | None]) -> int | None:
    """The nearest spatial entity; a circle in a broken file ends it."""
    seen = {number}
    parent = parents.get(number)
    while parent is not None and parent not in seen:
        if parent in nodes:
            return parent
        seen.add(parent)
        parent = parents.get(parent)
    return None


def _hang_nodes(
    nodes: dict[int, TreeNode], parents: dict[int, int | None], root: TreeNode, rest: TreeNode
) -> None:
    """Put each spatial entity under the one above; those in a circle or without parent go under the root."""
    for number, node in nodes.items():
        if node is root:
            continue
        above = _owner(number, nodes, parents)
        parent = nodes[above] if above is not None and not _circles(number, parents) else root
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
