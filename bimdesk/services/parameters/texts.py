"""Values as `name=value` on a command line: from text by the schema, and back where nothing is lost."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.effective import effective, fill_defaults
from bimdesk.services.parameters.units import parse_number, unit_of

Schema = Mapping[str, Any]

_TRUE = {"true", "yes", "on", "1"}
_FALSE = {"false", "no", "off", "0"}


def read_parameters(schema: Schema, pairs: Sequence[str], params_json: str) -> dict[str, Any]:
    """All values given: `--param` over `--params-json`, later over earlier, `group.name` into groups."""
    hint = "Such as --params-json '{\"limit\": 5}'."
    values = json_object(params_json, "--params-json", hint) if params_json else {}
    shape = effective(schema, fill_defaults(schema, values))
    first = _with_pairs(values, shape, pairs)
    shape = effective(schema, fill_defaults(schema, first))  # what the pairs themselves bring
    return _with_pairs(values, shape, pairs)


def _with_pairs(values: Mapping[str, Any], shape: Schema, pairs: Sequence[str]) -> dict[str, Any]:
    found = copy.deepcopy(dict(values))
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name.strip():
            raise BadInputError(f"--param {pair} is not of the form name=value.", "Such as --param limit=5.")
        _put(found, shape, name.strip().split("."), text)
    return found


def typed_value(schema: Schema, text: str) -> Any:
    """The text as the type in `schema`; as it is where it does not fit: the check of values says why."""
    match _type_of(schema):
        case "boolean":
            return _boolean(text)
        case "integer" | "number" as kind:
            number = parse_number(text.strip(), whole=kind == "integer", unit=unit_of(schema))
            return text if number is None else number
        case "array":
            return _list(schema, text)
        case "object":
            return _json_or_text(text)
        case "string":
            return text
        case "null":
            return None if text in ("", "null") else text
    if "enum" in schema:
        return next((choice for choice in schema["enum"] if str(choice) == text), text)
    return _untyped(text)


def json_object(text: str, what: str, hint: str) -> dict[str, Any]:
    """The JSON object that `what` holds; raises BadInputError with the hint."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{what} is not JSON: {error}.", hint) from error
    if not isinstance(values, dict):
        raise BadInputError(f"{what} is not a JSON object.", hint)
    return values


def _put(values: dict[str, Any], schema: Schema, path: Sequence[str], text: str) -> None:
    """Names with dots lead into groups, unless the whole name is a parameter."""
    properties = _properties(schema)
    whole = ".".join(path)
    if len(path) > 1 and whole not in properties and _properties(properties.get(path[0], {})):
        group = values.get(path[0])
        if not isinstance(group, dict):
            group = values[path[0]] = {}
        _put(group, properties[path[0]], path[1:], text)
    else:
        values[whole] = typed_value(properties.get(whole, {}), text)


def _properties(schema: Schema) -> Mapping[str, Schema]:
    properties = schema.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def _type_of(schema: Schema) -> str:
    declared = schema.get("type", "")
    if isinstance(declared, list):
        return next((name for name in declared if name != "null"), "null")
    return str(declared)


def _boolean(text: str) -> Any:
    lowered = text.strip().lower()
    return True if lowered in _TRUE else False if lowered in _FALSE else text


def _list(schema: Schema, text: str) -> Any:
    if text.lstrip().startswith("["):
        return _json_or_text(text)
    items = schema.get("items")
    of = items if isinstance(items, Mapping) else {"type": "string"}
    return [typed_value(of, part.strip()) for part in text.split(",")] if text.strip() else []


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _untyped(text: str) -> Any:
    """A script without a schema: what reads as a JSON number, list, object, true, false or null is one."""
    value = _json_or_text(text)
    return text if isinstance(value, float) and not math.isfinite(value) else value
