"""From JSON Schema to field specifications: which kind of field a parameter gets. No Qt here.

The rules, first match wins (`x-bim` of an array may stand on the array or on its items):

| schema | kind |
|---|---|
| `x-bim` with a kind of index.choices, `type` string | CHOICE, on an array CHOICES |
| `x-bim` element / elements | ELEMENTS (one or many) |
| `x-bim` model / model-version | VERSION |
| `x-bim` query, `type` string | QUERY |
| `x-bim` ids-file, `format` file / folder (also path, directory) | FILE, FOLDER |
| `enum` | ENUM; an array of enum: MULTI_ENUM |
| `type` boolean, number, integer | BOOLEAN, NUMBER, INTEGER |
| `type` array of strings or numbers | LIST |
| `type` object with properties | GROUP |
| `format` date | DATE |
| `format` multiline, or maxLength > 200 | MULTILINE |
| anything else | STRING |

Further words: `x-unit` (suffix of numbers), `x-placeholder`, `x-labels` (enum value -> text), `x-filter`
(of the file dialog, such as "CSV (*.csv)"), `x-save` (the file is written, not read).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from bimdesk.index.choices import CHOICE_KINDS

MULTILINE_FROM = 200
"""A text that may be longer than this gets several lines."""


class Kind(Enum):
    """One kind of field; `registry` names its class."""

    STRING = auto()
    MULTILINE = auto()
    NUMBER = auto()
    INTEGER = auto()
    BOOLEAN = auto()
    ENUM = auto()
    MULTI_ENUM = auto()
    DATE = auto()
    FILE = auto()
    FOLDER = auto()
    LIST = auto()
    GROUP = auto()
    CHOICE = auto()
    CHOICES = auto()
    ELEMENTS = auto()
    VERSION = auto()
    QUERY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One parameter. `bim` is its `x-bim` word; `fields` are those of a group; `path` joins names by dots."""

    name: str
    path: str
    kind: Kind
    schema: Mapping[str, Any]
    required: bool = False
    bim: str = ""
    fields: tuple[FieldSpec, ...] = field(default=())

    @property
    def title(self) -> str:
        return str(self.schema.get("title") or self.name.replace("_", " ").strip().capitalize())

    @property
    def hint(self) -> str:
        return str(self.schema.get("description", ""))

    @property
    def unit(self) -> str:
        return str(self.schema.get("x-unit", ""))

    @property
    def has_default(self) -> bool:
        return "default" in self.schema

    @property
    def is_optional(self) -> bool:
        """It may stay empty: marked so in the form."""
        return not self.required and not self.has_default and self.kind not in (Kind.BOOLEAN, Kind.GROUP)

    @property
    def items(self) -> Mapping[str, Any]:
        """The schema of an array's items."""
        found = self.schema.get("items", {})
        return found if isinstance(found, Mapping) else {}

    @property
    def options(self) -> tuple[Any, ...]:
        """The values of an enum, of an array the values of its items."""
        found = self.schema.get("enum") or self.items.get("enum") or ()
        return tuple(found) if isinstance(found, Sequence) and not isinstance(found, str) else ()


def read_fields(schema: Mapping[str, Any], *, path: str = "") -> tuple[FieldSpec, ...]:
    """The fields of an object schema, in the order of the file."""
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    if not isinstance(properties, Mapping):
        return ()
    return tuple(
        _read_field(str(name), part, required=name in required, path=f"{path}.{name}" if path else str(name))
        for name, part in properties.items()
        if isinstance(part, Mapping)
    )


def choice_kinds(fields: Sequence[FieldSpec]) -> frozenset[str]:
    """The `x-bim` words that a form needs from the model, groups included."""
    own = {one.bim for one in fields if one.bim in CHOICE_KINDS}
    return frozenset(own).union(*(choice_kinds(one.fields) for one in fields if one.fields))


def _read_field(name: str, schema: Mapping[str, Any], *, required: bool, path: str) -> FieldSpec:
    items = schema.get("items")
    inner = items if isinstance(items, Mapping) else {}
    bim = str(schema.get("x-bim") or inner.get("x-bim") or "")
    kind = next((kind for kind, matches in _RULES if matches(schema, bim)), Kind.STRING)
    fields = read_fields(schema, path=path) if kind is Kind.GROUP else ()
    return FieldSpec(
        name=name, path=path, kind=kind, schema=schema, required=required, bim=bim, fields=fields
    )


def type_of(schema: Mapping[str, Any]) -> str:
    """The JSON type; of `["string", "null"]` the first that is not null."""
    found = schema.get("type", "")
    if isinstance(found, str):
        return found
    return next((str(one) for one in found if one != "null"), "")


def _is_array(schema: Mapping[str, Any]) -> bool:
    return type_of(schema) == "array"


def _has_items(schema: Mapping[str, Any], *types: str) -> bool:
    items = schema.get("items")
    return _is_array(schema) and (not isinstance(items, Mapping) or type_of(items) in types)


_Rule = Callable[[Mapping[str, Any], str], bool]
_RULES: tuple[tuple[Kind, _Rule], ...] = (
    (Kind.CHOICES, lambda schema, bim: bim in CHOICE_KINDS and _is_array(schema)),
    (Kind.CHOICE, lambda schema, bim: bim in CHOICE_KINDS and type_of(schema) in ("string", "")),
    (Kind.ELEMENTS, lambda _schema, bim: bim in ("element", "elements")),
    (Kind.VERSION, lambda _schema, bim: bim in ("model", "model-version")),
    (Kind.QUERY, lambda schema, bim: bim == "query" and type_of(schema) in ("string", "")),
    (Kind.FILE, lambda schema, bim: bim == "ids-file" or schema.get("format") in ("file", "path")),
    (Kind.FOLDER, lambda schema, _bim: schema.get("format") in ("folder", "directory")),
    (Kind.MULTI_ENUM, lambda schema, _bim: _is_array(schema) and "enum" in (schema.get("items") or {})),
    (Kind.ENUM, lambda schema, _bim: bool(schema.get("enum")) and not _is_array(schema)),
    (Kind.BOOLEAN, lambda schema, _bim: type_of(schema) == "boolean"),
    (Kind.INTEGER, lambda schema, _bim: type_of(schema) == "integer"),
    (Kind.NUMBER, lambda schema, _bim: type_of(schema) == "number"),
    (Kind.LIST, lambda schema, _bim: _has_items(schema, "string", "number", "integer", "")),
    (Kind.GROUP, lambda schema, _bim: type_of(schema) == "object" and "properties" in schema),
    (Kind.DATE, lambda schema, _bim: schema.get("format") == "date"),
    (
        Kind.MULTILINE,
        lambda schema, _bim: (
            schema.get("format") == "multiline" or schema.get("maxLength", 0) > MULTILINE_FROM
        ),
    ),
)
