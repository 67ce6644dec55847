"""Which values of a form are secrets: they are in no preset, no last values, no copy, no row."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.services.parameters.shape import expand, own_branches

Schema = Mapping[str, Any]
Place = tuple[str | int, ...]
"""Names and numbers (from 0) on the way to a value."""

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


def secrets_in(schema: Schema, values: Mapping[str, Any]) -> dict[Place, str]:
    """Where secrets are given, and which: MASK too."""
    return dict(_found(expand(schema), values, ()))


def with_secrets(values: Mapping[str, Any], secrets: Mapping[Place, str]) -> dict[str, Any]:
    """A copy of `values` with these texts at these places."""
    changed: dict[str, Any] = copy.deepcopy(dict(values))
    for place, text in secrets.items():
        inner: Any = changed
        for part in place[:-1]:
            inner = inner[part]
        inner[place[-1]] = text
    return changed


def masked(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as they may be kept and shown: MASK in place of every secret."""
    return with_secrets(values, dict.fromkeys(secrets_in(schema, values), MASK))


def dotted(place: Place) -> str:
    """The path of a place as forms have it: rows of a table counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def secret_paths(schema: Schema, prefix: str = "") -> tuple[str, ...]:
    """The paths of all secrets, those of branches and groups too; not those in tables."""
    names: dict[str, None] = {}
    for branch in own_branches(expand(schema)):
        properties = branch.get("properties")
        for name, part in properties.items() if isinstance(properties, Mapping) else ():
            if isinstance(part, Mapping):
                own = [f"{prefix}{name}"] if any(is_secret(one) for one in own_branches(part)) else []
                names |= dict.fromkeys((*own, *secret_paths(part, f"{prefix}{name}.")))
    return tuple(names)


def _found(schema: Schema, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            for one in _named(schema, name):
                yield from _found(one, inner, (*place, name))
    elif isinstance(value, list | tuple):
        for branch in own_branches(schema):
            for index, inner in enumerate(value):
                for one in own_branches(_items(branch)):
                    yield from _found(one, inner, (*place, index))
    elif isinstance(value, str) and value and is_secret(schema):
        yield place, value
