"""Property sets as ifcopenshell.util.element.get_psets reads them, each once."""

from __future__ import annotations

from typing import Any

import ifcopenshell.util.element as util

STANDARD = ("Qto_", "BaseQuantities")


def psets(element: Any, *, quantities: bool = False) -> dict[str, dict[str, Any]]:
    """{set: {property: value}} of an element, its type's included; without the sets' ids.

    A set without a name is called "". Those of the standard come first, the others by name.
    """
    found = util.get_psets(element, qtos_only=quantities)
    order = sorted(found, key=lambda name: (not (name or "").startswith(STANDARD), name or ""))
    return {
        name or "": {prop: value for prop, value in found[name].items() if prop != "id"} for name in order
    }


def value_at(sets: dict[str, dict[str, Any]], path: str) -> Any:
    """The value of `Set.Property`; None where it is not there. A dot may stand in a property's name."""
    for name, values in sets.items():
        if path.startswith(f"{name}.") and path[len(name) + 1 :] in values:
            return values[path[len(name) + 1 :]]
    return None
