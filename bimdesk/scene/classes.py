"""Groups of IFC classes that look alike: which colour a class takes, which are hidden at first."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """A family of IFC classes with one base colour."""

    WALL = "wall"
    SLAB = "slab"
    ROOF = "roof"
    COVERING = "covering"
    FOOTING = "footing"
    COLUMN = "column"
    BEAM = "beam"
    MEMBER = "member"
    DOOR = "door"
    WINDOW = "window"
    STAIR = "stair"
    RAILING = "railing"
    FURNITURE = "furniture"
    SERVICES = "services"
    PROXY = "proxy"
    SPACE = "space"
    OTHER = "other"


HIDDEN_BY_DEFAULT = frozenset(
    {
        "IfcSpace",
        "IfcSpatialZone",
        "IfcOpeningElement",
        "IfcOpeningStandardCase",
        "IfcVoidingFeature",
        "IfcEarthworksCut",
        "IfcVirtualElement",
        "IfcAnnotation",
        "IfcGrid",
    }
)
"""Volumes and marks that are no material: shown, they would cover or fill what is."""

_ANALYSIS = "IfcStructural"  # analysis members lie inside the columns and beams that they stand for

_EXACT = {
    "IfcPlate": Group.MEMBER,
    "IfcPlateStandardCase": Group.MEMBER,
    "IfcMechanicalFastener": Group.MEMBER,
    "IfcFastener": Group.MEMBER,
    "IfcReinforcingBar": Group.MEMBER,
    "IfcReinforcingMesh": Group.MEMBER,
    "IfcTendon": Group.MEMBER,
    "IfcDiscreteAccessory": Group.MEMBER,
    "IfcElementAssembly": Group.MEMBER,
    "IfcPile": Group.FOOTING,
    "IfcDeepFoundation": Group.FOOTING,
    "IfcCaissonFoundation": Group.FOOTING,
    "IfcSite": Group.OTHER,
    "IfcProxy": Group.PROXY,
}

_PREFIXES = (
    ("IfcWall", Group.WALL),
    ("IfcCurtainWall", Group.WALL),
    ("IfcSlab", Group.SLAB),
    ("IfcRoof", Group.ROOF),
    ("IfcCovering", Group.COVERING),
    ("IfcFooting", Group.FOOTING),
    ("IfcColumn", Group.COLUMN),
    ("IfcBeam", Group.BEAM),
    ("IfcMember", Group.MEMBER),
    ("IfcDoor", Group.DOOR),
    ("IfcWindow", Group.WINDOW),
    ("IfcStair", Group.STAIR),
    ("IfcRamp", Group.STAIR),
    ("IfcRailing", Group.RAILING),
    ("IfcFurni", Group.FURNITURE),
    ("IfcSystemFurniture", Group.FURNITURE),
    ("IfcBuildingElementProxy", Group.PROXY),
    ("IfcSpaceHeater", Group.SERVICES),
    ("IfcSpa", Group.SPACE),
    ("IfcOpening", Group.SPACE),
    ("IfcVirtual", Group.SPACE),
    ("IfcVoiding", Group.SPACE),
    ("IfcFlow", Group.SERVICES),
    ("IfcDistribution", Group.SERVICES),
    ("IfcEnergyConversion", Group.SERVICES),
    ("IfcDuct", Group.SERVICES),
    ("IfcPipe", Group.SERVICES),
    ("IfcCable", Group.SERVICES),
    ("IfcAirTerminal", Group.SERVICES),
    ("IfcSanitary", Group.SERVICES),
    ("IfcLight", Group.SERVICES),
    ("IfcElectric", Group.SERVICES),
    ("IfcValve", Group.SERVICES),
    ("IfcPump", Group.SERVICES),
    ("IfcFan", Group.SERVICES),
    ("IfcWasteTerminal", Group.SERVICES),
    ("IfcOutlet", Group.SERVICES),
)


def class_group(ifc_class: str) -> Group:
    """Return the group that gives `ifc_class` (such as IfcWallStandardCase) its base colour."""
    exact = _EXACT.get(ifc_class)
    if exact is not None:
        return exact
    for prefix, group in _PREFIXES:
        if ifc_class.startswith(prefix):
            return group
    return Group.OTHER


def is_hidden_by_default(ifc_class: str) -> bool:
    """True for volumes and marks that are no material, and for analysis members."""
    return ifc_class in HIDDEN_BY_DEFAULT or ifc_class.startswith(_ANALYSIS)
