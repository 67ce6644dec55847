"""Ducts and pipes: segments, bends, junctions and terminals whose ports are connected as they are laid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import ifcopenshell.api.system
import numpy as np

from tests.samples import plan
from tests.samples.entity import Entity
from tests.samples.model import Draft, Item
from tests.samples.shapes import Point, ball, matrix, pipe


@dataclass
class Network:
    """One IfcDistributionSystem under construction; `kind` is Duct or Pipe, radius in metres."""

    draft: Draft
    name: str
    kind: str
    predefined: str
    colour: str
    radius: float
    reverse: bool = False
    """The runs are laid against the flow, from the unit to the terminals."""
    system: Entity = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.system = ifcopenshell.api.system.add_system(self.draft.file, ifc_class="IfcDistributionSystem")
        self.system.Name, self.system.PredefinedType = self.name, self.predefined

    def port(self, element: Entity, at: Point, direction: str) -> Entity:
        """Adds a port to an element; world point in metres."""
        made = ifcopenshell.api.system.add_port(self.draft.file, element=element)
        number = sum(len(relation.RelatedObjects) for relation in element.IsNestedBy)
        made.Name = f"{element.Name}, port {number}"
        against = {"SOURCE": "SINK", "SINK": "SOURCE"}
        made.FlowDirection = against[direction] if self.reverse else direction
        made.SystemType = self.predefined
        made.PredefinedType = self.kind.upper()
        ifcopenshell.api.geometry.edit_object_placement(self.draft.file, made, matrix(at[0], at[1], at[2]))
        return made

    def member(self, element: Entity) -> Entity:
        """Puts an element into the system."""
        ifcopenshell.api.system.assign_system(self.draft.file, products=[element], system=self.system)
        return element

    def connect(self, source: Entity, sink: Entity) -> None:
        """Flow goes from `source` to `sink`, or against that where the network is laid in reverse."""
        if self.reverse:
            source, sink = sink, source
        ifcopenshell.api.system.connect_port(self.draft.file, source, sink, direction="SOURCE")

    def lay(self, points: Sequence[Point], source: Entity) -> Entity:
        """Lays segments through points, with bends between them, from a port; gives the open end's port."""
        end = source
        last = len(points) - 2
        for number, (start, stop) in enumerate(pairwise(points)):
            end = self._segment(start, stop, end)
            if number < last:
                end = self.fit(stop, end, "BEND")[0]
        return end

    def _segment(self, start: Point, stop: Point, source: Entity) -> Entity:
        self.count += 1
        shift = np.subtract(stop, start)
        length = float(np.linalg.norm(shift))
        solid = pipe(self.draft.file, (0, 0, 0), list(shift), self.radius)
        element = self._element("Segment", f"{self.name} {self.count:02}", start, [solid])
        self.draft.quantities(element, f"Qto_{self.kind}SegmentBaseQuantities", Length=length)
        inlet, outlet = self.port(element, start, "SINK"), self.port(element, stop, "SOURCE")
        self.connect(source, inlet)
        return outlet

    def fit(self, at: Point, source: Entity, predefined: str) -> list[Entity]:
        """A BEND (one outlet) or a JUNCTION (two outlets) at a point; gives its outlets."""
        self.count += 1
        size = (self.radius * 1.12,) * 3
        solid = ball(self.draft.file, (0, 0, 0), size, segments=12, rings=8)
        name = f"{self.name} {self.count:02} {predefined.lower()}"
        element = self._element("Fitting", name, at, [solid], predefined)
        self.connect(source, self.port(element, at, "SINK"))
        return [self.port(element, at, "SOURCE") for _ in range(2 if predefined == "JUNCTION" else 1)]

    def _element(
        self, part: str, name: str, at: Point, solids: list[Entity], predefined: str = "RIGIDSEGMENT"
    ) -> Entity:
        items: list[Item] = [(solid, self.colour) for solid in solids]
        element = self.draft.add(
            f"Ifc{self.kind}{part}",
            name,
            storey=plan.GROUND if at[2] < plan.LEVELS[plan.FIRST] - plan.SLAB else plan.FIRST,
            predefined=predefined,
            items=items,
            at=(at[0], at[1], at[2]),
            of_type=f"{self.kind} {round(self.radius * 2000)}" if part == "Segment" else "",
        )
        return self.member(element)

    def end(self, ifc_class: str, name: str, kind: str, at: Point, source: Entity) -> Entity:
        """A terminal of a type at the open end of a run."""
        element = self.draft.elements.get(name) or self.draft.add(
            ifc_class,
            name,
            storey=plan.GROUND if at[2] < plan.LEVELS[plan.FIRST] - plan.SLAB else plan.FIRST,
            at=(at[0], at[1], at[2]),
            of_type=kind,
        )
        self.member(element)
        self.connect(source, self.port(element, at, "SINK"))
        return element
