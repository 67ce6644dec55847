"""Picking: rays and rectangles against boxes whose places are known."""

from __future__ import annotations

import numpy as np
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry
from bimdesk.scene.picking import pick, pick_box
from bimdesk.scene.state import SceneState

KEY = ModelKey("m")
SIZE = (800, 600)


def ref(element: int) -> ElementRef:
    return ElementRef(KEY, ElementId(element))


def row_of_boxes(count: int = 4) -> SceneState:
    """Boxes 1, 2, 3 ... of 1 m, one behind the other along +Y, 1 m apart."""
    state = SceneState()
    state.put_model(
        make_entry(
            KEY, box_mesh([Box(id=i + 1, low=(0, 2 * i, 0), high=(1, 2 * i + 1, 1)) for i in range(count)])
        )
    )
    return state


def along_y(state: SceneState, x: float = 0.5, z: float = 0.4) -> ElementRef | None:
    hit = pick(state.views(), np.array([x, -10.0, z]), np.array([0.0, 1.0, 0.0]))
    return hit.ref if hit else None


def test_that_the_nearest_element_is_hit_and_the_ray_goes_on_through_hidden_ones() -> None:
    state = row_of_boxes()
    assert along_y(state) == ref(1)
    state.set_visible([ref(1)], False)
    assert along_y(state) == ref(2)
    state.isolate([ref(4)])
    assert along_y(state) == ref(4)
    assert along_y(state, x=1.5) is None


def test_that_a_hit_knows_its_point() -> None:
    hit = pick(row_of_boxes().views(), np.array([0.5, -10.0, 0.4]), np.array([0.0, 1.0, 0.0]))
    assert hit is not None
    assert np.allclose(hit.point, [0.5, 0, 0.4])
    assert hit.distance == 10


def test_that_a_ghost_does_not_catch_a_click_meant_for_what_is_behind_it() -> None:
    state = row_of_boxes()
    state.set_selection([ref(3)])
    state.ghost_others(True)
    assert along_y(state) == ref(3)
    state.set_visible([ref(3)], False)
    assert along_y(state) == ref(1)


def test_that_nothing_behind_the_eye_is_hit() -> None:
    views = row_of_boxes().views()
    assert pick(views, np.array([0.5, 50.0, 0.5]), np.array([0.0, 1.0, 0.0])) is None


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(-170, 170), st.floats(-80, 80))
def test_that_a_pixel_on_an_element_picks_an_element_no_farther_than_it(
    u: float, v: float, azimuth: float, elevation: float
) -> None:
    state = row_of_boxes()
    camera = Camera(focal=np.zeros(3), azimuth=azimuth, elevation=elevation).fit(
        box_corners(state.bounds()), SIZE
    )
    point = np.array([u, 4.5, v])
    x, y, _ = camera.project([point], SIZE)[0]
    hit = pick(state.views(), camera.eye, camera.direction(x, y, SIZE))
    assert hit is not None
    assert hit.distance <= np.linalg.norm(point - camera.eye)


def side_view(state: SceneState) -> Camera:
    """From +X: boxes lie side by side in the picture."""
    return Camera(focal=np.zeros(3)).seen_from("right").fit(box_corners(state.bounds()), SIZE)


def test_that_a_box_takes_what_is_inside_and_touching_takes_more() -> None:
    state = row_of_boxes()
    camera = side_view(state)
    first = camera.project(box_corners(state.bounds([ref(1)])), SIZE)
    second = camera.project(box_corners(state.bounds([ref(2)])), SIZE)
    left = first[:, 0].min() - 2
    right = (second[:, 0].min() + second[:, 0].max()) / 2
    box = (left, 0, right, SIZE[1])
    assert pick_box(state.views(), camera, SIZE, box, touching=False) == {ref(1)}
    assert pick_box(state.views(), camera, SIZE, box, touching=True) == {ref(1), ref(2)}


def test_that_a_small_box_within_a_large_face_touches_it() -> None:
    state = row_of_boxes(1)
    camera = side_view(state)
    x, y, _ = camera.project([[1.0, 0.3, 0.6]], SIZE)[0]
    box = (x - 2, y - 2, x + 2, y + 2)
    assert pick_box(state.views(), camera, SIZE, box, touching=True) == {ref(1)}
    assert not pick_box(state.views(), camera, SIZE, box, touching=False)


def test_that_a_box_beside_the_model_takes_nothing() -> None:
    state = row_of_boxes()
    box = (0.0, 0.0, 10.0, 10.0)
    assert not pick_box(state.views(), side_view(state), SIZE, box, touching=True)
