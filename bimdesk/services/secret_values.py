"""Which values of a form are secrets: they are in no preset, no last values, no copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONS = ("if", "then", "else")


def is_secret(schema: Schema) -> bool:
    """`format = "password"` or `x-secret = true`, on the value itself."""
    return schema.get("format") == "password" or schema.get("x-secret") is True


def without_secrets(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without those that any branch of the schema calls secret, in groups and tables too."""
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        found = list(_named(schema, name))
        if not any(is_secret(one) or is_secret(_items(one)) for one in found):
            cleaned[name] = _inside(found, value)
    return cleaned


def _inside(schemas: list[Schema], value: Any) -> Any:
    for schema in schemas:
        if isinstance(value, Mapping):
            value = without_secrets(schema, value)
        elif isinstance(value, list):
            items = _items(schema)
            value = [without_secrets(items, one) if isinstance(one, Mapping) else one for one in value]
    return value


def _named(schema: Schema, name: str) -> Iterator[Schema]:
    """What each branch says of a value of this name."""
    for branch in _branches(schema):
        properties = branch.get("properties")
        found = properties.get(name) if isinstance(properties, Mapping) else None
        if isinstance(found, Mapping):
            yield from _branches(found)


def _branches(schema: Schema) -> Iterator[Schema]:
    """The schema and all that it is made of for the same value."""
    yield schema
    for word in _BRANCHES:
        parts = schema.get(word)
        for part in parts if isinstance(parts, list | tuple) else ():
            if isinstance(part, Mapping):
                yield from _branches(part)
    for word in _CONDITIONS:
        part = schema.get(word)
        if isinstance(part, Mapping):
            yield from _branches(part)
    dependent = schema.get("dependentSchemas")
    for part in dependent.values() if isinstance(dependent, Mapping) else ():
        if isinstance(part, Mapping):
            yield from _branches(part)


def _items(schema: Schema) -> Schema:
    found = schema.get("items")
    return found if isinstance(found, Mapping) else {}
