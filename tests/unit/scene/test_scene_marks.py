"""Marks: what a form means, in a colour over all others; selection, visibility and history stay."""

from __future__ import annotations

import numpy as np
from box_mesh import Box, box_mesh

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.entry import make_entry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.marks import set_marks
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.snapshot import Packer, restore
from bimdesk.scene.state import SceneState

KEY = ModelKey("a" * 64)
GLASS = (0.5, 0.7, 0.8, 0.3)


def scene() -> SceneState:
    state = SceneState()
    state.put_model(make_entry(KEY, box_mesh([Box(id=1), Box(id=2), Box(id=3, color=GLASS)])))
    return state


def ids(*numbers: int) -> ElementIds:
    return ElementIds({KEY: np.array(numbers, dtype=np.int64)})


def test_that_marks_change_colours_alone_and_go_without_a_trace() -> None:
    state = scene()
    state.set_selection([ElementRef(KEY, ElementId(2))])
    state.set_visible([ElementRef(KEY, ElementId(1))], False)
    before, packer = state.views()[0], Packer()
    kept = packer.take(state)
    assert set_marks(state, ids(1, 3, 99))
    marked = state.views()[0]
    assert np.any(marked.colors != before.colors, axis=1).tolist() == [True, False, True]
    assert np.array_equal(marked.colors[:, 3], before.colors[:, 3])
    for name in ("solid", "ghost", "selected"):
        assert np.array_equal(getattr(marked, name), getattr(before, name))
    assert packer.take(state) == kept
    assert not set_marks(state, ids(3, 1))
    assert set_marks(state, ElementIds())
    assert np.array_equal(state.views()[0].colors, before.colors)


def test_that_a_mark_lies_over_highlights_and_leaves_them() -> None:
    state = scene()
    state.highlight({ElementRef(KEY, ElementId(1)): "#ff0000"})
    red = state.entry(KEY).colors(ColorMode.MUTED)[0].tolist()
    set_marks(state, ids(1))
    assert state.entry(KEY).colors(ColorMode.MUTED)[0].tolist() != red
    set_marks(state, ElementIds())
    assert state.entry(KEY).colors(ColorMode.MUTED)[0].tolist() == red


def test_that_what_is_marked_is_not_ghosted_and_undo_leaves_it_marked() -> None:
    state = scene()
    packer = Packer()
    start = packer.take(state)
    set_marks(state, ids(1))
    state.ghost_others(True)
    assert state.views()[0].ghost.tolist() == [False, True, True]
    restore(state, start)
    marked = state.entry(KEY).marked
    assert marked is not None and marked.tolist() == [True, False, False]


def test_that_marks_stay_when_a_better_mesh_comes() -> None:
    state = scene()
    set_marks(state, ids(2))
    state.put_model(make_entry(KEY, box_mesh([Box(id=4), Box(id=2), Box(id=1)])))
    marked = state.entry(KEY).marked
    assert marked is not None and marked.tolist() == [False, True, False]
