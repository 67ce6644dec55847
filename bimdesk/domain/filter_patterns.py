"""Regular expressions of filters: those that may run for ever are refused.

Python's engine cannot be interrupted inside one text, so that what takes long is kept out beforehand: no
repetition of a group that itself varies, few open repetitions, texts of a bounded length.
"""

from __future__ import annotations

import re

from bimdesk.domain.filter_errors import FilterError

MOST_OPEN = 3
MOST_CHARACTERS = 512
"""Of a text so many are looked at: three open repetitions then need 20 million steps at most."""
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^):=!<>P]*[:=!<>P]?|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")


def check_pattern(text: str) -> None:
    """Raises FilterError for what is no regular expression, or can take for ever on some text."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise FilterError(f"/{text}/ is no regular expression: {error}.") from error
    varies = [False]
    opened, closed_varies = 0, False
    for token in _TOKEN.findall(text):
        most = _repeats(token)
        if most is not None:
            if most > 1 and closed_varies:
                raise FilterError(
                    f"/{text}/ repeats a group that itself varies, which can take for ever.",
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
            f"/{text}/ has {opened} open repetitions, {MOST_OPEN} are taken.",
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
