"""Large and far scenes: what moving leaves out comes back at rest, far models stay sharp, removed ones go."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from numpy.typing import NDArray

from bimdesk.domain.georeference import Placement
from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import Mesh, load_mesh, placed_mesh, save_mesh
from bimdesk.scene import actors as actors_module
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.distance import far_apart, shift_beside
from bimdesk.scene.entry import make_entry, open_mesh
from bimdesk.scene.look import DARK, LIGHT
from bimdesk.scene.palette import ColorMode
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Picture, Tier

A, B = ModelKey("a"), ModelKey("b")
SIZE = (240, 180)
NO_SHADOW = replace(LIGHT, shadow_strength=0.0)


@pytest.fixture
def renderer() -> Iterator[SceneRenderer]:
    made = SceneRenderer()
    yield made
    made.close()


def grid(side: int) -> Mesh:
    """Boxes of 0.2 to 0.8 m in a square, ids from 1."""
    boxes = []
    for number in range(side * side):
        x, y, size = number % side, number // side, 0.2 + 0.6 * (number % 7) / 6
        boxes.append(Box(id=number + 1, low=(x, y, 0), high=(x + size, y + size, size)))
    return box_mesh(boxes)


def scene(*models: tuple[ModelKey, Mesh]) -> SceneState:
    state = SceneState()
    for key, mesh in models:
        state.put_model(make_entry(key, mesh))
    return state


def frame(state: SceneState, camera: Camera, tier: Tier, look: object = LIGHT) -> Frame:
    return Frame(size=SIZE, camera=camera, models=state.views(), look=look, tier=tier)  # type: ignore[arg-type]


def fitted(state: SceneState, view: str = "home", refs: object = None) -> Camera:
    boxes = state.bounds() if refs is None else state.bounds(refs)  # type: ignore[arg-type]
    return Camera(focal=np.zeros(3)).seen_from(view).fit(box_corners(boxes), SIZE)


def test_that_moving_leaves_elements_out_and_no_element_is_missing_at_rest(renderer: SceneRenderer) -> None:
    state = scene((A, grid(12)))
    camera = fitted(state)
    whole = renderer.draw(frame(state, camera, Tier.STILL))
    renderer._moving.budget = 300
    moving = renderer.draw(frame(state, camera, Tier.MOVING))
    assert 200 < moving.triangles <= 300
    for tier in (Tier.CLEAR, Tier.RESTING, Tier.STILL):
        assert renderer.draw(frame(state, camera, tier)).triangles == 144 * 12 == whole.triangles
    again = renderer.draw(frame(state, camera, Tier.STILL))
    assert np.array_equal(again.pixels, whole.pixels)


def test_that_the_largest_elements_in_view_are_those_that_stay_while_moving(renderer: SceneRenderer) -> None:
    state = scene((A, grid(12)))
    near = fitted(state, refs=[ElementRef(A, ElementId(number)) for number in (1, 2, 13, 14)])
    renderer._moving.budget = 400
    chosen = renderer._moving.choose(frame(state, near, Tier.MOVING))[A].solid
    assert chosen[[1, 12, 13]].all(), "what one looks at is there"
    assert not chosen[-12:].all(), "what is outside the view is not"


def test_that_the_budget_of_moving_frames_follows_the_measured_time(renderer: SceneRenderer) -> None:
    choice = renderer._moving
    before = choice.budget
    choice.measured(0.120, 0.060, before)
    assert 0.6 * before < choice.budget < 0.7 * before
    choice.measured(0.010, 0.060, choice.budget)
    assert choice.budget > 0.7 * before
    kept = choice.budget
    choice.measured(0.010, 0.060, 100)
    assert choice.budget == kept, "a frame that had less to draw says nothing"


def test_that_hiding_and_selecting_are_seen_in_a_moving_frame(renderer: SceneRenderer) -> None:
    state = scene((A, grid(12)))
    camera = fitted(state)
    renderer._moving.budget = 300
    renderer.draw(frame(state, camera, Tier.MOVING))
    state.isolate([ElementRef(A, ElementId(5))])
    assert renderer.draw(frame(state, camera, Tier.MOVING)).triangles == 12
    state.set_selection([ElementRef(A, ElementId(5))])
    moving = renderer.draw(frame(state, camera, Tier.MOVING)).pixels.astype(int)
    assert (moving[..., 2] - moving[..., 0] > 100).any(), "the blue of the selection"


def test_that_pieces_give_the_picture_that_one_piece_gives(
    renderer: SceneRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = scene((A, grid(6)))
    camera = fitted(state)
    at_once = renderer.draw(frame(state, camera, Tier.STILL))
    monkeypatch.setattr(actors_module, "PIECE", 100)
    fresh = scene((B, grid(6)))
    asked: list[bool] = []
    picture = renderer.draw_unless(frame(fresh, camera, Tier.STILL), lambda: bool(asked.append(True)))
    assert picture is not None
    assert len(asked) >= 10, "five pieces of faces and five of edges"
    assert np.array_equal(picture.pixels, at_once.pixels)
    assert 0 < picture.held < picture.seconds


@pytest.mark.parametrize("tier", [Tier.MOVING, Tier.CLEAR, Tier.STILL])
def test_that_a_frame_is_broken_off_between_its_actors_and_leaves_nothing_behind(
    renderer: SceneRenderer, monkeypatch: pytest.MonkeyPatch, tier: Tier
) -> None:
    monkeypatch.setattr(actors_module, "PIECE", 100)
    state = scene((A, grid(6)))
    camera = fitted(state)
    expected = renderer.draw(frame(state, camera, tier))
    asked: list[bool] = []

    def overtaken() -> bool:
        asked.append(True)
        return len(asked) >= 3

    assert renderer.draw_unless(frame(state, camera, tier), overtaken) is None
    assert len(asked) == 3, "nothing is drawn after that"
    assert np.array_equal(renderer.draw(frame(state, camera, tier)).pixels, expected.pixels)


def test_that_the_first_quick_frame_of_a_model_is_finished() -> None:
    fresh = SceneRenderer()
    try:
        state = scene((A, grid(3)))
        camera = fitted(state)
        assert fresh.draw_unless(frame(state, camera, Tier.MOVING), lambda: True) is not None
        assert fresh.draw_unless(frame(state, camera, Tier.MOVING), lambda: True) is None
    finally:
        fresh.close()


def panes() -> Mesh:
    """A red pane before a blue one, seen from the front."""
    return box_mesh(
        [
            Box(id=1, low=(0, 0, 0), high=(2, 0.02, 2), color=(1, 0, 0, 0.3)),
            Box(id=2, low=(0, 1, 0), high=(2, 1.02, 2), color=(0, 0, 1, 0.3)),
        ]
    )


@pytest.mark.parametrize("tier", [Tier.MOVING, Tier.STILL])
def test_that_the_nearer_of_two_panes_colours_more(renderer: SceneRenderer, tier: Tier) -> None:
    state = scene((A, panes()))
    state.set_color_mode(ColorMode.AUTHORED)
    middle: dict[str, NDArray[np.int64]] = {}
    for view in ("front", "back"):
        picture = renderer.draw(frame(state, fitted(state, view), tier, NO_SHADOW))
        middle[view] = picture.pixels[SIZE[1] // 2, SIZE[0] // 2, :3].astype(np.int64)
    assert middle["front"][0] > middle["front"][2] + 10
    assert middle["back"][2] > middle["back"][0] + 10
    assert abs(int(middle["front"][0]) - int(middle["back"][2])) <= 4, "alike, with the colours swapped"


def test_that_a_model_500_km_away_is_drawn_as_at_the_origin(renderer: SceneRenderer) -> None:
    near, far = grid(6), replace(grid(6), origin=np.array([5.0e5, 4.0e5, 30.0]))
    alone, moved, both = scene((A, near)), scene((B, far)), scene((A, near), (B, far))
    camera = fitted(both, refs=[ElementRef(B, ElementId(number)) for number in range(1, 37)])
    for tier in (Tier.MOVING, Tier.STILL):
        plain = renderer.draw(frame(alone, fitted(alone), tier, NO_SHADOW)).pixels
        beside = renderer.draw(frame(both, camera, tier, NO_SHADOW)).pixels
        assert (np.abs(beside.astype(int) - plain).max(axis=2) > 2).mean() < 1e-3
    expected = renderer.draw(frame(alone, fitted(alone), Tier.STILL)).pixels
    assert np.array_equal(renderer.draw(frame(moved, fitted(moved), Tier.STILL)).pixels, expected)


def test_that_a_turned_placement_turns_vertices_and_boxes() -> None:
    mesh = replace(grid(2), origin=np.array([10.0, 0.0, 1.0]))
    placed = placed_mesh(mesh, Placement(cosine=0.0, sine=1.0, shift=(100.0, 0.0, 0.0)))
    assert np.allclose(placed.origin, [100.0, 10.0, 1.0])
    assert np.allclose(placed.element_bounds[1, :3], [0 - 0.3, 1, 0], atol=1e-6)
    low = placed.vertices[: int(placed.part_vertices[1])].min(axis=0)
    assert np.allclose(low, placed.element_bounds[0, :3])


def test_that_a_mere_shift_shares_all_arrays() -> None:
    mesh = grid(2)
    placed = placed_mesh(mesh, Placement(shift=(1.0, 2.0, 3.0)))
    assert placed.vertices is mesh.vertices
    assert np.allclose(placed.origin - mesh.origin, [1, 2, 3])


def test_that_models_kilometres_apart_are_told_and_can_stand_beside_each_other() -> None:
    near, far = grid(6), replace(grid(6), origin=np.array([4.12e5, 0.0, 30.0]))
    found = far_apart({A: near, B: far})
    assert found is not None
    assert (found.model, found.other, round(found.metres / 1000)) == (B, A, 412)
    beside = placed_mesh(far, Placement(shift=shift_beside(far, near)))
    assert far_apart({A: near, B: beside}) is None
    gap = beside.element_bounds[:, 0].min() + beside.origin[0] - near.element_bounds[:, 3].max()
    assert 0 < gap < 3


def test_that_a_stray_element_puts_no_model_far_away() -> None:
    boxes = [Box(id=i, low=(i, 0, 0), high=(i + 1, 1, 1)) for i in range(100)]
    stray = Box(id=999, low=(4e5, 0, 0), high=(4e5 + 1, 1, 1))
    assert far_apart({A: grid(6), B: box_mesh([*boxes, stray])}) is None


@pytest.mark.skipif(sys.platform != "linux", reason="counts the mappings in /proc")
def test_that_a_removed_model_lets_go_of_its_files(renderer: SceneRenderer, tmp_path: Path) -> None:
    save_mesh(grid(20), tmp_path / "mesh")
    state = scene((A, open_mesh(tmp_path)))
    camera = fitted(state)
    renderer._moving.budget = 300
    for tier in (Tier.MOVING, Tier.STILL):
        renderer.draw(frame(state, camera, tier))
    assert _mappings(tmp_path) > 0
    state.remove_model(A)
    renderer.draw(frame(state, camera, Tier.MOVING))
    gc.collect()
    assert _mappings(tmp_path) == 0
    assert load_mesh(tmp_path / "mesh").element_count == 400


def _mappings(folder: Path) -> int:
    return sum(str(folder) in line for line in Path("/proc/self/maps").read_text().splitlines())


def test_that_a_picture_tells_how_many_triangles_it_shows(renderer: SceneRenderer) -> None:
    state = scene((A, grid(3)))
    picture: Picture = renderer.draw(frame(state, fitted(state), Tier.STILL))
    assert picture.triangles == 9 * 12


def test_that_edges_hide_no_thin_member_in_the_dark_and_stay_on_thick_ones(renderer: SceneRenderer) -> None:
    """Edges are darker there than the background: a rod of two pixels would be all edge."""
    rods = [Box(id=n, low=(0, 3 * n, 0), high=(20, 3 * n + 0.1, 0.1)) for n in range(1, 6)]
    state = scene((A, box_mesh([*rods, Box(id=9, low=(0, 20, 0), high=(20, 30, 4))])))
    camera = fitted(state)
    look = replace(DARK, shadow_strength=0.0)
    bright = [
        int((renderer.draw(frame(state, camera, Tier.CLEAR, which)).pixels[..., :3].max(axis=2) > 110).sum())
        for which in (look, look.with_edges(False), replace(look, thin_edges=True))
    ]
    mended, without_edges, hidden = bright
    assert without_edges < mended < without_edges * 1.2, "rods have edges in their own colour"
    assert hidden < mended
    state.isolate([ElementRef(A, ElementId(9))])
    with_edges, without = (
        int((renderer.draw(frame(state, camera, Tier.CLEAR, which)).pixels[..., :3].max(axis=2) > 110).sum())
        for which in (look, look.with_edges(False))
    )
    assert with_edges < without, "the block keeps its dark edges"


def test_that_a_member_thinner_than_a_pixel_is_a_whole_line_in_the_dark(renderer: SceneRenderer) -> None:
    """Its faces alone meet the middle of a pixel here and there: far steel turned to dashes."""
    boxes = [Box(id=1, low=(0, 0, 0), high=(20, 0.02, 0.02)), Box(id=2, low=(0, 0, 12), high=(20, 9, 12.4))]
    state = scene((A, box_mesh(boxes)))
    camera = fitted(state)
    picture = renderer.draw(frame(state, camera, Tier.CLEAR, replace(DARK, shadow_strength=0.0))).pixels
    along = np.column_stack([np.linspace(1, 19, 60), np.full(60, 0.01), np.full(60, 0.01)])
    places = camera.project(along, SIZE)[:, :2].astype(int)
    brightest = [picture[y - 2 : y + 3, x - 2 : x + 3, :3].max() for x, y in places.tolist()]
    ground = int(picture[5, 5, :3].max())
    assert min(brightest) > ground + 40
