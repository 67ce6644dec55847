"""Property sets as ifcopenshell.util.element.get_psets reads them, each once."""

from __future__ import annotations

from typing import Any

import ifcopenshell.util.element as util


def psets(element: Any, *, quantities: bool = False) -> dict[str, dict[str, Any]]:
    """{set: {property: value}} of an element, its type's included; without the sets' ids.

    A set without a name is called "".
    """
    found = util.get_psets(element, qtos_only=quantities)
    return {
        name or "": {prop: value for prop, value in values.items() if prop != "id"}
        for name, values in found.items()
    }


def value_at(sets: dict[str, dict[str, Any]], path: str) -> Any:
    """The value of `Set.Property`; None where it is not there. A dot may stand in a property's name."""
    for name, values in sets.items():
        if path.startswith(f"{name}.") and path[len(name) + 1 :] in values:
            return values[path[len(name) + 1 :]]
    return None
