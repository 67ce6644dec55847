"""The values of `format` that forms check: what each asks for. Other formats are words without a check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from jsonschema import FormatChecker

_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d:\d\d)?\Z")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[tT ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[zZ]|[+-]\d\d:\d\d)\Z")
_OWN = ("date", "email", "ipv4", "ipv6", "regex", "uuid")


def is_color(text: str) -> bool:
    """`#rgb` or `#rrggbb`."""
    return _COLOR.match(text) is not None


def is_time(text: str) -> bool:
    """RFC 3339, where the zone may be left out."""
    return _TIME.match(text) is not None and _parses(time.fromisoformat, text)


def is_date_time(text: str) -> bool:
    """RFC 3339: with a zone."""
    return _DATE_TIME.match(text) is not None and _parses(datetime.fromisoformat, text)


def is_uri(text: str) -> bool:
    """A scheme and something after it, in the characters of RFC 3986."""
    if not text.isascii() or re.search(r"[\s<>\"{}|\\^`]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "color": is_color,
    "time": is_time,
    "date-time": is_date_time,
    "uri": is_uri,
}
FORMATS = (*_OWN, *_CHECKS)
"""Formats with a check."""


@cache
def format_checker() -> FormatChecker:
    """jsonschema's own checks for what needs no further library, and those above; texts only."""
    from jsonschema import Draft202012Validator, FormatChecker

    own = Draft202012Validator.FORMAT_CHECKER
    checker = FormatChecker(formats=())
    checker.checkers = {name: own.checkers[name] for name in _OWN}
    for name, check in _CHECKS.items():
        checker.checkers[name] = (_of_texts(check), ())
    return checker


def _of_texts(check: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text.upper())
    except ValueError:
        return False
    return True
