"""Property and quantity sets: each read once, linked to entities so that the effective value stands once.

The result equals `ifcopenshell.util.element.get_psets` for every entity: a later definition of the same name
wins per property, an occurrence wins over its type.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ifcopenshell.util import element as element_util

from bimdesk.ifc.index_declarations import Declarations, Entity
from bimdesk.ifc.index_entities import Roots, read
from bimdesk.ifc.index_relations import Relations, all_of
from bimdesk.ifc.index_units import Units
from bimdesk.ifc.index_values import SqlValue, as_text, plain, sql_value

BROKEN = (AttributeError, TypeError, ValueError, RuntimeError, IndexError, AssertionError)
"""What reading an entity raises whose attributes are not what the schema says."""


@dataclass(frozen=True, slots=True)
class Property:
    """One row of `properties`, without its set and place."""

    value: SqlValue
    kind: str
    measure: str | None = None
    unit: str | None = None


@dataclass(slots=True)
class Definition:
    """A property or quantity set as read; `id` is negative for a trimmed copy."""

    id: int
    source_id: int
    cls: str
    guid: str
    name: str
    description: str | None
    properties: dict[str, Property] = field(default_factory=dict)


@dataclass(slots=True)
class PropertyIndex:
    """All sets, and entity -> [(set, from its type)]. `broken` are sets that cannot be read whole."""

    definitions: dict[int, Definition] = field(default_factory=dict)
    links: dict[int, list[tuple[Definition, bool]]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)

    def count(self, entity_ids: list[int]) -> int:
        """Property values over these entities."""
        return sum(len(item.properties) for key in entity_ids for item, _ in self.links.get(key, ()))


class PropertyReader:
    """Reads the definitions of one model."""

    def __init__(self, model: Any, declarations: Declarations, units: Units) -> None:
        self._model = model
        self._declarations = declarations
        self._units = units
        self._trimmed: dict[tuple[int, frozenset[str]], Definition] = {}
        self.index = PropertyIndex()

    def read_all(self, roots: Roots, relations: Relations) -> PropertyIndex:
        """Definitions, and the effective links of every entity."""
        own = self._own_definitions(roots)
        for entity_id in roots.entities:
            type_id = relations.types.get(entity_id)
            chain = [(item, True) for item in own.get(type_id, ())] if type_id is not None else []
            chain += [(item, False) for item in own.get(entity_id, ())]
            if chain:
                self.index.links[entity_id] = self._effective(chain)
        return self.index

    def _own_definitions(self, roots: Roots) -> dict[int, list[Definition]]:
        own: dict[int, list[Definition]] = defaultdict(list)
        for row in roots.of_kind("type"):
            position = self._declarations.attributes(row.cls)["HasPropertySets"]
            own[row.id] += self._definitions(read(row.instance, position))
        for relation in all_of(self._model, "IfcRelDefinesByProperties"):
            found = self._definitions(read(relation, 5))
            for related in read(relation, 4) or ():
                entity = roots.entities.get(related.id())
                if entity is not None and entity.kind != "type":
                    own[entity.id] += found
        return own

    def _definitions(self, value: Any) -> list[Definition]:
        """The sets that an attribute names: one, several, or an IfcPropertySetDefinitionSet."""
        if value is None:
            return []
        if isinstance(value, tuple | list):
            return [item for part in value for item in self._definitions(part)]
        if not value.is_entity():
            return self._definitions(read(value, 0))
        known = self.index.definitions.get(value.id())
        if known is None:
            known = self.index.definitions[value.id()] = self._read(value)
        return [known]

    def _read(self, instance: Entity) -> Definition:
        step_id, cls = instance.id(), instance.is_a()
        definition = Definition(
            step_id, step_id, cls, as_text(read(instance, 0)) or "", as_text(read(instance, 2)) or "",
            as_text(read(instance, 3)),
        )  # fmt: skip
        try:
            if cls == "IfcPropertySet":
                for item in read(instance, 4) or ():
                    self._read_property(item, definition.properties)
            elif cls == "IfcElementQuantity":
                for item in read(instance, 5) or ():
                    self._read_quantity(item, definition.properties)
            else:
                self._read_attributes(instance, definition.properties)
        except BROKEN:
            self.index.broken.append(step_id)
        return definition

    def _read_property(self, instance: Entity, into: dict[str, Property]) -> None:
        cls, name = instance.is_a(), as_text(read(instance, 0)) or ""
        if cls == "IfcPropertySingleValue":
            nominal = read(instance, 2)
            into[name] = self._property(
                None if nominal is None else read(nominal, 0), nominal, unit=read(instance, 3)
            )
        elif cls in ("IfcPropertyEnumeratedValue", "IfcPropertyListValue"):
            values = read(instance, 2) or ()
            unit = read(instance, 3) if cls == "IfcPropertyListValue" else None
            result = [read(value, 0) for value in values] if values else None
            into[name] = self._property(result, values[0] if values else None, unit=unit)
        else:
            found = element_util.get_properties([instance])
            if found:
                bound, unit = _bound(instance) if cls == "IfcPropertyBoundedValue" else (None, None)
                into[name] = self._property(next(iter(found.values())), bound, unit=unit)

    def _property(self, value: Any, measured: Entity | None, *, unit: Entity | None = None) -> Property:
        stored, kind = sql_value(value)
        measure = measured.is_a() if measured is not None else None
        symbol = self._units.symbol(unit) if unit is not None else None
        if unit is None and measure is not None and kind in ("float", "int", "json"):
            symbol = self._units.measure_symbol(measure)
        return Property(stored, kind, measure, symbol)

    def _read_quantity(self, instance: Entity, into: dict[str, Property]) -> None:
        cls, name = instance.is_a(), as_text(read(instance, 0)) or ""
        if cls == "IfcPhysicalComplexQuantity":
            found = element_util.get_quantities([instance])
            into[name] = self._property(next(iter(found.values())), None)
            return
        stored, kind = sql_value(read(instance, 3))
        measure = self._quantity_measure(cls)
        unit = read(instance, 2)
        symbol = self._units.symbol(unit) if unit is not None else self._units.measure_symbol(measure)
        into[name] = Property(stored, kind, measure, symbol)

    def _quantity_measure(self, cls: str) -> str:
        """IfcQuantityLength -> IfcLengthMeasure; weight is measured as mass."""
        noun = cls.removeprefix("IfcQuantity")
        return f"Ifc{'Mass' if noun == 'Weight' else noun}Measure"

    def _read_attributes(self, instance: Entity, into: dict[str, Property]) -> None:
        """Predefined sets such as IfcDoorLiningProperties: what they say beyond IfcRoot."""
        for position in range(4, len(instance)):
            value = read(instance, position)
            if value is not None:
                into[instance.attribute_name(position)] = Property(*sql_value(plain(value)))

    def _effective(self, chain: list[tuple[Definition, bool]]) -> list[tuple[Definition, bool]]:
        """The same sets, each without the properties that a later set of the same name gives."""
        names = [item.name for item, _ in chain]
        if len(set(names)) == len(names):
            return chain
        taken: dict[str, set[str]] = defaultdict(set)
        kept = []
        for item, from_type in reversed(chain):
            lost = taken[item.name] & item.properties.keys()
            taken[item.name] |= item.properties.keys()
            if lost:
                item = self._trim(item, frozenset(lost))
                if not item.properties:
                    continue
            kept.append((item, from_type))
        return kept[::-1]

    def _trim(self, definition: Definition, lost: frozenset[str]) -> Definition:
        key = (definition.id, lost)
        copy = self._trimmed.get(key)
        if copy is None:
            copy = Definition(
                -len(self._trimmed) - 1, definition.id, definition.cls, definition.guid, definition.name,
                definition.description, {k: v for k, v in definition.properties.items() if k not in lost},
            )  # fmt: skip
            self._trimmed[key] = copy
            if copy.properties:
                self.index.definitions[copy.id] = copy
        return copy


def _bound(instance: Entity) -> tuple[Entity | None, Entity | None]:
    """One of the values of an IfcPropertyBoundedValue, and its unit."""
    further = [read(instance, 5)] if len(instance) > 5 else []
    bounds = [value for value in (read(instance, 2), read(instance, 3), *further) if value is not None]
    return (bounds[0] if bounds else None), read(instance, 4)
