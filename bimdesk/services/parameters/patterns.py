"""Patterns of a schema matched in bounded time: no expression, however unlucky, holds up the window.

The engine is `regex` (docs/decisions/0036-regex.md): Python's own cannot be interrupted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bimdesk.domain.text_patterns import pattern_problem
from bimdesk.errors import BadInputError

if TYPE_CHECKING:
    import regex

ONE_MATCH_S = 0.04
ALL_MATCHES_S = 0.06
"""Of one check of all values; what comes later counts as too slow, unless it is known already."""


class TooSlowError(Exception):
    """The text cannot be matched in the time there is."""


class _Clock(threading.local):
    until: float | None = None


_clock = _Clock()
_answers: dict[tuple[str, str], bool | None] = {}
"""What was found, None for what took too long: a form asks the same again at each key."""
_REMEMBERED = 1024


@contextmanager
def bounded() -> Iterator[None]:
    """All matches within share one time limit; a bound around it counts on."""
    outer = _clock.until
    _clock.until = outer if outer is not None else time.monotonic() + ALL_MATCHES_S
    try:
        yield
    finally:
        _clock.until = outer


def found_in(pattern: str, text: str) -> bool:
    """Whether `pattern` is somewhere in `text`. Raises TooSlowError."""
    key = (pattern, text)
    if key not in _answers:
        left = ONE_MATCH_S if _clock.until is None else _clock.until - time.monotonic()
        found = _search(pattern, text, min(left, ONE_MATCH_S)) if left > 0 else None
        if found is None and left < ONE_MATCH_S:
            raise TooSlowError  # others took the time: it may do better when it comes first
        if len(_answers) >= _REMEMBERED:
            _answers.clear()
        _answers[key] = found
    answer = _answers.get(key)
    if answer is None:
        raise TooSlowError
    return answer


def names_too_slow(schema: Any, value: Any) -> Iterator[tuple[str | int, ...]]:
    """Places of names that no pattern for names (`patternProperties`) can be tried on in time."""
    patterns = set(_name_patterns(schema))
    for place in _names(value, ()) if patterns else ():
        try:
            for pattern in patterns:
                found_in(pattern, str(place[-1]))
        except TooSlowError:
            yield place


def _search(pattern: str, text: str, seconds: float) -> bool | None:
    """None where it takes longer."""
    try:
        return _compiled(pattern).search(text, timeout=seconds, concurrent=True) is not None
    except TimeoutError:
        return None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    problem = pattern_problem(pattern)
    if not problem:
        try:
            return regex.compile(pattern, regex.VERSION0)
        except regex.error as error:
            problem = f"cannot be used: {error}"
    raise BadInputError(
        f"The pattern '{pattern[:80]}' in the script's parameters {problem}.",
        "Mend the metadata block at the top of the script.",
    )


def _name_patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        named = schema.get("patternProperties")
        yield from (named if isinstance(named, Mapping) else ())
        for part in schema.values():
            yield from _name_patterns(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from _name_patterns(part)


def _names(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield (*place, name)
            yield from _names(inner, (*place, name))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _names(inner, (*place, index))
