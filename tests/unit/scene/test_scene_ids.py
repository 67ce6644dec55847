"""Elements as arrays: the same sets as their objects, whatever the order and the number of models."""

from __future__ import annotations

import gc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.ids import ElementIds, RefSet
from bimdesk.ui.models.tree_places import PlaceIndex

_REFS = st.lists(
    st.builds(
        ElementRef, st.sampled_from([ModelKey(c * 64) for c in "abcdef"]), st.integers(1, 60).map(ElementId)
    )
)


@given(_REFS)
def test_that_arrays_hold_the_same_elements(refs: list[ElementRef]) -> None:
    ids = ElementIds.of(refs)
    assert set(ids) == set(refs) and len(ids) == len(set(refs))
    assert all(ref in ids for ref in refs)
    assert ElementRef(ModelKey("z" * 64), ElementId(1)) not in ids
    assert ids.refs() == frozenset(refs) and hash(ids.refs()) == hash(frozenset(refs))
    assert all((array[1:] > array[:-1]).all() for array in ids.by_model.values())


@given(_REFS)
def test_that_a_selection_keeps_its_arrays(refs: list[ElementRef]) -> None:
    kept = RefSet(refs)
    assert kept == frozenset(refs)
    assert ElementIds.of(kept) is kept.ids and RefSet(kept).ids is kept.ids
    assert RefSet(kept.ids) == kept and kept.ids == ElementIds.of(refs)


@given(_REFS, _REFS)
def test_that_what_is_done_with_sets_of_elements_is_what_python_does(
    first: list[ElementRef], second: list[ElementRef]
) -> None:
    a, b = RefSet(first), RefSet(second)
    plain, other = frozenset(first), frozenset(second)
    for made, right in (
        (a & b, plain & other),
        (a | b, plain | other),
        (a - b, plain - other),
        (a ^ b, plain ^ other),
        (a ^ other, plain ^ other),
        (plain - b, plain - other),
        (plain | b, plain | other),
    ):
        assert made == right and right == made and len(made) == len(right)
    assert (a <= b) == (plain <= other) and (a == b) == (plain == other) and (a <= other) == (plain <= other)
    assert bool(a) == bool(plain) and set(a) == plain


def test_that_a_set_of_elements_holds_no_object_for_each() -> None:
    """Half of 100,000 elements as 50,000 references took the event loop 40 ms for each selection."""
    ids = ElementIds({ModelKey("a" * 64): np.arange(50_000)})
    assert ids.refs().ids is ids
    assert gc.get_referents(ids.refs()) in ([ids], [RefSet, ids], [ids, RefSet])


@given(_REFS, _REFS)
def test_that_joining_is_the_union(first: list[ElementRef], second: list[ElementRef]) -> None:
    both = ElementIds.joined([ElementIds.of(first), ElementIds.of(second)])
    assert both == ElementIds.of([*first, *second])


@given(
    st.lists(st.lists(st.integers(1, 30), max_size=12, unique=True), max_size=5), st.sets(st.integers(1, 30))
)
def test_that_places_count_and_run_as_a_walk_over_the_rows_does(
    rows: list[list[int]], wanted: set[int]
) -> None:
    key = ModelKey("a" * 64)
    places = PlaceIndex((key, at, ids) for at, ids in enumerate(rows))
    elements = ElementIds.of([ElementRef(key, ElementId(number)) for number in wanted])
    assert places.count(elements, len(rows)).tolist() == [len(wanted & set(ids)) for ids in rows]
    found = {(row, at) for row, first, last in places.runs(elements) for at in range(first, last + 1)}
    assert found == {
        (row, at) for row, ids in enumerate(rows) for at, number in enumerate(ids) if number in wanted
    }
    assert places.element_count == len({number for ids in rows for number in ids})
