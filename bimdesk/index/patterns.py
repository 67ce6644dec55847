"""Regular expressions in SQL: matched from the start of a text; patterns that may run for ever are refused.

Python's engine cannot be interrupted inside one text, so that what takes long is kept out beforehand: no
repetition of a group that itself varies, few open repetitions, texts of a bounded length.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache

from bimdesk.domain.filters import FilterError, Pattern

MOST_OPEN = 3
MOST_CHARACTERS = 512
"""Of a text so many are looked at: three open repetitions then need 20 million steps at most."""
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^):=!<>P]*[:=!<>P]?|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")


def check_pattern(pattern: Pattern) -> None:
    """Raises FilterError for a pattern that can take for ever on some text."""
    varies = [False]
    opened, closed_varies = 0, False
    for token in _TOKEN.findall(pattern.text):
        most = _repeats(token)
        if most is not None:
            if most > 1 and closed_varies:
                raise FilterError(
                    f"/{pattern.text}/ repeats a group that itself varies, which can take for ever.",
                    "Leave the inner or the outer repetition out, or use a set such as [a-z].",
                )
            opened += most > MOST_CHARACTERS
            varies[-1] = True
            continue
        closed_varies = False
        if token.startswith("("):
            varies.append(False)
        elif token == ")" and len(varies) > 1:
            closed_varies = varies.pop()
            varies[-1] = varies[-1] or closed_varies
        elif token == "|":
            varies[-1] = True
    if opened > MOST_OPEN:
        raise FilterError(
            f"/{pattern.text}/ has {opened} open repetitions, {MOST_OPEN} are taken.",
            "Use *= for parts of a text, or several conditions.",
        )


def _repeats(token: str) -> int | None:
    """How often at most a repetition repeats; None for other tokens."""
    if token[0] in "*+" and len(token) <= 2:
        return MOST_CHARACTERS + 1
    if token[0] == "?":
        return 1
    found = _COUNT.match(token)
    if found is None or token == "{" or not (found[1] or found[3]):
        return None
    most = found[3] or (found[1] if not found[2] else "")
    return int(most) if most else MOST_CHARACTERS + 1


def register(connection: sqlite3.Connection) -> None:
    """Make `matches(pattern, value)` known to SQL: 1 where a text starts with the pattern."""
    connection.create_function("matches", 2, _matches, deterministic=True)


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and _compiled(pattern).match(value, 0, MOST_CHARACTERS) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
