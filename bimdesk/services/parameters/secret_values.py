"""What becomes of a form's secrets: they are in no preset, no last values, no copy, no row."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from bimdesk.services.parameters.secret_places import Place, is_secret, secret_places
from bimdesk.services.parameters.shape import expand, own_branches

__all__ = [
    "MASK",
    "Place",
    "dotted",
    "is_secret",
    "masked",
    "secret_paths",
    "secrets_in",
    "with_secrets",
    "without_secrets",
]

Schema = Mapping[str, Any]

MASK = "••••••"
"""Stands for a secret wherever values are kept or shown; given as a value: the one that the keyring has."""


def secrets_in(schema: Schema, values: Mapping[str, Any]) -> dict[Place, Any]:
    """Where secrets are given, and which: MASK too. Most are texts; `x-secret` on a number is one as well."""
    return dict(secret_places(schema, values))


def without_secrets(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without their secrets; a list that has one among its entries is left out as a whole."""
    cleaned: dict[str, Any] = copy.deepcopy(dict(values))
    for place in secrets_in(schema, values):
        _take_out(cleaned, _named(place))
    return cleaned


def with_secrets(values: Mapping[str, Any], secrets: Mapping[Place, Any]) -> dict[str, Any]:
    """A copy of `values` with these at these places."""
    changed: dict[str, Any] = copy.deepcopy(dict(values))
    for place, value in secrets.items():
        inner: Any = changed
        for part in place[:-1]:
            inner = inner[part]
        inner[place[-1]] = value
    return changed


def masked(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as they may be kept and shown: MASK in place of every secret."""
    return with_secrets(values, dict.fromkeys(secrets_in(schema, values), MASK))


def dotted(place: Place) -> str:
    """The path of a place as forms have it: rows of a table counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def secret_paths(schema: Schema) -> tuple[str, ...]:
    """The paths of all secrets with a field of their own: of branches, groups and tuples, not of tables."""
    return tuple(dict.fromkeys(_paths(expand(schema), "")))


def _paths(schema: Schema, prefix: str) -> list[str]:
    found: list[str] = []
    for branch in own_branches(schema):
        properties, places = branch.get("properties"), branch.get("prefixItems")
        parts: dict[str, Any] = dict(properties) if isinstance(properties, Mapping) else {}
        if prefix and isinstance(places, list | tuple):
            parts |= {str(number): part for number, part in enumerate(places, start=1)}
        for name, part in parts.items():
            if isinstance(part, Mapping):
                found += [f"{prefix}{name}"] if any(is_secret(one) for one in own_branches(part)) else []
                found += _paths(part, f"{prefix}{name}.")
    return found


def _named(place: Place) -> Place:
    """Up to the last name: an entry of a list cannot go without moving the others."""
    while place and not isinstance(place[-1], str):
        place = place[:-1]
    return place


def _take_out(values: Any, place: Place) -> None:
    for part in place[:-1]:
        if isinstance(part, str) and part not in values:
            return  # the list that it was in went with another secret
        values = values[part]
    values.pop(place[-1], None)
