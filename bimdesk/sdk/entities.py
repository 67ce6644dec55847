"""What queries give: elements, property sets, materials, classifications, roots; all of it to read only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Protocol

import msgspec
from numpy.typing import NDArray

from bimdesk.index.reader import ModelIndex

DETAILS = (
    "description", "object_type", "tag", "predefined_type", "long_name", "elevation", "has_geometry",
    "parent_id", "storey_id", "type_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertySet:
    """One property set or quantity set. `from_type`: inherited from the element's type."""

    name: str
    properties: dict[str, Any]
    is_quantity: bool = False
    from_type: bool = False
    id: int = 0
    ifc_guid: str = ""
    ifc_type: str = ""
    description: str | None = None

    def __getitem__(self, name: str) -> Any:
        return self.properties[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a property, or `default`."""
        return self.properties.get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material, or its use in an element: a layer, constituent or profile (thickness in metres).

    An air layer has the name '' and the id None.
    """

    id: int | None
    name: str
    category: str | None = None
    description: str | None = None
    usage: str = "material"
    set_name: str | None = None
    part_name: str | None = None
    thickness: float | None = None
    fraction: float | None = None
    from_type: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A classification reference: `system` Uniclass 2015, `identification` EF_25_10, `name` Walls."""

    id: int
    system: str | None
    identification: str | None
    name: str | None
    location: str | None = None
    from_type: bool = False

    def __str__(self) -> str:
        return self.identification or self.name or ""


@dataclass(frozen=True, slots=True)
class Root:
    """Any IfcRoot of the file, relationships and property sets too: what has a GlobalId."""

    id: int
    ifc_guid: str
    ifc_type: str
    name: str | None = None

    @property
    def ifc_id(self) -> int:
        """The STEP id."""
        return self.id


class ElementReader(Protocol):
    """Where an element looks up what it does not hold itself: the model it is of (sdk/model_view.py)."""

    index: ModelIndex

    def sets_of(self, number: int) -> list[PropertySet]: ...
    def geometry_of(self, number: int) -> dict[str, NDArray[Any]] | None: ...
    def details(self, number: int) -> tuple[Any, ...]: ...
    def system_of(self, number: int) -> Entity | None: ...
    def entity_or_none(self, number: int | None) -> Entity | None: ...
    def get_properties(self, entity: Any) -> list[PropertySet]: ...
    def get_quantities(self, entity: Any) -> list[PropertySet]: ...
    def get_materials(self, entity: Any) -> list[Material]: ...


class Entity(msgspec.Struct, array_like=True, dict=True, eq=False):
    """A product, type, system or the project. Two are equal where they are the same row of the same model.

    Each model has a subclass of its own (`entity_class`), so that an element need not carry its model: an
    element is made of its row in the index alone, by msgspec, many at once.
    """

    id: int
    ifc_guid: str
    ifc_type: str
    name: str | None
    view: ClassVar[ElementReader]

    @property
    def ifc_id(self) -> int:
        """The STEP id, `#123` in the file."""
        return self.id

    @cached_property
    def _details(self) -> tuple[Any, ...]:
        return self.view.details(self.id)

    @property
    def description(self) -> str | None:
        """IfcRoot.Description."""
        return self._text("description")

    @property
    def object_type(self) -> str | None:
        """IfcObject.ObjectType: the author's own word for what it is."""
        return self._text("object_type")

    @property
    def tag(self) -> str | None:
        """IfcElement.Tag: its number in the program that wrote the file."""
        return self._text("tag")

    @property
    def predefined_type(self) -> str | None:
        """PredefinedType, such as SOLIDWALL."""
        return self._text("predefined_type")

    @property
    def long_name(self) -> str | None:
        """LongName, of spaces and other spatial elements."""
        return self._text("long_name")

    @property
    def elevation(self) -> float | None:
        """Of a storey, in metres."""
        value: float | None = self._details[DETAILS.index("elevation")]
        return value

    @property
    def has_geometry(self) -> bool:
        """Whether get_geometry() has a shape of it."""
        return bool(self._details[DETAILS.index("has_geometry")])

    @property
    def parent(self) -> Entity | None:
        """What it is in or a part of: container, whole, host."""
        return self.view.entity_or_none(self._details[DETAILS.index("parent_id")])

    @property
    def storey(self) -> Entity | None:
        """The IfcBuildingStorey that it is in, directly or not."""
        return self.view.entity_or_none(self._details[DETAILS.index("storey_id")])

    @property
    def type(self) -> Entity | None:
        """The IfcTypeObject that defines it."""
        return self.view.entity_or_none(self._details[DETAILS.index("type_id")])

    @cached_property
    def properties(self) -> dict[str, dict[str, Any]]:
        """`{set: {property: value}}`, inherited ones included, quantity sets apart."""
        return _merged([found for found in self.view.get_properties(self) if not found.is_quantity])

    @cached_property
    def quantities(self) -> dict[str, dict[str, Any]]:
        """`{set: {quantity: value}}`, in the file's units."""
        return _merged(self.view.get_quantities(self))

    @cached_property
    def materials(self) -> list[Material]:
        """Its materials: one for each layer, constituent or profile."""
        return self.view.get_materials(self)

    @property
    def system(self) -> Entity | None:
        """The first system that it belongs to."""
        return self.view.system_of(self.id)

    def _text(self, name: str) -> str | None:
        value: str | None = self._details[DETAILS.index(name)]
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and other.id == self.id and other.view is self.view

    def __hash__(self) -> int:
        return hash(self.id)

    def __str__(self) -> str:
        return f"{self.ifc_type} #{self.id} {self.name or ''}".rstrip()

    def __repr__(self) -> str:
        return f"<{self}>"


def entity_class(view: ElementReader) -> type[Entity]:
    """The class of the elements of one model."""
    return type("Entity", (Entity,), {"view": view, "__module__": Entity.__module__})


def _merged(sets: list[PropertySet]) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for found in sets:
        merged.setdefault(found.name, {}).update(found.properties)
    return merged
