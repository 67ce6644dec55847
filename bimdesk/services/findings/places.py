"""Where elements that findings know are in a version; where the GlobalId is gone, one that is alike."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bimdesk.domain.identity import DOUBTFUL, ElementDescription, Likeness, Triple, likeness
from bimdesk.services.findings.version_elements import VersionElements
from bimdesk.storage.identities import IdentityTables

_CELL_M = 0.02
_MOST_ALIKE = 50
"""A tag that more elements share tells nothing."""
_MOST_DOUBTS = 2
"""Candidates for one element that a person is asked about."""
Doubt = tuple[int, ElementDescription, ElementDescription, Likeness]


@dataclass(slots=True, kw_only=True)
class Aliases:
    """What looking for likeness found. `certain`: by identity, the same element under its new GlobalId."""

    certain: dict[int, tuple[int, ElementDescription]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def find_places(
    tables: IdentityTables, elements: VersionElements, identities: Iterable[int]
) -> dict[int, int]:
    """STEP ids of identities in a version, by the GlobalIds that they have or had."""
    keys = tables.keys_of(identities)
    located = elements.locate(key for several in keys.values() for key in several)
    return {
        identity: next(located[key] for key in several if key in located)
        for identity, several in keys.items()
        if any(key in located for key in several)
    }


def find_aliases(
    tables: IdentityTables,
    elements: VersionElements,
    missing: Iterable[int],
    version: int,
    opened: Callable[[int], VersionElements | None],
) -> Aliases:
    """Look for elements of `version` that are `missing` ones under another GlobalId.

    Only elements whose GlobalId is not there in the version (`opened` opens it) that the missing one was last
    seen in can be it. Certain: everything is the same, and no other element of either version is like it.
    """
    described = {one: found for one, found in tables.describe(missing).items() if found[0] != version}
    wanted = {one: old for one, (_, old) in described.items() if old.ifc_class}
    if not wanted:
        return Aliases()
    candidates = elements.of_classes({old.ifc_class for old in wanted.values()})
    blocks = _blocks(candidates)
    fresh = {number: _fresh(candidates, opened(number)) for number in {described[one][0] for one in wanted}}
    rejected = tables.answered(wanted)
    alike: dict[int, list[tuple[Likeness, int]]] = {}
    for one, old in wanted.items():
        is_fresh, is_known = fresh[described[one][0]]
        near = {step for block in _places_of(old) for step in blocks.get(block, ())}
        found = [
            (_bounded(likeness(old, candidates[step]), is_known), step)
            for step in near
            if step in is_fresh and (one, candidates[step].key) not in rejected
        ]
        alike[one] = sorted(found, key=lambda pair: (-pair[0].score, pair[1]))
    return _judged(wanted, candidates, alike)


def _judged(
    wanted: Mapping[int, ElementDescription],
    candidates: Mapping[int, ElementDescription],
    alike: Mapping[int, list[tuple[Likeness, int]]],
) -> Aliases:
    claimed: dict[int, int] = defaultdict(int)
    for found in alike.values():
        for like, step in found:
            claimed[step] += like.is_certain
    aliases, taken = Aliases(), set[int]()
    for one, found in alike.items():
        certain = [step for like, step in found if like.is_certain]
        if len(certain) == 1 and claimed[certain[0]] == 1:
            aliases.certain[one] = (certain[0], candidates[certain[0]])
            taken.add(certain[0])
    for one, found in alike.items():
        if one not in aliases.certain:
            open_ones = [(like, step) for like, step in found if step not in taken and like.score >= DOUBTFUL]
            aliases.doubts += [
                (one, wanted[one], candidates[step], _bounded(like, False))
                for like, step in open_ones[:_MOST_DOUBTS]
            ]
    return aliases


def _bounded(like: Likeness, may_be_certain: bool) -> Likeness:
    if may_be_certain or not like.is_certain:
        return like
    return Likeness(score=0.99, evidence=f"{like.evidence} Several are alike, or the older file is gone.")


def _fresh(
    candidates: Mapping[int, ElementDescription], old: VersionElements | None
) -> tuple[set[int], bool]:
    """Candidates whose GlobalId the older version did not have; whether it could be read."""
    if old is None or not old.is_readable:
        return set(candidates), False
    known = old.locate(found.key for found in candidates.values())
    return {step for step, found in candidates.items() if found.key not in known}, True


Block = tuple[str, str, tuple[int, ...]]


def _blocks(candidates: Mapping[int, ElementDescription]) -> dict[Block, list[int]]:
    """Candidates by what the like of an element has in common with it: a tag, or a place."""
    blocks: dict[Block, list[int]] = defaultdict(list)
    for step, found in candidates.items():
        for block in _places_of(found):
            blocks[block].append(step)
    return {block: steps for block, steps in blocks.items() if len(steps) <= _MOST_ALIKE}


def _places_of(element: ElementDescription) -> Iterator[Block]:
    if element.tag:
        yield element.ifc_class, element.tag, ()
    if element.place is not None:
        for shift in (0.0, 0.5):  # two grids: what lies on an edge of one lies within a cell of the other
            yield element.ifc_class, f"at {shift}", _cell(element.place, shift)


def _cell(place: Triple, shift: float) -> tuple[int, ...]:
    return tuple(math.floor(value / _CELL_M + shift) for value in place)
