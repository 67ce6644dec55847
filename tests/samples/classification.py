"""References to NL/SfB on elements, and the zones of the house."""

from __future__ import annotations

import ifcopenshell.api.classification
import ifcopenshell.api.group
import ifcopenshell.api.root

from tests.samples.entity import Entity
from tests.samples.model import Draft

CODES: dict[str, tuple[str, tuple[str, ...]]] = {
    "13": ("Floors on ground", ("Base slab", "Entrance step")),
    "21": ("External walls", ("Outer wall", "Gable")),
    "22": (
        "Internal walls",
        ("Bearing wall", "Study wall", "Utility wall", "Kitchen wall", "Bathroom", "Bedroom"),
    ),
    "23": ("Floors, galleries", ("Floor slab", "Balcony slab")),
    "24": ("Stairs and ramps", ("Stair",)),
    "27": ("Roofs", ("Roof", "Entrance canopy")),
    "28": ("Frames", ("Balcony column",)),
    "31": ("External wall openings", ("W", "D01")),
    "32": ("Internal wall openings", ("D0",)),
    "34": ("Balustrades", ("Balcony railing", "Guard", "Handrail")),
    "41": ("External wall finishes", ("Larch cladding",)),
    "47": ("Roof finishes", ("Standing seam",)),
    "52": ("Drainage", ("Gutter", "Downpipe")),
    "90": ("External works", ("Terrace", "Lawn", "Garden path")),
}
"""Code -> its title and how the names of its elements begin; the first code that fits is taken."""

_UNCLASSIFIED = ("IfcFeatureElement", "IfcSpatialElement", "IfcFurnishingElement")

ZONES: dict[str, tuple[str, ...]] = {
    "Living zone": ("0.01", "0.02", "0.03", "0.04", "1.04"),
    "Sleeping zone": ("1.01", "1.02"),
    "Wet rooms": ("0.05", "1.03"),
}


def add_classification(draft: Draft) -> None:
    """The classification system, its references, and the elements under each."""
    system = ifcopenshell.api.classification.add_classification(draft.file, classification="NL/SfB")
    system.Source, system.Edition = "BNA", "1991"
    system.Description = "Table 1, elements"
    left = {name: element for name, element in draft.elements.items() if _is_classified(element)}
    order = sorted(CODES, key=lambda code: -max(len(start) for start in CODES[code][1]))
    order.sort(key=lambda code: code == "32")
    for code in order:
        title, starts = CODES[code]
        found = [name for name in left if name.startswith(starts)]
        if found:
            ifcopenshell.api.classification.add_reference(
                draft.file,
                products=[left.pop(name) for name in found],
                identification=code,
                name=title,
                classification=system,
            )


def _is_classified(element: Entity) -> bool:
    return not any(element.is_a(name) for name in _UNCLASSIFIED)


def add_zones(draft: Draft) -> None:
    """Groups of spaces."""
    for name, rooms in ZONES.items():
        zone = ifcopenshell.api.root.create_entity(draft.file, "IfcZone", name=name)
        spaces = [draft.elements[room] for room in rooms]
        ifcopenshell.api.group.assign_group(draft.file, products=spaces, group=zone)
