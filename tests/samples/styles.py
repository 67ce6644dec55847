"""Colours: one named surface style each, made when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.entity import Entity

if TYPE_CHECKING:
    from tests.samples.model import Draft

COLOURS: dict[str, tuple[int, float]] = {
    "Render white": (0xEFECE5, 0.0),
    "Brick grey": (0x8C857C, 0.0),
    "Concrete": (0xBDBBB6, 0.0),
    "Plaster": (0xF4F2EE, 0.0),
    "Timber larch": (0xB47B48, 0.0),
    "Timber oak": (0xC79A62, 0.0),
    "Decking": (0xA57C55, 0.0),
    "Anthracite": (0x2F353A, 0.0),
    "Slate": (0x343B42, 0.0),
    "Zinc": (0x9AA3AA, 0.0),
    "Glass": (0x9CC7DC, 0.62),
    "Frosted glass": (0xD6E4E8, 0.4),
    "Steel": (0xB4BABF, 0.0),
    "Lawn": (0x8FB070, 0.0),
    "Paving": (0xC9C4BA, 0.0),
    "Leaves": (0x6E9A55, 0.0),
    "Leaves dark": (0x557F4A, 0.0),
    "Bark": (0x75604B, 0.0),
    "Fabric blue": (0x4F6F8F, 0.0),
    "Fabric sand": (0xD8CBB5, 0.0),
    "Ceramic": (0xFAFAF8, 0.0),
    "Room": (0x9DB8D9, 0.75),
    "Supply air": (0x4C8FD0, 0.0),
    "Extract air": (0xE0A03C, 0.0),
    "Cold water": (0x2F7FD6, 0.0),
    "Hot water": (0xD9483B, 0.0),
    "Waste water": (0x8A6B4F, 0.0),
    "Equipment": (0xD5D9DC, 0.0),
    "Solar": (0x171B22, 0.0),
}
"""Name -> colour (0xRRGGBB) and transparency (0 to 1)."""


def surface_style(draft: Draft, name: str) -> Entity:
    """The IfcSurfaceStyle of a colour in COLOURS."""
    found = draft.styles.get(name)
    if found is None:
        value, transparency = COLOURS[name]
        parts = [round((value >> shift & 255) / 255, 4) for shift in (16, 8, 0)]
        colour = draft.file.create_entity("IfcColourRgb", None, *parts)
        shading = draft.file.create_entity(
            "IfcSurfaceStyleRendering", colour, transparency, ReflectanceMethod="NOTDEFINED"
        )
        found = draft.file.create_entity("IfcSurfaceStyle", name, "BOTH", [shading])
        draft.styles[name] = found
    return found
