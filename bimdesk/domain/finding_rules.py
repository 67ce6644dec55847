"""Which finding of a run is which of those known, and what a run makes of a finding's state."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bimdesk.domain.execution import Status
from bimdesk.domain.finding_life import FindingState
from bimdesk.domain.ids import FindingId

COMPLETE = frozenset({Status.SUCCESS, Status.WARNING, Status.FAILED})
"""Ends of a run that got to its end: only these can resolve a finding."""
_ALIKE = 0.5
"""Findings on several elements are the same one where they share more than this part of all of them."""

Elements = frozenset[int]
"""Identities of elements within their model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A finding as a run reported it. `digest`: of what it says."""

    ordinal: int
    check: int
    digest: int
    elements: Elements


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A finding of the project. `said_by`: number of the newest version that says anything of it.

    `parameters`: of the run that saw it last.
    """

    id: FindingId
    check: int
    digest: int
    elements: Elements
    state: FindingState
    said_by: int
    first_version: int
    last_version: int
    ordinal: int
    parameters: str


def match_findings(observed: Iterable[Observed], known: Iterable[Known]) -> dict[int, Known]:
    """The known finding of each ordinal that has one; each is taken once.

    Of one check: first those of the same elements that say the same, then those of the same elements in
    order, then those that share most of their elements. Of several, ones that are not resolved go first.
    """
    candidates = sorted(known, key=lambda one: (one.state is FindingState.RESOLVED, one.ordinal, one.id))
    left, taken = list(observed), dict[int, Known]()
    for with_digest in (True, False):
        waiting: dict[tuple[int, Elements, int], deque[Known]] = defaultdict(deque)
        for one in candidates:
            waiting[one.check, one.elements, one.digest if with_digest else 0].append(one)
        rest: list[Observed] = []
        for seen in left:
            queue = waiting.get((seen.check, seen.elements, seen.digest if with_digest else 0))
            if queue:
                taken[seen.ordinal] = queue.popleft()
            else:
                rest.append(seen)
        used = {one.id for one in taken.values()}
        candidates = [one for one in candidates if one.id not in used]
        left = rest
    return taken | _match_overlapping(left, candidates)


def _match_overlapping(observed: Sequence[Observed], known: Sequence[Known]) -> dict[int, Known]:
    several = [one for one in known if len(one.elements) > 1]
    by_element: dict[tuple[int, int], list[Known]] = defaultdict(list)
    for one in several:
        for element in one.elements:
            by_element[one.check, element].append(one)
    taken, used = dict[int, Known](), set[FindingId]()
    for seen in observed:
        if len(seen.elements) < 2:
            continue
        shared: dict[FindingId, int] = defaultdict(int)
        near: dict[FindingId, Known] = {}
        for element in seen.elements:
            for one in by_element.get((seen.check, element), ()):
                shared[one.id] += 1
                near[one.id] = one
        best = max(
            (one for one in near.values() if one.id not in used),
            key=lambda one: (shared[one.id] / len(seen.elements | one.elements), -one.ordinal),
            default=None,
        )
        if best is not None and shared[best.id] / len(seen.elements | best.elements) > _ALIKE:
            taken[seen.ordinal] = best
            used.add(best.id)
    return taken


def state_when_seen(before: FindingState, *, is_same: bool) -> FindingState:
    """What a finding is that a run reported again; `is_same`: it says what it said."""
    if before is FindingState.RESOLVED:
        return FindingState.REOPENED
    return FindingState.PERSISTING if is_same else FindingState.CHANGED


def why_incomplete(status: Status) -> str:
    """Why a run with this end says nothing of what it did not report; '' where it does."""
    if status in COMPLETE:
        return ""
    return {
        Status.ERROR: "The script crashed in the last run.",
        Status.TIMEOUT: "The last run did not end in time.",
        Status.CANCELLED: "The last run was cancelled.",
        Status.KILLED: "The last run was ended at one of its limits.",
    }.get(status, "The last run did not come to its end.")
