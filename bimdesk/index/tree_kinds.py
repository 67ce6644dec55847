"""The other trees of one model version: by class, type, system, material, classification.

Each is a list of paths (steps down from the root) with the elements that stand at its end; an element may
stand at several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from bimdesk.domain.ids import ElementId
from bimdesk.index.elements import (
    Elements,
    ElementTable,
    Ids,
    each_once,
    parted,
    read_columns,
    read_element_table,
)
from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeNode, by_base_class, load_tree


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
Paths = Iterable[tuple[Steps, Ids]]
"""Steps, and the places in the table of what stands at their end, ascending."""


def load_tree_kind(index: ModelIndex, kind: TreeKind, table: ElementTable | None = None) -> TreeNode:
    """The tree of that kind, its root the IfcProject; `table` where the elements were read before."""
    table = table or read_element_table(index)
    if kind is TreeKind.SPATIAL:
        return load_tree(index, table)
    root = _root(index)
    with_class = kind in (TreeKind.SYSTEM, TreeKind.MATERIAL)
    _hang(root, table, _PATHS[kind](index, table), Step("rest", "", kind), with_class=with_class)
    _count(root)
    return root


def _root(index: ModelIndex) -> TreeNode:
    row = next(index.rows("SELECT id, name FROM entities WHERE kind = 'project' ORDER BY id"), None)
    name = (row[1] if row else "") or index.meta.get("project_name", "")
    return TreeNode("spatial", name, "IfcProject", ElementId(row[0]) if row else None)


def _hang(root: TreeNode, table: ElementTable, paths: Paths, rest: Step, *, with_class: bool) -> None:
    """Put elements at the end of their paths, others under `rest`; `with_class` adds a step for the class."""
    nodes: dict[Steps, TreeNode] = {(): root}
    left = np.ones(len(table), dtype=np.bool_)
    for path, at in paths:
        left[at] = False
        if with_class:
            _hang_classes(nodes, path, table, at)
        else:
            _node(nodes, path).elements = Elements(table, at)
    _hang_classes(nodes, (rest,), table, np.flatnonzero(left))
    for node in root.walk():
        node.children.sort(key=lambda child: (child.kind == "rest", child.name.casefold()))


def _hang_classes(nodes: dict[Steps, TreeNode], path: Steps, table: ElementTable, at: Ids) -> None:
    for name, elements in by_base_class(table, at):
        _node(nodes, (*path, Step("class", name, name))).elements = elements


def _node(nodes: dict[Steps, TreeNode], path: Steps) -> TreeNode:
    """The node at the end of `path`, made with all above it where it is not there yet."""
    if path not in nodes:
        step = path[-1]
        nodes[path] = TreeNode(step.kind, step.name, step.ifc_class, step.id)
        _node(nodes, path[:-1]).children.append(nodes[path])
    return nodes[path]


def _count(node: TreeNode) -> Ids:
    """Fill `total` with the elements below, each once though it stands in several places."""
    below = node.elements.at
    if node.children:
        below = each_once(np.concatenate([below, *map(_count, node.children)]))
    node.total = len(below)
    return below


def _pairs(index: ModelIndex, table: ElementTable, sql: str) -> tuple[Ids, Sequence[Any]]:
    """Places in the table and what is said of them; `sql`: json_group_array()s of ids and of values."""
    ids, values = read_columns(index, sql)
    at = table.find(np.array(ids, dtype=np.int64))
    if not len(at) or at.min() >= 0:
        return at, values
    return at[at >= 0], [value for value, place in zip(values, at.tolist(), strict=True) if place >= 0]


def _grouped(at: Ids, values: Sequence[Any]) -> Iterator[tuple[Any, Ids]]:
    """Each value with the places that have it, each once and ascending."""
    codes = {value: code for code, value in enumerate(dict.fromkeys(values))}
    known = list(codes)
    for code, places in parted(np.array([codes[value] for value in values], dtype=np.int64)):
        yield known[code], each_once(at[places])


def _by_class(index: ModelIndex, table: ElementTable) -> Paths:
    """The class as written; where elements of it differ in PredefinedType, that too."""
    sql = """SELECT json_group_array(id), json_group_array(COALESCE(predefined_type, '')) FROM entities
             WHERE kind = 'product'"""
    at, words = _pairs(index, table, sql)
    found = {
        (table.classes[code], word): at_both
        for word, at_word in _grouped(at, words)
        for code, places in parted(table.class_codes[at_word])
        for at_both in (at_word[places],)
    }
    for (name, word), at_both in found.items():
        is_parted = sum(other == name for other, _word in found) > 1
        more = (Step("predefined", word),) if is_parted else ()
        yield (Step("class", name, name), *more), at_both


def _by_type(index: ModelIndex, table: ElementTable) -> Paths:
    query = "SELECT id, class, name FROM entities WHERE kind = 'type'"
    types = {number: (ifc_class, name or "") for number, ifc_class, name in index.rows(query)}
    sql = """SELECT json_group_array(id), json_group_array(type_id) FROM entities
             WHERE kind = 'product' AND type_id IS NOT NULL"""
    for number, at in _grouped(*_pairs(index, table, sql)):
        if number in types:
            ifc_class, name = types[number]
            yield (Step("class", ifc_class, ifc_class), Step("type", name, ifc_class, ElementId(number))), at


def _by_system(index: ModelIndex, table: ElementTable) -> Paths:
    """Systems, zones and other groups; a group in a group hangs below it."""
    groups = {
        number: Step("system", name or "", ifc_class, ElementId(number))
        for number, ifc_class, name in index.rows("SELECT id, class, name FROM entities WHERE kind = 'group'")
    }
    above: dict[int, int] = {}
    query = """SELECT r.from_id, r.to_id FROM relations r JOIN entities g ON g.id = r.to_id
               AND g.kind = 'group' WHERE r.kind = 'groups'"""
    for group, member in index.rows(query):
        above.setdefault(member, group)
    sql = "SELECT json_group_array(to_id), json_group_array(from_id) FROM relations WHERE kind = 'groups'"
    for group, at in _grouped(*_pairs(index, table, sql)):
        if group in groups:
            yield _ancestry(group, groups, above), at


def _ancestry(group: int, groups: Mapping[int, Step], above: Mapping[int, int]) -> Steps:
    """The group below those that it is in; a circle in a broken file ends it."""
    path, seen = [groups[group]], {group}
    at = above.get(group)
    while at is not None and at not in seen and at in groups:
        path.append(groups[at])
        seen.add(at)
        at = above.get(at)
    return tuple(reversed(path))


def _by_material(index: ModelIndex, table: ElementTable) -> Paths:
    """Materials of the same name are one."""
    names = dict(index.rows("SELECT id, name FROM materials"))
    sql = """SELECT json_group_array(entity_id), json_group_array(material_id) FROM entity_materials
             WHERE material_id IS NOT NULL"""
    at, numbers = _pairs(index, table, sql)
    for name, places in _grouped(at, [names.get(number, "") for number in numbers]):
        yield (Step("material", name),), places


def _by_classification(index: ModelIndex, table: ElementTable) -> Paths:
    made: dict[int, Steps] = {}
    query = "SELECT id, system, identification, name FROM classifications"
    for number, system, identification, name in index.rows(query):
        words = " ".join(part for part in (identification, name) if part)
        made[number] = Step("source", system or ""), Step("reference", words)
    sql = """SELECT json_group_array(link.entity_id), json_group_array(link.classification_id)
             FROM entity_classifications AS link JOIN classifications ON classifications.id
             = link.classification_id"""
    at, numbers = _pairs(index, table, sql)
    return _grouped(at, [made[number] for number in numbers])


def _by_model(_index: ModelIndex, table: ElementTable) -> Paths:
    for name, elements in by_base_class(table, np.arange(len(table))):
        yield (Step("class", name, name),), elements.at


_PATHS: Mapping[TreeKind, Callable[[ModelIndex, ElementTable], Paths]] = {
    TreeKind.CLASS: _by_class,
    TreeKind.TYPE: _by_type,
    TreeKind.SYSTEM: _by_system,
    TreeKind.MATERIAL: _by_material,
    TreeKind.CLASSIFICATION: _by_classification,
    TreeKind.MODEL: _by_model,
}
