"""Smart views in the scene: layers, what a later one says, taken back in one step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.entry import make_entry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.layers_of_rules import RuleEffect, RuleLayer
from bimdesk.scene.snapshot import Packer, restore
from bimdesk.scene.state import Change, SceneState

A = ModelKey("a")
COLORS = ("#3469d2", "#65d3c1", "#d4af42")


def scene(*ids: int) -> SceneState:
    state = SceneState()
    state.put_model(make_entry(A, box_mesh([Box(id=i) for i in ids])))
    return state


def layer(*ids: int, color: str = "", effect: RuleEffect = RuleEffect.PAINT) -> RuleLayer:
    return RuleLayer(ids=ElementIds({A: np.array(ids, np.int64)}), color=color, effect=effect)


def drawn(state: SceneState) -> dict[int, str]:
    """Element -> its colour, `faint`, `hidden` or '' for its own look."""
    (view,) = state.views()
    entry = state.entry(A)
    found = {}
    for row, element in enumerate(entry.mesh.element_ids.tolist()):
        look = "faint" if view.ghost[row] else "" if view.solid[row] else "hidden"
        if view.solid[row] and entry.painted[row, 3]:
            look = "#" + bytes(entry.painted[row, :3]).hex()
        found[element] = look
    return found


def test_that_a_later_layer_has_the_last_word() -> None:
    state = scene(1, 2, 3)
    layers = [
        layer(1, 2, 3, effect=RuleEffect.GHOST),
        layer(1, 2, color="#111111"),
        layer(2, color="#222222"),
    ]
    assert state.show_rules(7, layers) == Change.COLORS | Change.GHOSTS
    assert drawn(state) == {1: "#111111", 2: "#222222", 3: "faint"}
    assert state.rules.number == 7


def test_that_hidden_wins_over_isolated_and_both_end_with_the_view() -> None:
    state = scene(1, 2, 3)
    state.set_visible([ElementRef(A, ElementId(3))], False)
    state.show_rules(1, [layer(1, 2, effect=RuleEffect.ISOLATE), layer(2, 3, effect=RuleEffect.HIDE)])
    assert drawn(state) == {1: "", 2: "hidden", 3: "hidden"}
    assert state.isolated
    state.end_rules()
    assert drawn(state) == {1: "", 2: "", 3: "hidden"}
    assert not state.isolated


def test_that_one_smart_view_takes_the_place_of_the_other() -> None:
    state = scene(1, 2)
    state.show_rules(1, [layer(1, effect=RuleEffect.HIDE), layer(2, color="#111111")])
    state.show_rules(2, [layer(1, color="#222222")])
    assert drawn(state) == {1: "#222222", 2: ""}


def test_that_highlights_of_a_script_take_the_place_of_a_smart_view() -> None:
    state = scene(1, 2)
    state.show_rules(1, [layer(1, effect=RuleEffect.GHOST), layer(2, color="#111111")])
    state.highlight({ElementRef(A, ElementId(1)): "#ff0000"})
    assert drawn(state) == {1: "#ff0000", 2: ""}
    assert state.rules.number == 0


def test_that_elements_without_geometry_are_no_trouble() -> None:
    state = scene(1)
    state.show_rules(1, [layer(1, 99, color="#111111"), layer(98, effect=RuleEffect.ISOLATE)])
    assert drawn(state) == {1: "#111111"}


def test_that_a_better_mesh_keeps_faint_elements_and_new_ones_are_laid_again() -> None:
    state = scene(1, 2)
    layers = [layer(1, 3, effect=RuleEffect.GHOST), layer(2, color="#111111")]
    state.show_rules(1, layers)
    state.put_model(make_entry(A, box_mesh([Box(id=i) for i in (3, 2, 1)])))
    assert drawn(state) == {1: "faint", 2: "#111111", 3: ""}
    assert state.lay_again(layers) == Change.GHOSTS
    assert drawn(state) == {1: "faint", 2: "#111111", 3: "faint"}


_layers = st.lists(
    st.builds(
        lambda ids, color, effect: layer(*ids, color=color, effect=effect),
        st.sets(st.integers(1, 8)),
        st.sampled_from(COLORS),
        st.sampled_from(RuleEffect),
    ),
    max_size=5,
)


@given(first=_layers, second=_layers, hidden=st.sets(st.integers(1, 6)))
def test_that_a_snapshot_takes_a_smart_view_back(
    first: Sequence[RuleLayer], second: Sequence[RuleLayer], hidden: set[int]
) -> None:
    state, packer = scene(1, 2, 3, 4, 5, 6), Packer()
    state.set_visible([ElementRef(A, ElementId(one)) for one in hidden], False)
    before, snapshot = drawn(state), packer.take(state)
    state.show_rules(1, first)
    between, kept = drawn(state), packer.take(state)
    state.show_rules(2, second)
    restore(state, kept)
    assert drawn(state) == between and state.rules.number == 1
    restore(state, snapshot)
    assert drawn(state) == before and state.rules.number == 0


@given(layers=_layers, hidden=st.sets(st.integers(1, 6)))
def test_that_the_end_of_a_smart_view_leaves_no_trace(layers: Sequence[RuleLayer], hidden: set[int]) -> None:
    state = scene(1, 2, 3, 4, 5, 6)
    state.set_visible([ElementRef(A, ElementId(one)) for one in hidden], False)
    before = drawn(state)
    state.show_rules(1, layers)
    state.end_rules()
    assert drawn(state) == before
