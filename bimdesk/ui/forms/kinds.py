"""Which kind of field a schema gets. No Qt here.

The rules, first match wins (`x-bim` of an array may stand on the array or on its items):

| schema | kind |
|---|---|
| a part that refers to itself, names of its own, several shapes in one list ... | JSON, with the reason |
| `x-secret`, `format` password | SECRET |
| `oneOf` / `anyOf` of several shapes | VARIANT |
| `x-bim` with a kind of index.choices, `type` string | CHOICE, on an array CHOICES |
| `x-bim` element / elements | ELEMENTS (one or many) |
| `x-bim` model / model-version | VERSION |
| `x-bim` query, `type` string | QUERY |
| `x-bim` ids-file, `format` file / folder (also path, directory) | FILE, FOLDER |
| `const`, or `type` null alone | CONST |
| `enum` | ENUM; an array of enum: MULTI_ENUM |
| `type` boolean, number, integer | BOOLEAN, NUMBER, INTEGER; both limits: SLIDER |
| `type` array with `prefixItems` | TUPLE |
| `type` array of objects with plain properties | TABLE |
| `type` array of strings or numbers | LIST |
| `type` object with properties | GROUP |
| several of text, number, boolean in one `type` | MIXED |
| `format` date, color | DATE, COLOR |
| `format` multiline, or maxLength > 200 | MULTILINE |
| anything else | STRING |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any

from bimdesk.index.choices import CHOICE_KINDS
from bimdesk.services.parameters.merge import as_types
from bimdesk.services.parameters.secret_values import is_secret
from bimdesk.services.parameters.shape import UNSHOWN, properties_of
from bimdesk.services.parameters.variants import object_variants, simplified, value_variants

Schema = Mapping[str, Any]

MULTILINE_FROM = 200
"""A text that may be longer than this gets several lines."""


class Kind(Enum):
    """One kind of field; `registry` names its class."""

    STRING = auto()
    MULTILINE = auto()
    NUMBER = auto()
    INTEGER = auto()
    SLIDER = auto()
    BOOLEAN = auto()
    ENUM = auto()
    MULTI_ENUM = auto()
    CONST = auto()
    DATE = auto()
    COLOR = auto()
    SECRET = auto()
    MIXED = auto()
    FILE = auto()
    FOLDER = auto()
    LIST = auto()
    TUPLE = auto()
    TABLE = auto()
    GROUP = auto()
    VARIANT = auto()
    JSON = auto()
    CHOICE = auto()
    CHOICES = auto()
    ELEMENTS = auto()
    VERSION = auto()
    QUERY = auto()


CELLS = frozenset(
    {Kind.STRING, Kind.MULTILINE, Kind.NUMBER, Kind.INTEGER, Kind.SLIDER, Kind.BOOLEAN, Kind.ENUM, Kind.DATE,
     Kind.COLOR, Kind.CHOICE, Kind.QUERY, Kind.FILE, Kind.FOLDER, Kind.CONST, Kind.SECRET}
)  # fmt: skip
"""Kinds that a cell of a table can hold."""


def kind_of(schema: Schema) -> Kind:
    """The kind of an expanded schema."""
    if unshown_reason(schema):
        return Kind.JSON
    bim = bim_of(schema)
    return next((kind for kind, matches in _RULES if matches(schema, bim)), Kind.STRING)


def unshown_reason(schema: Schema) -> str:
    """Why there is no field of its own for it, in words; '' where there is one."""
    if UNSHOWN in schema:
        return str(schema[UNSHOWN])
    for word in ("$dynamicRef", "$ref"):
        if word in schema:
            return f"{word} is not followed"
    kind, types = type_of(schema), as_types(schema.get("type"))
    if len([one for one in types if one != "null"]) > 1 and {"array", "object"} & set(types):
        return "it may be of several types"
    if kind == "object" or (not types and "properties" in schema):
        return _object_reason(schema)
    return _array_reason(schema) if kind == "array" and not bim_of(schema) else ""


def bim_of(schema: Schema) -> str:
    """The `x-bim` word of a value, or of an array's items."""
    items = schema.get("items")
    inner = items if isinstance(items, Mapping) else {}
    return str(schema.get("x-bim") or inner.get("x-bim") or "")


def type_of(schema: Schema) -> str:
    """The JSON type; of `["string", "null"]` the first that is not null."""
    types = as_types(schema.get("type"))
    return next((one for one in types if one != "null"), "")


def _object_reason(schema: Schema) -> str:
    if value_variants(schema):
        return ""
    if not properties_of(schema) and not object_variants(schema):
        return "" if "const" in schema or "enum" in schema else "its names are not known beforehand"
    extra = schema.get("additionalProperties")
    if isinstance(extra, Mapping) or schema.get("patternProperties"):
        return "it may have names of its own"
    return ""


def _array_reason(schema: Schema) -> str:
    items = schema.get("items")
    if "prefixItems" in schema or "const" in schema or not isinstance(items, Mapping):
        return ""
    if "enum" in items or type_of(items) in ("string", "number", "integer") or not items:
        several = len([one for one in as_types(items.get("type")) if one != "null"]) > 1
        return "its entries may be of several types" if several else ""
    if type_of(items) == "object" or properties_of(items):
        return _rows_reason(items)
    if type_of(items) == "" and not value_variants(items) and "const" not in items:
        return ""
    return (
        "its entries are of several shapes" if value_variants(items) else "it is a list of lists or switches"
    )


def _rows_reason(items: Schema) -> str:
    if unshown_reason(items):
        return f"of a row: {unshown_reason(items)}"
    if object_variants(items) or "if" in items or "dependentSchemas" in items:
        return "its rows are not all of one shape"
    for name, part in properties_of(items).items():
        if kind_of(simplified(part)) not in CELLS:
            return f"“{part.get('title') or name}” does not fit into the cell of a table"
    return ""


def _is_array(schema: Schema) -> bool:
    return type_of(schema) == "array"


def _is_text(schema: Schema) -> bool:
    return type_of(schema) in ("string", "")


def _items(schema: Schema) -> Schema:
    found = schema.get("items")
    return found if isinstance(found, Mapping) else {}


def _is_mixed(schema: Schema) -> bool:
    return len([one for one in as_types(schema.get("type")) if one != "null"]) > 1


def _is_number(schema: Schema) -> bool:
    return type_of(schema) in ("number", "integer")


def _has_range(schema: Schema) -> bool:
    low, high = schema.get("minimum"), schema.get("maximum")
    return low is not None and high is not None and high > low and schema.get("x-widget") != "box"


def _is_multiline(schema: Schema) -> bool:
    return schema.get("format") == "multiline" or schema.get("maxLength", 0) > MULTILINE_FROM


_Rule = Callable[[Schema, str], bool]
_RULES: tuple[tuple[Kind, _Rule], ...] = (
    (Kind.SECRET, lambda schema, _bim: is_secret(schema)),
    (Kind.VARIANT, lambda schema, _bim: bool(value_variants(schema))),
    (Kind.CHOICES, lambda schema, bim: bim in CHOICE_KINDS and _is_array(schema)),
    (Kind.CHOICE, lambda schema, bim: bim in CHOICE_KINDS and _is_text(schema)),
    (Kind.ELEMENTS, lambda _schema, bim: bim in ("element", "elements")),
    (Kind.VERSION, lambda _schema, bim: bim in ("model", "model-version")),
    (Kind.QUERY, lambda schema, bim: bim == "query" and _is_text(schema)),
    (Kind.FILE, lambda schema, bim: bim == "ids-file" or schema.get("format") in ("file", "path")),
    (Kind.FOLDER, lambda schema, _bim: schema.get("format") in ("folder", "directory")),
    (Kind.CONST, lambda schema, _bim: "const" in schema or as_types(schema.get("type")) == ("null",)),
    (Kind.TUPLE, lambda schema, _bim: _is_array(schema) and bool(schema.get("prefixItems"))),
    (Kind.MULTI_ENUM, lambda schema, _bim: _is_array(schema) and "enum" in _items(schema)),
    (Kind.ENUM, lambda schema, _bim: bool(schema.get("enum"))),
    (Kind.MIXED, lambda schema, _bim: _is_mixed(schema)),
    (Kind.BOOLEAN, lambda schema, _bim: type_of(schema) == "boolean"),
    (Kind.SLIDER, lambda schema, _bim: _is_number(schema) and _has_range(schema)),
    (Kind.INTEGER, lambda schema, _bim: type_of(schema) == "integer"),
    (Kind.NUMBER, lambda schema, _bim: type_of(schema) == "number"),
    (Kind.TABLE, lambda schema, _bim: _is_array(schema) and bool(properties_of(_items(schema)))),
    (Kind.LIST, lambda schema, _bim: _is_array(schema)),
    (Kind.GROUP, lambda schema, _bim: bool(properties_of(schema) or object_variants(schema))),
    (Kind.DATE, lambda schema, _bim: schema.get("format") == "date"),
    (Kind.COLOR, lambda schema, _bim: schema.get("format") == "color"),
    (Kind.MULTILINE, lambda schema, _bim: _is_multiline(schema)),
)
