"""Snapping and looking along rays: what is near the cursor, what is hidden, what a section cut away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given, settings
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.boxtree import BoxTree, enter_boxes
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.cut import Cut
from bimdesk.scene.entry import make_entry
from bimdesk.scene.measure import MeasureKind
from bimdesk.scene.measure_steps import MeasureSteps, Step
from bimdesk.scene.picking import pick
from bimdesk.scene.sight import Sight
from bimdesk.scene.snap import REACH, Snap, SnapKind, snap
from bimdesk.scene.state import SceneState

KEY = ModelKey("m")
SIZE = (800, 600)
TWO = (Box(id=1, low=(0, 0, 0), high=(2, 1, 3)), Box(id=2, low=(3, 0, 0), high=(5, 1, 3)))
coordinate = st.floats(-60, 60)


def ref(element: int) -> ElementRef:
    return ElementRef(KEY, ElementId(element))


def scene(mesh: Mesh) -> SceneState:
    state = SceneState()
    state.put_model(make_entry(KEY, mesh))
    return state


def front(state: SceneState, *, parallel: bool = False) -> Camera:
    camera = Camera(focal=np.zeros(3), parallel=parallel).seen_from("front")
    return camera.fit(box_corners(state.bounds()), SIZE)


def at(
    state: SceneState, camera: Camera, point: tuple[float, float, float], away: tuple[float, float] = (0, 0)
) -> Snap | None:
    x, y, _ = camera.project([point], SIZE)[0]
    return snap(Sight(state.views()), camera, SIZE, (float(x) + away[0], float(y) + away[1]))


@pytest.mark.parametrize("parallel", [False, True])
def test_that_the_more_exact_thing_is_taken(parallel: bool) -> None:
    state = scene(box_mesh(TWO))
    camera = front(state, parallel=parallel)
    corner = at(state, camera, (2, 0, 3), away=(-4, 5))
    assert corner is not None and corner.kind is SnapKind.VERTEX and corner.ref == ref(1)
    assert np.allclose(corner.point, (2, 0, 3))
    middle = at(state, camera, (1, 0, 3), away=(2, -3))
    assert middle is not None and middle.kind is SnapKind.MIDDLE
    assert np.allclose(middle.point, (1, 0, 3))
    edge = at(state, camera, (2, 0, 1.0), away=(-3, 0))
    assert edge is not None and edge.kind is SnapKind.EDGE and edge.edge is not None
    assert np.allclose(edge.point, (2, 0, 1.0), atol=1e-3)
    face = at(state, camera, (1, 0, 1))
    assert face is not None and face.kind is SnapKind.FACE
    assert np.allclose(face.point, (1, 0, 1), atol=1e-6)


def test_that_an_edge_is_taken_from_beside_the_element_too() -> None:
    state = scene(box_mesh(TWO))
    beside = at(state, front(state), (5, 0, 1.0), away=(REACH - 2, 0))
    assert beside is not None and beside.kind is SnapKind.EDGE and beside.hit is None
    assert at(state, front(state), (5, 0, 1.0), away=(REACH + 3, 0)) is None


def test_that_what_is_behind_something_else_is_not_taken() -> None:
    state = scene(box_mesh([TWO[0], Box(id=2, low=(0.5, 4, 0.5), high=(1.5, 5, 1.5))]))
    camera = front(state)
    hidden = at(state, camera, (0.5, 4, 1.5))
    assert hidden is not None and hidden.kind is SnapKind.FACE and hidden.ref == ref(1)
    state.set_visible([ref(1)], False)
    found = at(state, camera, (0.5, 4, 1.5))
    assert found is not None and found.kind is SnapKind.VERTEX and found.ref == ref(2)


def test_that_what_a_section_cut_away_is_neither_hit_nor_taken() -> None:
    state = scene(box_mesh(TWO))
    camera = front(state)
    kept_below = Cut(planes=((0.0, 0.0, -1.0, 2.0),))
    views = [replace(view, cut=kept_below) for view in state.views()]
    start, direction = camera.ray(*camera.project([(1, 0, 2.5)], SIZE)[0, :2], SIZE)
    hit = pick(views, start, direction)
    assert hit is None or hit.point[2] <= 2 + 1e-6
    x, y, _ = camera.project([(2, 0, 3)], SIZE)[0]
    taken = snap(Sight(views), camera, SIZE, (float(x), float(y)))
    assert taken is None or taken.point[2] <= 2 + 1e-6


def test_that_edges_are_found_where_the_mesh_has_none_yet() -> None:
    mesh = box_mesh(TWO)
    preview = replace(mesh, edges=np.zeros((0, 2), dtype=np.uint32), part_edges=np.zeros(3, dtype=np.uint32))
    corner = at(scene(preview), front(scene(mesh)), (2, 0, 3))
    assert corner is not None and corner.kind is SnapKind.VERTEX


@given(
    st.lists(st.tuples(coordinate, coordinate, coordinate, st.floats(0, 9)), min_size=1, max_size=200),
    st.tuples(coordinate, coordinate, coordinate),
    st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.1, 1)),
    st.floats(0, 3),
)
@settings(max_examples=60)
def test_that_blocks_find_what_looking_at_every_box_finds(
    places: list[tuple[float, float, float, float]],
    start: tuple[float, float, float],
    towards: tuple[float, float, float],
    slack: float,
) -> None:
    low = np.array([place[:3] for place in places])
    bounds = np.concatenate([low, low + np.array([[place[3]] for place in places])], axis=1).astype(
        np.float32
    )
    direction = np.array(towards) / np.linalg.norm(towards)
    rows, entry = BoxTree(bounds).near_ray(np.array(start), direction, slack=slack)
    expected = enter_boxes(bounds, np.array(start), direction, slack)
    assert set(rows.tolist()) == set(np.flatnonzero(np.isfinite(expected)).tolist())
    assert np.array_equal(entry, np.sort(entry))
    assert np.allclose(entry, expected[rows])


def test_that_a_large_element_is_hit_where_its_triangles_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bimdesk.scene.sight._LARGE", 4)
    state = scene(box_mesh(TWO))
    sight = Sight(state.views())
    for x in (0.5, 1.5, 3.5):
        hit = sight.pick(np.array([x, -9.0, 1.2]), np.array([0.0, 1, 0]))
        assert hit is not None and np.allclose(hit.point, (x, 0, 1.2))
    assert sight.pick(np.array([2.5, -9.0, 1.2]), np.array([0.0, 1, 0])) is None


def test_that_a_sight_follows_what_is_shown() -> None:
    state = scene(box_mesh(TWO))
    sight = Sight(state.views())
    ray = np.array([1.0, -9.0, 1.0]), np.array([0.0, 1, 0])
    assert sight.pick(*ray) is not None
    state.set_visible([ref(1)], False)
    sight.show(state.views())
    assert sight.pick(*ray) is None
    state.put_model(make_entry(KEY, box_mesh([Box(id=9, low=(0, 5, 0), high=(2, 6, 2))])))
    sight.show(state.views())
    hit = sight.pick(*ray)
    assert hit is not None and hit.ref == ref(9)
    sight.show(())
    assert sight.pick(*ray) is None


def steps(state: SceneState, kind: MeasureKind) -> MeasureSteps:
    made = MeasureSteps(lambda: Sight(state.views()))
    made.choose(kind)
    return made


def taken(state: SceneState, point: tuple[float, float, float]) -> Snap:
    found = at(state, front(state), point)
    assert found is not None
    return found


def test_that_two_picks_make_a_distance_and_a_third_starts_anew() -> None:
    state = scene(box_mesh(TWO))
    made = steps(state, MeasureKind.DISTANCE)
    assert made.take(taken(state, (2, 0, 3))) is None
    assert made.step is Step.END
    result = made.take(taken(state, (3, 0, 3)))
    assert result is not None and result.value == pytest.approx(1)
    assert made.step is Step.START and not made.step_back()


def test_that_three_vertices_make_an_angle_and_two_edges_too() -> None:
    state = scene(box_mesh(TWO))
    made = steps(state, MeasureKind.ANGLE)
    for corner in ((2, 0, 3), (2, 0, 0)):
        assert made.take(taken(state, corner)) is None
    assert made.step is Step.LAST_POINT
    result = made.take(taken(state, (0, 0, 0)))
    assert result is not None and result.value == pytest.approx(90)
    assert made.take(taken(state, (2, 0, 1))) is None
    assert made.step is Step.SECOND_SIDE
    assert SnapKind.VERTEX not in made.wanted
    result = made.take(taken(state, (1.6, 0, 3)))
    assert result is not None and result.value == pytest.approx(90)


def test_that_a_face_gives_its_area_and_the_surface_of_its_element() -> None:
    state = scene(box_mesh(TWO))
    made = steps(state, MeasureKind.AREA)
    assert made.wanted == {SnapKind.FACE}
    result = made.take(taken(state, (1, 0, 1)))
    assert result is not None
    assert (result.value, result.total) == (pytest.approx(6), pytest.approx(22))


def test_that_stepping_back_drops_one_pick() -> None:
    state = scene(box_mesh(TWO))
    made = steps(state, MeasureKind.DISTANCE)
    made.take(taken(state, (2, 0, 3)))
    assert made.step_back() and made.step is Step.START
    made.take(taken(state, (2, 0, 3)))
    made.choose(MeasureKind.POINT)
    result = made.take(taken(state, (0, 0, 0)))
    assert result is not None and np.allclose(result.anchor, 0)
