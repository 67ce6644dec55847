"""Picks a word from a closed set, with a clear error for any other."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

_NONE: Mapping[str, str] = {}


def choose(word: str, known: Iterable[str], *, what: str, aliases: Mapping[str, str] = _NONE) -> str:
    """The known word that `word` is, whatever its case. Raises ValueError that names the nearest."""
    lower = str(word).strip().lower()
    lower = aliases.get(lower, lower)
    names = [str(name) for name in known]
    if lower in names:
        return lower
    close = difflib.get_close_matches(lower, names, n=1, cutoff=0.5)
    hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(names)}."
    raise ValueError(f"Unknown {what} {word!r}; {hint}")
