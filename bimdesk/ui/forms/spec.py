"""From JSON Schema to field specifications. No Qt here; `kinds` says which kind of field a schema gets.

Further words: `x-unit` (of numbers), `x-placeholder`, `x-labels` (enum value -> text), `x-filter` (of the
file dialog, such as "CSV (*.csv)"), `x-save` (the file is written, not read), `x-group` (heading that fields
stand under), `x-advanced` (folded away at the end), `x-widget = "box"` (no slider).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bimdesk.index.choices import CHOICE_KINDS
from bimdesk.services.parameters.effective import allows_null, default_values
from bimdesk.services.parameters.shape import all_parts, expand, level, properties_of, required_of
from bimdesk.services.parameters.variants import Variant, object_variants, simplified, value_variants
from bimdesk.ui.forms.kinds import Kind, bim_of, kind_of, type_of, unshown_reason

__all__ = ["FieldSpec", "Kind", "choice_kinds", "read_fields", "type_of"]

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One parameter. `bim` is its `x-bim` word; `fields` are those of a group; `path` joins names by dots.

    `variants`: what a choice is between. `inline`: a choice of the object itself, whose values stand beside
    the others. `hidden`: a constant that tells a variant, sent and not shown.
    """

    name: str
    path: str
    kind: Kind
    schema: Schema
    required: bool = False
    bim: str = ""
    fields: tuple[FieldSpec, ...] = field(default=())
    variants: tuple[FieldSpec, ...] = field(default=())
    inline: bool = False
    hidden: bool = False

    @property
    def title(self) -> str:
        return str(self.schema.get("title") or self.name.replace("_", " ").strip().capitalize())

    @property
    def hint(self) -> str:
        return str(self.schema.get("description", ""))

    @property
    def reason(self) -> str:
        """Of a JSON field: why it is one."""
        return unshown_reason(self.schema)

    @property
    def unit(self) -> str:
        return str(self.schema.get("x-unit", ""))

    @property
    def placeholder(self) -> str:
        """`x-placeholder`, or the first of `examples`; '' where there is a default."""
        own, examples = self.schema.get("x-placeholder"), self.schema.get("examples")
        if own is not None:
            return str(own)
        return str(examples[0]) if isinstance(examples, list | tuple) and examples else ""

    @property
    def group(self) -> str:
        """The heading that the field stands under; '' for none."""
        return str(self.schema.get("x-group", ""))

    @property
    def is_advanced(self) -> bool:
        return self.schema.get("x-advanced") is True

    @property
    def has_default(self) -> bool:
        return "default" in self.schema

    @property
    def takes_null(self) -> bool:
        """Nothing (null) is a value of it."""
        return allows_null(self.schema)

    @property
    def is_optional(self) -> bool:
        """It may stay empty: marked so in the form."""
        always = (Kind.BOOLEAN, Kind.GROUP, Kind.CONST, Kind.TUPLE, Kind.VARIANT)
        return not self.required and not self.has_default and self.kind not in always

    @property
    def holds_constants(self) -> bool:
        """It is a variant: what tells it apart is sent and not shown."""
        return any(one.hidden for one in self.fields)

    @property
    def items(self) -> Schema:
        """The schema of an array's items."""
        found = self.schema.get("items", {})
        return found if isinstance(found, Mapping) else {}

    @property
    def columns(self) -> tuple[FieldSpec, ...]:
        """Of a table: what a row has."""
        return read_fields(self.items) if self.kind is Kind.TABLE else ()

    @property
    def options(self) -> tuple[Any, ...]:
        """The values of an enum, of an array the values of its items."""
        found = self.schema.get("enum") or self.items.get("enum") or ()
        return tuple(found) if isinstance(found, Sequence) and not isinstance(found, str) else ()


def read_fields(
    schema: Schema, *, path: str = "", values: Mapping[str, Any] | None = None, in_variant: bool = False
) -> tuple[FieldSpec, ...]:
    """The fields of an object schema for these values (else the defaults): in the order of the file, those
    with a heading after those without, advanced ones last."""
    schema = expand(schema)
    shown = level(schema, default_values(schema) if values is None else values)
    choices = object_variants(shown)
    constants = {name for several in choices for one in several for name in one.constants}
    required = required_of(shown)
    found = [
        _read_field(name, part, required=name in required, path=_joined(path, name), in_variant=in_variant)
        for name, part in properties_of(shown).items()
        if name not in constants
    ]
    found += [_inline(shown, several, number, path) for number, several in enumerate(choices, 1)]
    groups = list(dict.fromkeys(one.group for one in found))
    order = {name: place for place, name in enumerate(sorted(groups, key=bool))}
    return tuple(sorted(found, key=lambda one: (one.is_advanced, order[one.group])))


def choice_kinds(schema: Schema) -> frozenset[str]:
    """The `x-bim` words that a form needs from the model, whatever its values."""
    words = (part.get("x-bim") for part in all_parts(expand(schema)))
    return frozenset(word for word in words if word in CHOICE_KINDS)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _read_field(name: str, part: Schema, *, required: bool, path: str, in_variant: bool = False) -> FieldSpec:
    schema = simplified(part)
    kind = kind_of(schema)
    fields: tuple[FieldSpec, ...] = ()
    if kind is Kind.GROUP:
        fields = read_fields(schema, path=path, in_variant=in_variant)
    elif kind is Kind.TUPLE:
        fields = _places(schema, path)
    return FieldSpec(
        name=name,
        path=path,
        kind=kind,
        schema=schema,
        required=required,
        bim=bim_of(schema),
        fields=fields,
        variants=_branches(name, value_variants(schema), path) if kind is Kind.VARIANT else (),
        hidden=in_variant and "const" in schema,
    )


def _places(schema: Schema, path: str) -> tuple[FieldSpec, ...]:
    """The places of a tuple, counted from 1."""
    least = schema.get("minItems", 0)
    return tuple(
        _read_field(str(place), part, required=place <= least, path=_joined(path, str(place)))
        for place, part in enumerate(schema.get("prefixItems", ()), 1)
        if isinstance(part, Mapping)
    )


def _branches(name: str, variants: Sequence[Variant], path: str) -> tuple[FieldSpec, ...]:
    return tuple(
        _read_field(name, {**one.schema, "title": one.title}, required=True, path=path, in_variant=True)
        for one in variants
    )


def _inline(shown: Schema, variants: Sequence[Variant], number: int, path: str) -> FieldSpec:
    """A choice of the object itself: each branch as a group of the fields that it brings."""
    base = properties_of(shown)
    name = f"(choice {number})"
    branches = []
    for one in variants:
        own = {
            key: part for key, part in properties_of(one.own).items() if key not in base or "const" in part
        }
        needed = [key for key in (*required_of(shown), *required_of(one.own)) if key in own]
        schema = {**one.own, "type": "object", "properties": own, "required": needed, "title": one.title}
        fields = read_fields(schema, path=path, in_variant=True)
        branches.append(FieldSpec(name=name, path=path, kind=Kind.GROUP, schema=schema, fields=fields))
    telling = next((key for one in variants for key in one.constants), "")
    told: Schema = base.get(telling, {})
    title = shown.get("x-choice") or told.get("title") or telling.replace("_", " ").capitalize() or "Variant"
    words = {word: told[word] for word in ("description", "x-group", "x-advanced") if word in told}
    return FieldSpec(
        name=name,
        path=_joined(path, name),
        kind=Kind.VARIANT,
        schema={**words, "title": title},
        variants=tuple(branches),
        inline=True,
    )
