"""Where an error of the validator belongs in a form, and its words there.

A path joins names by dots; a row of a table is counted from 1 (`doors.2.width`), an entry of a plain list
is told in the words of its list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bimdesk.services.parameters.messages import explain, first_small, rule_value
from bimdesk.services.parameters.shape import expand, properties_of
from bimdesk.services.parameters.variants import choose, is_type, object_variants, simplified, value_variants

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema = Mapping[str, Any]

_NAMED = ("properties", "patternProperties", "dependentSchemas")
_COLLECTED = 5
"""So many entries of one list are told."""


def placed_errors(errors: list[ValidationError]) -> dict[str, str]:
    """Path -> words: the first thing that is wrong with a value, and all entries of a list that are wrong."""
    found: dict[str, list[tuple[int, str]]] = {}
    for error in errors:
        for one in _leaves(error):
            for path, entry, message in _placed(one):
                found.setdefault(path, []).append((entry, message))
    return {path: _joined(messages) for path, messages in found.items()}


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """What is wrong in the branch that the value is meant for, instead of that no branch fits."""
    if error.validator not in ("anyOf", "oneOf") or not error.context:
        yield error
        return
    index = _branch(error)
    inner = [
        one for one in error.context if one.relative_schema_path and one.relative_schema_path[0] == index
    ]
    if not inner:
        yield error
    for one in sorted(inner, key=lambda one: one.validator != "type"):
        yield from _leaves(one)


def _branch(error: ValidationError) -> int:
    """The number of the branch whose errors are told; -1 to tell none of them."""
    schema = {str(error.validator): rule_value(error)}
    if "enum" in simplified(schema):
        return -1
    branches = expand({**(error.schema if isinstance(error.schema, Mapping) else {})})
    real = [index for index, one in enumerate(rule_value(error)) if _types(one) != "null"]
    if len(real) == 1:
        return real[0]
    for several in (value_variants(branches), *object_variants(branches)):
        if not isinstance(error.instance, Mapping) and not any(
            is_type(one, error.instance) for one in several
        ):
            return -1
        if len(several) == len(rule_value(error)):
            return choose(several, error.instance)
    return -1


def _types(branch: Any) -> Any:
    return branch.get("type") if isinstance(branch, Mapping) else None


def _placed(error: ValidationError) -> Iterator[tuple[str, int, str]]:
    """Path, the entry of the list that it ends in (from 1, or 0), message."""
    path, entry = _path(error)
    message = explain(error)
    names = [""]
    if not entry and error.validator in ("required", "dependentRequired"):
        present = error.instance if isinstance(error.instance, Mapping) else {}
        names = [name for name in _missing(error) if name not in present and repr(name) in error.message]
    elif not entry and error.validator in ("additionalProperties", "unevaluatedProperties"):
        names = _extra(error) or [""]
    for name in names or [""]:
        yield ".".join([*path, *([name] if name else [])]), entry, message


def _missing(error: ValidationError) -> list[str]:
    rule = rule_value(error)
    if isinstance(rule, Mapping):
        return [name for names in rule.values() for name in names]
    return list(rule)


def _extra(error: ValidationError) -> list[str]:
    known = properties_of(error.schema if isinstance(error.schema, Mapping) else {})
    found = error.instance if isinstance(error.instance, Mapping) else {}
    return [name for name in found if name not in known and repr(name) in error.message]


def _path(error: ValidationError) -> tuple[list[str], int]:
    """The names on the way, rows and places of a tuple as numbers from 1; the entry that it ends in."""
    parts = list(error.absolute_path)
    places = _tuple_places(error)
    names: list[str] = []
    for at, part in enumerate(parts):
        if isinstance(part, int) and at == len(parts) - 1 and places.pop(0) == "items":
            if _misses_names(error):
                return [*names, str(part + 1)], 0
            return names, int(part) + 1
        if isinstance(part, int) and at < len(parts) - 1:
            places.pop(0)
        names.append(str(part + 1) if isinstance(part, int) else str(part))
    return names, 0


def _misses_names(error: ValidationError) -> bool:
    return error.validator in ("required", "dependentRequired", "additionalProperties")


def _tuple_places(error: ValidationError) -> list[str]:
    """For each number on the way: whether it is a place of `prefixItems`, or an entry like the others."""
    found: list[str] = []
    skip = False
    for word in error.absolute_schema_path:
        if skip:
            skip = False
        elif word in _NAMED:
            skip = True
        elif word in ("prefixItems", "items", "unevaluatedItems"):
            found.append("prefixItems" if word == "prefixItems" else "items")
    return found + ["items"] * len(error.absolute_path)


def _joined(messages: list[tuple[int, str]]) -> str:
    entry, first = messages[0]
    if not entry:
        return first
    entries = dict(reversed([one for one in messages if one[0]]))
    told = [f"{first_small(text)}" for text in (entries[number] for number in sorted(entries))]
    texts = [f"Entry {number}: {text}" for number, text in zip(sorted(entries), told, strict=True)]
    more = f"; and {len(texts) - _COLLECTED} more" if len(texts) > _COLLECTED else ""
    return "; ".join([texts[0], *(first_small(text) for text in texts[1:_COLLECTED])]) + more
