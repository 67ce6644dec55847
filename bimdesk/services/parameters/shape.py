"""What a JSON Schema comes to for given values: references followed, `allOf` merged, conditions decided.

`expand` does what needs no values; `level` decides the conditions of one object. The check of values reads
the original schema; these functions say which fields there are and what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.merge import CHOICES, CONDITIONS, merge
from bimdesk.services.parameters.references import referred
from bimdesk.services.parameters.validator import SchemaKey, fits

Schema = Mapping[str, Any]

UNSHOWN = "x-unshown"
"""Set by `expand`: why a form cannot show this part."""
MOST_PARTS = 20_000
"""So many parts may a schema have once its references are followed."""

_ONE = ("items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else",
        "unevaluatedItems", "unevaluatedProperties")  # fmt: skip
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "dependentSchemas")


def expand(schema: Schema) -> Schema:
    """The schema without `$ref` and, but for conditions and choices, without `allOf`."""
    return _expanded(SchemaKey(schema))


def properties_of(schema: Schema) -> Mapping[str, Schema]:
    """The properties that are schemas of their own."""
    found = schema.get("properties")
    if not isinstance(found, Mapping):
        return {}
    return {str(name): part for name, part in found.items() if isinstance(part, Mapping)}


def required_of(schema: Schema) -> tuple[str, ...]:
    """The names that must have a value."""
    found = schema.get("required")
    return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()


def has_conditions(schema: Schema) -> bool:
    """Which fields it has, or which are required, depends on values."""
    words = ("if", "dependentRequired", "dependentSchemas")
    return any(word in part for part in _parts(schema) for word in words)


def level(schema: Schema, values: Mapping[str, Any]) -> Schema:
    """An expanded object schema with the conditions on its own values decided; choices stay."""
    shown: dict[str, Any] = {}
    waiting: list[Schema] = [schema]
    applied: set[str] = set()
    while waiting:
        part = waiting.pop(0)
        rest = _list(part.get("allOf"))
        shown = merge(shown, {word: one for word, one in part.items() if word not in (*CONDITIONS, "allOf")})
        choices = [one for one in rest if _is_choice(one)]
        if choices:
            shown["allOf"] = [*shown.get("allOf", ()), *choices]
        waiting += [one for one in rest if not _is_choice(one)] + _decided(part, values)
        if not waiting:
            waiting = _dependent(shown, values, applied)
    return shown


def all_parts(schema: Schema) -> Iterator[Schema]:
    """An expanded schema and every schema in it, whatever the values."""
    yield schema
    for _word, part in _children(schema):
        yield from all_parts(part)


def own_branches(schema: Schema) -> Iterator[Schema]:
    """The schema and every branch for the same value, whatever the values."""
    yield schema
    for word in ("allOf", *CHOICES):
        for part in _list(schema.get(word)):
            yield from own_branches(part)
    for word in CONDITIONS:
        if isinstance(schema.get(word), Mapping):
            yield from own_branches(schema[word])
    dependent = schema.get("dependentSchemas")
    for part in dependent.values() if isinstance(dependent, Mapping) else ():
        if isinstance(part, Mapping):
            yield from own_branches(part)


def _is_choice(part: Schema) -> bool:
    return bool(part) and all(word in CHOICES for word in part)


def _parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    yield from _list(schema.get("allOf"))


def _decided(part: Schema, values: Mapping[str, Any]) -> list[Schema]:
    if "if" not in part:
        return []
    branch = part.get("then" if fits(part["if"], values) else "else")
    return [branch] if isinstance(branch, Mapping) else []


def _dependent(shown: dict[str, Any], values: Mapping[str, Any], applied: set[str]) -> list[Schema]:
    """What values that are there bring with them, each once."""
    found: list[Schema] = []
    schemas, names = shown.get("dependentSchemas"), shown.get("dependentRequired")
    for name in values:
        if isinstance(schemas, Mapping) and f"s {name}" not in applied:
            applied.add(f"s {name}")
            found += _list([schemas.get(name)])
        if isinstance(names, Mapping) and name in names and f"r {name}" not in applied:
            applied.add(f"r {name}")
            found.append({"required": list(names[name])})
    return found


def _list(found: Any) -> list[Schema]:
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list | tuple) else []


def _children(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for word in _ONE:
        if isinstance(schema.get(word), Mapping):
            yield word, schema[word]
    for word in _LISTS:
        for part in _list(schema.get(word)):
            yield word, part
    for word in _NAMED:
        found = schema.get(word)
        for part in found.values() if isinstance(found, Mapping) else ():
            if isinstance(part, Mapping):
                yield word, part


@lru_cache(maxsize=64)
def _expanded(key: SchemaKey) -> Schema:
    found: Schema = _Expander(key.schema).expand(key.schema, ())
    return found


class _Expander:
    """Follows references from one root, and counts what comes of it."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._parts = 0

    def expand(self, part: Any, seen: tuple[str, ...]) -> Any:
        if not isinstance(part, Mapping):
            return part
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise BadInputError(
                f"The script's parameters come to more than {MOST_PARTS:,} parts.",
                "Use fewer references ($ref) in the metadata block.",
            )
        found = {word: self._word(word, value, seen) for word, value in part.items() if word != "$defs"}
        reference = found.pop("$ref", None)
        whole: dict[str, Any] = {}
        if isinstance(reference, str):
            whole = dict(self._follow(reference, seen))
        for branch in _list(found.pop("allOf", ())):
            whole = merge(whole, branch)
        return merge(whole, found)

    def _word(self, word: str, value: Any, seen: tuple[str, ...]) -> Any:
        if word in _ONE:
            return self.expand(value, seen)
        if word in _LISTS and isinstance(value, list | tuple):
            return [self.expand(one, seen) for one in value]
        if word in _NAMED and isinstance(value, Mapping):
            return {name: self.expand(one, seen) for name, one in value.items()}
        return value

    def _follow(self, reference: str, seen: tuple[str, ...]) -> Schema:
        if reference in seen:
            return {UNSHOWN: "it refers to itself"}
        target = referred(self._root, reference)
        if not isinstance(target, Mapping):
            return {UNSHOWN: f"{reference} is not there"}
        found = self.expand(target, (*seen, reference))
        return found if isinstance(found, Mapping) else {}
