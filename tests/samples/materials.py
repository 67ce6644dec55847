"""Materials, layer sets on types with usages on occurrences, constituents of windows and doors."""

from __future__ import annotations

import ifcopenshell.api.material
import ifcopenshell.api.pset

from tests.samples.entity import Entity
from tests.samples.model import Draft

MATERIALS: dict[str, tuple[str, float]] = {
    "Lime render": ("plaster", 1600.0),
    "Mineral wool": ("insulation", 60.0),
    "Sand-lime brick": ("masonry", 1800.0),
    "Gypsum plaster": ("plaster", 1000.0),
    "Gypsum board": ("gypsum", 900.0),
    "Reinforced concrete": ("concrete", 2400.0),
    "Screed": ("concrete", 2000.0),
    "Oak parquet": ("wood", 700.0),
    "Expanded polystyrene": ("insulation", 25.0),
    "Spruce rafters": ("wood", 470.0),
    "Wood fibre board": ("insulation", 160.0),
    "Coated steel": ("steel", 7850.0),
    "Larch": ("wood", 590.0),
    "Aluminium": ("aluminium", 2700.0),
    "Triple glazing": ("glass", 2500.0),
    "Oak": ("wood", 700.0),
    "Masonry, clinker": ("masonry", 2000.0),
    "Zinc sheet": ("zinc", 7100.0),
}
"""Name -> IFC category and mass density (kg/m3)."""

LAYER_SETS: dict[str, tuple[str, tuple[tuple[str, float], ...]]] = {
    "Outer wall 350": (
        "AXIS2",
        (
            ("Lime render", 0.02),
            ("Mineral wool", 0.14),
            ("Sand-lime brick", 0.175),
            ("Gypsum plaster", 0.015),
        ),
    ),
    "Bearing wall 175": (
        "AXIS2",
        (("Gypsum plaster", 0.0125), ("Sand-lime brick", 0.15), ("Gypsum plaster", 0.0125)),
    ),
    "Partition 100": ("AXIS2", (("Gypsum board", 0.0125), ("Mineral wool", 0.075), ("Gypsum board", 0.0125))),
    "Base slab 300": ("AXIS3", (("Expanded polystyrene", 0.12), ("Reinforced concrete", 0.18))),
    "Floor slab 200": (
        "AXIS3",
        (("Reinforced concrete", 0.14), ("Screed", 0.045), ("Oak parquet", 0.015)),
    ),
    "Roof slab 280": (
        "AXIS3",
        (("Gypsum board", 0.0125), ("Spruce rafters", 0.2), ("Wood fibre board", 0.0675)),
    ),
    "Balcony slab 170": ("AXIS3", (("Reinforced concrete", 0.17),)),
    "Timber deck 120": ("AXIS3", (("Larch", 0.12),)),
}
"""Type -> direction and layers (material, metres): walls from outside to inside, slabs from below."""

SINGLE: dict[str, str] = {
    "Standing seam metal": "Coated steel",
    "Larch cladding": "Larch",
    "Larch column 140 x 140": "Larch",
    "Stair flight": "Reinforced concrete",
    "Chimney": "Masonry, clinker",
    "Balcony railing": "Aluminium",
    "Guard of the stairwell": "Aluminium",
    "Handrail of the stair": "Oak",
    "Gutter South": "Zinc sheet",
    "Gutter North": "Zinc sheet",
    "Downpipe South": "Zinc sheet",
    "Downpipe North": "Zinc sheet",
    "Entrance canopy": "Coated steel",
    "Entrance step": "Reinforced concrete",
}
"""Type or element -> its one material."""


def add_materials(draft: Draft) -> None:
    """Everything of this module; call it when all elements have their types."""
    made = {name: _material(draft, name) for name in MATERIALS}
    for kind, (direction, layers) in LAYER_SETS.items():
        _add_layers(draft, kind, direction, layers, made)
    for name, material in SINGLE.items():
        product = draft.types.get(name) or draft.elements[name]
        ifcopenshell.api.material.assign_material(draft.file, products=[product], material=made[material])
    for product in draft.types.values():
        if product.is_a("IfcWindowType"):
            _add_constituents(draft, product, made, {"Lining": "Aluminium", "Glazing": "Triple glazing"})
        elif product.is_a("IfcDoorType"):
            _add_constituents(draft, product, made, {"Lining": "Aluminium", "Framing": "Oak"})
        elif product.is_a("IfcFurnitureType"):
            ifcopenshell.api.material.assign_material(draft.file, products=[product], material=made["Oak"])


def _material(draft: Draft, name: str) -> Entity:
    category, density = MATERIALS[name]
    material = ifcopenshell.api.material.add_material(draft.file, name=name, category=category)
    draft.properties(material, "Pset_MaterialCommon", MassDensity=density)
    return material


def _add_layers(
    draft: Draft,
    kind: str,
    direction: str,
    layers: tuple[tuple[str, float], ...],
    made: dict[str, Entity],
) -> None:
    product = draft.types[kind]
    layer_set = ifcopenshell.api.material.add_material_set(
        draft.file, name=kind, set_type="IfcMaterialLayerSet"
    )
    for name, thickness in layers:
        layer = ifcopenshell.api.material.add_layer(
            draft.file, layer_set=layer_set, material=made[name], name=name
        )
        layer.LayerThickness, layer.Category = thickness, MATERIALS[name][0]
    ifcopenshell.api.material.assign_material(
        draft.file, products=[product], type="IfcMaterialLayerSet", material=layer_set
    )
    occurrences = [part for relation in product.Types for part in relation.RelatedObjects]
    usage = draft.file.create_entity("IfcMaterialLayerSetUsage", layer_set, direction, "POSITIVE", 0.0)
    ifcopenshell.api.material.assign_material(draft.file, products=occurrences, material=usage)


def _add_constituents(draft: Draft, product: Entity, made: dict[str, Entity], parts: dict[str, str]) -> None:
    material_set = ifcopenshell.api.material.add_material_set(
        draft.file, name=product.Name, set_type="IfcMaterialConstituentSet"
    )
    for part, name in parts.items():
        constituent = ifcopenshell.api.material.add_constituent(
            draft.file, constituent_set=material_set, material=made[name]
        )
        constituent.Name = part
    ifcopenshell.api.material.assign_material(
        draft.file, products=[product], type="IfcMaterialConstituentSet", material=material_set
    )
