"""What rows of the model tree say: titles, hints and icons by the kind of their node."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.index.tree import TreeNode
from bimdesk.ui.delegates.roles import Visibility
from bimdesk.ui.models.class_looks import class_icon, plain_name
from bimdesk.ui.models.tree_rows import TreeRow

_RESTS = {
    "": str(QT_TRANSLATE_NOOP("tree", "Not in a storey")),
    "type": str(QT_TRANSLATE_NOOP("tree", "Without type")),
    "system": str(QT_TRANSLATE_NOOP("tree", "In no system")),
    "material": str(QT_TRANSLATE_NOOP("tree", "Without material")),
    "classification": str(QT_TRANSLATE_NOOP("tree", "Not classified")),
}
_UNNAMED = {
    "type": str(QT_TRANSLATE_NOOP("tree", "Type without name")),
    "system": str(QT_TRANSLATE_NOOP("tree", "System without name")),
    "material": str(QT_TRANSLATE_NOOP("tree", "Material without name")),
    "source": str(QT_TRANSLATE_NOOP("tree", "Classification without name")),
    "reference": str(QT_TRANSLATE_NOOP("tree", "Reference without name")),
    "predefined": str(QT_TRANSLATE_NOOP("tree", "No predefined type")),
}
_ICONS = {
    "rest": "layers",
    "system": "waypoints",
    "material": "swatch-book",
    "source": "tags",
    "reference": "tag",
    "predefined": "minus",
    "range": "ellipsis",
}
_STATES = {
    Visibility.HIDDEN: str(QT_TRANSLATE_NOOP("tree", "hidden")),
    Visibility.PARTLY: str(QT_TRANSLATE_NOOP("tree", "partly hidden")),
}


def tr(text: str) -> str:
    return QCoreApplication.translate("tree", text)


def title(row: TreeRow) -> str:
    """What the row is called."""
    node = row.node
    if row.parent is None:
        return row.title
    match node.kind:
        case "class":
            return plain_name(node.ifc_class)
        case "rest":
            return tr(_RESTS.get(node.ifc_class, _RESTS[""]))
        case _:
            return row.title if node.name or node.kind in ("spatial", "range") else tr(_UNNAMED[node.kind])


def hint(row: TreeRow) -> str:
    """A few words behind the title: the folded chain, a storey's elevation, what a class is in IFC."""
    node = row.node
    if row.hint:
        return row.hint
    if node.elevation is not None and node.ifc_class == "IfcBuildingStorey":
        return metres(node.elevation)
    return f"#{node.id}" if node.id is not None and _has_namesake(row) else ""


def _has_namesake(row: TreeRow) -> bool:
    """True beside a row of the same title; they are in order of it."""
    beside = row.parent.children if row.parent is not None else []
    near = beside[max(row.place - 1, 0) : row.place] + beside[row.place + 1 : row.place + 2]
    return any(other.title == row.title and other.node.kind == row.node.kind for other in near)


def icon(row: TreeRow) -> str:
    """A Lucide name."""
    if row.parent is None:
        return "box"
    node = row.node
    return _ICONS.get(node.kind) or class_icon(_occurrence(node))


def state(visibility: Visibility | None) -> str:
    """What the eye says, in words; nothing where all is shown."""
    return tr(_STATES[visibility]) if visibility in _STATES else ""


def metres(value: float) -> str:
    """`6.00 m`, with a true minus sign; the noise of unit conversion is no minus."""
    shown = f"{abs(value):,.2f} m"
    return f"−{shown}" if round(value, 2) < 0 else shown


def _occurrence(node: TreeNode) -> str:
    """IfcWallType has the icon of IfcWall; the styles of IFC2X3 too."""
    name = node.ifc_class
    for end in ("Type", "Style"):
        name = name.removesuffix(end)
    return name
