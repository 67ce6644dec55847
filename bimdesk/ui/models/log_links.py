"""The elements that a line of a log names: GlobalIds and STEP ids in its text. No Qt."""

from __future__ import annotations

import re
from typing import NamedTuple

from bimdesk.domain.guid import guid_problem

_NAMED = re.compile(r"(?<![\w$])(?:[0-3][0-9A-Za-z_$]{21}(?![\w$])|#\d{1,15}\b)")
_LONGEST = 4_000
"""Characters of a line that are looked at."""


class Link(NamedTuple):
    """Where it stands in the text, and what it says."""

    start: int
    end: int
    text: str

    @property
    def guid(self) -> str:
        """'' for a STEP id."""
        return "" if self.text.startswith("#") else self.text

    @property
    def number(self) -> int | None:
        return int(self.text[1:]) if self.text.startswith("#") else None


def links_of(text: str) -> list[Link]:
    """All of them, from the left."""
    found = (Link(one.start(), one.end(), one.group()) for one in _NAMED.finditer(text[:_LONGEST]))
    return [one for one in found if one.number is not None or not guid_problem(one.guid)]
