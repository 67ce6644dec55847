"""Words of a search, how well a value fits them, and the part of it that is shown."""

from __future__ import annotations

import json
import re

from bimdesk.index.search_terms import Term

LONGEST_TEXT = 200
LIKE = "{column} LIKE ? ESCAPE '\\'"
_SNIPPET = 80
Rank = tuple[int, int, int, int]
"""Kind of field, how well the value fits, the field, the value's length: less is better."""


def like_text(word: str) -> str:
    """A word for LIKE, which has signs of its own."""
    return re.sub(r"([%_\\])", r"\\\1", word)


def words_of(text: str) -> list[str]:
    """The words, without what stands in longer ones."""
    words = list(dict.fromkeys(text[:LONGEST_TEXT].replace("\0", " ").lower().split()))
    return [word for word in words if not any(word in other and word != other for other in words)]


def rank_of(field: Term, value: str, words: list[str]) -> Rank:
    """Names before the rest; the whole value, its beginning, the beginning of a word, anywhere."""
    text, wanted = value.lower(), " ".join(words)
    at = text.find(words[0])
    is_start = at <= 0 or not text[at - 1].isalnum()
    quality = 0 if text == wanted else 1 if text.startswith(wanted) else 2 if is_start else 3
    return (1 if field is Term.NAME else 2), quality, field.value, len(text)


def plain(text: str) -> str:
    """A list as people write it."""
    if not text.startswith("["):
        return text
    try:
        values = json.loads(text)
    except ValueError:
        return text
    return ", ".join(map(str, values)) if isinstance(values, list) else text


def cut(text: str, word: str) -> tuple[str, int, int]:
    """At most 80 characters of a text around a word, and where the word stands in them."""
    at = text.lower().find(word)
    at, length = (at, len(word)) if at >= 0 else (0, 0)
    first = max(0, min(at - 20, len(text) - _SNIPPET)) if len(text) > _SNIPPET else 0
    head, tail = "…" if first else "", "…" if first + _SNIPPET < len(text) else ""
    start = at - first + len(head)
    snippet = f"{head}{text[first : first + _SNIPPET]}{tail}"
    return snippet.replace("\n", " "), start, min(start + length, len(snippet))
