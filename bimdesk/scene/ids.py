"""Many elements at once, as arrays: 50,000 of them are one object here, not 50,000."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey

Ids = NDArray[np.int64]
_MODEL, _ELEMENT = itemgetter(0), itemgetter(1)
_SWEEPS = 4
"""Up to so many models, one pass over the elements for each is the quickest way to part them."""


class ElementIds:
    """STEP ids by model, int64, ascending and unique; iterates as ElementRef where one must see each.

    Whoever takes an `Iterable[ElementRef]` takes this too; `ElementIds.of` is free where it is one already.
    """

    __slots__ = ("by_model",)

    def __init__(self, by_model: Mapping[ModelKey, Ids] | None = None) -> None:
        found = (by_model or {}).items()
        self.by_model: dict[ModelKey, Ids] = {key: ascending(ids) for key, ids in found if len(ids)}

    @classmethod
    def of(cls, refs: Iterable[ElementRef]) -> ElementIds:
        """The same elements, by model."""
        if isinstance(refs, cls):
            return refs
        if isinstance(refs, RefSet):
            return refs.ids
        return cls.parted(refs if isinstance(refs, list | tuple | set | frozenset) else list(refs))

    @classmethod
    def parted(cls, known: Collection[ElementRef]) -> ElementIds:
        """Part `known` by model."""
        models = set(map(_MODEL, known))
        if len(models) == 1:
            return cls({models.pop(): np.fromiter(map(_ELEMENT, known), np.int64, len(known))})
        if len(models) <= _SWEEPS:
            return cls(
                {key: np.fromiter((ref[1] for ref in known if ref[0] == key), np.int64) for key in models}
            )
        parted: dict[ModelKey, list[int]] = {key: [] for key in models}
        for ref in known:
            parted[ref.model].append(ref.element)
        return cls({key: np.array(ids, dtype=np.int64) for key, ids in parted.items()})

    @classmethod
    def joined(cls, parts: Iterable[ElementIds]) -> ElementIds:
        """All elements of all parts."""
        found: dict[ModelKey, list[Ids]] = {}
        for part in parts:
            for key, ids in part.by_model.items():
                found.setdefault(key, []).append(ids)
        return cls({key: np.concatenate(ids) for key, ids in found.items()})

    def __iter__(self) -> Iterator[ElementRef]:
        return chain.from_iterable(make_refs(key, ids) for key, ids in self.by_model.items())

    def __len__(self) -> int:
        return sum(map(len, self.by_model.values()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ElementIds):
            return NotImplemented
        mine, theirs = self.by_model, other.by_model
        return mine.keys() == theirs.keys() and all(np.array_equal(mine[key], theirs[key]) for key in mine)

    __hash__ = None  # type: ignore[assignment]  # arrays inside, as in a list

    def __contains__(self, ref: object) -> bool:
        if not isinstance(ref, ElementRef) or ref.model not in self.by_model:
            return False
        ids = self.by_model[ref.model]
        place = int(np.searchsorted(ids, ref.element))
        return place < len(ids) and int(ids[place]) == ref.element

    def ids(self, key: ModelKey) -> Ids:
        """Those of one model; empty where there are none."""
        return self.by_model.get(key, np.zeros(0, dtype=np.int64))

    def refs(self) -> RefSet:
        """As a selection wants them; nothing is copied."""
        return RefSet(self)


class RefSet(Set[ElementRef]):
    """A set of elements that is kept as arrays; beside other sets it is one of ElementRef."""

    __slots__ = ("ids",)

    def __init__(self, refs: Iterable[ElementRef] = ()) -> None:
        self.ids = ElementIds.of(refs)

    def __iter__(self) -> Iterator[ElementRef]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, ref: object) -> bool:
        return ref in self.ids

    def __eq__(self, other: object) -> bool:
        return self.ids == other.ids if isinstance(other, RefSet) else super().__eq__(other)

    def __hash__(self) -> int:
        return self._hash()

    def __le__(self, other: Set[object]) -> bool:
        return len(self - other) == 0 if isinstance(other, RefSet) else super().__le__(other)

    def __and__(self, other: Set[Any]) -> RefSet:
        return self._with(other, lambda mine, theirs: np.intersect1d(mine, theirs, assume_unique=True))

    def __or__(self, other: Set[Any]) -> RefSet:
        return RefSet(ElementIds.joined([self.ids, ElementIds.of(other)]))

    def __sub__(self, other: Set[Any]) -> RefSet:
        return self._with(other, lambda mine, theirs: np.setdiff1d(mine, theirs, assume_unique=True))

    def __xor__(self, other: Set[Any]) -> RefSet:
        theirs = RefSet(other)
        return (self - theirs) | (theirs - self)

    def _with(self, other: Set[Any], combine: Callable[[Ids, Ids], Ids]) -> RefSet:
        theirs = ElementIds.of(other)
        mine = self.ids.by_model.items()
        return RefSet(ElementIds({key: combine(ids, theirs.ids(key)) for key, ids in mine}))


def ascending(ids: Ids) -> Ids:
    """Sorted, each once; what is so already stays as it is (`numpy.unique` takes ten times as long)."""
    if (ids[1:] > ids[:-1]).all():
        return ids
    ids = np.sort(ids)
    return ids[np.r_[True, ids[1:] != ids[:-1]]]


def make_refs(key: ModelKey, ids: Ids | Iterable[ElementId]) -> Iterator[ElementRef]:
    """References made by the tuple's own constructor: three times as quick as naming both fields."""
    numbers = ids.tolist() if isinstance(ids, np.ndarray) else ids
    made = map(partial(tuple.__new__, ElementRef), zip(repeat(key), numbers))
    return cast("Iterator[ElementRef]", made)
