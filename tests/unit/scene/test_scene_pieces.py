"""What is out of view is not drawn, and nothing that is in view is missing; colours arrive as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene import actors as actors_module
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import LIGHT
from bimdesk.scene.pieces import Pieces, boxes_in_view
from bimdesk.scene.polydata import SharedPoints
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.sections import Sections, storey_plane
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Tier

KEY = ModelKey("a")
SIZE = (240, 180)
NUMBERS = st.floats(-30, 30)
POINTS = st.tuples(NUMBERS, NUMBERS, NUMBERS)


@pytest.fixture
def renderer() -> Iterator[SceneRenderer]:
    made = SceneRenderer()
    yield made
    made.close()


@given(
    POINTS,
    st.tuples(*[st.floats(0, 8)] * 3),
    POINTS,
    st.floats(0.5, 40),
    st.floats(-180, 180),
    st.floats(-89, 89),
    st.booleans(),
)
def test_that_no_box_with_a_corner_in_the_picture_is_taken_for_out_of_view(
    low: tuple[float, ...],
    extent: tuple[float, ...],
    focal: tuple[float, ...],
    distance: float,
    azimuth: float,
    elevation: float,
    parallel: bool,
) -> None:
    camera = replace(
        Camera(focal=np.array(focal)),
        distance=distance,
        azimuth=azimuth,
        elevation=elevation,
        parallel=parallel,
    )
    box = np.array([[*low, *np.add(low, extent)]])
    x, y, depth = camera.project(box_corners(box), SIZE).T
    with np.errstate(invalid="ignore"):
        inside = (depth > 1e-3) & (x > 0) & (x < SIZE[0]) & (y > 0) & (y < SIZE[1])
    assert boxes_in_view(box, camera, SIZE)[0] or not inside.any()


def test_that_a_box_behind_or_beside_the_camera_is_out_of_view_and_one_around_it_in() -> None:
    camera = replace(Camera(focal=np.zeros(3)), distance=10.0, azimuth=0.0, elevation=0.0)  # looks along -x
    boxes = np.array(
        [[-1, -1, -1, 1, 1, 1], [20, -1, -1, 22, 1, 1], [-1, 30, -1, 1, 32, 1], [-50, -50, -50, 50, 50, 50]]
    )
    assert boxes_in_view(boxes.astype(float), camera, SIZE).tolist() == [True, False, False, True]


def _street() -> SceneState:
    """Sixteen houses in a row, four boxes each."""
    boxes = [
        Box(id=4 * house + at + 1, low=(30 * house + 2 * at, 0, 0), high=(30 * house + 2 * at + 1, 5, 3))
        for house in range(16)
        for at in range(4)
    ]
    state = SceneState()
    state.put_model(make_entry(KEY, box_mesh(boxes)))
    return state


@pytest.mark.parametrize("parallel", [False, True])
def test_that_a_look_at_one_house_draws_its_pieces_alone_and_the_same_picture(
    renderer: SceneRenderer, monkeypatch: pytest.MonkeyPatch, parallel: bool
) -> None:
    monkeypatch.setattr(actors_module, "PIECE", 48)  # four boxes
    state = _street()
    house = [ElementRef(KEY, ElementId(number)) for number in (1, 2, 3, 4)]
    near = Camera(focal=np.zeros(3)).seen_from("front").fit(box_corners(state.bounds(house)), SIZE)
    near = replace(near, parallel=parallel)
    far = near.fit(box_corners(state.bounds()), SIZE)

    def draw(camera: Camera) -> np.ndarray:
        frame = Frame(size=SIZE, camera=camera, models=state.views(), look=LIGHT, tier=Tier.STILL)
        return renderer.draw(frame).pixels

    def drawn() -> int:
        (actors,) = renderer._models.values()
        return sum(bool(one.actor.GetVisibility()) for one in actors._opaque.actors)

    whole = draw(far)
    assert drawn() == 16
    picture = draw(near)
    assert drawn() <= 2
    monkeypatch.setattr(Pieces, "look", lambda *_args: None)
    for one in next(iter(renderer._models.values()))._opaque.actors:
        one.in_view = True
    assert np.array_equal(draw(near), picture)
    monkeypatch.undo()
    assert np.array_equal(draw(far), whole), "what was out of view comes back"


@given(st.lists(st.tuples(st.tuples(*[st.integers(0, 255)] * 4), st.integers(0, 5)), max_size=12))
def test_that_each_vertex_has_the_colour_of_its_part_and_no_glass(
    parts: list[tuple[tuple[int, ...], int]],
) -> None:
    counts = np.array([count for _color, count in parts], dtype=np.int64)
    shared = SharedPoints(np.zeros((int(counts.sum()), 3), np.float32))
    colors = np.array([color for color, _count in parts], dtype=np.uint8).reshape(-1, 4)
    shared.set_colors(colors, counts)
    wanted = [[*color[:3], 255] for color, count in parts for _ in range(count)]
    assert shared._colors.tolist() == wanted


def test_that_storeys_that_a_plan_cuts_away_are_not_drawn_and_come_back(renderer: SceneRenderer) -> None:
    boxes = [Box(id=at + 1, low=(0, 0, 3 * at), high=(4, 5, 3 * at + 2.5)) for at in range(8)]
    state = SceneState()
    state.put_model(make_entry(KEY, box_mesh(boxes)))
    camera = Camera(focal=np.zeros(3)).seen_from("home").fit(box_corners(state.bounds()), SIZE)

    def triangles(tier: Tier) -> int:
        frame = Frame(size=SIZE, camera=camera, models=state.views(), look=LIGHT, tier=tier)
        return renderer.draw(frame).triangles

    assert triangles(Tier.CLEAR) == 8 * 12
    plane = storey_plane(Sections(), 3.0, (2, 2, 0), name="Level 1")
    state.set_sections(state.sections.with_plane(plane))
    assert triangles(Tier.CLEAR) == 2 * 12, "the ground floor and the one that is cut"
    renderer._moving.budget = 24
    assert triangles(Tier.MOVING) == 2 * 12, "what is cut away takes nothing of the budget"
    state.set_sections(Sections())
    assert triangles(Tier.CLEAR) == 8 * 12
