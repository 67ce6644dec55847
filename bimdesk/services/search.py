"""Search over everything that is known of elements, in any number of models."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.elements import Ids
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_find import Match, TextSearch
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
    tag: str = ""
    guid: str = ""

    @property
    def ref(self) -> ElementRef:
        return ElementRef(self.model, self.element)


class Search:
    """One text in several models; words are looked up once for hits and elements.

    Any text will do. QueryStoppedError where it was cancelled or takes too long.
    """

    def __init__(
        self, indexes: Mapping[ModelKey, ModelIndex], text: str, *, cancel: threading.Event | None = None
    ) -> None:
        self._indexes = indexes
        self._asked = {key: TextSearch(index, text, cancel=cancel) for key, index in indexes.items()}

    def hits(self, limit: int = MOST_HITS) -> list[Hit]:
        """The best hits over all models, best first."""
        hits: list[Hit] = []
        for key, asked in self._asked.items():
            hits += _named(self._indexes[key], key, asked.matches(limit))
        hits.sort(key=lambda hit: hit.rank)
        return hits[:limit]

    def elements(self) -> dict[ModelKey, Ids]:
        """All that the text finds, int64 by model, to count and to select; no models without any."""
        found = {key: asked.elements() for key, asked in self._asked.items()}
        return {key: elements for key, elements in found.items() if len(elements)}


def _named(index: ModelIndex, key: ModelKey, matches: list[Match]) -> list[Hit]:
    marks = ", ".join("?" * len(matches))
    numbers = tuple(match.element for match in matches)
    columns = "id, class, COALESCE(name, ''), COALESCE(tag, ''), guid"
    rows = index.rows(f"SELECT {columns} FROM entities WHERE id IN ({marks})", numbers)
    names = {number: found for number, *found in rows}
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
            tag=names[match.element][2],
            guid=names[match.element][3],
        )
        for match in matches
    ]
