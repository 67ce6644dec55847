"""The second revision of the house: what changed is listed in CHANGES, and nothing else did."""

from __future__ import annotations

from dataclasses import dataclass

import ifcopenshell
import ifcopenshell.api.geometry
import ifcopenshell.api.root
import ifcopenshell.api.type
import ifcopenshell.util.element
import ifcopenshell.util.placement

from tests.samples import plan
from tests.samples.envelope import outer_lines
from tests.samples.house import build_house
from tests.samples.identity import add_owner, guids, settle_guids
from tests.samples.model import Draft
from tests.samples.openings import WINDOWS, fill
from tests.samples.quantities import measure_filling, measure_wall
from tests.samples.shapes import box


@dataclass(frozen=True)
class Change:
    """One change: its kind, the element's class and name, and what is different."""

    kind: str
    ifc_class: str
    name: str
    what: str = ""


_WEST = "Outer wall West, ground floor"
_EAST = "Outer wall East, ground floor"
CHANGES: tuple[Change, ...] = (
    Change("added", "IfcWindow", "W20", f"Window 800 x 800 in {_WEST}"),
    Change("added", "IfcOpeningElement", "Opening of W20", f"in {_WEST}"),
    Change("added", "IfcFurniture", "Chair 7", "Chair, gallery"),
    Change("removed", "IfcFurniture", "Shelf of the gallery"),
    Change("removed", "IfcWall", "Kitchen wall"),
    Change("moved", "IfcFurniture", "Sofa", "0.60 m to the east"),
    Change("moved", "IfcFurniture", "Wardrobe 1", "0.30 m to the west"),
    Change("moved", "IfcWall", "Bedroom wall", "0.30 m to the west"),
    Change("property", "IfcWall", "Bathroom wall", "Pset_WallCommon.FireRating: EI 30 -> EI 60"),
    Change("property", "IfcDoor", "D01", "Pset_DoorCommon.SecurityRating: RC 2 -> RC 3"),
    Change(
        "property", "IfcSpace", "1.01", "Pset_SpaceCoveringRequirements.FloorCovering: Oak parquet -> Carpet"
    ),
    Change("attribute", "IfcSpace", "0.03", "LongName: Study -> Guest room"),
    Change("retyped", "IfcWindow", "W05", "Window 1200 x 1350 -> Window 800 x 800"),
    Change("attribute", "IfcWindow", "W05", "OverallWidth and OverallHeight, of the new type"),
    Change("property", "IfcWindow", "W05", "Qto_WindowBaseQuantities, of the new type"),
    Change("geometry", "IfcWindow", "W05", "the new type's"),
    Change("geometry", "IfcOpeningElement", "Opening of W05", "0.80 m by 0.80 m"),
    Change("property", "IfcWall", _EAST, "Qto_WallBaseQuantities: a smaller opening"),
    Change("property", "IfcWall", _WEST, "Qto_WallBaseQuantities: one opening more"),
)
"""From house.ifc to house_v2.ifc, by product; relationships and sets follow. Kinds: added, removed, moved,
property (property and quantity sets, the type's too), attribute, retyped, geometry (without its openings)."""


def make_revision() -> ifcopenshell.file:
    """The house with CHANGES made; whatever stayed keeps its GlobalId."""
    draft = build_house()
    kept = guids(draft.file)
    _add(draft)
    _remove(draft)
    _move(draft)
    _edit(draft)
    _retype(draft)
    settle_guids(draft.file, "house_v2", keep=kept)
    add_owner(draft.file)
    return draft.file


def _add(draft: Draft) -> None:
    line = next(line for line in outer_lines(plan.GROUND, plan.LEVELS[plan.FIRST]) if line.name == _WEST)
    fill(draft, line, "W20", "Window 800 x 800", 3.95, 1.5)
    draft.properties(draft.elements["W20"], "Pset_WindowCommon", Status="NEW", IsExternal=True)
    measure_filling(draft, draft.elements["W20"])
    measure_wall(draft, draft.elements[_WEST])
    level = plan.LEVELS[plan.FIRST]
    draft.add("IfcFurniture", "Chair 7", storey=plan.FIRST, at=(8.0, 6.3, level), turn=180.0, of_type="Chair")


def _remove(draft: Draft) -> None:
    for name in ("Shelf of the gallery", "Kitchen wall"):
        ifcopenshell.api.root.remove_product(draft.file, product=draft.elements.pop(name))


def _move(draft: Draft) -> None:
    for name, shift in (("Sofa", 0.6), ("Wardrobe 1", -0.3), ("Bedroom wall", -0.3)):
        element = draft.elements[name]
        placement = ifcopenshell.util.placement.get_local_placement(element.ObjectPlacement)
        placement[0, 3] += shift
        ifcopenshell.api.geometry.edit_object_placement(draft.file, element, placement)


def _edit(draft: Draft) -> None:
    draft.properties(draft.elements["Bathroom wall"], "Pset_WallCommon", FireRating="EI 60")
    draft.properties(draft.elements["D01"], "Pset_DoorCommon", SecurityRating="RC 3")
    draft.properties(draft.elements["1.01"], "Pset_SpaceCoveringRequirements", FloorCovering="Carpet")
    draft.elements["0.03"].LongName = "Guest room"


def _retype(draft: Draft) -> None:
    window, opening = draft.elements["W05"], draft.elements["Opening of W05"]
    old, new = WINDOWS["Window 1200 x 1350"], WINDOWS["Window 800 x 800"]
    ifcopenshell.api.type.assign_type(draft.file, [window], draft.types[new.name])
    window.OverallWidth, window.OverallHeight = new.width, new.height
    solid = box(draft.file, (0.0, -0.05, 0.0), (new.width, plan.WALL + 0.05, new.height))
    before = opening.Representation.Representations[0].Items[0]
    opening.Representation.Representations[0].Items = [solid]
    ifcopenshell.util.element.remove_deep2(draft.file, before)
    length, height, thickness, holes = draft.walls[_EAST]
    holes += new.width * new.height - old.width * old.height
    draft.walls[_EAST] = (length, height, thickness, holes)
    measure_filling(draft, window)
    measure_wall(draft, draft.elements[_EAST])
