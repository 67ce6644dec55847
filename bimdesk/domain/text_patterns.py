"""Regular expressions that a script's schema sets for texts: what can be used, said where it is written.

How long matching takes is bounded where it is done (services/parameters/patterns.py); how large an
expression becomes when it is prepared is bounded here.
"""

from __future__ import annotations

import re

MOST_CHARACTERS = 2000
MOST_PARTS = 20_000
"""What is repeated a fixed number of times is written out by the engine: so many parts at most."""
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^):=!<>P]*[:=!<>P]?|\{\d*,?\d*\}|.", re.DOTALL)
_LEAST = re.compile(r"\{(\d+)(?:,\d*)?\}")


def pattern_problem(text: str) -> str:
    """Why a text cannot be used as a pattern, as the end of a sentence; '' for one that can."""
    if len(text) > MOST_CHARACTERS:
        return f"has {len(text):,} characters, at most {MOST_CHARACTERS:,} are taken"
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    if _parts(text) > MOST_PARTS:
        return "repeats too much: written out it is longer than can be checked"
    return ""


def _parts(text: str) -> int:
    """How many parts the expression has once fixed repetitions are written out; groups multiply."""
    groups, last = [0], 0
    for token in _TOKEN.findall(text):
        least = _LEAST.fullmatch(token)
        if least is not None:
            groups[-1] += last * max(0, int(least[1]) - 1)
            last *= max(1, int(least[1]))
        elif token.startswith("("):
            groups.append(1)
        elif token == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        else:
            last = 1
            groups[-1] += 1
        if groups[-1] > MOST_PARTS:
            return groups[-1]
    return sum(groups)
