"""Values of attributes and properties as SQLite can hold them."""

from __future__ import annotations

import json
import math
from typing import Any

from ifcopenshell import entity_instance

SqlValue = str | int | float | None


def plain(value: Any) -> Any:
    """A value of IfcOpenShell as JSON can hold it: measures unpacked, entities as id and class."""
    if isinstance(value, entity_instance):
        entity: Any = value
        if entity.is_entity():
            return {"id": entity.id(), "type": entity.is_a()}
        return plain(value.get_argument(0))
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def sql_value(value: Any) -> tuple[SqlValue, str]:
    """The value for the `value` column and its `kind`: null, bool, int, float, str or json."""
    if value is None:
        return None, "null"
    if isinstance(value, str):
        return value, "str"
    if isinstance(value, bool):
        return int(value), "bool"
    if isinstance(value, int):
        return (value, "int") if -(2**63) <= value < 2**63 else (str(value), "str")
    if isinstance(value, float):
        return (value, "float") if math.isfinite(value) else (str(value), "str")
    return json.dumps(plain(value), ensure_ascii=False), "json"


def as_text(value: Any) -> str | None:
    """A name or the like: text, or None; anything else that a broken file puts there as its text."""
    if value is None or isinstance(value, str):
        return value
    return str(plain(value))
