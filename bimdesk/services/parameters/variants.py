"""`oneOf` and `anyOf` as a choice of variants: which there are, what they are called, which a value is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bimdesk.services.parameters.merge import CHOICES, as_types, merge
from bimdesk.services.parameters.shape import properties_of
from bimdesk.services.parameters.validator import fits

Schema = Mapping[str, Any]

_SHAPES = ("type", "properties", "enum", "const", "items", "prefixItems", "oneOf", "anyOf")
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (Mapping,),
    "null": (type(None),),
}
_NOUNS = {
    "string": "Text", "number": "Number", "integer": "Whole number", "boolean": "Yes or no",
    "array": "List", "object": "Group", "null": "Nothing",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One branch: `schema` is the whole value's where it is this branch, `own` what the branch adds."""

    title: str
    schema: Schema
    own: Schema

    @property
    def constants(self) -> Mapping[str, Any]:
        """Properties that this branch sets itself: they tell it from the others."""
        return {name: part["const"] for name, part in properties_of(self.own).items() if "const" in part}


def simplified(schema: Schema) -> Schema:
    """A choice that is none: of X and null, of constants only (an `enum` with labels), of one branch."""
    for word in CHOICES:
        branches = schema.get(word)
        if not isinstance(branches, list | tuple) or not all(isinstance(one, Mapping) for one in branches):
            continue
        base = {key: value for key, value in schema.items() if key != word}
        real = [one for one in branches if one.get("type") != "null"]
        if len(real) == 1 and as_types(real[0].get("type")):
            single = merge({k: v for k, v in real[0].items() if k != "type"}, base)
            types = as_types(real[0]["type"])
            allowed = (*types, "null") if len(branches) > 1 and "null" not in types else types
            return {**single, "type": allowed[0] if len(allowed) == 1 else list(allowed)}
        if branches and all("const" in one and "properties" not in one for one in branches):
            labels = {str(one["const"]): str(one["title"]) for one in branches if "title" in one}
            return {"x-labels": labels, **base, "enum": [one["const"] for one in branches]}
    return schema


def value_variants(schema: Schema) -> tuple[Variant, ...]:
    """The variants of a value that may be of several shapes; empty where branches only narrow one shape."""
    for word in CHOICES:
        branches = schema.get(word)
        if not isinstance(branches, list | tuple) or len(branches) < 2 or properties_of(schema):
            continue
        base = {key: value for key, value in schema.items() if key not in (word, "title", "description")}
        if all(_has_shape(one, base) for one in branches):
            return _variants(base, branches)
    return ()


def object_variants(schema: Schema) -> tuple[tuple[Variant, ...], ...]:
    """For each choice of an object: the variants that bring fields of their own, or set one."""
    found: list[tuple[Variant, ...]] = []
    for part in (schema, *schema.get("allOf", ())):
        for word in CHOICES:
            branches = part.get(word)
            if not isinstance(branches, list | tuple) or len(branches) < 2:
                continue
            if all(isinstance(one, Mapping) for one in branches) and _bring_fields(schema, branches):
                base = {key: one for key, one in schema.items() if key not in (*CHOICES, "allOf", "title")}
                found.append(_variants(base, branches))
    return tuple(found)


def choose(variants: tuple[Variant, ...], value: Any) -> int:
    """The variant that a value is of, or is nearest to: by its constants, its type, the names that it has;
    of several such the first that it fits."""
    scores = [_nearness(variant, value) for variant in variants]
    return scores.index(max(scores)) if scores else 0


def chosen(schema: Schema, value: Any) -> Schema:
    """The schema with its choices made as the value has them."""
    schema = simplified(schema)
    variants = value_variants(schema)
    if variants:
        return chosen(variants[choose(variants, value)].schema, value)
    merged = schema
    for several in object_variants(schema):
        merged = merge(merged, several[choose(several, value)].own)
    return {key: one for key, one in merged.items() if key not in CHOICES} if merged is not schema else schema


def _variants(base: Schema, branches: Any) -> tuple[Variant, ...]:
    return tuple(
        Variant(title=_title(branch, index), schema=merge(base, branch), own=branch)
        for index, branch in enumerate(branches)
    )


def _title(branch: Schema, index: int) -> str:
    if branch.get("title"):
        return str(branch["title"])
    if "const" in branch:
        return str(branch["const"])
    named = [part["const"] for part in properties_of(branch).values() if "const" in part]
    if named:
        return str(named[0]).replace("_", " ").capitalize()
    types = [one for one in as_types(branch.get("type")) if one in _NOUNS]
    if types and types != ["object"]:
        return _NOUNS[types[0]]
    return f"Variant {index + 1}"


def _has_shape(branch: Any, base: Schema) -> bool:
    """It says what kind of value it is, and not only how large."""
    if not isinstance(branch, Mapping):
        return False
    return any(word in branch for word in _SHAPES) and not ("type" in base and set(branch) == {"type"})


def _bring_fields(schema: Schema, branches: Any) -> bool:
    known = properties_of(schema)
    return any(
        name not in known or "const" in part
        for branch in branches
        for name, part in properties_of(branch).items()
    )


def is_type(variant: Variant, value: Any) -> bool:
    """The value is of a type that the variant takes."""
    types = as_types(variant.schema.get("type"))
    is_bool = isinstance(value, bool)
    return not types or any(
        isinstance(value, _TYPES.get(one, ())) and (not is_bool or one == "boolean") for one in types
    )


def _nearness(variant: Variant, value: Any) -> tuple[int, bool, int, bool, int]:
    right_type = is_type(variant, value)
    is_fit = fits(variant.schema, value)
    if not isinstance(value, Mapping):
        return (0, right_type, 0, is_fit, 0)
    constants, names = variant.constants, properties_of(variant.own)
    same = sum(1 if value.get(name) == one else -1 for name, one in constants.items() if name in value)
    known = properties_of(variant.schema)
    unknown = sum(1 for name in value if name not in known and name not in names)
    return (same, right_type, -unknown, is_fit, sum(1 for name in value if name in names))
