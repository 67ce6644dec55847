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
    "email": "A mail address is wanted",
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


def _amount(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    unit = schema.get("x-unit") or schema.get("unit") or ""
    value = rule_value(error)
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return f"{number} {unit}".strip()


def _type(error: ValidationError) -> str:
    wanted = rule_value(error)
    names = [wanted] if isinstance(wanted, str) else [name for name in wanted if name != "null"]
    texts = [_WANTED.get(name, f"A {name} is wanted") for name in names]
    return " or ".join([texts[0], *(text[:1].lower() + text[1:] for text in texts[1:])])


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
    "additionalProperties": lambda _error: "There is a name in it that is not known",
}
