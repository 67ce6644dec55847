"""Measurements: invariants of distances, angles and areas, whatever the place and the turn."""

from __future__ import annotations

from math import nan, radians

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bimdesk.errors import BadInputError
from bimdesk.scene.facets import Face, feature_edges, flat_face
from bimdesk.scene.measure import (
    Line,
    Plane,
    measure_angle,
    measure_area,
    measure_corner,
    measure_distance,
    measure_gap,
    measure_point,
)

Floats = NDArray[np.float64]
number = st.floats(-1000, 1000)
point = st.tuples(number, number, number)
angle = st.floats(-180, 180)
CUBE = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)], dtype=np.float64)
CUBE_FACES = np.array(
    [
        *((0, 2, 3), (0, 3, 1), (4, 5, 7), (4, 7, 6), (0, 1, 5), (0, 5, 4)),
        *((2, 6, 7), (2, 7, 3), (0, 4, 6), (0, 6, 2), (1, 3, 7), (1, 7, 5)),
    ],
    dtype=np.int64,
)


def turned(points: Floats, azimuth: float, tilt: float) -> Floats:
    a, b = radians(azimuth), radians(tilt)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return np.asarray(points @ (about_z @ about_x).T)


def plane(points: Floats, triangle: int) -> Plane:
    face = flat_face(points, CUBE_FACES, triangle)
    return Plane(face=face, at=face.middle)


@given(point, point)
def test_that_a_distance_is_the_same_both_ways(
    a: tuple[float, float, float], b: tuple[float, float, float]
) -> None:
    there, back = measure_distance(a, b), measure_distance(b, a)
    assert there.value == back.value >= 0
    assert np.array_equal(there.delta, -back.delta)
    assert np.linalg.norm(there.delta) == pytest.approx(there.value)


@given(point, point, point)
def test_that_no_way_round_is_shorter(
    a: tuple[float, float, float], b: tuple[float, float, float], c: tuple[float, float, float]
) -> None:
    straight = measure_distance(a, c).value
    assert straight <= measure_distance(a, b).value + measure_distance(b, c).value + 1e-9


@given(point, point, point)
def test_that_the_corners_of_a_triangle_add_up_to_180_degrees(
    a: tuple[float, float, float], b: tuple[float, float, float], c: tuple[float, float, float]
) -> None:
    points = np.array([a, b, c])
    sides = np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1)
    assume(sides.min() > 1e-3)
    corners = [measure_corner(a, b, c), measure_corner(b, c, a), measure_corner(c, a, b)]
    assert sum(corner.value for corner in corners) == pytest.approx(180, abs=1e-3)
    assert measure_corner(c, b, a).value == corners[0].value


def test_that_a_corner_needs_three_places() -> None:
    with pytest.raises(BadInputError, match="the same"):
        measure_corner((0, 0, 0), (0, 0, 0), (1, 0, 0))


@given(st.floats(0.1, 50), st.floats(0.1, 50), angle, angle, point)
def test_that_an_area_does_not_change_with_place_and_turn(
    wide: float, long: float, azimuth: float, tilt: float, where: tuple[float, float, float]
) -> None:
    points = turned(CUBE * (wide, long, 1), azimuth, tilt) + np.array(where)
    area = measure_area(flat_face(points, CUBE_FACES, 0), total=nan)
    assert area.value == pytest.approx(wide * long, rel=1e-6)
    assert len(area.triangles) == 2 and len(area.lines) == 4


@given(st.floats(0.01, 80), angle, angle, st.integers(0, 11), st.integers(0, 11))
def test_that_opposite_faces_of_a_box_are_as_far_apart_as_it_is_thick(
    thick: float, azimuth: float, tilt: float, first: int, second: int
) -> None:
    points = turned(CUBE * (1, thick, 2), azimuth, tilt)
    one, other = plane(points, first), plane(points, second)
    if first // 4 != second // 4:
        with pytest.raises(BadInputError, match=r"not parallel: 90\.00°"):
            measure_gap(one, other)
        return
    size = (2, thick, 1)[first // 4]
    gap = measure_gap(one, other)
    assert gap.value == pytest.approx(size if first // 2 != second // 2 else 0, abs=1e-6)
    assert measure_gap(other, one).value == pytest.approx(gap.value, abs=1e-9)
    assert np.linalg.norm(gap.delta) == pytest.approx(gap.value, abs=1e-6)


@given(st.floats(5, 175), angle, angle, point)
def test_that_an_angle_between_edges_that_meet_is_that_of_the_picked_sides(
    wanted: float, azimuth: float, tilt: float, where: tuple[float, float, float]
) -> None:
    flat = np.array([(0, 0, 0), (4, 0, 0), (3 * np.cos(radians(wanted)), 3 * np.sin(radians(wanted)), 0)])
    apex, a, b = turned(flat, azimuth, tilt) + np.array(where)
    one = Line(ends=np.array([apex, a]), at=apex + (a - apex) * 0.7)
    other = Line(ends=np.array([b, apex]), at=apex + (b - apex) * 0.4)
    made = measure_angle(one, other)
    assert made.value == pytest.approx(wanted, abs=1e-4)
    assert measure_angle(other, one).value == pytest.approx(wanted, abs=1e-4)
    assert len(made.points) == 3 and np.allclose(made.points[1], apex, atol=1e-5)


def test_that_edges_that_pass_one_another_by_have_an_acute_angle_and_no_apex() -> None:
    one = Line(ends=np.array([(0.0, 0, 0), (1, 0, 0)]), at=np.array([0.5, 0, 0]))
    other = Line(ends=np.array([(0.0, 0, 2), (-1, 1, 2)]), at=np.array([-0.5, 0.5, 2]))
    made = measure_angle(one, other)
    assert made.value == pytest.approx(45)
    assert len(made.points) == 2


@given(angle, angle)
def test_that_neighbouring_faces_of_a_box_meet_at_90_degrees(azimuth: float, tilt: float) -> None:
    points = turned(CUBE, azimuth, tilt)
    made = measure_angle(plane(points, 0), plane(points, 4))
    assert made.value == pytest.approx(90, abs=1e-6)
    assert len(made.points) == 3
    assert measure_angle(plane(points, 0), plane(points, 2)).value == pytest.approx(0, abs=1e-3)


def test_that_an_edge_and_a_face_have_the_angle_of_the_edge_over_the_face() -> None:
    floor = plane(CUBE, 0)
    edge = Line(ends=np.array([(0.0, 0, 0), (1, 0, np.tan(radians(30)))]), at=np.array([0.0, 0, 0]))
    assert measure_angle(floor, edge).value == pytest.approx(30)
    assert measure_angle(edge, floor).value == pytest.approx(30)


def test_that_a_face_is_what_hangs_together_in_one_plane() -> None:
    apart = np.concatenate([CUBE, CUBE + np.array([3, 0, 0])])
    faces = np.concatenate([CUBE_FACES, CUBE_FACES + 8])
    assert len(flat_face(apart, faces, 0).triangles) == 2
    touching = np.concatenate([CUBE, CUBE + np.array([1, 0, 0])])
    assert len(flat_face(touching, faces, 0).triangles) == 4


def test_that_a_triangle_that_is_there_twice_counts_once() -> None:
    both_sides = np.concatenate([CUBE_FACES, CUBE_FACES[:, ::-1]])
    assert measure_area(flat_face(CUBE, both_sides, 0)).value == pytest.approx(1)


def test_that_a_triangle_without_area_is_a_face_of_its_own() -> None:
    face = flat_face(np.zeros((3, 3)), np.array([(0, 1, 2)]), 0)
    assert isinstance(face, Face)
    assert measure_area(Face(triangles=CUBE[None, :3], normal=face.normal, outline=face.outline)).value > 0


def test_that_a_box_has_twelve_feature_edges_and_no_diagonals() -> None:
    edges = feature_edges(CUBE, CUBE_FACES)
    assert len(edges) == 12
    assert np.allclose(np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1), 1)
    assert not len(feature_edges(CUBE, CUBE_FACES[:0]))


def test_that_a_point_has_a_place_and_no_value() -> None:
    made = measure_point((1, 2, 3))
    assert np.array_equal(made.anchor, [1, 2, 3]) and np.isnan(made.value)
