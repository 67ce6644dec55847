"""The validator of a schema (jsonschema, draft 2020-12), made once for each schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bimdesk.errors import BadInputError
from bimdesk.services.parameters.formats import format_checker

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
        return bool(_validator(SchemaKey(schema)).is_valid(value))
    except (SchemaError, re.error, referencing.exceptions.Unresolvable, RecursionError):
        return False


@lru_cache(maxsize=256)
def _validator(key: SchemaKey) -> Any:
    import referencing
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(key.schema)
    # the empty registry: a schema must never make this program fetch something from the network
    return Draft202012Validator(key.schema, format_checker=format_checker(), registry=referencing.Registry())
