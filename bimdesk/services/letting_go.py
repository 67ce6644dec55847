"""Long values are let go in pieces: freed at once, they hold the lock that all threads share for 100 ms."""

from __future__ import annotations

from typing import Any

PIECE = 1000
"""Entries that are freed in one go; between two pieces a waiting thread gets the lock."""
LONG = 64
"""A container within a piece that is longer than this is taken to pieces itself."""


def let_go(*values: Any) -> None:
    """Empty lists and dictionaries in place, those within them too; for a thread of the pool.

    Nobody else may hold what is handed over. Texts, tuples and numbers go with what they stand in.
    """
    waiting = [value for value in values if isinstance(value, list | dict)]
    while waiting:
        value = waiting.pop()
        while value:
            waiting += [one for one in _take_piece(value) if isinstance(one, list | dict) and len(one) > LONG]


def _take_piece(value: list[Any] | dict[Any, Any]) -> list[Any]:
    if isinstance(value, dict):
        return [value.popitem()[1] for _ in range(min(PIECE, len(value)))]
    piece = value[-PIECE:]
    del value[-PIECE:]
    return piece
