"""What the index says of an entity, as plain facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bimdesk.domain.ids import ElementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One value of a set. `value` as Python has it, in the file's units; `unit` is its symbol or ''."""

    name: str
    value: Any
    measure: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyGroup:
    """A property set or quantity set; `from_type` where the type brings it. Its name may be empty.

    `step_id`: where it stands in the file. `is_overridden`: some of the type's values give way to the
    occurrence's own and are left out here.
    """

    name: str
    ifc_class: str
    is_quantity: bool
    from_type: bool
    properties: tuple[Property, ...]
    step_id: int = 0
    is_overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialPart:
    """A material of the element; `thickness` in metres for layers, `usage` as in the schema."""

    name: str
    usage: str
    category: str = ""
    set_name: str = ""
    part_name: str = ""
    thickness: float | None = None
    fraction: float | None = None
    from_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A classification reference."""

    system: str
    identification: str
    name: str
    location: str = ""
    from_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another entity that this one is tied to; `relation` is one of the words of `RELATIONS`."""

    relation: str
    id: ElementId
    ifc_class: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDetails:
    """One entity, read whole; a few milliseconds on a large model.

    `relations` holds at most MOST_RELATED of each relation, `relation_totals` how many there are.
    """

    id: ElementId
    kind: str
    ifc_class: str
    guid: str
    name: str
    attributes: tuple[Property, ...]
    storey: Related | None = None
    type: Related | None = None
    groups: tuple[PropertyGroup, ...] = ()
    materials: tuple[MaterialPart, ...] = ()
    classifications: tuple[Classification, ...] = ()
    relations: tuple[Related, ...] = ()
    relation_totals: Mapping[str, int] = field(default_factory=dict)
    has_geometry: bool = False
