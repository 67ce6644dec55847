"""The model under construction: project, contexts, storeys, and one way to add an element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ifcopenshell
import ifcopenshell.api.aggregate
import ifcopenshell.api.context
import ifcopenshell.api.geometry
import ifcopenshell.api.georeference
import ifcopenshell.api.project
import ifcopenshell.api.pset
import ifcopenshell.api.root
import ifcopenshell.api.spatial
import ifcopenshell.api.type
import ifcopenshell.api.unit

from tests.samples.entity import Entity
from tests.samples.shapes import matrix
from tests.samples.styles import surface_style

Value = str | float | bool
LOGICAL = frozenset({"AboveGround", "IsLandmarked"})
"""Standard properties that are IfcLogical, which edit_pset turns into text."""

Item = tuple[Entity, str]
"""A solid and the name of its colour."""


@dataclass
class Draft:
    """A model under construction, in metres; elements are found again by name."""

    file: ifcopenshell.file
    body: Entity
    axis: Entity
    storeys: dict[str, Entity] = field(default_factory=dict)
    styles: dict[str, Entity] = field(default_factory=dict)
    elements: dict[str, Entity] = field(default_factory=dict)
    types: dict[str, Entity] = field(default_factory=dict)
    walls: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    """Wall -> length, height, thickness (metres), area of its openings (square metres)."""

    def representation(self, items: Sequence[Item]) -> Entity:
        """A Body representation whose items carry their own surface styles."""
        solids = [solid for solid, _style in items]
        kinds = {"Tessellation" if solid.is_a("IfcTessellatedItem") else "SweptSolid" for solid in solids}
        kind = kinds.pop() if len(kinds) == 1 else "SolidModel"
        for solid, style in items:
            if style:
                self.file.create_entity("IfcStyledItem", solid, [surface_style(self, style)], None)
        return self.file.create_entity("IfcShapeRepresentation", self.body, "Body", kind, solids)

    def add(
        self,
        ifc_class: str,
        name: str,
        *,
        storey: str = "",
        predefined: str | None = None,
        items: Sequence[Item] = (),
        at: tuple[float, float, float] = (0.0, 0.0, 0.0),
        turn: float = 0.0,
        of_type: str = "",
    ) -> Entity:
        """Adds a product: placed (x, y, z in metres of the building), in a storey, of a type."""
        element = ifcopenshell.api.root.create_entity(self.file, ifc_class, predefined, name)
        ifcopenshell.api.geometry.edit_object_placement(self.file, element, matrix(*at, turn=turn))
        if storey:
            ifcopenshell.api.spatial.assign_container(self.file, [element], self.storeys[storey])
        if items:
            ifcopenshell.api.geometry.assign_representation(self.file, element, self.representation(items))
        if of_type:
            ifcopenshell.api.type.assign_type(self.file, [element], self.types[of_type])
        self.elements[name] = element
        return element

    def properties(self, product: Entity, set_name: str, **values: Value) -> None:
        """Sets properties of a product, type or material; standard ones get their standard value type."""
        existing = None if product.is_a("IfcMaterial") else find_set(product, set_name)
        found = existing or ifcopenshell.api.pset.add_pset(self.file, product=product, name=set_name)
        given: dict[str, Value | Entity] = {
            name: self.file.create_entity("IfcLogical", value) if name in LOGICAL else value
            for name, value in values.items()
        }
        ifcopenshell.api.pset.edit_pset(self.file, pset=found, properties=given)

    def quantities(self, product: Entity, set_name: str, **values: float) -> None:
        """Sets quantities in a quantity set; metres, square metres, cubic metres."""
        existing = find_set(product, set_name)
        made = existing or ifcopenshell.api.pset.add_qto(self.file, product=product, name=set_name)
        rounded: dict[str, Any] = {name: round(value, 4) for name, value in values.items()}
        ifcopenshell.api.pset.edit_qto(self.file, qto=made, properties=rounded)

    def join(self, parts: list[Entity], whole: Entity) -> None:
        """Makes `parts` the parts of `whole`."""
        ifcopenshell.api.aggregate.assign_object(self.file, parts, whole)

    def add_type(
        self, ifc_class: str, name: str, *, predefined: str | None = None, items: Sequence[Item] = ()
    ) -> Entity:
        """Adds an IfcTypeProduct; its items become the mapped representation of its occurrences."""
        made = ifcopenshell.api.root.create_entity(self.file, ifc_class, predefined, name)
        if items:
            ifcopenshell.api.geometry.assign_representation(self.file, made, self.representation(items))
        self.types[name] = made
        return made


def find_set(product: Entity, name: str) -> Entity | None:
    """A property or quantity set of a product or type by its name."""
    if product.is_a("IfcTypeObject"):
        sets = product.HasPropertySets or ()
    else:
        sets = [relation.RelatingPropertyDefinition for relation in product.IsDefinedBy]
    return next((found for found in sets if found.Name == name), None)


def new_draft(project: str, description: str) -> Draft:
    """An IFC4 project in metres, with its contexts and nothing in it."""
    file = ifcopenshell.api.project.create_file(version="IFC4")
    root = ifcopenshell.api.root.create_entity(file, "IfcProject", name=project)
    root.LongName, root.Description, root.Phase = project, description, "Design"
    units = [
        ifcopenshell.api.unit.add_si_unit(file, unit_type=kind)
        for kind in ("LENGTHUNIT", "AREAUNIT", "VOLUMEUNIT", "MASSUNIT")
    ]
    degrees = ifcopenshell.api.unit.add_conversion_based_unit(file, name="degree")
    ifcopenshell.api.unit.assign_unit(file, units=[*units, degrees])
    model = ifcopenshell.api.context.add_context(file, context_type="Model")
    body = ifcopenshell.api.context.add_context(file, "Model", "Body", "MODEL_VIEW", parent=model)
    axis = ifcopenshell.api.context.add_context(file, "Model", "Axis", "GRAPH_VIEW", parent=model)
    return Draft(file, body, axis)


def add_building(draft: Draft, storeys: Sequence[tuple[str, float]]) -> None:
    """Site, building and storeys (name, elevation in metres)."""
    file = draft.file
    project = file.by_type("IfcProject")[0]
    site = draft.add("IfcSite", "Plot 14")
    site.LongName = "Birch Lane 14"
    site.RefLatitude, site.RefLongitude = (52, 22, 41, 0), (4, 53, 52, 0)
    site.RefElevation = 2.1
    building = draft.add("IfcBuilding", "Birch house")
    building.LongName = "Detached house"
    building.ElevationOfRefHeight = 2.1
    ifcopenshell.api.aggregate.assign_object(file, [site], project)
    ifcopenshell.api.aggregate.assign_object(file, [building], site)
    for name, elevation in storeys:
        storey = draft.add("IfcBuildingStorey", name, at=(0.0, 0.0, elevation))
        storey.Elevation = elevation
        draft.storeys[name] = storey
    ifcopenshell.api.aggregate.assign_object(file, list(draft.storeys.values()), building)


def georeference(draft: Draft) -> None:
    """Puts the project in RD New (EPSG:28992), turned by 12 degrees."""
    ifcopenshell.api.georeference.add_georeferencing(draft.file)
    ifcopenshell.api.georeference.edit_georeferencing(
        draft.file,
        projected_crs={
            "Name": "EPSG:28992",
            "Description": "Amersfoort / RD New",
            "GeodeticDatum": "Amersfoort",
            "VerticalDatum": "NAP",
        },
        coordinate_operation={
            "Eastings": 121_687.5,
            "Northings": 487_482.25,
            "OrthogonalHeight": 2.1,
            "XAxisAbscissa": 0.978148,
            "XAxisOrdinate": 0.207912,
            "Scale": 1.0,
        },
    )
