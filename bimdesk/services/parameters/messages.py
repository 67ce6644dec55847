"""What a violated keyword of JSON Schema means to the person who fills a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import ValidationError

_WANTED = {
    "string": "A text is wanted",
    "number": "A number is wanted",
    "integer": "A whole number is wanted",
    "boolean": "Yes or no is wanted (true or false)",
    "array": "A list is wanted",
    "object": "A group of values is wanted",
    "null": "Nothing is wanted here",
}
_FORMATS = {
    "date": "A date is wanted, such as 2026-03-31",
    "time": "A time is wanted, such as 14:30:00",
    "date-time": "A date with time is wanted, such as 2026-03-31T14:30:00Z",
    "color": "A colour is wanted, such as #2f7de1",
    "email": "A mail address is wanted",
    "ipv4": "An address is wanted, such as 192.0.2.1",
    "ipv6": "An address is wanted, such as 2001:db8::1",
    "uri": "A web address is wanted, such as https://example.org",
    "uuid": "A UUID is wanted",
    "regex": "A regular expression is wanted",
}
_SHOWN = 8
"""So many choices are listed in a message."""


def explain(error: ValidationError) -> str:
    """One short sentence without full stop, such as "At most 100 mm"."""
    rule = _RULES.get(str(error.validator))
    return rule(error) if rule is not None else "This value does not fit"


def rule_value(error: ValidationError) -> Any:
    """What the violated keyword says, such as 100 of `maximum`; the stubs allow for one that is not set."""
    return error.validator_value


def first_small(text: str) -> str:
    """The sentence as it stands within another."""
    return text[:1].lower() + text[1:]


def _amount(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    unit = schema.get("x-unit") or schema.get("unit") or ""
    value = rule_value(error)
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return f"{number} {unit}".strip()


def _type(error: ValidationError) -> str:
    wanted = rule_value(error)
    return _wanted([wanted] if isinstance(wanted, str) else list(wanted))


def _wanted(types: list[str]) -> str:
    texts = [_WANTED.get(name, f"A {name} is wanted") for name in types if name != "null"]
    if not texts:
        return _WANTED["null"]
    return " or ".join([texts[0], *(first_small(text) for text in texts[1:])])


def _format(error: ValidationError) -> str:
    name = str(rule_value(error))
    return _FORMATS.get(name, f"This is not in the form '{name}'")


def _counted(least: bool, noun: str, plural: str) -> Callable[[ValidationError], str]:
    def rule(error: ValidationError) -> str:
        count = int(rule_value(error))
        if least and count == 1:
            return "A value is needed" if noun == "character" else f"At least one {noun} is needed"
        return f"At {'least' if least else 'most'} {count:,} {noun if count == 1 else plural}"

    return rule


def _choices(error: ValidationError) -> str:
    values = [_shown(value) for value in rule_value(error)]
    rest = f" ... ({len(values)} in all)" if len(values) > _SHOWN else ""
    return f"One of {', '.join(values[:_SHOWN])}{rest}"


def _shown(value: Any) -> str:
    return (
        {True: "true", False: "false", None: "nothing"}[value]
        if value is None or value is True or value is False
        else str(value)
    )


def _pattern(error: ValidationError) -> str:
    hint = str(error.schema.get("x-pattern-hint", "")) if isinstance(error.schema, Mapping) else ""
    return hint or f"This is not in the form wanted ({rule_value(error)})"


def _contains(error: ValidationError) -> str:
    """`contains`, with `minContains` and `maxContains`: how many entries must be what."""
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    wanted = schema.get("contains")
    one = _entry_words(wanted) if isinstance(wanted, Mapping) else "of the kind that is wanted"
    if error.validator == "maxContains":
        return f"At most {schema.get('maxContains', 1):,} of the entries may be {one}"
    return f"At least {schema.get('minContains', 1):,} of the entries must be {one}"


def _entry_words(wanted: Mapping[str, Any]) -> str:
    if "const" in wanted:
        return _shown(wanted["const"])
    if "enum" in wanted:
        return " or ".join(_shown(one) for one in wanted["enum"])
    return str(wanted.get("title") or "of the kind that is wanted")


def _branches(error: ValidationError) -> str:
    """No branch fits; or, of `oneOf`, more than one."""
    branches = [one for one in rule_value(error) if isinstance(one, Mapping)]
    if error.validator == "oneOf" and not error.context:
        return "More than one of the alternatives fits; only one may"
    needed = [" and ".join(one["required"]) for one in branches if set(one) == {"required"}]
    if needed and len(needed) == len(branches):
        return f"Needed: {', or '.join(needed)}"
    constants = [_shown(one["const"]) for one in branches if "const" in one]
    if constants and len(constants) == len(branches):
        return f"One of {', '.join(constants[:_SHOWN])}"
    types = [one.get("type") for one in branches]
    if types and all(isinstance(one, str) for one in types):
        return _wanted([str(one) for one in dict.fromkeys(types)])
    return "This value does not fit"


_RULES: Mapping[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "format": _format,
    "required": lambda _error: "A value is needed",
    "minimum": lambda error: f"At least {_amount(error)}",
    "maximum": lambda error: f"At most {_amount(error)}",
    "exclusiveMinimum": lambda error: f"More than {_amount(error)}",
    "exclusiveMaximum": lambda error: f"Less than {_amount(error)}",
    "multipleOf": lambda error: f"A multiple of {_amount(error)}",
    "minLength": _counted(True, "character", "characters"),
    "maxLength": _counted(False, "character", "characters"),
    "minItems": _counted(True, "entry", "entries"),
    "maxItems": _counted(False, "entry", "entries"),
    "uniqueItems": lambda _error: "Each entry once only",
    "enum": _choices,
    "const": lambda error: f"Only {_shown(rule_value(error))} fits",
    "pattern": _pattern,
    "too slow": lambda _error: "This cannot be checked: the script's pattern takes too long on it",
    "additionalProperties": lambda _error: "There is a name in it that is not known",
    "unevaluatedProperties": lambda _error: "There is a name in it that is not known",
    "propertyNames": lambda error: f"The name “{error.instance}” does not fit",
    "dependentRequired": lambda _error: "A value is needed with those given",
    "minProperties": _counted(True, "value", "values"),
    "maxProperties": _counted(False, "value", "values"),
    "contains": _contains,
    "minContains": _contains,
    "maxContains": _contains,
    "items": lambda _error: "There are more entries than fit",
    "unevaluatedItems": lambda _error: "There are more entries than fit",
    "not": lambda _error: "This value is not allowed",
    "false": lambda _error: "Nothing fits here",
    "anyOf": _branches,
    "oneOf": _branches,
}
