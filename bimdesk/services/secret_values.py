"""Which values of a form are secrets: they are in no preset, no last values, no copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.services.parameter_shape import expand, own_branches

Schema = Mapping[str, Any]

MASK = "••••••"
"""Stands for a secret wherever values are kept or shown; given as a value: the one that the keyring has."""


def is_secret(schema: Schema) -> bool:
    """`format = "password"` or `x-secret = true`, on the value itself."""
    return schema.get("format") == "password" or schema.get("x-secret") is True


def without_secrets(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without those that any branch of the schema calls secret, in groups and tables too."""
    return _without(expand(schema), values)


def _without(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        found = list(_named(schema, name))
        if not any(is_secret(one) or is_secret(_items(one)) for one in found):
            cleaned[name] = _inside(found, value)
    return cleaned


def _inside(schemas: list[Schema], value: Any) -> Any:
    for schema in schemas:
        if isinstance(value, Mapping):
            value = _without(schema, value)
        elif isinstance(value, list):
            items = _items(schema)
            value = [_without(items, one) if isinstance(one, Mapping) else one for one in value]
    return value


def _named(schema: Schema, name: str) -> Iterator[Schema]:
    """What each branch says of a value of this name."""
    for branch in own_branches(schema):
        properties = branch.get("properties")
        found = properties.get(name) if isinstance(properties, Mapping) else None
        if isinstance(found, Mapping):
            yield from own_branches(found)


def _items(schema: Schema) -> Schema:
    found = schema.get("items")
    return found if isinstance(found, Mapping) else {}
