"""What of the models is offered at a place: classes, sets, properties and storeys inside strings, lookups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bimdesk.index.lookups import LOOKUPS
from bimdesk.index.sources import SOURCES
from bimdesk.protocol.editor import Word
from bimdesk.worker.editor.models import ModelNames
from bimdesk.worker.editor.place import Place, open_call

MOST = 300
_PART = re.compile(r"[\w.]*\Z")
_CONTEXTS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("parameter", re.compile(r"\bparams(\.get\(|\[)\s*\Z")),
    ("ifc-class", re.compile(r"\b(ifc_type\w*|\w*class\w*)\s*(=|==|!=)\s*\Z|\b(by_type|is_a)\(\s*\Z")),
    ("storey", re.compile(r"storey\w*(\.name)?\s*(=|==|!=)\s*\Z")),
    ("material", re.compile(r"material\w*\s*(=|==|!=)\s*\Z")),
    ("path", re.compile(r"\bwhere\(\s*\Z")),
    ("property", re.compile(r"\bproperties(\.get\(|\[)\s*\Z")),
    ("property-set", re.compile(r"\b(pset|property_set|quantity_set)\w*(\.name)?\s*(=|==|!=)\s*\Z")),
)
"""What stands before a string -> what it holds; the first that fits counts."""


def string_words(place: Place, names: ModelNames, parameters: Sequence[str]) -> tuple[int, list[Word]]:
    """`(characters of the part that is completed, words)` inside a string; nothing elsewhere."""
    if place.quoted is None:
        return 0, []
    kind = next((kind for kind, pattern in _CONTEXTS if pattern.search(place.before)), "")
    if kind == "parameter":
        return _kept(place.quoted, (Word(name=name, kind="parameter", insert=name) for name in parameters))
    if kind in ("storey", "material", "property-set"):
        return _kept(place.quoted, _words(names, kind))
    if kind == "property":
        return _kept(place.quoted, _bare_properties(names))
    part = _part(place.quoted)
    owner, dot, name = part.rpartition(".")
    if dot:
        return _kept(name, _properties(names, owner))
    if kind == "ifc-class":
        return _kept(part, _words(names, "ifc-class"))
    if kind == "path":
        return _kept(part, _words(names, "property-set"))
    if len(part) < 2:
        return 0, []
    everything = [*_words(names, "ifc-class"), *_words(names, "property-set"), *_bare_properties(names)]
    found = _kept(part, everything)
    return found if found[1] else _kept(place.quoted, _words(names, "storey"))


def lookup_words(place: Place) -> list[Word]:
    """Fields and lookups of a query, between the brackets of `filter` and `exclude`."""
    if place.quoted is not None or open_call(place.before) not in ("filter", "exclude"):
        return []
    word = place.word
    if place.before[: len(place.before) - len(word)].rstrip()[-1:] not in ("(", ","):
        return []
    source = SOURCES["entities"]
    field, joint, _rest = word.rpartition("__")
    if not joint:
        offered = [(name, "field") for name in (*source.fields, *source.relations)]
    elif field in source.relations:
        target = SOURCES.get(source.relations[field].source)
        inner = () if target is None else tuple(target.fields)
        offered = [(f"{field}__{name}", "field") for name in inner]
    elif field in source.fields:
        offered = [(f"{field}__{name}", "lookup") for name in (*LOOKUPS, *(["is"] * (field == "ifc_type")))]
    else:
        offered = []
    named = sorted(name for name in offered if name[0].startswith(word))
    return [Word(name=name, kind="field", insert=f"{name}=", detail=detail) for name, detail in named]


def _part(text: str) -> str:
    found = _PART.search(text)
    return found.group() if found else ""


def _kept(part: str, words: Sequence[Word] | Iterator[Word]) -> tuple[int, list[Word]]:
    """Those that hold `part`: first the ones that begin with it."""
    wanted = part.casefold()
    fitting = [word for word in words if wanted in word.name.casefold()]
    fitting.sort(key=lambda word: (not word.name.casefold().startswith(wanted), word.name.casefold()))
    return len(part), fitting[:MOST]


def _words(names: ModelNames, kind: str) -> Iterator[Word]:
    for choice in names.of(kind):
        yield Word(
            name=choice.value,
            kind=kind,
            insert=choice.value,
            detail=choice.detail,
            note=f"{choice.count:,}",
        )


def _properties(names: ModelNames, owner: str) -> Iterator[Word]:
    for choice in names.of("property"):
        pset, _, name = choice.value.partition(".")
        if pset == owner:
            yield Word(
                name=name, kind="property", insert=name, detail=choice.detail, note=f"{choice.count:,}"
            )


def _bare_properties(names: ModelNames) -> Iterator[Word]:
    """Every property name once, with the set of the one that most elements have."""
    best: dict[str, tuple[int, str, str]] = {}
    for choice in names.of("property"):
        pset, _, name = choice.value.partition(".")
        best[name] = max(best.get(name, (-1, "", "")), (choice.count, pset, choice.detail))
    for name, (count, pset, _measure) in best.items():
        yield Word(name=name, kind="property", insert=name, detail=pset, note=f"{count:,}")
