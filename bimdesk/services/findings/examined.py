"""What a run examined: the elements that its script obtained, and those that it named itself."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bimdesk.protocol.id_sets import Ids, from_text, pack_ids, unpack_ids
from bimdesk.protocol.messages import Examined
from bimdesk.storage.finding_runs import KeptRun, RunTables

MOST_IDS = 4_000_000
MOST_CHECKS = 1_000
"""Bounds of what a worker may claim; a model of 100,000 products has some 300,000 GlobalIds in all."""
NO_IDS: Ids = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class ExaminedElements:
    """STEP ids, ascending. `seen`: obtained through the SDK; `said`: by check, '' for all checks."""

    seen: Ids = field(default_factory=lambda: NO_IDS)
    said: Mapping[str, Ids] = field(default_factory=dict)

    @cached_property
    def seen_set(self) -> frozenset[int]:
        return frozenset(self.seen.tolist())

    def said_of(self, check: str) -> frozenset[int]:
        """What the script said of a check, and of all checks."""
        if check not in self._joined_sets:
            of_all = self._said_sets.get("", frozenset())
            self._joined_sets[check] = self._said_sets.get(check, frozenset()) | of_all
        return self._joined_sets[check]

    def names(self, check: str) -> bool:
        """Whether the script said that it evaluated this check, on whatever elements."""
        return check in self.said or "" in self.said

    @cached_property
    def _joined_sets(self) -> dict[str, frozenset[int]]:
        return {}

    @cached_property
    def _said_sets(self) -> dict[str, frozenset[int]]:
        return {check: frozenset(ids.tolist()) for check, ids in self.said.items()}


def from_messages(messages: Iterable[Examined]) -> ExaminedElements:
    """What a worker claimed; sets that cannot be read are left out."""
    seen: list[Ids] = []
    said: dict[str, list[Ids]] = defaultdict(list)
    room = MOST_IDS
    for message in messages:
        try:
            ids = from_text(message.ids)
        except ValueError:
            continue
        room -= len(ids)
        if room < 0 or (message.said and message.check not in said and len(said) >= MOST_CHECKS):
            continue
        if message.said:
            said[message.check].append(ids)
        else:
            seen.append(ids)
    return ExaminedElements(seen=_joined(seen), said={check: _joined(sets) for check, sets in said.items()})


def keep_examined(tables: RunTables, found: ExaminedElements) -> tuple[str | None, dict[str, str]]:
    """Keep the sets; the digest of those seen (None where nothing was), and by check of those said."""
    seen = _keep(tables, found.seen) if len(found.seen) else None
    return seen, {check: _keep(tables, ids) for check, ids in found.said.items()}


def read_examined(tables: RunTables, run: KeptRun) -> ExaminedElements:
    """What an earlier run examined."""
    seen = NO_IDS if run.seen_set is None else unpack_ids(tables.read_set(run.seen_set))
    said = {check: unpack_ids(tables.read_set(digest)) for check, digest in run.said_sets.items()}
    return ExaminedElements(seen=seen, said=said)


def _keep(tables: RunTables, ids: Ids) -> str:
    packed = pack_ids(ids)
    digest = hashlib.blake2b(packed, digest_size=16).hexdigest()
    tables.keep_set(digest, len(ids), packed)
    return digest


def _joined(sets: list[Ids]) -> Ids:
    return np.unique(np.concatenate(sets)) if sets else NO_IDS
