"""The parameters of a script as rows of a table: groups, alternatives and references told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bimdesk.errors import BimdeskError
from bimdesk.services.parameters.merge import as_types
from bimdesk.services.parameters.secret_values import is_secret
from bimdesk.services.parameters.shape import UNSHOWN, expand, properties_of, required_of
from bimdesk.services.parameters.variants import object_variants, simplified, value_variants

Schema = Mapping[str, Any]
HEAD = ["PARAMETER", "TYPE", "DEFAULT", "DESCRIPTION"]
MOST_CHOICES = 8
_WORDS = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
    "array": "list",
    "object": "group",
    "null": "nothing",
}


def parameter_rows(schema: Schema) -> list[list[str]]:
    """Name as `--param` takes it, what it takes, its default, what it is for; [] for none."""
    try:
        return list(_rows(expand(schema), ""))
    except BimdeskError as error:
        return [["", str(error), "", ""]]


def _rows(schema: Schema, prefix: str, *, when: str = "") -> Iterator[list[str]]:
    required = required_of(schema)
    for name, part in properties_of(schema).items():
        part = simplified(part)
        yield [f"{prefix}{name}", kind_words(part), _default(part, name in required), _about(part, when)]
        yield from _inner(part, f"{prefix}{name}.")
    for variants in object_variants(schema):
        for variant in variants:
            yield from _rows(_but_constants(variant.own), prefix, when=f"[{variant.title}]")
    for word in ("then", "else"):
        branch = schema.get(word)
        if isinstance(branch, Mapping):
            yield from _rows(branch, prefix, when="[depends on others]")


def _inner(part: Schema, prefix: str) -> Iterator[list[str]]:
    """The fields of a group, of each alternative, of the rows of a table."""
    variants = value_variants(part)
    for variant in variants:
        yield from _rows(_but_constants(variant.schema), prefix, when=f"[{variant.title}]")
    if not variants and properties_of(part):
        yield from _rows(part, prefix)
    items = part.get("items")
    if isinstance(items, Mapping) and properties_of(items):
        yield from _rows(items, f"{prefix}N.")


def kind_words(part: Schema) -> str:
    """`number, mm`, `one of a, b`, `One for all (number) or By direction (group)`, `list of text`."""
    if UNSHOWN in part:
        return f"any ({part[UNSHOWN]})"
    variants = value_variants(part)
    if variants:
        return " or ".join(f"{one.title} ({kind_words(simplified(one.schema))})" for one in variants)
    choices = part.get("enum")
    if isinstance(choices, list | tuple):
        shown = ", ".join(map(str, choices[:MOST_CHOICES]))
        return f"one of {shown}{', …' if len(choices) > MOST_CHOICES else ''}"
    if "const" in part:
        return f"always {part['const']}"
    kind = " or ".join(_WORDS.get(one, one) for one in as_types(part.get("type"))) or "any"
    items, places = part.get("items"), part.get("prefixItems")
    if isinstance(places, list | tuple):
        kind = f"list of {', '.join(kind_words(one) for one in places if isinstance(one, Mapping))}"
    elif isinstance(items, Mapping):
        kind = "table, rows N" if properties_of(items) else f"list of {kind_words(items)}"
    more = (str(part.get("x-bim") or ""), "secret" if is_secret(part) else "", str(part.get("x-unit") or ""))
    return ", ".join(one for one in (kind, *more) if one)


def _default(part: Schema, is_required: bool) -> str:
    if "default" not in part or is_secret(part):
        return "required" if is_required else ""
    default = part["default"]
    text = (
        {True: "true", False: "false"}.get(default, str(default))
        if isinstance(default, bool)
        else str(default)
    )
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _about(part: Schema, when: str) -> str:
    text = " ".join(str(part.get("description") or part.get("title") or "").split())
    return f"{when} {text}".strip()


def _but_constants(schema: Schema) -> Schema:
    """Without what only tells which alternative it is: its title says that."""
    shown = {name: one for name, one in properties_of(schema).items() if "const" not in one}
    return {**schema, "properties": shown}
