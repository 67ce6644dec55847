"""The timeline as bars: for each version, how many findings of each state or severity. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bimdesk.domain.finding import Severity
from bimdesk.domain.finding_life import FindingState, TimelinePoint
from bimdesk.ui.theme.states import FINDING, SEVERITY, StateLook

By = Literal["state", "severity"]
STATES = (
    FindingState.REOPENED,
    FindingState.NEW,
    FindingState.CHANGED,
    FindingState.PERSISTING,
    FindingState.NOT_EVALUATED,
    FindingState.RESOLVED,
)
"""From the axis upwards; what is gone is on top, and not counted in the total."""
_LEVELS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar. `key`: the state or severity."""

    key: FindingState | Severity
    look: StateLook
    count: int

    @property
    def is_gone(self) -> bool:
        return self.key is FindingState.RESOLVED


@dataclass(frozen=True, slots=True)
class Bar:
    """A version; `total`: what is still there."""

    point: TimelinePoint
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        return sum(one.count for one in self.segments if not one.is_gone)

    @property
    def height(self) -> int:
        return sum(one.count for one in self.segments)


def make_bars(points: Sequence[TimelinePoint], by: By) -> list[Bar]:
    """One bar for each version. By severity, what is resolved is left out."""
    return [Bar(point, tuple(_segments(point, by))) for point in points]


def _segments(point: TimelinePoint, by: By) -> Iterable[Segment]:
    if by == "state":
        for state in STATES:
            count = sum(number for (one, _severity), number in point.counts.items() if one is state)
            if count:
                yield Segment(state, FINDING[state], count)
        return
    for severity in Severity:
        count = sum(
            number
            for (state, one), number in point.counts.items()
            if one is severity and state is not FindingState.RESOLVED
        )
        if count:
            yield Segment(severity, SEVERITY[severity], count)


def keys_of(bars: Sequence[Bar]) -> list[StateLook]:
    """The looks that appear, for the legend, from the top down."""
    seen = {one.key: one.look for bar in bars for one in bar.segments}
    order: list[FindingState | Severity] = [*STATES, *Severity]
    return [seen[key] for key in reversed(order) if key in seen]


def ticks(highest: int) -> list[int]:
    """Round values from 0 to above the highest, at most five steps."""
    if highest <= 5:
        return list(range(max(highest, 1) + 1))
    size = 10 ** (len(str(highest)) - 1) / 10
    step = next(
        round(size * factor * level)
        for factor in (1, 10, 100)
        for level in _LEVELS
        if size * factor * level >= 1 and highest / (size * factor * level) <= 5
    )
    return list(range(0, highest + step, step))
