"""Sections: what is cut away as values, and that pixels show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry
from bimdesk.scene.lids import GROUPS, deal
from bimdesk.scene.look import LIGHT
from bimdesk.scene.palette import parse_color
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.sections import SectionBox, Sections, box_about, make_plane, storey_plane
from bimdesk.scene.solids import Solids
from bimdesk.scene.state import Change, SceneState
from bimdesk.scene.views import Frame, Picture, Tier

KEY = ModelKey("m")
SIZE = (320, 240)
LID = np.array(parse_color(LIGHT.lid))


@pytest.fixture(scope="module")
def renderer() -> Iterator[SceneRenderer]:
    made = SceneRenderer()
    yield made
    made.close()


def scene(*boxes: Box, origin: tuple[float, float, float] = (0, 0, 0)) -> SceneState:
    state = SceneState()
    state.put_model(make_entry(KEY, box_mesh(boxes, origin=origin)))
    return state


def cut_by(
    state: SceneState, point: tuple[float, float, float], normal: tuple[float, float, float]
) -> Change:
    return state.set_sections(state.sections.with_plane(make_plane(state.sections, point, normal)))


def camera_of(state: SceneState, view: str) -> Camera:
    return Camera(focal=np.zeros(3)).seen_from(view).fit(box_corners(state.bounds()), SIZE)


def draw(renderer: SceneRenderer, state: SceneState, camera: Camera, *, tier: Tier = Tier.STILL) -> Picture:
    return renderer.draw(Frame(size=SIZE, camera=camera, models=state.views(), look=LIGHT, tier=tier))


def pixel(picture: Picture, camera: Camera, point: tuple[float, float, float]) -> NDArray[np.int64]:
    x, y, _ = camera.project([point], SIZE)[0]
    return picture.pixels[int(y), int(x), :3].astype(np.int64)


def is_lid(color: NDArray[np.int64]) -> bool:
    return bool(np.abs(color - LID).max() <= 10)


def is_ground(picture: Picture, camera: Camera, point: tuple[float, float, float]) -> bool:
    """The gradient is the same along a row; the first column is always ground."""
    _, y, _ = camera.project([point], SIZE)[0]
    return bool(
        np.abs(pixel(picture, camera, point) - picture.pixels[int(y), 0, :3].astype(np.int64)).max() <= 6
    )


def drawn_share(picture: Picture) -> float:
    """The share of the picture that is not ground."""
    pixels = picture.pixels[:, :, :3].astype(np.int64)
    return float((np.abs(pixels - pixels[:, :1]).max(axis=2) > 12).mean())


WALL = Box(id=1, low=(0, 0, 0), high=(4, 1, 4))


@pytest.mark.parametrize("tier", list(Tier))
def test_that_what_is_over_a_level_plane_is_not_drawn(renderer: SceneRenderer, tier: Tier) -> None:
    state = scene(WALL)
    camera = camera_of(state, "front")
    assert cut_by(state, (0, 0, 2), (0, 0, 1)) == Change.SECTIONS
    picture = draw(renderer, state, camera, tier=tier)
    assert is_ground(picture, camera, (2, 0, 3))
    assert not is_ground(picture, camera, (2, 0, 1))
    state.set_sections(Sections())
    assert not is_ground(draw(renderer, state, camera, tier=tier), camera, (2, 0, 3))


@pytest.mark.parametrize("parallel", [False, True])
def test_that_a_cut_solid_is_closed_by_a_lid_in_its_flat_colour(
    renderer: SceneRenderer, parallel: bool
) -> None:
    state = scene(WALL)
    camera = replace(camera_of(state, "home"), parallel=parallel)
    cut_by(state, (0, 0, 2), (0, 0, 1))
    picture = draw(renderer, state, camera)
    for x in (0.4, 2.0, 3.6):
        for y in (0.2, 0.8):
            assert is_lid(pixel(picture, camera, (x, y, 2)))
    assert not is_lid(pixel(picture, camera, (2, 0, 1)))


def test_that_a_lid_hides_what_is_inside_the_solid(renderer: SceneRenderer) -> None:
    beside = Box(id=2, low=(1, -2, 0), high=(3, -1, 3), ifc_class="IfcDoor")
    state = scene(WALL, beside)
    camera = camera_of(state, "top")
    cut_by(state, (0, 0, 2), (0, 0, 1))
    picture = draw(renderer, state, camera)
    assert is_lid(pixel(picture, camera, (2, 0.5, 2)))
    assert is_lid(pixel(picture, camera, (2, -1.5, 2)))
    assert is_ground(picture, camera, (2, -0.5, 2))


def test_that_solids_that_overlap_are_closed_wherever_one_of_them_is(renderer: SceneRenderer) -> None:
    """Two walls that cross, and a pipe through one: their fronts stand before one another's backs."""
    crossing = Box(id=2, low=(1.5, -1, 0), high=(2.5, 2, 4))
    pipe = Box(id=3, low=(0.2, 0.2, 0.5), high=(0.8, 0.8, 3))
    state = scene(WALL, crossing, pipe)
    camera = camera_of(state, "home")
    cut_by(state, (0, 0, 2), (0, 0, 1))
    picture = draw(renderer, state, camera)
    for x, y in ((0.5, 0.5), (1.2, 0.5), (2.0, 0.5), (2.0, -0.5), (2.0, 1.5), (3.5, 0.5), (0.3, 0.1)):
        assert is_lid(pixel(picture, camera, (x, y, 2))), (x, y)


def test_that_a_selected_solid_has_a_lid_in_the_colour_of_the_selection(renderer: SceneRenderer) -> None:
    state = scene(WALL, Box(id=2, low=(0, 3, 0), high=(4, 4, 4)))
    state.set_selection([ElementRef(KEY, ElementId(1))])
    camera = camera_of(state, "home")
    cut_by(state, (0, 0, 2), (0, 0, 1))
    picture = draw(renderer, state, camera)
    wanted = np.array(parse_color(LIGHT.selected_lid))
    assert np.abs(pixel(picture, camera, (2, 0.5, 2)) - wanted).max() <= 10
    assert is_lid(pixel(picture, camera, (2, 3.5, 2)))
    state.set_selection([])
    assert is_lid(pixel(draw(renderer, state, camera), camera, (2, 0.5, 2)))


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 3), max_size=12))
def test_that_solids_are_dealt_apart_where_no_more_meet_than_there_are_groups(
    corners: list[tuple[int, int, int]],
) -> None:
    boxes = np.array([(*corner, *(one + 1 for one in corner)) for corner in corners]).reshape(-1, 6)
    dealt = deal(boxes)
    for row, box in enumerate(boxes):
        alike = [other for other in range(row) if (boxes[other] == box).all()]
        if len(alike) < GROUPS:
            assert dealt[row] not in {dealt[other] for other in alike}


def test_that_a_solid_that_is_inside_out_looks_the_same_cut_or_not(renderer: SceneRenderer) -> None:
    state, turned = scene(WALL), SceneState()
    mesh = box_mesh([WALL])
    turned.put_model(make_entry(KEY, replace(mesh, faces=np.ascontiguousarray(mesh.faces[:, ::-1]))))
    camera = camera_of(state, "home")
    for _ in range(2):
        one, other = (draw(renderer, each, camera).pixels.astype(int) for each in (state, turned))
        assert np.abs(one - other).max() <= 2
        for each in (state, turned):
            cut_by(each, (0, 0, 2), (0, 0, 1))


def test_that_an_open_sheet_gets_no_lid(renderer: SceneRenderer) -> None:
    whole = box_mesh([WALL])
    sheet = Mesh(
        **{name: getattr(whole, name) for name in Mesh.__slots__ if name not in ("faces", "part_faces")},
        faces=whole.faces[:10],
        part_faces=np.array([0, 10], dtype=np.uint32),
    )
    assert Solids(whole).closed(np.array([True])).tolist() == [True]
    assert Solids(sheet).closed(np.array([True])).tolist() == [False]


def test_that_more_planes_than_six_cut_at_once(renderer: SceneRenderer) -> None:
    state = scene(Box(id=1, low=(-2, -2, 0), high=(2, 2, 4)))
    camera = camera_of(state, "front")
    for angle in np.arange(0, 2 * np.pi, 2 * np.pi / 12):
        x, y = float(np.cos(angle)), float(np.sin(angle))
        cut_by(state, (x, y, 0), (x, y, 0))
    shown = drawn_share(draw(renderer, state, camera))
    state.set_sections(Sections())
    full = drawn_share(draw(renderer, state, camera))
    assert 0.40 < shown / full < 0.60  # 2 m of 4 m are left; six planes alone would leave 3 m


def test_that_a_solid_cut_on_both_sides_is_not_hollow(renderer: SceneRenderer) -> None:
    """The ray comes in through one plane and leaves through another: it meets no surface that is kept."""
    state = scene(Box(id=1, low=(0, 0, 0), high=(4, 9, 4)))
    state.set_sections(state.sections.with_box(SectionBox(low=(1, 3, 1), high=(3, 5, 3))))
    camera = camera_of(state, "home")
    picture = draw(renderer, state, camera)
    for point in ((2, 3, 2), (3, 4, 2), (2, 4, 3)):
        assert is_lid(pixel(picture, camera, point))
    assert is_ground(picture, camera, (0.5, 3, 3.8))


def test_that_edges_and_the_selection_are_cut_too(renderer: SceneRenderer) -> None:
    state = scene(WALL)
    state.set_selection([ElementRef(KEY, ElementId(1))])
    camera = camera_of(state, "front")
    cut_by(state, (2, 0, 0), (1, 0, 0))
    picture = draw(renderer, state, camera)
    assert pixel(picture, camera, (1, 0, 2))[2] > 200 > 100 > pixel(picture, camera, (1, 0, 2))[0]
    assert is_ground(picture, camera, (3, 0, 2))
    right = picture.pixels[:, int(camera.project([(2.3, 0, 2)], SIZE)[0, 0]) :, :3].astype(int)
    assert (right.min(axis=2) > 150).all()


def test_that_a_section_holds_its_place_in_the_world_beside_a_far_origin(renderer: SceneRenderer) -> None:
    state = scene(WALL, origin=(2_600_000, 1_200_000, 400))
    cut_by(state, (2_600_000, 1_200_000, 402), (0, 0, 1))
    camera = camera_of(state, "front")
    picture = draw(renderer, state, camera)
    assert is_ground(picture, camera, (2, 0, 3))
    assert not is_ground(picture, camera, (2, 0, 1))


def test_that_a_plane_that_is_off_cuts_nothing_and_a_flipped_one_the_other_side() -> None:
    sections = Sections()
    plane = make_plane(sections, (0, 0, 2), (0, 0, 3))
    points = [(0, 0, 1), (0, 0, 2), (0, 0, 3)]
    assert sections.with_plane(plane).cut((0, 0, 0)).cut_away(points).tolist() == [False, False, True]
    assert sections.with_plane(plane.flipped()).cut((0, 0, 0)).cut_away(points).tolist() == [
        True,
        False,
        False,
    ]
    off = sections.with_plane(replace(plane, on=False)).cut((0, 0, 0))
    assert not off and not off.cut_away(points).any()
    with pytest.raises(ValueError, match="direction"):
        make_plane(sections, (0, 0, 0), (0, 0, 0))


def test_that_a_storey_is_cut_a_little_over_a_metre_above_its_floor() -> None:
    plane = storey_plane(Sections(), 3.1, (5, 5, 0), name="Level 2")
    assert plane.normal == (0, 0, 1)
    assert plane.offset == pytest.approx(4.3)


def test_that_a_box_never_turns_inside_out() -> None:
    box = box_about([(0, 0, 0, 1, 1, 1)])
    assert box.with_face(1, -5).high[0] == pytest.approx(box.low[0] + 0.05)
    assert box.with_face(4, 9).low[2] == pytest.approx(box.high[2] - 0.05)
    assert box.with_face(3, 7).face_value(3) == 7


numbers = st.floats(-20, 20)
points = st.tuples(numbers, numbers, numbers)


@given(st.lists(st.tuples(points, points), max_size=5), points, points, points)
def test_that_boxes_are_judged_as_their_points_are(
    planes: list[tuple[tuple[float, float, float], tuple[float, float, float]]],
    first: tuple[float, float, float],
    second: tuple[float, float, float],
    offset: tuple[float, float, float],
) -> None:
    sections = Sections()
    for point, normal in planes:
        if np.linalg.norm(normal) > 1e-3:
            sections = sections.with_plane(make_plane(sections, point, normal))
    cut = sections.cut((0, 0, 0))
    bounds = np.concatenate([np.minimum(first, second), np.maximum(first, second)])
    corners = box_corners(bounds)
    away = cut.cut_away(corners)
    if cut.removes(bounds)[0]:
        assert away.all()
    if not away.any():
        assert not cut.crosses(bounds)[0]
    assert not (cut.removes(bounds)[0] and cut.crosses(bounds)[0])
    moved = sections.cut(offset).cut_away(corners - np.asarray(offset))
    values = cut.rows[:, :3] @ corners.T + cut.rows[:, 3:]
    clear = (np.abs(values) > 1e-5).all(axis=0) if len(values) else np.ones(8, dtype=bool)
    assert (moved == away)[clear].all()
