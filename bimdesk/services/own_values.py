"""Values that a script gave itself: they grant nothing in a run, and are not kept as if a person chose them.

Kept, they would grant something once the script's next text no longer names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.services.input_files import FORMATS, texts_of
from bimdesk.services.parameters.effective import effective
from bimdesk.services.parameters.shape import properties_of

KINDS = ("model", "model-version")
"""The `x-bim` of parameters whose value gives a model version to the script."""
_VALUES = frozenset({"default", "const", "enum", "examples"})
Schema = Mapping[str, Any]


def without_own(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` without paths and model versions that stand in the schema; a form fills them in anew."""
    own = {*texts_of(schema, {}), *numbers_named(schema)}
    return _without(effective(schema, values), values, own)


def numbers_named(part: Any, *, is_value: bool = False) -> Iterator[str]:
    """The numbers in a schema that may become a value; a length or a bound is none."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            yield from numbers_named(inner, is_value=is_value or name in _VALUES)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from numbers_named(inner, is_value=is_value)
    elif is_value and isinstance(part, int | float):
        yield str(part)


def _without(shape: Schema, values: Mapping[str, Any], own: set[str]) -> dict[str, Any]:
    properties = properties_of(shape)
    kept: dict[str, Any] = {}
    for name, value in values.items():
        part = properties.get(name, {})
        if isinstance(value, Mapping) and properties_of(part):
            kept[name] = _without(part, value, own)
        elif not _grants(part) or own.isdisjoint(_leaves(value)):
            kept[name] = value
    return kept


def _grants(part: Any) -> bool:
    """True where a value of this parameter, or one within it, opens a file or a model to the script."""
    if isinstance(part, Mapping):
        if part.get("x-bim") in (*KINDS, "ids-file") or part.get("format") in FORMATS:
            return True
        return any(_grants(inner) for inner in part.values())
    return isinstance(part, list | tuple) and any(_grants(inner) for inner in part)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield str(value)
