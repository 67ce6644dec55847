"""Checks of what a metadata block holds: known keys, their types, and the JSON Schema of the parameters."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from bimdesk.domain.filter_text import parse_filter
from bimdesk.domain.filters import FilterError
from bimdesk.domain.limits import FIELDS, limit_problem
from bimdesk.domain.text_patterns import pattern_problem

RUN_ON = ("success", "failure", "warning", "always")
PERMISSIONS = ("output", "model.write")
X_BIM = (
    "ifc-class", "element", "elements", "query", "property", "storey", "space", "material", "classification",
    "property-set", "property-value", "type", "system", "model", "model-version", "ids-file",
)  # fmt: skip
_PARAMETERS = ("tool", "bimdesk", "parameters")
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (),
}
_TOOL_KEYS = (
    "name", "category", "description", "tags", *(field.key for field in FIELDS.values()), "run_on",
    "permissions", "parameters",
)  # fmt: skip
_SCHEMA_WORDS = (
    "$anchor $comment $defs $id $ref $schema additionalProperties allOf anyOf const contains"
    " contentEncoding contentMediaType default dependentRequired dependentSchemas deprecated"
    " description else enum examples exclusiveMaximum exclusiveMinimum format if items"
    " maxContains maxItems maxLength maxProperties maximum minContains minItems minLength"
    " minProperties minimum multipleOf not oneOf pattern patternProperties prefixItems"
    " properties propertyNames readOnly required then title type unevaluatedItems"
    " unevaluatedProperties uniqueItems unit writeOnly"
)
_SCHEMA_KEYS = frozenset(_SCHEMA_WORDS.split())
_COMBINING = frozenset({"$ref", "allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"})
"""Words that bring properties which do not stand in `properties`."""
_NUMERIC = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems")

Path = tuple[str, ...]


class ComplaintError(Exception):
    """What is wrong, and the key (as a path through the TOML) where it is."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


def check_tool(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table `[tool.bimdesk]`, or {}; raises `ComplaintError` on the first thing that is wrong."""
    tools = document.get("tool", {})
    tool = tools.get("bimdesk", {}) if isinstance(tools, dict) else {}
    path = _PARAMETERS[:-1]
    _expect(isinstance(tool, dict), "[tool.bimdesk] must be a table.", path)
    for key in tool:
        _expect(
            key in _TOOL_KEYS,
            f"Unknown key '{key}' in [tool.bimdesk]{_nearest(key, _TOOL_KEYS)}",
            (*path, key),
        )
    for key in ("name", "category", "description"):
        _expect(isinstance(tool.get(key, ""), str), f"'{key}' must be text.", (*path, key))
    for key in ("tags", "permissions"):
        _expect(_is_texts(tool.get(key, [])), f"'{key}' must be a list of texts.", (*path, key))
    _check_limits(tool, path)
    run_on = tool.get("run_on", "success")
    _expect(run_on in RUN_ON, f"'run_on' must be one of {', '.join(RUN_ON)}.", (*path, "run_on"))
    for permission in tool.get("permissions", []):
        message = f"Unknown permission '{permission}'{_nearest(permission, PERMISSIONS)}"
        _expect(permission in PERMISSIONS, message, (*path, "permissions"))
    _check_parameters(tool.get("parameters", {}), (*path, "parameters"))
    return tool


def _check_limits(tool: Mapping[str, Any], path: Path) -> None:
    for name, field in FIELDS.items():
        problem = limit_problem(name, tool[field.key]) if field.key in tool else ""
        _expect(not problem, f"'{field.key}' {problem}.", (*path, field.key))


def _check_parameters(parameters: Any, path: Path) -> None:
    _expect(isinstance(parameters, dict), "'parameters' must be a table (a JSON Schema).", path)
    if parameters and "properties" not in parameters:
        wrong = next((key for key in parameters if key not in _SCHEMA_KEYS), "")
        hint = f"'parameters' has no 'properties'; write [tool.bimdesk.parameters.properties.{wrong}]."
        _expect(not wrong, hint, (*path, wrong))
    _expect(
        parameters.get("type", "object") == "object", "'parameters' has the type 'object'.", (*path, "type")
    )
    if parameters:
        _check_schema({**parameters, "type": "object"}, path, "parameters")


def _check_schema(schema: Any, path: Path, label: str) -> None:
    """One (sub)schema; `label` names the parameter in messages."""
    _expect(isinstance(schema, dict), f"'{label}' must be a table, such as {{ type = \"string\" }}.", path)
    for key in schema:
        known = key in _SCHEMA_KEYS or key.startswith("x-")
        hint = "" if known else _nearest(key, _SCHEMA_KEYS) + " Keys of your own start with 'x-'."
        _expect(known, f"Unknown keyword '{key}' in parameter '{label}'{hint}", (*path, key))
    for key in ("title", "description", "format", "pattern"):
        _expect(isinstance(schema.get(key, ""), str), f"'{key}' of '{label}' must be text.", (*path, key))
    for key in _NUMERIC:
        _expect(_is_number(schema.get(key, 0)), f"'{key}' of '{label}' must be a number.", (*path, key))
    for key in _COUNTS:
        count = schema.get(key, 0)
        whole = isinstance(count, int) and not isinstance(count, bool) and count >= 0
        _expect(whole, f"'{key}' of '{label}' must be a whole number, 0 or more.", (*path, key))
    _check_pattern(schema, path, label)
    _check_x_bim(schema, path, label)
    types = _check_type(schema, path, label)
    _check_default(schema, types, path, label)
    _check_filter(schema, path, label)
    _check_inside(schema, path, label)


def _check_pattern(schema: Mapping[str, Any], path: Path, label: str) -> None:
    problem = pattern_problem(schema.get("pattern", ""))
    _expect(not problem, f"The pattern of '{label}' {problem}.", (*path, "pattern"))
    named = schema.get("patternProperties", {})
    for pattern in named if isinstance(named, dict) else ():
        problem = pattern_problem(pattern)
        _expect(not problem, f"A pattern for names in '{label}' {problem}.", (*path, "patternProperties"))


def _check_x_bim(schema: Mapping[str, Any], path: Path, label: str) -> None:
    word = schema.get("x-bim")
    if word is not None:
        message = f"Unknown 'x-bim' value {word!r} of '{label}'{_nearest(str(word), X_BIM)}"
        _expect(word in X_BIM, message, (*path, "x-bim"))


def _check_x_bim_of(schema: Any, beside: Mapping[str, Any], path: Path, label: str) -> None:
    """Values of a property name the parameter that says which: one beside it, or of a group's outside."""
    items = schema.get("items")
    said = {**(items if isinstance(items, dict) else {}), **schema}
    if said.get("x-bim") != "property-value":
        return
    other, place = said.get("x-bim-of"), (*path, "x-bim-of" if "x-bim-of" in schema else "x-bim")
    names = ", ".join(name for name in beside if name != label)
    wanted = f"'{label}' needs 'x-bim-of', the parameter that names the property ({names})."
    _expect(isinstance(other, str) and other != "", wanted, place)
    is_outermost = len(path) == len(_PARAMETERS) + 2
    if is_outermost:
        message = f"'x-bim-of' of '{label}' names '{other}'{_nearest(str(other), beside)}"
        _expect(other in beside and other != label, message, place)


def _check_type(schema: Mapping[str, Any], path: Path, label: str) -> tuple[str, ...]:
    declared = schema.get("type", ())
    types = (
        (declared,)
        if isinstance(declared, str)
        else tuple(declared)
        if isinstance(declared, list)
        else (declared,)
    )
    if declared == ():
        return ()
    for word in types:
        known = isinstance(word, str) and word in TYPES
        _expect(
            known,
            f"Unknown type {word!r} of parameter '{label}'{_nearest(str(word), TYPES)}",
            (*path, "type"),
        )
    return types


def _check_default(schema: Mapping[str, Any], types: tuple[str, ...], path: Path, label: str) -> None:
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    _expect(low <= high, f"'minimum' of '{label}' is above its 'maximum'.", (*path, "minimum"))
    choices = schema.get("enum")
    if choices is not None:
        filled = isinstance(choices, list) and len(choices) > 0
        _expect(filled, f"'enum' of '{label}' must be a list with at least one value.", (*path, "enum"))
    if "default" not in schema:
        return
    default, place = schema["default"], (*path, "default")
    fits = not types or any(_fits(default, word) for word in types)
    _expect(
        fits,
        f"The default of '{label}' is {_described(default)}, but its type is {' or '.join(types)}.",
        place,
    )
    if choices is not None:
        _expect(default in choices, f"The default of '{label}' is not one of its 'enum' values.", place)
    if _is_number(default):
        shown = f"The default of '{label}' ({default}) is outside its limits."
        _expect(low <= default <= high, shown, place)


def _check_inside(schema: Mapping[str, Any], path: Path, label: str) -> None:
    """Fields of a group, items of a list, and names in `required`."""
    properties = schema.get("properties", {})
    message = f"'properties' of '{label}' must be a table with one table a parameter."
    _expect(isinstance(properties, dict), message, (*path, "properties"))
    for name, inner in properties.items():
        _check_schema(inner, (*path, "properties", name), name)
        _check_x_bim_of(inner, properties, (*path, "properties", name), name)
    if isinstance(schema.get("items", False), dict | str | list):
        _check_schema(schema["items"], (*path, "items"), f"{label} items")
    required = schema.get("required", [])
    _expect(
        _is_texts(required),
        f"'required' of '{label}' must be a list of parameter names.",
        (*path, "required"),
    )
    for name in required if not _COMBINING & set(schema) else ():
        _expect(
            name in properties, f"'required' names '{name}'{_nearest(name, properties)}", (*path, "required")
        )


def plain_values(value: Any) -> Any:
    """The same value fit for JSON: TOML's dates and times become ISO text."""
    match value:
        case dict():
            return {key: plain_values(inner) for key, inner in value.items()}
        case list():
            return [plain_values(inner) for inner in value]
        case datetime() | date() | time():
            return value.isoformat()
    return value


def _check_filter(schema: Mapping[str, Any], path: Path, label: str) -> None:
    """The default of an `x-bim = "query"` is a filter."""
    default = schema.get("default")
    if schema.get("x-bim") == "query" and isinstance(default, str) and "${" not in default:
        try:
            parse_filter(default)
        except FilterError as error:
            raise ComplaintError(
                f"The default of '{label}' is no filter. {error}", (*path, "default")
            ) from error


def _fits(value: Any, word: str) -> bool:
    if word == "boolean" or isinstance(value, bool):
        return word == "boolean" and isinstance(value, bool)
    if word == "string" and isinstance(value, date | time):
        return True
    return isinstance(value, TYPES[word])


def _described(value: Any) -> str:
    match value:
        case bool():
            return "a boolean"
        case str():
            return f'the text "{value}"'
        case int() | float():
            return f"the number {value}"
        case list():
            return "a list"
        case dict():
            return "a table"
    return repr(value)


def _expect(condition: bool, message: str, path: Path) -> None:
    if not condition:
        raise ComplaintError(message, path)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _nearest(word: str, known: Collection[str]) -> str:
    """The end of a sentence: a full stop, or the nearest known word.

    A known word is answered at once: callers make their message before they look, and difflib is slow.
    """
    if word in known:
        return "."
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else "."
