"""Regular expressions in SQL, matched from the start of a text as in IfcOpenShell."""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache

from bimdesk.domain.filter_patterns import MOST_CHARACTERS


def register(connection: sqlite3.Connection) -> None:
    """Make `matches(pattern, value)` known to SQL: 1 where a text starts with the pattern."""
    connection.create_function("matches", 2, _matches, deterministic=True)


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and _compiled(pattern).match(value, 0, MOST_CHARACTERS) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
