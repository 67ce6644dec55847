"""Parameter values against a script's JSON Schema (2020-12): defaults, checks, `${VARIABLES}`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bimdesk.errors import BadInputError
from bimdesk.services.filters import filter_problem
from bimdesk.services.parameter_messages import explain, rule_value

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema = Mapping[str, Any]

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class ParameterErrors(BadInputError):  # noqa: N818 - several errors, one for each field
    """Values that do not fit; `fields`: name (groups: `group.name`) -> what is wrong."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        shown = "; ".join(f"{name}: {_first_small(message)}" for name, message in fields.items())
        super().__init__(f"The parameters do not fit: {shown}.", "Nothing was started.")
        self.fields = dict(fields)


def default_values(schema: Schema) -> dict[str, Any]:
    """The values that a form starts with; parameters without a default are left out."""
    values: dict[str, Any] = {}
    for name, inner in _properties(schema).items():
        if "default" in inner:
            values[name] = inner["default"]
        elif _properties(inner):
            group = default_values(inner)
            if group:
                values[name] = group
    return values


def fill_defaults(schema: Schema, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with what is missing taken from the defaults, inside groups too; `None` means missing."""
    filled = default_values(schema)
    for name, value in values.items():
        inner = _properties(schema).get(name, {})
        if value is None and not _allows_null(inner):
            continue
        group = isinstance(value, Mapping) and bool(_properties(inner))
        filled[name] = fill_defaults(inner, value) if group else value
    return filled


def check_values(schema: Schema, values: Mapping[str, Any]) -> dict[str, str]:
    """Field -> what is wrong with it, in a few words; empty where all fit. Give it filled values."""
    problems: dict[str, str] = {}
    for name, message in _unknown_names(schema, values):
        problems.setdefault(name, message)
    for name in _empty_required(schema, values):
        problems.setdefault(name, "A value is needed")
    for error in _schema_errors(schema, values):
        name, message = _placed(error)
        problems.setdefault(name, message)
    for name, message in _bad_filters(schema, values):
        problems.setdefault(name, message)
    return problems


def fill_variables(values: Mapping[str, Any], variables: Mapping[str, str]) -> dict[str, Any]:
    """Replace `${NAME}` in all texts, in lists and groups too; an unknown name raises `ParameterErrors`."""
    problems: dict[str, str] = {}
    filled = {name: _replaced(value, variables, name, problems) for name, value in values.items()}
    if problems:
        raise ParameterErrors(problems)
    return filled


def _replaced(value: Any, variables: Mapping[str, str], name: str, problems: dict[str, str]) -> Any:
    match value:
        case str():
            unknown = next((word for word in _VARIABLE.findall(value) if word not in variables), None)
            if unknown is not None:
                problems[name] = f"${{{unknown}}} is not known{_nearest(unknown, variables)}"
                return value
            return _VARIABLE.sub(lambda found: variables[found[1]], value)
        case list() | tuple():
            return [_replaced(item, variables, name, problems) for item in value]
        case Mapping():
            return {key: _replaced(item, variables, f"{name}.{key}", problems) for key, item in value.items()}
    return value


def _properties(schema: Schema) -> Mapping[str, Schema]:
    properties = schema.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def _allows_null(schema: Schema) -> bool:
    declared = schema.get("type")
    return declared == "null" or (isinstance(declared, list) and "null" in declared)


def _unknown_names(schema: Schema, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A script that declares parameters takes those only; one that declares none takes any."""
    known = _properties(schema)
    if known and "additionalProperties" not in schema and "patternProperties" not in schema:
        for name in values:
            if name not in known:
                yield name, f"There is no such parameter{_nearest(name, known) or _listed(known)}"


def _bad_filters(schema: Schema, values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Texts of `x-bim = "query"` that are no filters; one with variables is read when they are filled in."""
    for name, inner in _properties(schema).items():
        value = values.get(name)
        if isinstance(value, Mapping):
            yield from _bad_filters(inner, value, f"{prefix}{name}.")
        elif inner.get("x-bim") == "query" and isinstance(value, str) and not _VARIABLE.search(value):
            problem = filter_problem(value)
            if problem:
                yield f"{prefix}{name}", problem.removesuffix(".")


def _empty_required(schema: Schema, values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name in schema.get("required", ()):
        if values.get(name) in (None, ""):
            yield f"{prefix}{name}"
    for name, inner in _properties(schema).items():
        value = values.get(name)
        if isinstance(value, Mapping):
            yield from _empty_required(inner, value, f"{prefix}{name}.")


def _schema_errors(schema: Schema, values: Mapping[str, Any]) -> list[ValidationError]:
    """Type errors first: what is of the wrong type is not also too long."""
    import referencing.exceptions
    from jsonschema import SchemaError

    try:
        errors = list(_validator(_Hashable(schema)).iter_errors(dict(values)))
    except (SchemaError, re.error, referencing.exceptions.Unresolvable) as error:
        raise BadInputError(
            f"The script's parameters are not a valid JSON Schema: {getattr(error, 'message', error)}.",
            "Mend the metadata block at the top of the script.",
        ) from error
    return sorted(errors, key=lambda error: error.validator != "type")


class _Hashable:
    """A schema as a key: the object itself, so that one form checks with one validator."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._text = repr(schema)

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashable) and other._text == self._text


@lru_cache(maxsize=32)
def _validator(key: _Hashable) -> Any:
    import referencing
    from jsonschema import Draft202012Validator

    schema = {"type": "object", **key.schema}
    Draft202012Validator.check_schema(schema)
    # the empty registry: a schema must never make this program fetch something from the network
    return Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER, registry=referencing.Registry()
    )


def _placed(error: ValidationError) -> tuple[str, str]:
    """The field that an error belongs to, and its message; an entry of a list is named by its number."""
    names: list[str] = []
    message = explain(error)
    for part in error.absolute_path:
        if isinstance(part, int):
            return ".".join(names), f"Entry {part + 1}: {_first_small(message)}"
        names.append(str(part))
    if error.validator == "required":
        present: Any = error.instance
        names.extend([name for name in rule_value(error) if name not in present][:1])
    return ".".join(names), message


def _nearest(word: str, known: Iterable[str]) -> str:
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {by_lower[close[0]]}" if close else ""


def _listed(known: Iterable[str]) -> str:
    return f"; there are {', '.join(known)}"


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]
