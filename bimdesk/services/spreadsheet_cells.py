"""Cells that a spreadsheet program takes as they are: it must never calculate what came out of a model."""

from __future__ import annotations

import json
import math
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so may be taken for a formula (OWASP, CSV injection); the wide ones by some systems."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate this text; numbers that are written as text are none."""
    return text.startswith(_FORMULA) and not _is_number(text)


def harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet might calculate it."""
    return f"'{text}" if is_formula(text) else text


def plain_cell(value: Any) -> str | int | float | bool | None:
    """What one cell holds: lists and objects as JSON, nothing for NaN."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return json.dumps(value, ensure_ascii=False, default=str)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip() == text
