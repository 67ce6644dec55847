"""The scene's state: visibility, isolation, selection, highlights, several models."""

from __future__ import annotations

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.entry import make_entry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.state import Change, SceneState

A, B = ModelKey("a"), ModelKey("b")


def ref(element: int, model: ModelKey = A) -> ElementRef:
    return ElementRef(model, ElementId(element))


def scene(*ids: int, spaces: tuple[int, ...] = ()) -> SceneState:
    boxes = [Box(id=i) for i in ids] + [Box(id=i, ifc_class="IfcSpace") for i in spaces]
    state = SceneState()
    state.put_model(make_entry(A, box_mesh(boxes)))
    return state


def visible(state: SceneState) -> set[int]:
    return {e.element for entry in state for e in entry.refs(entry.visible)}


def test_that_spaces_and_openings_are_hidden_at_first() -> None:
    boxes = [Box(id=1), Box(id=2, ifc_class="IfcSpace"), Box(id=3, ifc_class="IfcOpeningElement")]
    state = SceneState()
    state.put_model(make_entry(A, box_mesh(boxes)))
    assert visible(state) == {1}
    assert state.hidden_refs() == {ref(2), ref(3)}
    facts = state.facts()
    assert (facts.shown, facts.all, facts.triangles) == (1, 3, 12)


def test_that_a_hidden_class_can_be_shown_and_show_all_hides_it_again() -> None:
    state = scene(1, spaces=(2,))
    assert state.set_class_visible("IfcSpace", True) == Change.VISIBILITY
    assert visible(state) == {1, 2}
    state.show_all()
    assert visible(state) == {1}


def test_that_a_call_which_changes_nothing_says_so() -> None:
    state = scene(1, 2)
    assert not state.set_visible([ref(1)], True)
    assert not state.set_visible([ref(99)], False)
    assert not state.isolate([ref(99)])
    assert not state.set_selection([])
    assert not state.highlight({})
    assert not state.remove_model(B)


def test_that_isolation_ends_with_what_was_visible_before_it() -> None:
    state = scene(1, 2, 3, 4)
    state.set_visible([ref(4)], False)
    state.isolate([ref(1), ref(2)])
    state.isolate([ref(2)])
    assert visible(state) == {2}
    state.end_isolation()
    assert visible(state) == {1, 2, 3}
    assert not state.isolated


ids = st.lists(st.integers(1, 30), unique=True, min_size=1)
steps = st.lists(
    st.tuples(st.sampled_from(["hide", "show", "isolate", "select", "ghost"]), st.sets(st.integers(1, 30)))
)


@given(ids, steps)
def test_that_show_all_restores_the_start_after_any_steps(
    elements: list[int], taken: list[tuple[str, set[int]]]
) -> None:
    state = scene(*elements)
    for name, chosen in taken:
        refs = [ref(i) for i in chosen]
        match name:
            case "hide" | "show":
                state.set_visible(refs, name == "show")
            case "isolate":
                state.isolate(refs)
            case "select":
                state.set_selection(refs)
            case "ghost":
                state.ghost_others(bool(refs))
    state.show_all()
    assert visible(state) == set(elements)
    view = state.views()[0]
    assert view.solid.all() and not view.ghost.any()


@given(ids, st.sets(st.integers(1, 30)))
def test_that_every_shown_element_is_either_solid_or_ghost(elements: list[int], selected: set[int]) -> None:
    state = scene(*elements)
    state.set_selection([ref(i) for i in selected])
    state.ghost_others(True)
    view = state.views()[0]
    assert not (view.solid & view.ghost).any()
    assert (view.solid | view.ghost).all()
    assert bool(view.ghost.any()) == (0 < len(selected & set(elements)) < len(elements))


@given(st.lists(st.integers(1, 10**9), unique=True), st.sets(st.integers(1, 10**9)))
def test_that_rows_are_those_of_the_elements_asked_for(elements: list[int], extra: set[int]) -> None:
    entry = make_entry(A, box_mesh([Box(id=i) for i in elements]))
    wanted = set(elements[::2]) | extra
    found = entry.mesh.element_ids[entry.rows(ElementId(i) for i in wanted)].tolist()
    assert set(found) == wanted & set(elements)
    assert len(found) == len(set(found))


def test_that_a_better_mesh_keeps_what_the_user_set() -> None:
    state = scene(1, 2, 3)
    state.set_visible([ref(2)], False)
    state.set_selection([ref(3), ref(7)])
    state.highlight({ref(1): "#ff0000"})
    state.put_model(make_entry(A, box_mesh([Box(id=i) for i in (7, 3, 2, 1)])))
    view = state.views()[0]
    assert visible(state) == {1, 3, 7}
    assert view.mesh.element_ids[view.selected].tolist() == [7, 3]
    assert view.colors[3].tolist() == [255, 0, 0, 255]


def test_that_a_removed_model_takes_its_selection_along() -> None:
    state = scene(1)
    state.put_model(make_entry(B, box_mesh([Box(id=1)])))
    state.set_selection([ref(1), ref(1, B)])
    assert Change.SELECTION in state.remove_model(A)
    assert state.selection == {ref(1, B)}


def test_that_a_model_added_during_an_isolation_stays_hidden_until_it_ends() -> None:
    state = scene(1, 2)
    state.isolate([ref(1)])
    state.put_model(make_entry(B, box_mesh([Box(id=5)])))
    assert visible(state) == {1}
    state.end_isolation()
    assert visible(state) == {1, 2, 5}


def test_that_an_isolation_ends_with_the_last_model() -> None:
    state = scene(1, 2)
    state.isolate([ref(1)])
    state.remove_model(A)
    state.put_model(make_entry(B, box_mesh([Box(id=5)])))
    assert visible(state) == {5}


def test_that_models_far_from_the_origin_keep_their_places_to_each_other() -> None:
    state = SceneState()
    state.put_model(make_entry(A, box_mesh([Box(id=1)], origin=(2_600_000, 1_200_000, 400))))
    state.put_model(make_entry(B, box_mesh([Box(id=1)], origin=(2_600_010.5, 1_200_000, 400))))
    first, second = state.bounds([ref(1)])[0], state.bounds([ref(1, B)])[0]
    assert first[0] == 0
    assert second[0] == 10.5


def test_that_a_hidden_model_counts_as_hidden_and_is_not_drawn() -> None:
    state = scene(1, 2)
    state.set_model_visible(A, False)
    assert not state.views()
    assert state.hidden_refs() == {ref(1), ref(2)}
    assert not state.is_visible(ref(1))
    state.show_all()
    assert state.is_visible(ref(1))


def test_that_a_highlight_lies_over_both_palettes_and_comes_off_again() -> None:
    state = scene(1, 2)
    before = state.views()[0].colors
    state.highlight({ref(2): "#1b9e77"})
    for mode in ColorMode:
        state.set_color_mode(mode)
        assert state.views()[0].colors[1].tolist() == [0x1B, 0x9E, 0x77, 255]
    state.set_color_mode(ColorMode.MUTED)
    state.highlight({})
    assert np.array_equal(state.views()[0].colors, before)
    with pytest.raises(ValueError, match="no colour"):
        state.highlight({ref(1): "red"})


def test_that_many_elements_get_one_colour_in_place_of_all_others() -> None:
    state = scene(1, 2, 3)
    state.highlight({ref(1): "#1b9e77"})
    second = ElementIds({A: np.array([2], dtype=np.int64)})
    assert state.highlight_all(second, "#ff0000") is Change.COLORS
    assert state.entry(A).painted.tolist() == [[0] * 4, [255, 0, 0, 255], [0] * 4]
    assert not state.highlight_all(second, "#ff0000")
    with pytest.raises(ValueError):
        state.highlight_all(ElementIds(), "red")
