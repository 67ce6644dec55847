"""The validator of a schema (jsonschema, draft 2020-12), made once for each schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.formats import format_checker
from bimdesk.services.parameters.patterns import TooSlowError, bounded, found_in, names_too_slow

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema = Mapping[str, Any]


class SchemaKey:
    """A schema as a key: equal by content, so that one form checks with one validator."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._text = repr(schema)

    def __hash__(self) -> int:
        return hash(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchemaKey) and other._text == self._text


def schema_errors(schema: Schema, values: Mapping[str, Any]) -> list[ValidationError]:
    """All that is wrong, type errors first: what is of the wrong type is not also too long."""
    import referencing.exceptions
    from jsonschema import SchemaError

    try:
        with bounded():
            slow = [_slow_name(place) for place in names_too_slow(schema, values)]
            if slow:
                return slow
            errors = list(_validator(SchemaKey({"type": "object", **schema})).iter_errors(dict(values)))
    except (SchemaError, re.error, referencing.exceptions.Unresolvable) as error:
        raise BadInputError(
            f"The script's parameters are not a valid JSON Schema: {getattr(error, 'message', error)}.",
            "Mend the metadata block at the top of the script.",
        ) from error
    except RecursionError as error:
        raise BadInputError(
            "The script's parameters refer to themselves without end.",
            "Mend the $ref in the metadata block at the top of the script.",
        ) from error
    return sorted(errors, key=lambda error: error.validator != "type")


def fits(schema: Any, value: Any) -> bool:
    """Whether a value fits an expanded schema (or `true`, `false`); one that is no schema fits nothing."""
    if not isinstance(schema, Mapping):
        return bool(schema)
    import referencing.exceptions
    from jsonschema import SchemaError

    try:
        with bounded():
            slow = next(names_too_slow(schema, value), None)
            return slow is None and bool(_validator(SchemaKey(schema)).is_valid(value))
    except (SchemaError, re.error, BadInputError, referencing.exceptions.Unresolvable, RecursionError):
        return False


@lru_cache(maxsize=256)
def _validator(key: SchemaKey) -> Any:
    import referencing
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(key.schema)
    # the empty registry: a schema must never make this program fetch something from the network
    return _bounded_class()(key.schema, format_checker=format_checker(), registry=referencing.Registry())


@lru_cache(maxsize=1)
def _bounded_class() -> Any:
    """The validator of the draft, with patterns that are tried in bounded time."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    rules = {"pattern": _pattern, "patternProperties": _pattern_properties}
    return extend(Draft202012Validator, rules)  # type: ignore[no-untyped-call]  # its stub has no types


def _pattern(validator: Any, pattern: str, instance: Any, _schema: Schema) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if validator.is_type(instance, "string"):
        try:
            if not found_in(pattern, instance):
                yield ValidationError(f"{instance!r} does not match {pattern!r}")
        except TooSlowError:
            yield _too_slow()


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, _schema: Schema
) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    for pattern, schema in patterns.items():
        for name, value in instance.items():
            try:
                fits_name = found_in(pattern, name)
            except TooSlowError:
                yield _slow_name((name,))
                continue
            if fits_name:
                yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _too_slow() -> ValidationError:
    from jsonschema import ValidationError

    return ValidationError("The pattern takes too long.", validator="too slow")


def _slow_name(place: Sequence[str | int]) -> ValidationError:
    error = _too_slow()
    error.path.extend(place)
    return error
