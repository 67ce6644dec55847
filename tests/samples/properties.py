"""Property sets of types and occurrences."""

from __future__ import annotations

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.model import Draft, Value
from tests.samples.rooms import ROOMS

TYPE_SETS: dict[str, tuple[str, dict[str, Value]]] = {
    "Outer wall 350": (
        "Pset_WallCommon",
        {
            "Reference": "OW-350",
            "IsExternal": True,
            "LoadBearing": True,
            "FireRating": "REI 90",
            "AcousticRating": "Rw 54 dB",
            "ThermalTransmittance": 0.21,
            "Combustible": False,
        },
    ),
    "Bearing wall 175": (
        "Pset_WallCommon",
        {
            "Reference": "BW-175",
            "IsExternal": False,
            "LoadBearing": True,
            "FireRating": "REI 60",
            "AcousticRating": "Rw 48 dB",
            "Combustible": False,
        },
    ),
    "Partition 100": (
        "Pset_WallCommon",
        {
            "Reference": "PW-100",
            "IsExternal": False,
            "LoadBearing": False,
            "FireRating": "EI 30",
            "AcousticRating": "Rw 42 dB",
        },
    ),
    "Base slab 300": (
        "Pset_SlabCommon",
        {"Reference": "SL-300", "IsExternal": True, "LoadBearing": True, "ThermalTransmittance": 0.24},
    ),
    "Floor slab 200": (
        "Pset_SlabCommon",
        {"Reference": "SL-200", "IsExternal": False, "LoadBearing": True, "FireRating": "REI 60"},
    ),
    "Roof slab 280": (
        "Pset_SlabCommon",
        {
            "Reference": "RS-280",
            "IsExternal": True,
            "LoadBearing": True,
            "PitchAngle": 36.0,
            "ThermalTransmittance": 0.17,
        },
    ),
    "Balcony slab 170": ("Pset_SlabCommon", {"Reference": "BS-170", "IsExternal": True, "LoadBearing": True}),
    "Timber deck 120": ("Pset_SlabCommon", {"Reference": "TD-120", "IsExternal": True, "LoadBearing": False}),
    "Larch column 140 x 140": (
        "Pset_ColumnCommon",
        {"Reference": "LC-140", "IsExternal": True, "LoadBearing": True},
    ),
    "Standing seam metal": ("Pset_CoveringCommon", {"Reference": "SSM-30", "Combustible": False}),
    "Larch cladding": ("Pset_CoveringCommon", {"Reference": "LCL-25", "Combustible": True}),
}
"""Type -> name of its common set and its values."""


def add_properties(draft: Draft) -> None:
    """Type sets first, then what an occurrence adds to its type or overrides."""
    for name, (set_name, values) in TYPE_SETS.items():
        draft.properties(draft.types[name], set_name, **values)
    for name, made in draft.types.items():
        _describe_type(draft, name, made)
    for name, (set_name, _values) in TYPE_SETS.items():
        for relation in draft.types[name].Types:
            for element in relation.RelatedObjects:
                draft.properties(element, set_name, Status="NEW")
    for kind in ("Door", "Window"):
        for filling in draft.file.by_type(f"Ifc{kind}"):
            inner = filling.Name in {f"D{number:02}" for number in range(2, 9)}
            draft.properties(filling, f"Pset_{kind}Common", Status="NEW", IsExternal=not inner)
    draft.properties(draft.elements["D01"], "Pset_DoorCommon", FireExit=True, SecurityRating="RC 2")
    draft.properties(draft.elements["D04"], "Pset_DoorCommon", FireRating="EI 30", SelfClosing=True)
    _describe_rooms(draft)
    _describe_spatial(draft)
    _describe_rest(draft)


def _describe_type(draft: Draft, name: str, made: Entity) -> None:
    if made.is_a("IfcWindowType"):
        code = "W-" + "x".join(part for part in name.split() if part.isdigit())
        common: dict[str, Value] = {"Reference": code, "IsExternal": True, "ThermalTransmittance": 0.9}
        draft.properties(
            made, "Pset_WindowCommon", **common, AcousticRating="Rw 36 dB", GlazingAreaFraction=0.72
        )
        draft.properties(
            made,
            "Pset_DoorWindowGlazingType",
            GlassLayers=3,
            GlassThickness1=0.004,
            GlassThickness2=0.004,
            GlassThickness3=0.004,
            FillGas="Argon",
            SolarHeatGainTransmittance=0.5,
        )
        draft.properties(made, "Pset_ManufacturerTypeInformation", Manufacturer="Nordlys", ModelLabel=code)
    elif made.is_a("IfcDoorType"):
        outer = name.startswith("Entrance")
        draft.properties(
            made,
            "Pset_DoorCommon",
            Reference="ED-1100" if outer else "ID-885",
            IsExternal=outer,
            ThermalTransmittance=1.1 if outer else 2.4,
            AcousticRating="Rw 34 dB" if outer else "Rw 27 dB",
        )
    elif made.is_a("IfcFurnitureType"):
        draft.properties(made, "Pset_FurnitureTypeCommon", Reference=name, Style="Plain")
        draft.properties(made, "Pset_ManufacturerTypeInformation", Manufacturer="Talo", ModelLabel=name)


def _describe_rooms(draft: Draft) -> None:
    for room in ROOMS:
        space = draft.elements[room.number]
        draft.properties(
            space,
            "Pset_SpaceCommon",
            Reference=room.long_name,
            IsExternal=False,
            NetPlannedArea=round(room.area, 1),
            PubliclyAccessible=False,
            HandicapAccessible=room.storey == plan.GROUND,
        )
        draft.properties(space, "Pset_SpaceCoveringRequirements", FloorCovering=room.floor)


def _describe_spatial(draft: Draft) -> None:
    draft.properties(draft.elements["Plot 14"], "Pset_SiteCommon", Reference="14", TotalArea=283.5)
    draft.properties(
        draft.elements["Birch house"],
        "Pset_BuildingCommon",
        Reference="BH",
        OccupancyType="Dwelling",
        NumberOfStoreys=2,
        IsLandmarked=False,
    )
    for name, storey in draft.storeys.items():
        draft.properties(
            storey, "Pset_BuildingStoreyCommon", EntranceLevel=name == plan.GROUND, AboveGround=True
        )


def _describe_rest(draft: Draft) -> None:
    steps = {"NumberOfRiser": plan.RISERS, "NumberOfTreads": plan.RISERS - 1, "TreadLength": plan.TREAD}
    height = round(plan.LEVELS[plan.FIRST] / plan.RISERS, 5)
    draft.properties(
        draft.elements["Stair"], "Pset_StairCommon", Reference="ST-1", RiserHeight=height, **steps
    )
    draft.properties(draft.elements["Roof"], "Pset_RoofCommon", Reference="RF-1", IsExternal=True)
    for name in ("Balcony railing", "Guard of the stairwell", "Handrail of the stair"):
        outer = name.startswith("Balcony")
        draft.properties(draft.elements[name], "Pset_RailingCommon", Height=1.0, IsExternal=outer)
    for wall in draft.file.by_type("IfcWall"):
        rate = {"Outer": 310.0, "Gable": 310.0, "Beari": 145.0}.get(wall.Name[:5], 78.0)
        draft.properties(
            wall, "Project_Cost", UnitRate=rate, Unit="EUR/m2", Tendered=wall.Name.startswith("Outer")
        )
