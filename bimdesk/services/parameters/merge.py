"""Two JSON Schemas for the same value made one, as far as a form shows it; the check reads the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]

CONDITIONS = ("if", "then", "else")
CHOICES = ("oneOf", "anyOf")


def merge(first: Schema, second: Schema) -> dict[str, Any]:
    """What fits both; words and defaults of `second` win. A second condition or choice goes into `allOf`."""
    merged = dict(first)
    spare: dict[str, Any] = {}
    for word, value in second.items():
        if word not in merged:
            merged[word] = value
        elif word in (*CONDITIONS, *CHOICES):
            spare[word] = value
        else:
            rule = _RULES.get(word)
            merged[word] = value if rule is None else rule(merged[word], value)
    for words in (CONDITIONS, CHOICES[:1], CHOICES[1:]):
        if any(word in spare for word in words):
            part = {word: second[word] for word in words if word in second}
            if words is CONDITIONS:
                for word in words:
                    merged.pop(word, None)
                    if word in first:
                        merged[word] = first[word]
            merged["allOf"] = [*merged.get("allOf", ()), part]
    return merged


def as_types(declared: Any) -> tuple[str, ...]:
    """`type` as names; empty for a schema that names none."""
    if isinstance(declared, str):
        return (declared,)
    return tuple(str(one) for one in declared) if isinstance(declared, list | tuple) else ()


def _types(first: Any, second: Any) -> Any:
    ones, others = as_types(first), as_types(second)
    both = [one for one in ones if one in others or (one == "integer" and "number" in others)]
    both += [one for one in others if one == "integer" and "number" in ones and one not in both]
    return both[0] if len(both) == 1 else both or second


def _both(first: Any, second: Any) -> Any:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return merge(first, second)
    return second


def _each(first: Any, second: Any) -> Any:
    """Names with a schema each."""
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return second
    names = dict.fromkeys((*first, *second))
    return {
        name: _both(first[name], second[name])
        if name in first and name in second
        else first.get(name, second.get(name))
        for name in names
    }


def _union(first: Any, second: Any) -> Any:
    return list(dict.fromkeys([*first, *second]))


def _unions(first: Any, second: Any) -> Any:
    names = dict.fromkeys((*first, *second))
    return {name: _union(first.get(name, ()), second.get(name, ())) for name in names}


def _common(first: Any, second: Any) -> Any:
    return [one for one in first if one in second] or second


_RULES: Mapping[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "enum": _common,
    "required": _union,
    "properties": _each,
    "patternProperties": _each,
    "dependentSchemas": _each,
    "dependentRequired": _unions,
    "items": _both,
    "contains": _both,
    "allOf": lambda first, second: [*first, *second],
    "minimum": max,
    "exclusiveMinimum": max,
    "minLength": max,
    "minItems": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "maxLength": min,
    "maxItems": min,
}
