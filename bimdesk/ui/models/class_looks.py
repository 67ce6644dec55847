"""Plain names and icons of IFC classes: IfcDoor is shown as Doors."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bimdesk.index.tree import base_class

_LOOKS: dict[str, tuple[str, str]] = {
    "IfcProject": (str(QT_TRANSLATE_NOOP("classes", "Project")), "folder"),
    "IfcSite": (str(QT_TRANSLATE_NOOP("classes", "Site")), "land-plot"),
    "IfcBuilding": (str(QT_TRANSLATE_NOOP("classes", "Building")), "building"),
    "IfcBuildingStorey": (str(QT_TRANSLATE_NOOP("classes", "Storey")), "layers"),
    "IfcFacility": (str(QT_TRANSLATE_NOOP("classes", "Facility")), "warehouse"),
    "IfcWall": (str(QT_TRANSLATE_NOOP("classes", "Walls")), "brick-wall"),
    "IfcCurtainWall": (str(QT_TRANSLATE_NOOP("classes", "Curtain walls")), "blinds"),
    "IfcSlab": (str(QT_TRANSLATE_NOOP("classes", "Slabs")), "square"),
    "IfcRoof": (str(QT_TRANSLATE_NOOP("classes", "Roofs")), "house"),
    "IfcDoor": (str(QT_TRANSLATE_NOOP("classes", "Doors")), "door-open"),
    "IfcWindow": (str(QT_TRANSLATE_NOOP("classes", "Windows")), "grid-2x2"),
    "IfcCovering": (str(QT_TRANSLATE_NOOP("classes", "Coverings")), "panel-top"),
    "IfcBeam": (str(QT_TRANSLATE_NOOP("classes", "Beams")), "minus"),
    "IfcColumn": (str(QT_TRANSLATE_NOOP("classes", "Columns")), "cylinder"),
    "IfcMember": (str(QT_TRANSLATE_NOOP("classes", "Members")), "slash"),
    "IfcPlate": (str(QT_TRANSLATE_NOOP("classes", "Plates")), "square"),
    "IfcFooting": (str(QT_TRANSLATE_NOOP("classes", "Footings")), "component"),
    "IfcPile": (str(QT_TRANSLATE_NOOP("classes", "Piles")), "pin"),
    "IfcStair": (str(QT_TRANSLATE_NOOP("classes", "Stairs")), "chart-no-axes-column-increasing"),
    "IfcStairFlight": (str(QT_TRANSLATE_NOOP("classes", "Stair flights")), "chart-no-axes-column-increasing"),
    "IfcRamp": (str(QT_TRANSLATE_NOOP("classes", "Ramps")), "slash"),
    "IfcRailing": (str(QT_TRANSLATE_NOOP("classes", "Railings")), "fence"),
    "IfcSpace": (str(QT_TRANSLATE_NOOP("classes", "Spaces")), "square-dashed"),
    "IfcSpatialZone": (str(QT_TRANSLATE_NOOP("classes", "Zones")), "square-dashed"),
    "IfcOpeningElement": (str(QT_TRANSLATE_NOOP("classes", "Openings")), "square-dashed"),
    "IfcFurnishingElement": (str(QT_TRANSLATE_NOOP("classes", "Furniture")), "armchair"),
    "IfcFurniture": (str(QT_TRANSLATE_NOOP("classes", "Furniture")), "armchair"),
    "IfcBuildingElementProxy": (str(QT_TRANSLATE_NOOP("classes", "Proxies")), "box"),
    "IfcElementAssembly": (str(QT_TRANSLATE_NOOP("classes", "Assemblies")), "component"),
    "IfcAnnotation": (str(QT_TRANSLATE_NOOP("classes", "Annotations")), "pencil"),
    "IfcGrid": (str(QT_TRANSLATE_NOOP("classes", "Grids")), "hash"),
    "IfcVirtualElement": (str(QT_TRANSLATE_NOOP("classes", "Virtual elements")), "square-dashed"),
    "IfcReinforcingBar": (str(QT_TRANSLATE_NOOP("classes", "Reinforcing bars")), "tally-4"),
    "IfcDistributionPort": (str(QT_TRANSLATE_NOOP("classes", "Ports")), "circle"),
    "IfcGeographicElement": (str(QT_TRANSLATE_NOOP("classes", "Geographic elements")), "trees"),
}
_PREFIXES = (
    ("IfcFlow", "fan"),
    ("IfcDuct", "fan"),
    ("IfcAir", "fan"),
    ("IfcPipe", "droplets"),
    ("IfcSanitary", "droplets"),
    ("IfcCable", "cable"),
    ("IfcElectric", "cable"),
    ("IfcLight", "lamp"),
    ("IfcReinforcing", "tally-4"),
    ("IfcBridge", "warehouse"),
    ("IfcRoad", "map"),
    ("IfcRail", "map"),
)
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")


def class_icon(ifc_class: str) -> str:
    """The Lucide icon of a class."""
    look = _LOOKS.get(base_class(ifc_class))
    if look is not None:
        return look[1]
    return next((icon for prefix, icon in _PREFIXES if ifc_class.startswith(prefix)), "box")


def plain_name(ifc_class: str) -> str:
    """What people call a class, in the plural where it groups elements: IfcFlowTerminal -> Flow terminals."""
    look = _LOOKS.get(base_class(ifc_class))
    if look is not None:
        return QCoreApplication.translate("classes", look[0])
    words = [word.lower() for word in _WORDS.findall(base_class(ifc_class).removeprefix("Ifc"))]
    return _plural(" ".join(words).capitalize()) if words else ifc_class


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


LONGEST_TAG = 12
"""Longer tags are identifiers of the authoring program: noise in a row."""
_GUID_END = 6
"""The last characters of a GlobalId differ where those before are the same in a whole model."""


def shown_tag(tag: str) -> str:
    """The tag of an element where it is short enough for a row."""
    return tag if len(tag) <= LONGEST_TAG else ""


def short_guid(guid: str) -> str:
    """The end of a GlobalId: what tells elements of one name apart."""
    return f"…{guid[-_GUID_END:]}" if guid else ""


def short_name(name: str, tag: str) -> str:
    """A name without what the row says already: `Single-Flush:0762 x 2032:0762 x 2032:146596`, tag 146596."""
    parts = [part.strip() for part in name.split(":")]
    if len(parts) > 1 and tag and parts[-1] == tag:
        parts.pop()
    kept = [part for at, part in enumerate(parts) if part and (at == 0 or part != parts[at - 1])]
    return ": ".join(kept) or name
