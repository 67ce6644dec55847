"""What differs between two models, product by product, found without any code of bimdesk."""

from __future__ import annotations

from typing import Any

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.util.placement
from ifcopenshell import entity_instance

from tests.samples.entity import Entity

_PARTS = ("GlobalId", "OwnerHistory", "ObjectPlacement", "Representation")


def product_changes(old: ifcopenshell.file, new: ifcopenshell.file) -> set[tuple[str, str, str]]:
    """(kind, class, name) of every change, in the words of tests.samples.revision."""
    before, after = _products(old), _products(new)
    found = {("added", one.is_a(), one.Name) for guid, one in after.items() if guid not in before}
    found |= {("removed", one.is_a(), one.Name) for guid, one in before.items() if guid not in after}
    for guid in before.keys() & after.keys():
        first, second = _facts(before[guid]), _facts(after[guid])
        found |= {
            (kind, before[guid].is_a(), before[guid].Name) for kind in first if first[kind] != second[kind]
        }
    return found


def _products(model: ifcopenshell.file) -> dict[str, Entity]:
    return {product.GlobalId: product for product in model.by_type("IfcProduct")}


def _facts(product: Entity) -> dict[str, Any]:
    kind = ifcopenshell.util.element.get_type(product)
    container = ifcopenshell.util.element.get_container(product)
    sets = ifcopenshell.util.element.get_psets(product)
    values = {
        name: {key: value for key, value in found.items() if key != "id"} for name, found in sets.items()
    }
    if kind is not None:
        own = {name: found for name, found in values.items() if name in _own_sets(product)}
    else:
        own = values
    placement = product.ObjectPlacement
    at = ifcopenshell.util.placement.get_local_placement(placement).round(6).tolist() if placement else None
    return {
        "attribute": [
            product[index] for index in range(len(product)) if product.attribute_name(index) not in _PARTS
        ],
        "retyped": kind and kind.GlobalId,
        "moved": (at, container and container.GlobalId),
        "property": own,
        "geometry": _shape(product.Representation),
    }


def _own_sets(product: Entity) -> set[str]:
    return {relation.RelatingPropertyDefinition.Name for relation in product.IsDefinedBy}


def _shape(value: Any) -> Any:
    """A representation as nested tuples, without STEP ids."""
    if isinstance(value, entity_instance):
        entity: Entity = value
        if entity.is_a("IfcRepresentationContext"):
            return entity.ContextIdentifier
        return (entity.is_a(), *(_shape(entity[index]) for index in range(len(entity))))
    if isinstance(value, tuple):
        return tuple(_shape(part) for part in value)
    return value
