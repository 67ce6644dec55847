"""Where a value holds secrets, whichever way its schema comes to say so.

Walks value and schema together: references are followed as deep as the value goes, every branch of a choice
and of a condition counts, places of tuples, rows of tables and names by pattern too. What is called secret
is so with all that is in it. Where it is in doubt whether a part of the schema applies, it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bimdesk.services.parameters.merge import CHOICES, CONDITIONS
from bimdesk.services.parameters.references import referred

Schema = Mapping[str, Any]
Place = tuple[str | int, ...]
"""Names and numbers (from 0) on the way to a value."""

_FOR_MEMBERS = ("additionalProperties", "unevaluatedProperties")
_FOR_ENTRIES = ("contains", "unevaluatedItems")


def is_secret(schema: Schema) -> bool:
    """`format = "password"` or `x-secret = true`, on the value itself."""
    return schema.get("format") == "password" or schema.get("x-secret") is True


def secret_places(schema: Schema, values: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Each secret with its place: texts, numbers and switches, never a list or a group. '' is none."""
    yield from _Walk(schema).places([schema], values, (), hidden=False)


class _Walk:
    def __init__(self, root: Schema) -> None:
        self._root = root

    def places(
        self, schemas: Sequence[Schema], value: Any, place: Place, *, hidden: bool
    ) -> Iterator[tuple[Place, Any]]:
        found = self._for_same_value(schemas)
        hidden = hidden or any(is_secret(one) for one in found)
        if isinstance(value, Mapping):
            for name, inner in value.items():
                yield from self.places(_of_member(found, name), inner, (*place, name), hidden=hidden)
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                yield from self.places(_of_entry(found, index), inner, (*place, index), hidden=hidden)
        elif hidden and place and value is not None and value != "":
            yield place, value

    def _for_same_value(self, schemas: Sequence[Schema]) -> list[Schema]:
        """The schemas and all their branches, references followed, each once."""
        found: dict[int, Schema] = {}
        waiting = list(schemas)
        while waiting:
            one = waiting.pop()
            if id(one) in found:
                continue
            found[id(one)] = one
            waiting += _branches(one)
            for word in ("$ref", "$dynamicRef"):
                target = referred(self._root, one[word]) if isinstance(one.get(word), str) else None
                waiting += [target] if isinstance(target, Mapping) else []
        return list(found.values())


def _branches(schema: Schema) -> list[Schema]:
    """What else may be said of the same value."""
    found: list[Any] = []
    for word in ("allOf", *CHOICES):
        listed = schema.get(word)
        found += listed if isinstance(listed, list | tuple) else []
    found += [schema.get(word) for word in (*CONDITIONS, "not")]
    dependent = schema.get("dependentSchemas")
    found += dependent.values() if isinstance(dependent, Mapping) else []
    return [one for one in found if isinstance(one, Mapping)]


def _of_member(schemas: Sequence[Schema], name: str) -> list[Schema]:
    found: list[Any] = []
    for schema in schemas:
        properties = schema.get("properties")
        found += [properties.get(name)] if isinstance(properties, Mapping) else []
        named = schema.get("patternProperties")
        found += named.values() if isinstance(named, Mapping) else []
        if not isinstance(properties, Mapping) or name not in properties:
            found += [schema.get(word) for word in _FOR_MEMBERS]
    return [one for one in found if isinstance(one, Mapping)]


def _of_entry(schemas: Sequence[Schema], index: int) -> list[Schema]:
    found: list[Any] = []
    for schema in schemas:
        places = schema.get("prefixItems")
        places = places if isinstance(places, list | tuple) else ()
        found += [places[index] if index < len(places) else schema.get("items")]
        found += [schema.get(word) for word in _FOR_ENTRIES]
    return [one for one in found if isinstance(one, Mapping)]
