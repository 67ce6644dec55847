"""Finds the elements that a text speaks of, and says where it stands: names, codes, any property's value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Event

import numpy as np

from bimdesk.domain.filter_scan import NUMBER
from bimdesk.domain.ids import ElementId
from bimdesk.index.derived import has_table
from bimdesk.index.elements import Ids, each_once
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_reach import Reach, elements_behind, reasons
from bimdesk.index.search_terms import OWN, OWNERS, Term, make_trigrams
from bimdesk.index.search_words import LIKE, Rank, cut, like_text, plain, rank_of, words_of
from bimdesk.index.timed import limited

TIME_LIMIT = 5.0
MOST_TERMS = 2000
"""So many matching terms are looked at to find the best; they come in their order of importance."""
_GUID_START = re.compile(r"[0-3][0-9A-Za-z_$]{3,21}")
_NUMBERS = (
    "SELECT COALESCE(v.entity_id, l.entity_id), n.owner, n.name, v.value FROM property_names n"
    " CROSS JOIN property_values v ON v.name_id = n.id AND v.value = ? AND v.kind IN (0, 4, 5)"
    " LEFT JOIN entity_psets l ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END"
    " JOIN entities e ON e.id = COALESCE(v.entity_id, l.entity_id) AND e.kind = 'product' LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why an element was found: `field` (Name, GlobalId, Material, Pset_WallCommon.FireRating ...) and the
    part of its value around the text, which stands at `start:end` of `snippet`. `rank`: less is better."""

    element: ElementId
    field: str
    snippet: str
    start: int
    end: int
    rank: Rank


@dataclass(frozen=True, slots=True)
class _TermRow:
    id: int
    field: Term
    ref: int
    text: str


class TextSearch:
    """One text in one model; what its words find is looked up once for hits and elements alike.

    Upper and lower case are the same; words stand anywhere in a value. Nothing is an error: an odd text finds
    nothing. QueryStoppedError only where it was cancelled or takes longer than TIME_LIMIT.
    """

    def __init__(self, index: ModelIndex, text: str, *, cancel: Event | None = None) -> None:
        self._index = index
        self._cancel = cancel
        self._text = text.strip()
        self._words = words_of(text)
        self._found: dict[str, Reach] = {}
        if self._words:
            _make_terms(index)

    def matches(self, limit: int = 200) -> list[Match]:
        """The best matches, one an element: products that every word speaks of, in any field."""
        if not self._words:
            return []
        index, words = self._index, self._words
        best: dict[int, Match] = {}
        with limited(index, seconds=TIME_LIMIT, cancel=self._cancel):
            for match in _matches(index, words, self._text, limit):
                known = best.get(match.element)
                if known is None or match.rank < known.rank:
                    best[match.element] = match
            if len(best) < limit and len(words) > 1:
                reached = self._reached()
                both = _in_all(reached)[: limit - len(best)].tolist()
                for match in _told(index, min(reached, key=lambda word: reached[word].terms), both):
                    best.setdefault(match.element, match)
        return sorted(best.values(), key=lambda match: (match.rank, match.snippet, match.element))[:limit]

    def elements(self) -> Ids:
        """int64, ascending: all products that `matches` could give, to count and to select them."""
        if not self._words:
            return np.zeros(0, dtype=np.int64)
        with limited(self._index, seconds=TIME_LIMIT, cancel=self._cancel):
            named = [number for number, *_ in _by_identity(self._index, self._text)]
            return each_once(np.concatenate([_in_all(self._reached()), np.array(named, dtype=np.int64)]))

    def _reached(self) -> dict[str, Reach]:
        """What each word speaks of."""
        if not self._found:
            self._found = {word: self._reach(word) for word in self._words}
        return self._found

    def _reach(self, word: str) -> Reach:
        numbers = self._index.rows(_NUMBERS, (float(word), -1)) if NUMBER.fullmatch(word) else ()
        terms = _containing(self._index, [word])
        return elements_behind(self._index, terms, (row[0] for row in numbers))


def find_text(index: ModelIndex, text: str, *, limit: int = 200, cancel: Event | None = None) -> list[Match]:
    """The best matches of a text, see TextSearch."""
    return TextSearch(index, text, cancel=cancel).matches(limit)


def find_elements(index: ModelIndex, text: str, *, cancel: Event | None = None) -> list[ElementId]:
    """All products that a text finds, by their ids."""
    return [ElementId(number) for number in TextSearch(index, text, cancel=cancel).elements().tolist()]


def _in_all(reached: Mapping[str, Reach]) -> Ids:
    """What every word speaks of, ascending."""
    both, *more = sorted((reach.elements for reach in reached.values()), key=len)
    for others in more:
        both = both[np.isin(both, others, assume_unique=True)]
    return both


def _make_terms(index: ModelIndex) -> None:
    """An index of an older program gets its terms in memory, once a connection."""
    if has_table(index.connection, "search_terms"):
        return
    index.complete("property_kinds", "property_values", "search_terms")
    make_trigrams(index.connection, schema="temp.")


def _containing(index: ModelIndex, words: list[str]) -> Sql:
    """FROM and WHERE of the terms (`s`) with all words; trigrams find words of three letters and more."""
    table, texts, parameters = "search_terms s", list[str](), list[str]()
    long = [word for word in words if len(word) >= 3]
    if long and has_table(index.connection, "search_trigrams"):
        grams = dict.fromkeys(word[at : at + 3] for word in long for at in range(len(word) - 2))
        table = "search_trigrams JOIN search_terms s ON s.id = search_trigrams.rowid"
        texts.append("search_trigrams MATCH ?")
        parameters.append(" AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams))
    for word in words:
        if word.isascii():
            texts.append(LIKE.format(column="s.text"))
            parameters.append(f"%{like_text(word)}%")
        else:
            texts.append("instr(casefold(s.text), ?) > 0")
            parameters.append(word.casefold())
    return Sql(f"FROM {table} WHERE {' AND '.join(texts)}", tuple(parameters))


def _matches(index: ModelIndex, words: list[str], text: str, limit: int) -> Iterator[Match]:
    """What is found without a look at more than one field of an element."""
    for number, field, value, rank in _by_identity(index, text):
        yield Match(element=ElementId(number), field=field, snippet=value, start=0, end=len(text), rank=rank)
    yield from _by_terms(index, words, limit)
    if NUMBER.fullmatch(text):
        yield from _by_number(index, text, limit)


def _told(index: ModelIndex, word: str, elements: list[int]) -> Iterator[Match]:
    """Why a word finds these elements."""
    for number, *row in reasons(index, _containing(index, [word]), elements):
        term = _TermRow(row[0], Term(row[1]), row[2], row[3])
        yield _match(index, number, term, word, (3, *rank_of(term.field, term.text, [word])[1:]))


def _by_identity(index: ModelIndex, text: str) -> Iterator[tuple[int, str, str, Rank]]:
    """(element, field, value, rank) by GlobalId, its beginning, or STEP id."""
    digits = text.removeprefix("#")
    if digits.isascii() and digits.isdecimal() and len(digits) < 19:
        rank = (0, 0, 0, 0) if text.startswith("#") else (2, 0, 0, 0)
        sql = "SELECT id FROM entities WHERE id = ? AND kind = 'product'"
        for (number,) in index.rows(sql, (int(digits),)):
            yield number, "STEP id", digits, rank
    if _GUID_START.fullmatch(text):
        sql = "SELECT id, guid FROM entities WHERE guid >= ? AND guid < ? AND kind = 'product' LIMIT 1000"
        for number, guid in index.rows(sql, (text, text + "\x7f")):
            yield number, "GlobalId", guid, (0, 0, 0, 0) if guid == text else (2, 1, 0, 0)


def _by_terms(index: ModelIndex, words: list[str], limit: int) -> Iterator[Match]:
    """Matches of the best terms with all words, until there are enough."""
    terms = _containing(index, words)
    order = "search_trigrams.rowid" if "MATCH" in terms.text else "s.id"
    sql = f"SELECT s.id, s.field, s.ref, s.text {terms.text} ORDER BY {order} LIMIT {MOST_TERMS}"
    rows = [_TermRow(row[0], Term(row[1]), row[2], row[3]) for row in index.rows(sql, terms.parameters)]
    found = 0
    for rank, _number, term in sorted((rank_of(row.field, row.text, words), row.id, row) for row in rows):
        for number in _owners(index, term, limit):
            yield _match(index, number, term, words[0], rank)
            found += 1
        if found >= limit:
            return


def _owners(index: ModelIndex, term: _TermRow, limit: int) -> Iterator[int]:
    if term.field in OWN:
        yield term.ref
        return
    owners = OWNERS[term.field].replace("{term}", str(term.field.value))
    sql = (
        f"WITH t AS (SELECT * FROM search_terms WHERE id = ?), o (id) AS ({owners})"
        " SELECT o.id FROM o JOIN entities e ON e.id = o.id AND e.kind = 'product' LIMIT ?"
    )
    yield from (row[0] for row in index.rows(sql, (term.id, limit)))


_LABELS = {
    Term.NAME: "Name",
    Term.TAG: "Tag",
    Term.LONG_NAME: "LongName",
    Term.TYPE: "Type",
    Term.CLASS: "Class",
    Term.STOREY: "Storey",
    Term.MATERIAL: "Material",
    Term.CODE: "Classification",
    Term.CLASSIFICATION: "Classification",
    Term.SYSTEM: "System",
    Term.DESCRIPTION: "Description",
    Term.OBJECT_TYPE: "ObjectType",
}


def _match(index: ModelIndex, number: int, term: _TermRow, word: str, rank: Rank) -> Match:
    label = _LABELS.get(term.field) or index.property_labels.get(term.ref, "")
    snippet, start, end = cut(plain(term.text) if term.field is Term.PROPERTY else term.text, word)
    return Match(element=ElementId(number), field=label, snippet=snippet, start=start, end=end, rank=rank)


def _by_number(index: ModelIndex, word: str, limit: int) -> Iterator[Match]:
    for number, owner, name, value in index.rows(_NUMBERS, (float(word), limit)):
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        yield Match(
            element=ElementId(number),
            field=f"{owner}.{name}",
            snippet=shown,
            start=0,
            end=len(shown),
            rank=(2, 0, Term.PROPERTY.value, len(shown)),
        )
