"""The other trees of one model version: by class, type, system, material, classification.

Every element has one or more paths, each a row of steps down from the root; the tree is what they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from bimdesk.domain.ids import ElementId
from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeElement, TreeNode, base_class, load_tree, spatial_classes


class TreeKind(StrEnum):
    """What a tree is ordered by."""

    SPATIAL = "spatial"
    CLASS = "class"
    TYPE = "type"
    SYSTEM = "system"
    MATERIAL = "material"
    CLASSIFICATION = "classification"
    MODEL = "model"


class Step(NamedTuple):
    """One node of a path; equal steps under the same parent are one node."""

    kind: str
    name: str
    ifc_class: str = ""
    id: ElementId | None = None


Steps = tuple[Step, ...]
Paths = Mapping[int, Iterable[Steps]]


def load_tree_kind(index: ModelIndex, kind: TreeKind) -> TreeNode:
    """The tree of that kind, its root the IfcProject; an element may stand in several places of it."""
    if kind is TreeKind.SPATIAL:
        return load_tree(index)
    elements = read_elements(index)
    paths = _PATHS[kind](index)
    root = _root(index)
    rest = (Step("rest", "", kind),)
    _hang(root, elements, paths, rest, with_class=kind in (TreeKind.SYSTEM, TreeKind.MATERIAL))
    root.total = len(elements)
    return root


def read_elements(index: ModelIndex) -> list[TreeElement]:
    """Every product that is no spatial structure; spaces count as elements."""
    spatial = spatial_classes(index)
    query = "SELECT id, class, name, tag, guid, has_geometry FROM entities WHERE kind = 'product'"
    return [
        TreeElement(ElementId(number), ifc_class, name or "", tag or "", guid, bool(drawn))
        for number, ifc_class, name, tag, guid, drawn in index.rows(query)
        if ifc_class not in spatial
    ]


def _root(index: ModelIndex) -> TreeNode:
    row = next(index.rows("SELECT id, name FROM entities WHERE kind = 'project' ORDER BY id"), None)
    name = (row[1] if row else "") or index.meta.get("project_name", "")
    return TreeNode("spatial", name, "IfcProject", ElementId(row[0]) if row else None)


def _hang(
    root: TreeNode, elements: list[TreeElement], paths: Paths, rest: Steps, *, with_class: bool
) -> None:
    """Put each element at the end of its paths, or under `rest`; `with_class` adds a step for its class."""
    groups: dict[Steps, list[TreeElement]] = defaultdict(list)
    class_steps: dict[str, Step] = {}
    for element in elements:
        name = element.ifc_class
        if name not in class_steps:
            class_steps[name] = Step("class", base_class(name), base_class(name))
        for path in paths.get(element.id, (rest,)):
            is_whole = path is rest or with_class
            groups[(*path, class_steps[name]) if is_whole else path].append(element)
    nodes: dict[Steps, TreeNode] = {(): root}
    for path, members in groups.items():
        node = _node(nodes, path)
        members.sort(key=lambda one: (one.name.casefold(), one.tag, one.id))
        node.elements = members
        node.element_ids = [one.id for one in members]
        node.drawn = sum(one.has_geometry for one in members)
    for node in root.walk():
        node.children.sort(key=lambda child: (child.kind == "rest", child.name.casefold()))
    _count(root)


def _node(nodes: dict[Steps, TreeNode], path: Steps) -> TreeNode:
    """The node at the end of `path`, made with all above it where it is not there yet."""
    if path not in nodes:
        step = path[-1]
        nodes[path] = TreeNode(step.kind, step.name, step.ifc_class, step.id)
        _node(nodes, path[:-1]).children.append(nodes[path])
    return nodes[path]


def _count(node: TreeNode) -> set[ElementId]:
    """Fill `total` with the elements below, each once though it stands in several places."""
    below = set(node.element_ids)
    for child in node.children:
        below |= _count(child)
    node.total = len(below)
    return below


def _by_class(index: ModelIndex) -> Paths:
    """The class as written; where elements of it differ in PredefinedType, that too."""
    query = "SELECT id, class, COALESCE(predefined_type, '') FROM entities WHERE kind = 'product'"
    rows = list(index.rows(query))
    kinds: dict[str, set[str]] = defaultdict(set)
    for _number, ifc_class, predefined in rows:
        kinds[ifc_class].add(predefined)
    made: dict[tuple[str, str], tuple[Steps]] = {}
    for ifc_class, found in kinds.items():
        first = Step("class", ifc_class, ifc_class)
        for predefined in found:
            more = (Step("predefined", predefined),) if len(found) > 1 else ()
            made[ifc_class, predefined] = ((first, *more),)
    return {number: made[ifc_class, predefined] for number, ifc_class, predefined in rows}


def _by_type(index: ModelIndex) -> Paths:
    types = {
        number: (
            (Step("class", ifc_class, ifc_class), Step("type", name or "", ifc_class, ElementId(number))),
        )
        for number, ifc_class, name in index.rows("SELECT id, class, name FROM entities WHERE kind = 'type'")
    }
    rows = index.rows("SELECT id, type_id FROM entities WHERE type_id IS NOT NULL AND kind = 'product'")
    return {number: types[type_id] for number, type_id in rows if type_id in types}


def _by_system(index: ModelIndex) -> Paths:
    """Systems, zones and other groups; a group in a group hangs below it."""
    groups = {
        number: Step("system", name or "", ifc_class, ElementId(number))
        for number, ifc_class, name in index.rows("SELECT id, class, name FROM entities WHERE kind = 'group'")
    }
    above: dict[int, int] = {}
    members: dict[int, list[int]] = defaultdict(list)
    for group, member in index.rows("SELECT from_id, to_id FROM relations WHERE kind = 'groups'"):
        if member in groups:
            above.setdefault(member, group)
        elif group in groups:
            members[member].append(group)
    paths = {group: _ancestry(group, groups, above) for group in groups}
    return {member: [paths[group] for group in own] for member, own in members.items()}


def _ancestry(group: int, groups: Mapping[int, Step], above: Mapping[int, int]) -> Steps:
    """The group below those that it is in; a circle in a broken file ends it."""
    path, seen = [groups[group]], {group}
    at = above.get(group)
    while at is not None and at not in seen and at in groups:
        path.append(groups[at])
        seen.add(at)
        at = above.get(at)
    return tuple(reversed(path))


def _by_material(index: ModelIndex) -> Paths:
    """Materials of the same name are one."""
    query = """SELECT DISTINCT link.entity_id, materials.name FROM entity_materials AS link
               JOIN materials ON materials.id = link.material_id"""
    made: dict[str, Steps] = {}
    paths: dict[int, list[Steps]] = defaultdict(list)
    for number, name in index.rows(query):
        paths[number].append(made.setdefault(name, (Step("material", name),)))
    return paths


def _by_classification(index: ModelIndex) -> Paths:
    query = """SELECT link.entity_id, refs.id, refs.system, refs.identification, refs.name
               FROM entity_classifications AS link
               JOIN classifications AS refs ON refs.id = link.classification_id"""
    made: dict[int, Steps] = {}
    paths: dict[int, list[Steps]] = defaultdict(list)
    for number, reference, system, identification, name in index.rows(query):
        if reference not in made:
            words = " ".join(part for part in (identification, name) if part)
            made[reference] = (Step("source", system or ""), Step("reference", words))
        if made[reference] not in paths[number]:
            paths[number].append(made[reference])
    return paths


def _by_model(index: ModelIndex) -> Paths:
    query = "SELECT id, class FROM entities WHERE kind = 'product'"
    made: dict[str, tuple[Steps]] = {}
    paths: dict[int, tuple[Steps]] = {}
    for number, ifc_class in index.rows(query):
        name = base_class(ifc_class)
        paths[number] = made.setdefault(name, ((Step("class", name, name),),))
    return paths


_PATHS: Mapping[TreeKind, Callable[[ModelIndex], Paths]] = {
    TreeKind.CLASS: _by_class,
    TreeKind.TYPE: _by_type,
    TreeKind.SYSTEM: _by_system,
    TreeKind.MATERIAL: _by_material,
    TreeKind.CLASSIFICATION: _by_classification,
    TreeKind.MODEL: _by_model,
}
