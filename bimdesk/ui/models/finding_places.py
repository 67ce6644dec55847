"""Where rows of the list are: sections with a head each, folded or open, over findings that nobody holds.

No Qt. A row is a section's head, or a finding at an offset in its section.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bimdesk.domain.finding_life import FindingFilter


@dataclass(frozen=True, slots=True)
class Section:
    """Findings of one filter. `title` None: the only one, without a head."""

    title: str | None
    count: int
    wanted: FindingFilter


@dataclass(frozen=True, slots=True)
class Place:
    """A row: of which section, and which finding of it (-1: its head)."""

    section: int
    offset: int


class Places:
    """Rows by number; a section's findings follow its head while it is open."""

    def __init__(self, sections: Sequence[Section] = (), folded: frozenset[str] = frozenset()) -> None:
        self.sections = list(sections)
        self.folded = set(folded)
        self._starts: list[int] = []
        self._count = 0
        self._measure()

    def __len__(self) -> int:
        return self._count

    def at(self, row: int) -> Place:
        """What stands in a row; `row` within bounds."""
        number = bisect_right(self._starts, row) - 1
        section = self.sections[number]
        return Place(number, row - self._starts[number] - (section.title is not None))

    def row(self, section: int, offset: int) -> int:
        """The row of a finding (or of the head: -1); -1 while its section is folded."""
        found = self.sections[section]
        if found.title is None:
            return self._starts[section] + offset
        if offset >= 0 and found.title in self.folded:
            return -1
        return self._starts[section] + 1 + offset

    def fold(self, section: int) -> None:
        """Fold an open section, open a folded one."""
        title = self.sections[section].title
        if title is not None:
            self.folded ^= {title}
            self._measure()

    def is_open(self, section: int) -> bool:
        return self.sections[section].title not in self.folded

    def rows_of(self, section: int) -> int:
        """How many rows a section takes, its head among them."""
        found = self.sections[section]
        if found.title is None:
            return found.count
        return 1 + (found.count if self.is_open(section) else 0)

    def _measure(self) -> None:
        self._starts, self._count = [], 0
        for number in range(len(self.sections)):
            self._starts.append(self._count)
            self._count += self.rows_of(number)
