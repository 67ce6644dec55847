"""Search over everything that is known of elements, in any number of models."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_find import Match, find_elements, find_text
from bimdesk.index.search_words import Rank

MOST_HITS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One element and why it was found: the text stands at `start:end` of `snippet`, a part of `field`."""

    model: ModelKey
    element: ElementId
    ifc_class: str
    name: str
    field: str
    snippet: str
    start: int
    end: int
    rank: Rank

    @property
    def ref(self) -> ElementRef:
        return ElementRef(self.model, self.element)


def search(
    indexes: Mapping[ModelKey, ModelIndex],
    text: str,
    limit: int = MOST_HITS,
    *,
    cancel: threading.Event | None = None,
) -> list[Hit]:
    """The best hits over all models, best first. Any text will do.

    QueryStoppedError where it was cancelled or takes too long.
    """
    hits: list[Hit] = []
    for key, index in indexes.items():
        hits += _named(index, key, find_text(index, text, limit=limit, cancel=cancel))
    hits.sort(key=lambda hit: hit.rank)
    return hits[:limit]


def search_elements(
    indexes: Mapping[ModelKey, ModelIndex], text: str, *, cancel: threading.Event | None = None
) -> dict[ModelKey, list[ElementId]]:
    """Every element that the text finds, by model, to count and to select; no models without any."""
    found = {key: find_elements(index, text, cancel=cancel) for key, index in indexes.items()}
    return {key: elements for key, elements in found.items() if elements}


def _named(index: ModelIndex, key: ModelKey, matches: list[Match]) -> list[Hit]:
    marks = ", ".join("?" * len(matches))
    numbers = tuple(match.element for match in matches)
    rows = index.rows(f"SELECT id, class, COALESCE(name, '') FROM entities WHERE id IN ({marks})", numbers)
    names = {number: (ifc_class, name) for number, ifc_class, name in rows}
    return [
        Hit(
            model=key,
            element=match.element,
            ifc_class=names[match.element][0],
            name=names[match.element][1],
            field=match.field,
            snippet=match.snippet,
            start=match.start,
            end=match.end,
            rank=match.rank,
        )
        for match in matches
    ]
