"""What gathering gives: the report, the sheets of its workbook, the pictures that it wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bimdesk.domain.ids import ElementId
from bimdesk.domain.model import ModelVersion
from bimdesk.services.reports.model import Report, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture that is wanted: some elements of a version in a severity's colour, the rest as ghosts.

    `group`: the place, in `report.groups`, of the group that it belongs to.
    """

    group: int
    version: ModelVersion
    elements: Sequence[ElementId]
    severity: str
    caption: str
    overview: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that a report is made of."""

    report: Report
    sheets: list[Sheet] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)


MOST_ELEMENTS = 20_000
"""In one picture."""
CLOSE_UPS = 2
"""Pictures of single findings in a group, beside the one of all."""


def chosen_shots(shots: Sequence[Shot], most: int) -> list[Shot]:
    """At most `most`: first the picture of each group, then the near ones in turn; in the report's order."""
    ranked = sorted(enumerate(shots), key=lambda one: (not one[1].overview, _turn(shots, one[0]), one[0]))
    return [shots[at] for at in sorted(at for at, _shot in ranked[:most])]


def _turn(shots: Sequence[Shot], at: int) -> int:
    """How many close pictures of the same group come before this one."""
    own = shots[at]
    return sum(1 for one in shots[:at] if one.group == own.group and not one.overview)
