"""The house with faults put in: what is wrong is listed in FAULTS, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ifcopenshell
import ifcopenshell.api.spatial

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.house import build_house
from tests.samples.identity import add_owner, guids, settle_guids
from tests.samples.model import Draft, Item, find_set
from tests.samples.shapes import box


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, and the class and name of what has it (names before any was emptied)."""

    kind: str
    ifc_class: str
    name: str


FAULTS: tuple[Fault, ...] = (
    Fault("duplicate GlobalId", "IfcWindow", "W01"),
    Fault("duplicate GlobalId", "IfcWindow", "W02"),
    Fault("duplicate GlobalId", "IfcDoor", "D05"),
    Fault("duplicate GlobalId", "IfcPropertySet", "Pset_DoorCommon"),
    Fault("GlobalId of 21 characters", "IfcFurniture", "Chair 1"),
    Fault("GlobalId of 23 characters", "IfcFurniture", "Chair 2"),
    Fault("GlobalId starts above 3", "IfcFurniture", "Chair 3"),
    Fault("GlobalId with an illegal character", "IfcFurniture", "Chair 4"),
    Fault("GlobalId starts above 3", "IfcPropertySet", "Project_Cost"),
    Fault("no container", "IfcFurniture", "Sofa"),
    Fault("no container", "IfcColumn", "Balcony column 1"),
    Fault("empty name", "IfcDoor", "D02"),
    Fault("empty name", "IfcDoor", "D03"),
    Fault("no geometry", "IfcBuildingElementProxy", "Placeholder of the letterbox"),
    Fault("broken geometry", "IfcColumn", "Column without height"),
    Fault("broken geometry", "IfcBuildingElementProxy", "Mesh without a second corner"),
)
"""In house_faulty.ifc. W01 and W02 share one GlobalId, D05 and its Pset_DoorCommon another."""


def make_faulty() -> ifcopenshell.file:
    """The house with FAULTS in it."""
    draft = build_house()
    kept = guids(draft.file)
    _lose(draft)
    _break_shapes(draft)
    settle_guids(draft.file, "house_faulty", keep=kept)
    add_owner(draft.file)
    _spoil_guids(draft)
    draft.elements["D02"].Name = ""
    draft.elements["D03"].Name = None
    return draft.file


def _lose(draft: Draft) -> None:
    lost = [draft.elements[name] for name in ("Sofa", "Balcony column 1")]
    ifcopenshell.api.spatial.unassign_container(draft.file, products=lost)
    draft.add("IfcBuildingElementProxy", "Placeholder of the letterbox", storey=plan.GROUND)


def _break_shapes(draft: Draft) -> None:
    flat = box(draft.file, (0, 0, 0), (0.2, 0.2, 0.5))
    flat.Depth = 0.0
    points = draft.file.create_entity("IfcCartesianPointList3D", [[0.0, 0.0, 0.0]])
    mesh = draft.file.create_entity("IfcTriangulatedFaceSet", points, None, False, [[1, 1, 1]])
    rows: list[tuple[str, str, Item]] = [
        ("IfcColumn", "Column without height", (flat, "Concrete")),
        ("IfcBuildingElementProxy", "Mesh without a second corner", (mesh, "Steel")),
    ]
    for number, (ifc_class, name, item) in enumerate(rows):
        draft.add(ifc_class, name, storey=plan.GROUND, items=[item], at=(11.0, 1.0 + number, plan.GRADE))


def _spoil_guids(draft: Draft) -> None:
    elements = draft.elements
    elements["W02"].GlobalId = elements["W01"].GlobalId
    _set_of(elements["D05"], "Pset_DoorCommon").GlobalId = elements["D05"].GlobalId
    spoilt: dict[str, Callable[[str], str]] = {
        "Chair 1": lambda guid: guid[:-1],
        "Chair 2": lambda guid: guid + "0",
        "Chair 3": lambda guid: "7" + guid[1:],
        "Chair 4": lambda guid: guid[:10] + "-" + guid[11:],
    }
    for name, spoil in spoilt.items():
        elements[name].GlobalId = spoil(elements[name].GlobalId)
    cost = _set_of(elements["Kitchen wall"], "Project_Cost")
    cost.GlobalId = "4" + cost.GlobalId[1:]


def _set_of(element: Entity, name: str) -> Entity:
    found = find_set(element, name)
    if found is None:
        raise LookupError(f"{element.Name} has no {name}")
    return found
