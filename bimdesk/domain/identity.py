"""Elements through the versions of a model: what they are told apart by, and when two are one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

Triple = tuple[float, float, float]
SAME_PLACE_M = 0.002
"""Two boxes are in one place, or of one size, where no side differs more (metres)."""
CERTAIN = 1.0
DOUBTFUL = 0.55
"""Least score at which a person is asked."""
_WEIGHTS = {"tag": 0.25, "type": 0.1, "name": 0.2, "place": 0.25, "shape": 0.2}
"""What each agreement counts, of elements of the same class."""


class ElementKey(NamedTuple):
    """What an element is found by in a version. `occurrence`: which of those that share the GlobalId."""

    guid: str
    occurrence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementDescription:
    """An element of one version. `place`: middle of its box, `size`: the box, world metres; None without."""

    key: ElementKey
    guid: str
    ifc_class: str = ""
    name: str = ""
    tag: str = ""
    type_name: str = ""
    storey: str = ""
    place: Triple | None = None
    size: Triple | None = None

    @property
    def words(self) -> str:
        """`IfcWall Wall-001, tag 2231, GlobalId ...`: how a person would find it."""
        named = f"{self.ifc_class} {self.name}".strip()
        tag = f", tag {self.tag}" if self.tag else ""
        return f"{named}{tag}, GlobalId {self.guid or 'none'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two elements are; `evidence` says it."""

    score: float
    evidence: str

    @property
    def is_certain(self) -> bool:
        return self.score >= CERTAIN


def key_without_guid(ifc_class: str, tag: str, type_name: str, name: str, place: Triple | None) -> str:
    """What stands for the GlobalId of an element that has none."""
    where = "" if place is None else ",".join(f"{value:.2f}" for value in place)
    text = "\x1f".join((ifc_class, tag, type_name, name, where))
    return f"~{hashlib.blake2b(text.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"


def likeness(old: ElementDescription, new: ElementDescription) -> Likeness:
    """Compare two elements of one class: certain where tag, type, name, place and shape are all the same.

    Something that neither has (no tag, no shape) counts for as little as nothing.
    """
    pairs = {
        "tag": (old.tag, new.tag),
        "type": (old.type_name, new.type_name),
        "name": (old.name, new.name),
        "place": (old.place, new.place),
        "shape": (old.size, new.size),
    }
    same, other, score = ["class"], list[str](), 0.0
    for word, (before, after) in pairs.items():
        if not before and not after:
            continue
        if before == after or (word in ("place", "shape") and _is_near(before, after)):
            same.append(word)
            score += _WEIGHTS[word]
        else:
            other.append(word)
    is_certain = not other and old.place is not None and old.size is not None and bool(old.name or old.tag)
    evidence = f"Same {_listed(same)}"
    if other:
        evidence += f"; another {_listed(other)}"
    return Likeness(score=CERTAIN if is_certain else min(score, 0.99), evidence=f"{evidence}.")


def _is_near(before: object, after: object) -> bool:
    if not isinstance(before, tuple) or not isinstance(after, tuple):
        return False
    return all(abs(a - b) <= SAME_PLACE_M for a, b in zip(before, after, strict=True))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
