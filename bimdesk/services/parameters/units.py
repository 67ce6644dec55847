"""Numbers as people type them, with a unit or without: `250 mm` where metres are asked for is 0.25."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from bimdesk.domain.units import convert, find_unit, nearest_unit

_QUANTITY = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\d\s.,+-].*?)\s*\Z")
_DIGITS = 12
"""Significant digits that a conversion keeps: 250 mm is 0.25 m, not 0.25000000000000006."""


def unit_of(schema: Mapping[str, Any]) -> str:
    """The unit that a number is kept in; '' for none."""
    return str(schema.get("x-unit") or schema.get("unit") or "")


def parse_number(text: str, *, whole: bool, unit: str = "") -> int | float | None:
    """The number that `text` is, in `unit`, or None; infinity and NaN are none."""
    plain = _plain(text, whole=whole)
    if plain is not None or not unit:
        return plain
    found = _QUANTITY.match(text)
    if found is None:
        return None
    value = convert(float(found[1]), found[2], unit)
    return None if value is None else _plain(f"{value:.{_DIGITS}g}", whole=whole)


def unit_problem(text: str, unit: str) -> str:
    """Why a text with a unit is no number in `unit`, in words; '' where it has no unit."""
    found = _QUANTITY.match(text)
    if found is None or not unit or not _is_unit_like(found[2]):
        return ""
    if find_unit(found[2]) is None:
        return f"The unit “{found[2]}” is not known. {nearest_unit(found[2])}".removesuffix(".")
    return f"“{found[2]}” cannot be converted to {unit}"


def has_unit(text: str) -> bool:
    """The text is a number with a unit."""
    return _QUANTITY.match(text) is not None


def _is_unit_like(text: str) -> bool:
    return len(text) <= 12 and not any(char.isspace() for char in text)


def _plain(text: str, *, whole: bool) -> int | float | None:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(value) if whole and value.is_integer() else value
