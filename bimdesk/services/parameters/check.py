"""Parameter values against a script's JSON Schema (2020-12): defaults, checks, `${VARIABLES}`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bimdesk.errors import BadInputError
from bimdesk.services.filters import filter_problem
from bimdesk.services.parameters.effective import (
    allows_null,
    default_values,
    effective,
    fill_defaults,
    known_names,
)
from bimdesk.services.parameters.messages import first_small
from bimdesk.services.parameters.places import placed_errors
from bimdesk.services.parameters.secret_values import MASK
from bimdesk.services.parameters.shape import properties_of, required_of
from bimdesk.services.parameters.validator import schema_errors

__all__ = ["ParameterErrors", "check_values", "default_values", "fill_defaults", "fill_variables"]

Schema = Mapping[str, Any]

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class ParameterErrors(BadInputError):  # noqa: N818 - several errors, one for each field
    """Values that do not fit; `fields`: name (groups: `group.name`) -> what is wrong."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        shown = "; ".join(f"{name}: {first_small(message)}" for name, message in fields.items())
        super().__init__(f"The parameters do not fit: {shown}.", "Nothing was started.")
        self.fields = dict(fields)


def check_values(schema: Schema, values: Mapping[str, Any]) -> dict[str, str]:
    """Field -> what is wrong with it, in a few words; empty where all fit. Give it filled values.

    A field is a dotted path; a cell of a table is `table.2.column`, rows counted from 1.
    """
    problems: dict[str, str] = {}
    shape = effective(schema, values)
    for name, message in _unknown_names(schema, values):
        problems.setdefault(name, message)
    for name in _empty_required(shape, values):
        problems.setdefault(name, "A value is needed")
    for name, message in placed_errors(schema_errors(schema, values)).items():
        problems.setdefault(name, message)
    for name, message in _bad_filters(shape, values):
        problems.setdefault(name, message)
    return {name: message for name, message in problems.items() if _value_at(values, name) != MASK}


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


def _unknown_names(schema: Schema, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A script that declares parameters takes those only; one that declares none takes any."""
    known = known_names(schema, values)
    if known and not {"additionalProperties", "patternProperties", "unevaluatedProperties"} & set(schema):
        for name in values:
            if name not in known:
                yield name, f"There is no such parameter{_nearest(name, known) or _listed(known)}"


def _bad_filters(schema: Schema, values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Texts of `x-bim = "query"` that are no filters; one with variables is read when they are filled in."""
    for name, inner in properties_of(schema).items():
        value = values.get(name)
        if isinstance(value, Mapping):
            yield from _bad_filters(inner, value, f"{prefix}{name}.")
        elif inner.get("x-bim") == "query" and isinstance(value, str) and not _VARIABLE.search(value):
            problem = filter_problem(value)
            if problem:
                yield f"{prefix}{name}", problem.removesuffix(".")


def _empty_required(schema: Schema, values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name in required_of(schema):
        value = values.get(name)
        if value == "" or (
            value is None and not (name in values and allows_null(properties_of(schema).get(name, {})))
        ):
            yield f"{prefix}{name}"
    for name, inner in properties_of(schema).items():
        value = values.get(name)
        if isinstance(value, Mapping):
            yield from _empty_required(inner, value, f"{prefix}{name}.")


def _value_at(values: Any, path: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    for name in path.split("."):
        if isinstance(values, list | tuple) and name.isdigit() and 0 < int(name) <= len(values):
            values = values[int(name) - 1]
        else:
            values = values.get(name) if isinstance(values, Mapping) else None
    return values


def _nearest(word: str, known: Iterable[str]) -> str:
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {by_lower[close[0]]}" if close else ""


def _listed(known: Collection[str]) -> str:
    return f"; there are {', '.join(known)}"
