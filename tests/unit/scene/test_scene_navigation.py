"""Orthographic cameras, the camera's history, and the planes between which the scene is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.camera import Camera, between, box_corners
from bimdesk.scene.camera_history import CameraHistory
from bimdesk.scene.clipping import clipping_range
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import LIGHT
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Tier

SIZE = (1200, 800)
angles = st.tuples(st.floats(-180, 180), st.floats(-89, 89))
small = st.floats(-9, 9)
points = st.lists(st.tuples(small, small, small), min_size=2, max_size=20)


def camera(angle: tuple[float, float] = (-58, 26), *, parallel: bool = True) -> Camera:
    focal = np.array([1.0, 2.0, 3.0])
    return Camera(focal=focal, azimuth=angle[0], elevation=angle[1], distance=30, parallel=parallel)


def scene(*boxes: Box) -> SceneState:
    state = SceneState()
    state.put_model(make_entry(ModelKey("m"), box_mesh(boxes)))
    return state


@given(angles, points)
def test_that_a_parallel_camera_fits_all_points_too(
    angle: tuple[float, float], cloud: list[tuple[float, float, float]]
) -> None:
    if np.ptp(np.array(cloud), axis=0).max() < 1:
        return
    seen = camera(angle).fit(cloud, SIZE).project(cloud, SIZE)
    share = np.abs(seen[:, :2] - np.array(SIZE) / 2) / (np.array(SIZE) / 2)
    assert (seen[:, 2] > 0).all()
    assert share.max() <= 0.861


@given(angles, st.floats(0.3, 3), st.floats(100, 1100), st.floats(100, 700))
def test_that_a_parallel_zoom_and_pan_keep_what_is_under_the_cursor(
    angle: tuple[float, float], factor: float, x: float, y: float
) -> None:
    before = camera(angle)
    target = before.point_at(x, y, SIZE)
    assert np.allclose(before.zoom(factor, target).project([target], SIZE)[0, :2], [x, y], atol=1e-4)
    moved = before.pan(40, -25, SIZE).project([target], SIZE)[0, :2]
    assert np.allclose(moved, [x + 40, y - 25], atol=1e-4)


@given(angles, st.floats(-90, 90), st.floats(-60, 60), st.tuples(small, small, small))
def test_that_a_parallel_camera_orbits_about_its_pivot(
    angle: tuple[float, float], azimuth: float, elevation: float, pivot: tuple[float, float, float]
) -> None:
    before = camera(angle)
    seen = before.orbit(pivot, azimuth, elevation).project([pivot], SIZE)
    assert np.allclose(before.project([pivot], SIZE), seen, atol=1e-4)


@given(angles, st.floats(0, 1200), st.floats(0, 800), st.booleans())
def test_that_every_ray_ends_at_its_pixel(
    angle: tuple[float, float], x: float, y: float, parallel: bool
) -> None:
    view = camera(angle, parallel=parallel)
    start, direction = view.ray(x, y, SIZE)
    assert np.allclose(view.project([start + direction * 25], SIZE)[0, :2], [x, y], atol=1e-4)


@given(angles, st.tuples(small, small, small))
def test_that_switching_the_projection_keeps_the_size_at_the_focal_point(
    angle: tuple[float, float], at: tuple[float, float, float]
) -> None:
    focused = camera(angle, parallel=False).focused_at(at)
    right, up, _ = focused.axes
    around = focused.focal + np.array([right, up, -right, -up])
    other = focused.with_projection(parallel=True)
    assert np.allclose(focused.project(around, SIZE)[:, :2], other.project(around, SIZE)[:, :2], atol=1e-4)
    assert other.with_projection(parallel=False).distance == focused.distance


@given(angles, st.tuples(small, small, small), st.booleans())
def test_that_focusing_elsewhere_changes_nothing_in_the_picture(
    angle: tuple[float, float], at: tuple[float, float, float], parallel: bool
) -> None:
    view = camera(angle, parallel=parallel)
    cloud = [(0, 0, 0), (5, 1, 2), (-3, 4, 1)]
    assert np.allclose(
        view.focused_at(at).project(cloud, SIZE)[:, :2], view.project(cloud, SIZE)[:, :2], atol=1e-4
    )


def test_that_a_motion_between_projections_ends_in_the_new_one() -> None:
    assert between(camera(parallel=False), camera(), 0.5).parallel


def test_that_the_near_plane_stands_before_the_first_thing_in_view() -> None:
    state = scene(
        Box(id=1, low=(-2000, -2000, -1), high=(2000, 2000, 0)),
        Box(id=2, low=(0, 30, 0), high=(3, 33, 3)),
        Box(id=3, low=(1, 4, 1), high=(2, 5, 2)),
    )
    corners = box_corners(state.bounds())
    low = Camera(focal=np.array([1.5, 30, 1.5]), distance=29, azimuth=-90, elevation=0)
    near, far = clipping_range(low, SIZE, state.views(), corners)
    assert 2 < near < 3 and far > 1900
    at_wall = Camera(focal=np.array([1.5, 30, 1.5]), distance=0.4, azimuth=-90, elevation=0)
    assert 0.35 < clipping_range(at_wall, SIZE, state.views(), corners)[0] < 0.4
    high = Camera(focal=np.zeros(3), distance=900, azimuth=-90, elevation=60)
    near, far = clipping_range(high, SIZE, state.views(), corners)
    assert far / near < 60


def test_that_a_parallel_camera_sees_the_whole_scene_wherever_it_stands() -> None:
    state = scene(Box(id=1, low=(-50, -50, 0), high=(50, 50, 9)))
    corners = box_corners(state.bounds())
    close = camera().zoom(100, (0, 0, 0))
    near, far = clipping_range(close, SIZE, state.views(), corners)
    depth = (corners - close.eye) @ close.axes[2]
    assert near < depth.min() and depth.max() < far


def test_that_a_parallel_picture_shows_two_equal_boxes_equally_large() -> None:
    state = scene(Box(id=1, low=(0, 0, 0), high=(2, 2, 2)), Box(id=2, low=(4, 20, 0), high=(6, 22, 2)))
    size = (320, 240)
    view = Camera(focal=np.zeros(3), parallel=True).seen_from("front").fit(box_corners(state.bounds()), size)
    renderer = SceneRenderer()
    try:
        frame = Frame(size=size, camera=view, models=state.views(), look=LIGHT, tier=Tier.STILL)
        pixels = renderer.draw(frame).pixels[..., :3].astype(int)
    finally:
        renderer.close()
    for middle in ((1, 0, 1), (5, 20, 1)):
        y = view.project([middle], size)[0, 1]
        row = pixels[int(y)]
        drawn = (np.abs(row - row[0]).max(axis=1) > 12) | (np.abs(row - row[-1]).max(axis=1) > 12)
        left, right = view.project([(middle[0] - 1, 0, 1), (middle[0] + 1, 0, 1)], size)[:, 0]
        assert drawn[int(left) + 2 : int(right) - 2].all()
        assert not drawn[int(right) + 3 : int(right) + 12].any()


def test_that_the_history_goes_back_and_forth_and_forgets_what_was_gone_back_over() -> None:
    history = CameraHistory()
    stops = [camera((azimuth, 20)) for azimuth in (0, 40, 80)]
    for stop in stops:
        assert history.note(stop)
        assert not history.note(stop)
    assert history.back() is stops[1]
    assert history.back() is stops[0]
    assert history.back() is None
    assert history.forward() is stops[1]
    history.note(camera((120, 20)))
    assert history.forward() is None and len(history) == 3


@given(st.lists(st.floats(-170, 170), max_size=60))
def test_that_the_history_is_bounded_and_never_leaves_its_ends(stops: list[float]) -> None:
    history = CameraHistory(limit=8)
    for azimuth in stops:
        history.note(camera((azimuth, 10)))
    assert len(history) <= 8
    for _ in range(10):
        history.back()
    assert not history.can_go_back
    for _ in range(10):
        history.forward()
    assert not history.can_go_forward


@pytest.mark.parametrize("parallel", [False, True])
def test_that_an_empty_scene_has_planes_too(parallel: bool) -> None:
    near, far = clipping_range(camera(parallel=parallel), SIZE, (), np.zeros((0, 3)))
    assert 0 < near < far
