"""The schema of an object as given values have it: conditions decided, choices made, all the way down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.services.parameters.shape import expand, level, properties_of
from bimdesk.services.parameters.variants import chosen, simplified, value_variants

Schema = Mapping[str, Any]
_ROUNDS = 8
"""Defaults may bring further fields, whose defaults may bring others: so many times."""


def effective(schema: Schema, values: Mapping[str, Any]) -> Schema:
    """`properties` and `required` that count for these values, in groups too; nothing is left to decide."""
    return _object(expand(schema), values)


def default_values(schema: Schema) -> dict[str, Any]:
    """The values that a form starts with; parameters without a default are left out."""
    return fill_defaults(schema, {})


def fill_defaults(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with what is missing taken from the defaults, inside groups too; `None` means missing."""
    filled = dict(values)
    for _round in range(_ROUNDS):
        before = filled
        filled = _filled(effective(schema, before), values)
        if filled == before:
            break
    return filled


def known_names(schema: Schema, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of all parameters, those of branches that do not apply to these values too."""
    return tuple(dict.fromkeys((*_names(expand(schema)), *properties_of(effective(schema, values)))))


def _object(schema: Schema, values: Mapping[str, Any]) -> Schema:
    found = chosen(level(schema, values), values)
    found = level(found, values)
    properties = {name: _value(part, values.get(name)) for name, part in properties_of(found).items()}
    return {**found, "properties": properties} if properties else found


def _value(part: Schema, value: Any) -> Schema:
    """One parameter; a group that has no value yet as an empty one."""
    found = _with_constants(part, chosen(part, value)) if value is not None else simplified(part)
    inner = value if isinstance(value, Mapping) else {}
    if properties_of(found) and (value is None or isinstance(value, Mapping)):
        return _object(found, inner)
    items = found.get("items")
    if isinstance(items, Mapping) and isinstance(value, list | tuple) and value:
        return {**found, "items": _value(items, value[0])}
    return found


def _with_constants(part: Schema, found: Schema) -> Schema:
    """What a variant sets itself need not be given: it is its default."""
    if not value_variants(part) or not properties_of(found):
        return found
    own = {
        name: {"default": one["const"], **one} if "const" in one else one
        for name, one in properties_of(found).items()
    }
    return {**found, "properties": own}


def _filled(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """In the order of the schema first, then what it does not name."""
    filled: dict[str, Any] = {}
    for name, part in properties_of(schema).items():
        value = values.get(name)
        if value is None and not (name in values and allows_null(part)):
            value = _default(part)
            if value is None:
                continue
        elif isinstance(value, Mapping) and properties_of(part):
            value = _filled(part, value)
        filled[name] = value
    rest = {name: value for name, value in values.items() if name not in filled and value is not None}
    return filled | rest


def _default(part: Schema) -> Any:
    """Its own, or those of a group's fields, a tuple's places, the first variant; None for none."""
    if "default" in part:
        return part["default"]
    if properties_of(part):
        return _filled(part, {}) or None
    places = part.get("prefixItems")
    if isinstance(places, list | tuple):
        found = [_default(place) if isinstance(place, Mapping) else None for place in places]
        while found and found[-1] is None:
            found.pop()
        return found or None
    variants = value_variants(part)
    inner = _default(variants[0].schema) if variants else None
    return {**variants[0].constants, **inner} if isinstance(inner, Mapping) else inner


def allows_null(schema: Schema) -> bool:
    """Nothing (null) is a value of it."""
    declared = schema.get("type")
    if declared is None:
        return None in schema.get("enum", [schema.get("const", 0)])
    return declared == "null" or (isinstance(declared, list | tuple) and "null" in declared)


def _names(schema: Schema) -> Iterator[str]:
    yield from properties_of(schema)
    for word in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(word, ()):
            if isinstance(part, Mapping):
                yield from _names(part)
    for word in ("then", "else"):
        if isinstance(schema.get(word), Mapping):
            yield from _names(schema[word])
    dependent = schema.get("dependentSchemas")
    for part in dependent.values() if isinstance(dependent, Mapping) else ():
        if isinstance(part, Mapping):
            yield from _names(part)
