"""The house: every part in its order."""

from __future__ import annotations

import ifcopenshell

from tests.samples import plan
from tests.samples.classification import add_classification, add_zones
from tests.samples.envelope import add_outer_walls, add_slabs
from tests.samples.furniture import add_furniture
from tests.samples.identity import add_owner, settle_guids
from tests.samples.interior import add_interior
from tests.samples.materials import add_materials
from tests.samples.model import Draft, add_building, georeference, new_draft
from tests.samples.openings import add_filling_types, add_outer_openings
from tests.samples.outside import add_outside
from tests.samples.properties import add_properties
from tests.samples.quantities import add_quantities
from tests.samples.roof import add_roof
from tests.samples.rooms import add_rooms

PLAIN_TYPES: tuple[tuple[str, str], ...] = (
    ("Outer wall 350", "IfcWallType"),
    ("Bearing wall 175", "IfcWallType"),
    ("Partition 100", "IfcWallType"),
    ("Base slab 300", "IfcSlabType"),
    ("Floor slab 200", "IfcSlabType"),
    ("Roof slab 280", "IfcSlabType"),
    ("Balcony slab 170", "IfcSlabType"),
    ("Timber deck 120", "IfcSlabType"),
    ("Standing seam metal", "IfcCoveringType"),
    ("Larch cladding", "IfcCoveringType"),
    ("Larch column 140 x 140", "IfcColumnType"),
)
"""Types without a shape of their own: name and class."""


def make_house() -> ifcopenshell.file:
    """The architectural model."""
    return build_house().file


def build_house() -> Draft:
    """The architectural model with settled GlobalIds, its elements to be found by name."""
    draft = new_draft("Birch house", "Detached house with two storeys: the architectural sample of bimdesk")
    add_building(draft, list(plan.LEVELS.items()))
    georeference(draft)
    for name, ifc_class in PLAIN_TYPES:
        draft.add_type(ifc_class, name)
    add_filling_types(draft)
    lines = add_outer_walls(draft)
    add_slabs(draft)
    add_outer_openings(draft, lines)
    add_interior(draft)
    add_roof(draft)
    add_outside(draft)
    add_rooms(draft)
    add_furniture(draft)
    add_materials(draft)
    add_properties(draft)
    add_quantities(draft)
    add_classification(draft)
    add_zones(draft)
    settle_guids(draft.file, "house")
    add_owner(draft.file)
    return draft
