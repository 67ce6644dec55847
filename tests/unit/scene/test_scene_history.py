"""Undo and redo: any sequence of changes, there and back again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from box_mesh import Box, box_mesh
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.entry import make_entry
from bimdesk.scene.history import History
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.sections import box_about, make_plane, storey_plane
from bimdesk.scene.snapshot import Packer, Snapshot, restore
from bimdesk.scene.state import SceneState

A, B = ModelKey("a"), ModelKey("b")
Act = Callable[[SceneState], object]


def ref(element: int, model: ModelKey = A) -> ElementRef:
    return ElementRef(model, ElementId(element))


def scene() -> SceneState:
    state = SceneState()
    boxes = [Box(id=i) for i in range(1, 12)] + [Box(id=20, ifc_class="IfcSpace")]
    state.put_model(make_entry(A, box_mesh(boxes)))
    state.put_model(make_entry(B, box_mesh(boxes[:3], origin=(10, 0, 0))))
    return state


refs = st.frozensets(
    st.builds(ref, st.sampled_from([1, 2, 3, 5, 11, 20, 99]), st.sampled_from([A, B])), max_size=4
)
colors = st.sampled_from(["#ff0000", "#00aa00", "#1677ff"])
keys = st.sampled_from([A, B])


def _put(name: str, strategy: st.SearchStrategy[object]) -> st.SearchStrategy[Act]:
    return strategy.map(lambda value: lambda state: getattr(state, name)(value))


acts: st.SearchStrategy[Act] = st.one_of(
    _put("isolate", refs),
    _put("ghost_others", st.booleans()),
    _put("set_color_mode", st.sampled_from(list(ColorMode))),
    _put("highlight", st.dictionaries(st.builds(ref, st.sampled_from([1, 2, 20])), colors)),
    st.tuples(refs, st.booleans()).map(lambda v: lambda state: state.set_visible(*v)),
    st.tuples(keys, st.booleans()).map(lambda v: lambda state: state.set_model_visible(*v)),
    st.tuples(keys, st.booleans()).map(lambda v: lambda state: state.set_model_ghosted(*v)),
    st.tuples(keys, st.one_of(colors, st.just(""))).map(lambda v: lambda state: state.set_model_tint(*v)),
    st.sampled_from(["show_all", "end_isolation", "invert_visible", "show_again"]).map(
        lambda name: lambda state: getattr(state, name)()
    ),
    st.integers(0, 3).map(
        lambda z: (
            lambda state: state.set_sections(
                state.sections.with_plane(storey_plane(state.sections, z, (0, 0, 0)))
            )
        )
    ),
    st.integers(1, 2).map(
        lambda i: lambda state: state.set_sections(state.sections.without_plane(i).with_box(None))
    ),
    st.just(
        lambda state: state.set_sections(state.sections.with_box(box_about(np.array([0, 0, 0, 1, 1, 1]))))
    ),
)


@given(st.lists(acts, max_size=25))
@settings(max_examples=150, deadline=None)
def test_that_a_sequence_of_changes_undone_and_redone_gives_each_state_again(sequence: list[Act]) -> None:
    state, packer = scene(), Packer()
    history = History(packer.take(state))
    seen: list[Snapshot] = [history.now]
    for act in sequence:
        act(state)
        if history.record(packer.take(state)):
            seen.append(history.now)
    for wanted in reversed(seen[:-1]):
        snapshot = history.undo()
        assert snapshot is not None
        restore(state, snapshot)
        assert Packer().take(state) == wanted
    assert not history.can_undo
    for wanted in seen[1:]:
        snapshot = history.redo()
        assert snapshot is not None
        restore(state, snapshot)
        assert Packer().take(state) == wanted
    assert not history.can_redo


def test_that_a_drag_of_one_handle_is_one_step() -> None:
    state, packer = scene(), Packer()
    history = History(packer.take(state))
    plane = make_plane(state.sections, (0, 0, 1), (0, 0, 1))
    state.set_sections(state.sections.with_plane(plane))
    history.record(packer.take(state), what="Section")
    for _ in range(5):
        plane = plane.moved(0.1)
        state.set_sections(state.sections.with_plane(plane))
        history.record(packer.take(state), merge="plane 1")
    history.end_merge()
    state.set_sections(state.sections.with_plane(plane.moved(1)))
    history.record(packer.take(state), merge="plane 1")
    offsets = []
    while (snapshot := history.undo()) is not None:
        offsets.append([round(one.offset, 6) for one in snapshot.sections.planes])
    assert offsets == [[1.5], [1.0], []]


def test_that_a_new_change_after_undo_ends_what_could_be_redone() -> None:
    state, packer = scene(), Packer()
    history = History(packer.take(state))
    for element in (1, 2):
        state.set_visible([ref(element)], False)
        history.record(packer.take(state), what=f"Hide {element}")
    assert history.undo_text == "Hide 2"
    restore(state, history.undo() or history.now)
    assert history.redo_text == "Hide 2"
    state.set_visible([ref(3)], False)
    history.record(packer.take(state))
    assert not history.can_redo


def test_that_the_history_is_bounded_and_then_goes_back_as_far_as_it_can() -> None:
    state, packer = scene(), Packer()
    history = History(packer.take(state), limit=3)
    for element in range(1, 8):
        state.set_visible([ref(element)], False)
        history.record(packer.take(state))
    steps = 0
    while (snapshot := history.undo()) is not None:
        restore(state, snapshot)
        steps += 1
    assert steps == 3
    assert {e.element for e in state.hidden_refs() if e.model == A} == {1, 2, 3, 4, 20}


def test_that_undo_after_a_better_mesh_came_goes_by_element_not_by_row() -> None:
    state, packer = scene(), Packer()
    state.set_visible([ref(2)], False)
    state.highlight({ref(3): "#ff0000"})
    snapshot = packer.take(state)
    state.show_all()
    state.highlight({})
    better = box_mesh([Box(id=i) for i in (30, 5, 3, 2, 1)])
    state.put_model(make_entry(A, better))
    restore(state, snapshot)
    assert {e.element for e in state.hidden_refs() if e.model == A} == {2}
    entry = state.entry(A)
    assert entry.mesh.element_ids[entry.painted[:, 3] > 0].tolist() == [3]


def test_that_a_model_that_came_after_the_snapshot_is_shown_as_it_comes() -> None:
    state, packer = SceneState(), Packer()
    state.put_model(make_entry(A, box_mesh([Box(id=1), Box(id=2)])))
    snapshot = packer.take(state)
    state.isolate([ref(1)])
    state.put_model(make_entry(B, box_mesh([Box(id=1)])))
    restore(state, snapshot)
    assert state.is_visible(ref(1, B))
    assert not state.isolated


def test_that_what_did_not_change_is_kept_once() -> None:
    state, packer = scene(), Packer()
    first = packer.take(state)
    state.highlight({ref(1): "#ff0000"})
    second = packer.take(state)
    assert second.models[A].visible is first.models[A].visible
    assert second.models[A].painted is not first.models[A].painted
