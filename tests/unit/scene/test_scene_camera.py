"""The camera's maths: fitting, orbiting, zooming keep what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.scene.camera import STANDARD_VIEWS, Camera, between, box_corners
from bimdesk.scene.clipping import clipping_range

SIZE = (1200, 800)
angles = st.tuples(st.floats(-180, 180), st.floats(-89, 89))
numbers = st.floats(-500, 500)
points = st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=20)


def camera(angle: tuple[float, float] = (-58, 26)) -> Camera:
    return Camera(focal=np.array([1.0, 2.0, 3.0]), azimuth=angle[0], elevation=angle[1], distance=30)


@given(angles, points)
def test_that_fitted_points_fill_the_view_and_none_lies_outside(
    angle: tuple[float, float], cloud: list[tuple[float, float, float]]
) -> None:
    spread = float(np.ptp(np.array(cloud), axis=0).max())
    if spread < 1:
        return
    seen = camera(angle).fit(cloud, SIZE).project(cloud, SIZE)
    assert (seen[:, 2] > 0).all()
    share = np.abs(seen[:, :2] - np.array(SIZE) / 2) / (np.array(SIZE) / 2)
    assert share.max() <= 0.861


@given(
    angles,
    st.floats(-90, 90),
    st.floats(-60, 60),
    st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9)),
)
def test_that_the_pivot_stays_under_the_cursor_while_orbiting(
    angle: tuple[float, float], azimuth: float, elevation: float, pivot: tuple[float, float, float]
) -> None:
    before = camera(angle)
    after = before.orbit(pivot, azimuth, elevation)
    assert np.allclose(before.project([pivot], SIZE), after.project([pivot], SIZE), atol=1e-6)


@given(angles, st.floats(0.3, 3), st.floats(100, 1100), st.floats(100, 700), st.floats(5, 60))
def test_that_a_zoom_keeps_the_target_where_it_is(
    angle: tuple[float, float], factor: float, x: float, y: float, depth: float
) -> None:
    before = camera(angle)
    target = before.point_at(x, y, SIZE, depth=depth)
    seen = before.zoom(factor, target).project([target], SIZE)[0]
    assert np.allclose(seen, [x, y, depth / factor], atol=1e-6)


@given(angles, st.floats(-300, 300), st.floats(-300, 300))
def test_that_a_point_follows_the_mouse_while_panning(
    angle: tuple[float, float], dx: float, dy: float
) -> None:
    before = camera(angle)
    point = before.point_at(500, 300, SIZE, depth=12)
    seen = before.pan(dx, dy, SIZE, depth=12).project([point], SIZE)[0]
    assert np.allclose(seen[:2], [500 + dx, 300 + dy], atol=1e-6)


def test_that_a_ray_and_a_projection_are_inverse() -> None:
    view = camera()
    point = view.eye + view.direction(321, 654, SIZE) * 17
    assert np.allclose(view.project([point], SIZE)[0, :2], [321, 654])


@pytest.mark.parametrize(
    ("name", "forward"), [("front", (0, 1, 0)), ("right", (-1, 0, 0)), ("top", (0, 0, -1))]
)
def test_that_standard_views_look_along_the_axes(name: str, forward: tuple[int, int, int]) -> None:
    axes = camera(STANDARD_VIEWS[name]).axes
    assert np.allclose(axes[2], forward, atol=1e-12)
    assert np.allclose(axes @ axes.T, np.eye(3))


def test_that_the_top_view_has_north_up() -> None:
    assert np.allclose(camera(STANDARD_VIEWS["top"]).axes[1], [0, 1, 0], atol=1e-12)


def test_that_a_motion_starts_and_ends_where_it_should_and_turns_the_short_way() -> None:
    start, end = camera((170, 10)), camera((-170, 40))
    assert np.allclose(between(start, end, 0).eye, start.eye)
    assert np.allclose(between(start, end, 1).eye, end.eye)
    assert abs(between(start, end, 0.5).azimuth) == pytest.approx(180)


def test_that_a_zoom_never_passes_through_its_target() -> None:
    view = camera()
    for _ in range(200):
        view = view.zoom(1.5, [0, 0, 0])
    assert view.project([[0, 0, 0]], SIZE)[0, 2] > 0


def test_that_the_clipping_range_holds_the_scene_and_stays_positive() -> None:
    corners = box_corners([[-10, -10, 0, 10, 10, 5]])
    near, far = clipping_range(camera(), SIZE, (), corners)
    depth = (corners - camera().eye) @ camera().axes[2]
    assert 0 < near <= depth.min()
    assert far >= depth.max()
    inside = clipping_range(Camera(focal=np.zeros(3), distance=0.5), SIZE, (), corners)
    assert inside[0] > 0


@pytest.mark.parametrize("parallel", [False, True])
def test_that_boxes_are_fitted_as_their_corners_are(parallel: bool) -> None:
    random = np.random.default_rng(3)
    low = random.uniform(-50, 50, (40, 3))
    boxes = np.concatenate([low, low + random.uniform(0, 9, (40, 3))], axis=1)
    camera = Camera(focal=np.zeros(3), azimuth=33, elevation=21, parallel=parallel)
    by_boxes, by_corners = camera.fit_boxes(boxes, (640, 400)), camera.fit(box_corners(boxes), (640, 400))
    assert np.allclose(by_boxes.focal, by_corners.focal)
    assert by_boxes.distance == pytest.approx(by_corners.distance)
