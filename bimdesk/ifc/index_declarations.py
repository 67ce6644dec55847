"""What the schema says of a class: kind, supertypes, places of attributes, which of them are scalar."""

from __future__ import annotations

from functools import cache
from typing import Any

from ifcopenshell import ifcopenshell_wrapper as wrapper

Entity = Any
"""An `ifcopenshell.entity_instance`: its attributes are known at run time only."""

_KINDS = (
    ("IfcProject", "project"),
    ("IfcProduct", "product"),
    ("IfcTypeObject", "type"),
    ("IfcGroup", "group"),
)


class Declarations:
    """Cached look-ups into one schema, by class name in the schema's spelling."""

    def __init__(self, schema_identifier: str) -> None:
        self._schema: Any = wrapper.schema_by_name(schema_identifier)
        self.ancestors = cache(self._ancestors)
        self.attributes = cache(self._attributes)
        self.kind = cache(self._kind)
        self.scalars = cache(self._scalars)

    def _ancestors(self, name: str) -> tuple[str, ...]:
        """The class itself and all its supertypes."""
        names = []
        declaration = self._schema.declaration_by_name(name).as_entity()
        while declaration is not None:
            names.append(declaration.name())
            declaration = declaration.supertype()
        return tuple(names)

    def _kind(self, name: str) -> str:
        """project | product | type | group, or '' for what stands in no table of its own."""
        ancestors = self.ancestors(name)
        return next((kind for base, kind in _KINDS if base in ancestors), "")

    def _attributes(self, name: str) -> dict[str, int]:
        """Attribute name -> position."""
        declaration = self._schema.declaration_by_name(name).as_entity()
        return {attribute.name(): row for row, attribute in enumerate(declaration.all_attributes())}

    def _scalars(self, name: str) -> tuple[tuple[int, str], ...]:
        """Position and name of the attributes that hold values and not entities; derived ones apart."""
        declaration = self._schema.declaration_by_name(name).as_entity()
        derived = declaration.derived()
        return tuple(
            (row, attribute.name())
            for row, attribute in enumerate(declaration.all_attributes())
            if not derived[row] and _may_be_scalar(attribute.type_of_attribute())
        )


def _may_be_scalar(kind: Any) -> bool:
    """Whether an attribute of this type may hold a plain value; a select may, and is looked at."""
    if (aggregation := kind.as_aggregation_type()) is not None:
        return _may_be_scalar(aggregation.type_of_element())
    if (named := kind.as_named_type()) is not None:
        return named.declared_type().as_entity() is None
    return True
