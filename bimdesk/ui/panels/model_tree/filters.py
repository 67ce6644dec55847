"""The filter that says what a row of the model tree stands for."""

from __future__ import annotations

from bimdesk.domain.filters import (
    Attribute,
    Condition,
    Facet,
    Filter,
    IfcClass,
    Operator,
    all_of,
    guids,
    is_not_set,
)
from bimdesk.index.elements import TreeElement
from bimdesk.index.tree import TreeNode
from bimdesk.ui.models.tree_rows import TreeRow

_RESTS = {
    "": Facet.STOREY,
    "type": Facet.TYPE,
    "system": Facet.SYSTEM,
    "material": Facet.MATERIAL,
    "classification": Facet.CLASSIFICATION,
}
_NAMED = {
    "type": Facet.TYPE,
    "system": Facet.SYSTEM,
    "material": Facet.MATERIAL,
    "reference": Facet.CLASSIFICATION,
}


def filter_of(row: TreeRow, element: TreeElement | None, *, models: int) -> Filter:
    """The row's path as conditions; of several `models` the row's own is named too."""
    if element is not None and element.guid:
        return guids([element.guid])
    parts: list[Filter] = []
    at: TreeRow | None = row
    while at is not None:
        if at.parent is None:
            if models > 1:
                parts.append(_equal(Facet.MODEL, at.title))
        else:
            found = _of_node(at.node)
            if found is not None:
                parts.append(found)
        at = at.parent
    return all_of(*reversed(parts))


def _of_node(node: TreeNode) -> Filter | None:
    match node.kind:
        case "class" if not node.ifc_class.endswith(("Type", "Style")):
            return IfcClass(node.ifc_class)
        case "predefined":
            subject = Attribute("PredefinedType")
            return _equal(subject, node.name) if node.name else is_not_set(subject)
        case "spatial" if node.name and node.ifc_class == "IfcBuildingStorey":
            return _equal(Facet.STOREY, node.name)
        case "spatial" if node.name:
            return _equal(Facet.LOCATION, node.name)
        case "rest":
            return is_not_set(_RESTS.get(node.ifc_class, Facet.STOREY))
        case kind if kind in _NAMED and node.name:
            return _equal(_NAMED[kind], node.name)
    return None


def _equal(subject: Facet | Attribute, name: str) -> Filter:
    return Condition(subject, Operator.EQUAL, name)
