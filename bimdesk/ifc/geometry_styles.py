"""Surface colours of the file: by styled items, through mapped items and booleans, else by material."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bimdesk.ifc.index_declarations import Entity
from bimdesk.ifc.index_entities import read
from bimdesk.ifc.index_relations import all_of

Color = tuple[float, float, float, float]
"""Red, green, blue, alpha; 0..1."""

_FLAT_TYPES = {
    "Annotation2D", "BoundingBox", "Curve", "Curve2D", "Curve3D", "FillArea", "GeometricCurveSet", "Point",
    "PointCloud", "Text",
}  # fmt: skip
_FLAT_NAMES = {"Annotation", "Axis", "Box", "CoG", "FootPrint", "Plan", "Profile"}
_MAX_DEPTH = 32
_FACE_PARTS = {
    "IfcShellBasedSurfaceModel": 0, "IfcFaceBasedSurfaceModel": 0, "IfcFacetedBrep": 0,
    "IfcFacetedBrepWithVoids": 0, "IfcManifoldSolidBrep": 0, "IfcAdvancedBrep": 0,
    "IfcAdvancedBrepWithVoids": 0,
}  # fmt: skip
"""Where these items keep their shells, which may have styles of their own."""
_BROKEN = (AttributeError, TypeError, ValueError, IndexError, RuntimeError)


class StyleReader:
    """Answers which colours an element's body has; each representation is looked at once."""

    def __init__(self, model: Any) -> None:
        self._styled: dict[int, Color] = {}
        self._materials: dict[int, Color] = {}
        self._representations: dict[int, frozenset[Color | None]] = {}
        self._mapped: dict[int, frozenset[Color | None]] = {}
        for styled in all_of(model, "IfcStyledItem"):
            color = self._styled_color(styled)
            item = read(styled, 0)
            if item is not None and color is not None:
                self._styled.setdefault(item.id(), color)
        for definition in all_of(model, "IfcMaterialDefinitionRepresentation"):
            self._read_material(definition)
        for coloring in all_of(model, "IfcIndexedColourMap"):
            self._read_color_map(coloring)

    def colors(self, shape: Entity, materials: Iterable[int]) -> frozenset[Color | None]:
        """Colours of a product's body; None stands for items without, neither by style nor by material.

        `shape`: its IfcProductDefinitionShape. `materials`: STEP ids of its materials, in order.
        """
        found: set[Color | None] = set()
        for representation in bodies(shape):
            found |= self._representation(representation, 0)
        if None in found:
            material = next((self._materials[key] for key in materials if key in self._materials), None)
            if material is not None:
                found.discard(None)
                found.add(material)
        return frozenset(found)

    def _representation(self, representation: Entity, depth: int) -> frozenset[Color | None]:
        key = representation.id()
        known = self._representations.get(key)
        if known is None:
            self._representations[key] = frozenset()
            found: set[Color | None] = set()
            for item in read(representation, 3) or ():
                found |= self._item(item, depth)
            known = self._representations[key] = frozenset(found)
        return known

    def _item(self, item: Entity, depth: int) -> frozenset[Color | None]:
        own = self._styled.get(item.id())
        if own is not None:
            return frozenset((own,))
        if item.id() in self._mapped:
            return self._mapped[item.id()]
        if depth < _MAX_DEPTH:
            match item.is_a():
                case "IfcMappedItem":
                    return self._representation(read(read(item, 0), 1), depth + 1)
                case "IfcBooleanResult" | "IfcBooleanClippingResult":
                    return self._item(read(item, 1), depth + 1)
                case "IfcCsgSolid":
                    return self._item(read(item, 0), depth + 1)
                case name if name in _FACE_PARTS:
                    return self._shells(item, _FACE_PARTS[name])
        return frozenset((None,))

    def _shells(self, item: Entity, place: int) -> frozenset[Color | None]:
        """Colours of the shells of a surface model or a boundary representation."""
        shells = read(item, place)
        shells = shells if isinstance(shells, tuple) else (shells,)
        return frozenset(self._styled.get(shell.id()) for shell in shells if shell is not None)

    def _read_color_map(self, coloring: Entity) -> None:
        """The colours of a face set that has one for each face; they count where it has no style."""
        mapped, opacity, table, rows = (read(coloring, place) for place in range(4))
        if mapped is None or table is None or not rows:
            return
        try:
            alpha = 1.0 if opacity is None else float(opacity)
            used = (read(table, 0)[row - 1] for row in set(rows))
            colors = frozenset((float(red), float(green), float(blue), alpha) for red, green, blue in used)
            self._mapped.setdefault(mapped.id(), colors)
        except _BROKEN:
            return

    def _read_material(self, definition: Entity) -> None:
        material = read(definition, 3)
        for representation in read(definition, 2) or ():
            for styled in read(representation, 3) or ():
                color = self._styled_color(styled) if styled.is_a("IfcStyledItem") else None
                if color is not None and material is not None:
                    self._materials.setdefault(material.id(), color)

    def _styled_color(self, styled: Entity) -> Color | None:
        try:
            for style in read(styled, 1) or ():
                color = style_color(style)
                if color is not None:
                    return color
        except _BROKEN:
            return None
        return None


def bodies(shape: Entity) -> list[Entity]:
    """The representations of a product that have faces: Body, or whatever is not known to be flat."""
    found = []
    for representation in read(shape, 2) or ():
        name, kind = read(representation, 1), read(representation, 2)
        if name == "Body":
            return [representation]
        if name not in _FLAT_NAMES and kind not in _FLAT_TYPES:
            found.append(representation)
    return found


def style_color(style: Entity) -> Color | None:
    """The colour of an IfcSurfaceStyle, also inside an IfcPresentationStyleAssignment."""
    if style.is_a("IfcPresentationStyleAssignment"):
        return next((color for part in read(style, 0) or () if (color := style_color(part))), None)
    if not style.is_a("IfcSurfaceStyle"):
        return None
    for element in read(style, 2) or ():
        if element.is_a("IfcSurfaceStyleShading"):
            return _shading_color(element)
    return None


def _shading_color(shading: Entity) -> Color:
    """Surface colour, or the rendering's diffuse colour: one of its own, or a factor of the surface's."""
    red, green, blue = _rgb(read(shading, 0))
    transparency = read(shading, 1) if len(shading) > 1 else None
    diffuse = read(shading, 2) if shading.is_a("IfcSurfaceStyleRendering") else None
    if diffuse is not None and diffuse.is_entity():
        red, green, blue = _rgb(diffuse)
    elif diffuse is not None:
        factor = float(read(diffuse, 0))
        red, green, blue = red * factor, green * factor, blue * factor
    return red, green, blue, 1.0 - float(transparency or 0.0)


def _rgb(color: Entity) -> tuple[float, float, float]:
    return float(read(color, 1)), float(read(color, 2)), float(read(color, 3))
