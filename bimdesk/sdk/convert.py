"""Makes what a script gives back fit for JSON, the same way each time (docs/scripts.md, "What comes back").

numpy and pandas are known by the module of a value's class: nothing is imported that the script did not use.
"""

from __future__ import annotations

import dataclasses
import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any
from uuid import UUID

from bimdesk.index.query import Query
from bimdesk.sdk.entities import Entity, Root

MAX_DEPTH = 40
_INT64 = 2**63


class NotJsonError(TypeError):
    """A value that JSON cannot hold; `keys` lead to it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.keys: list[str | int] = []
        self.root = "result"

    def __str__(self) -> str:
        path = "".join(f"[{key!r}]" for key in reversed(self.keys))
        return f"{self.root}{path} {self.reason}"


def to_json(value: Any, *, root: str = "result") -> Any:
    """The value as None, bool, int, float, str, list and dict. Raises NotJsonError that names the place."""
    try:
        return _convert(value, ())
    except NotJsonError as error:
        error.root = root
        raise


def _convert(value: Any, above: tuple[int, ...]) -> Any:
    kind = type(value)
    if kind is str:
        return value if value.isascii() else _text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -_INT64 <= value < _INT64 else str(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if id(value) in above:
        raise NotJsonError("contains itself; JSON cannot hold a circle")
    if len(above) > MAX_DEPTH:
        raise NotJsonError(f"is nested deeper than {MAX_DEPTH} levels")
    inside = (*above, id(value))
    if isinstance(value, Mapping):
        return _mapping(value, inside)
    if isinstance(value, list | tuple | deque | range | Iterator | Query):
        return _items(value, inside)
    if isinstance(value, AbstractSet):
        return sorted(_items(value, inside), key=lambda item: (type(item).__name__, repr(item)))
    return _other(value, inside)


def _items(values: Any, above: tuple[int, ...]) -> list[Any]:
    converted: list[Any] = []
    try:
        for value in values:
            converted.append(_convert(value, above))
    except NotJsonError as error:
        error.keys.append(len(converted))
        raise
    return converted


def _mapping(values: Mapping[Any, Any], above: tuple[int, ...]) -> dict[str, Any]:
    converted: dict[str, Any] = {}
    for key, value in values.items():
        name = key if type(key) is str else key_text(key)
        if name in converted:
            raise NotJsonError(f"has two keys that both become {name!r}")
        try:
            converted[name] = _convert(value, above)
        except NotJsonError as error:
            error.keys.append(name)
            raise
    return converted


def key_text(key: Any) -> str:
    """A key of a dict as text; a tuple's members are joined by ', ', an element is its GlobalId."""
    if isinstance(key, tuple):
        return ", ".join(key_text(part) for part in key)
    if isinstance(key, Entity | Root):
        return key.ifc_guid or str(key.id)
    plain = _convert(key, ())
    if isinstance(plain, list | dict):
        raise NotJsonError(f"has a key that is no text: {key!r}")
    if plain is None:
        return "null"
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


def _other(value: Any, above: tuple[int, ...]) -> Any:
    for kinds, rule in _RULES:
        if isinstance(value, kinds):
            return rule(value)
    if isinstance(value, Entity | Root):
        return element_row(value.id, value.ifc_guid, value.ifc_type, value.name)
    home = type(value).__module__.partition(".")[0]
    if home == "numpy":
        return _numpy(value, above)
    if home == "pandas":
        return _pandas(value, above)
    if home == "ifcopenshell" and hasattr(value, "is_a"):
        guid, name = getattr(value, "GlobalId", ""), getattr(value, "Name", None)
        return element_row(value.id(), guid, value.is_a(), name)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _mapping(
            {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, above
        )
    raise NotJsonError(_complaint(value))


def element_row(number: int, guid: str, ifc_type: str, name: str | None) -> dict[str, Any]:
    """An element in a result: its row lights up in 3D."""
    return {"entity_id": number, "ifc_guid": guid, "ifc_type": ifc_type, "name": name}


def _text(value: str) -> str:
    """Text without lone surrogates, which UTF-8 cannot hold."""
    return str(value).encode("utf-8", errors="replace").decode("utf-8")


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


_RULES: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Enum, lambda value: _convert(value.value, ())),
    (bool, bool),
    (str, _text),
    (int, lambda value: _convert(int(value), ())),
    (Decimal | Fraction | float, _finite),
    (datetime | date | time, lambda value: None if value != value else value.isoformat()),
    (timedelta, lambda value: _finite(value.total_seconds())),
    (UUID | PurePath, str),
)


def _numpy(value: Any, above: tuple[int, ...]) -> Any:
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind == "M":
        return _items(value.astype("datetime64[us]").tolist(), above) if value.ndim else _numpy_date(value)
    if kind and kind in "biufOUmV" and hasattr(value, "tolist"):
        return _convert(value.tolist(), above)
    if type(value).__name__ == "MaskedConstant":
        return None
    raise NotJsonError(_complaint(value))


def _numpy_date(value: Any) -> str | None:
    text = str(value)
    return None if text == "NaT" else text


def _pandas(value: Any, above: tuple[int, ...]) -> Any:
    match type(value).__name__:
        case "DataFrame":
            return _convert(_records(value), above)
        case "Series":
            is_list = type(value.index).__name__ == "RangeIndex"
            return _convert(value.tolist() if is_list else value.to_dict(), above)
        case "NAType" | "NaTType":
            return None
        case "Interval" | "Period":
            return str(value)
    if hasattr(value, "tolist"):
        return _convert(value.tolist(), above)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise NotJsonError(_complaint(value))


def _records(frame: Any) -> list[dict[Any, Any]]:
    """Rows as dicts; a named index (after groupby) becomes columns, a plain one is dropped."""
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    records: list[dict[Any, Any]] = frame.to_dict("records")
    return records


def _complaint(value: Any) -> str:
    name = type(value).__name__
    article = "an" if name[:1].lower() in "aeiou" else "a"
    match value:
        case bytes() | bytearray() | memoryview():
            return "holds bytes; decode them, or write them with save_output()"
        case _ if callable(value):
            return f"is {article} {name}, which JSON cannot hold; call it first"
        case _ if hasattr(value, "savefig") or hasattr(value, "figure"):
            return "is a figure; write it with save_output('figure.png', figure)"
    return f"is {article} {name}, which JSON cannot hold"
