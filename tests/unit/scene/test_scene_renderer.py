"""Pixels of drawn frames: what is where the camera says, with no display needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.errors import BadInputError
from bimdesk.meshes import Mesh, save_mesh
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import DARK, LIGHT, Look
from bimdesk.scene.loop import Listener, RenderLoop
from bimdesk.scene.offscreen import render_picture
from bimdesk.scene.palette import unit_color
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Picture, Tier

KEY = ModelKey("m")
SIZE = (320, 240)


@pytest.fixture(scope="module")
def renderer() -> Iterator[SceneRenderer]:
    made = SceneRenderer()
    yield made
    made.close()


def ref(element: int) -> ElementRef:
    return ElementRef(KEY, ElementId(element))


def three_walls() -> Mesh:
    """1 and 2 side by side along X; 3 stands behind both."""
    return box_mesh(
        [
            Box(id=1, low=(0, 0, 0), high=(2, 0.2, 3)),
            Box(id=2, low=(3, 0, 0), high=(5, 0.2, 3)),
            Box(id=3, low=(0, 4, 0), high=(5, 4.2, 3)),
        ]
    )


def scene(mesh: Mesh) -> SceneState:
    state = SceneState()
    state.put_model(make_entry(KEY, mesh))
    return state


def front(state: SceneState) -> Camera:
    return Camera(focal=np.zeros(3)).seen_from("front").fit(box_corners(state.bounds()), SIZE)


def draw(
    renderer: SceneRenderer, state: SceneState, camera: Camera, *, tier: Tier = Tier.STILL, look: Look = LIGHT
) -> Picture:
    return renderer.draw(Frame(size=SIZE, camera=camera, models=state.views(), look=look, tier=tier))


def pixel(picture: Picture, camera: Camera, point: tuple[float, float, float]) -> NDArray[np.int64]:
    x, y, _ = camera.project([point], SIZE)[0]
    return picture.pixels[int(y), int(x), :3].astype(np.int64)


def close_to(first: NDArray[np.int64], second: NDArray[np.int64], slack: int = 12) -> bool:
    return bool(np.abs(first - second).max() <= slack)


@pytest.mark.parametrize("tier", list(Tier))
def test_that_a_selected_element_is_blue_where_it_is_seen_even_behind_others(
    renderer: SceneRenderer, tier: Tier
) -> None:
    state = scene(three_walls())
    camera = front(state)
    state.set_selection([ref(3)])
    red, _, blue = pixel(draw(renderer, state, camera, tier=tier), camera, (1.0, 0.0, 1.5))
    assert blue > 150 > 80 > red


def test_that_an_unselected_element_has_the_colour_of_its_class(renderer: SceneRenderer) -> None:
    state = scene(three_walls())
    camera = front(state)
    red, green, blue = pixel(draw(renderer, state, camera), camera, (1.0, 0.0, 1.5))
    assert red >= green >= blue > 120


def test_that_a_hidden_element_is_gone_and_comes_back(renderer: SceneRenderer) -> None:
    state = scene(box_mesh([Box(id=1), Box(id=2, low=(3, 0, 0), high=(4, 1, 1))]))
    camera = front(state)
    place = (0.5, 0.0, 0.5)
    shown = pixel(draw(renderer, state, camera), camera, place)
    state.set_visible([ref(1)], False)
    hidden = pixel(draw(renderer, state, camera), camera, place)
    state.show_all()
    again = pixel(draw(renderer, state, camera), camera, place)
    assert not close_to(shown, hidden)
    assert close_to(shown, again, 0)


def test_that_glass_lets_what_is_behind_it_through(renderer: SceneRenderer) -> None:
    pane = Box(id=1, low=(0, 0, 0), high=(2, 0.02, 2), ifc_class="IfcWindow", color=(0.2, 0.8, 1, 0.3))
    behind = Box(id=2, low=(0, 3, 0), high=(2, 3.2, 2))
    state = scene(box_mesh([pane, behind]))
    camera = front(state)
    state.highlight({ref(2): "#d00000"})
    red, green, blue = pixel(draw(renderer, state, camera), camera, (1.0, 0.0, 1.0))
    assert red > green + 20 and red > blue + 20


def test_that_a_highlight_colours_its_element_alone(renderer: SceneRenderer) -> None:
    state = scene(three_walls())
    camera = front(state)
    before = draw(renderer, state, camera, tier=Tier.MOVING)
    state.highlight({ref(2): "#1b9e77"})
    after = draw(renderer, state, camera, tier=Tier.MOVING)
    red, green, _ = pixel(after, camera, (4.0, 0.0, 1.5))
    assert green > red + 40
    assert close_to(pixel(before, camera, (1.0, 0.0, 1.5)), pixel(after, camera, (1.0, 0.0, 1.5)), 0)


def test_that_ghosts_are_faint_and_the_selection_is_not(renderer: SceneRenderer) -> None:
    state = scene(three_walls())
    camera = front(state)
    empty = draw(renderer, SceneState(), camera)
    state.set_selection([ref(2)])
    state.ghost_others(True)
    ghosted = draw(renderer, state, camera)
    place = (1.0, 0.0, 1.5)
    assert close_to(pixel(ghosted, camera, place), pixel(empty, camera, place), 40)
    assert not close_to(pixel(ghosted, camera, place), pixel(empty, camera, place), 0)
    assert pixel(ghosted, camera, (4.0, 0.0, 1.5))[2] > 150


def test_that_the_ground_is_the_gradient_of_the_look(renderer: SceneRenderer) -> None:
    for look in (LIGHT, DARK):
        pixels = draw(renderer, SceneState(), Camera(focal=np.zeros(3)), look=look).pixels
        for row, color in ((0, look.background_top), (-1, look.background_bottom)):
            expected = np.rint(np.array(unit_color(color)) * 255).astype(np.int64)
            assert close_to(pixels[row, SIZE[0] // 2, :3].astype(np.int64), expected, 3)


def test_that_a_replaced_mesh_is_drawn_instead_of_the_old_one(renderer: SceneRenderer) -> None:
    state = scene(box_mesh([Box(id=1)]))
    camera = front(state)
    assert draw(renderer, state, camera).triangles == 12
    state.put_model(make_entry(KEY, box_mesh([Box(id=1), Box(id=2, low=(5, 0, 0), high=(6, 1, 1))])))
    assert draw(renderer, state, camera).triangles == 24


def test_that_the_size_of_a_picture_is_the_size_asked_for(renderer: SceneRenderer) -> None:
    for size in ((64, 48), (333, 201)):
        frame = Frame(size=size, camera=Camera(focal=np.zeros(3)), models=(), look=LIGHT, tier=Tier.STILL)
        assert renderer.draw(frame).pixels.shape == (size[1], size[0], 4)


def test_that_the_loop_draws_the_newest_request_and_ends() -> None:
    drawn: list[int] = []
    ready, last = threading.Event(), threading.Event()

    def on_drawn(picture: Picture) -> None:
        drawn.append(picture.frame.number)
        if picture.frame.number == 20:
            last.set()

    loop = RenderLoop(Listener(ready=lambda _name: ready.set(), drawn=on_drawn, failed=lambda _error: None))
    loop.start()
    assert ready.wait(60)
    for number in range(1, 21):
        camera = Camera(focal=np.zeros(3))
        loop.request(
            Frame(size=(64, 48), camera=camera, models=(), look=LIGHT, tier=Tier.MOVING, number=number)
        )
    assert last.wait(60)
    loop.stop()
    loop.stop()
    assert drawn == sorted(drawn)
    assert not [thread for thread in threading.enumerate() if thread.name == "bimdesk-render"]


def test_that_a_picture_is_written_from_a_model_folder(tmp_path: Path) -> None:
    save_mesh(three_walls(), tmp_path / "model" / "mesh")
    out = render_picture(
        [tmp_path / "model"], tmp_path / "new" / "picture.png", width=200, height=120, theme="dark"
    )
    data = out.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (200, 120)


def test_that_a_folder_without_a_mesh_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no geometry"):
        render_picture([tmp_path], tmp_path / "picture.png")


def test_that_a_wire_is_one_line_in_the_dark_and_no_row_of_dashes(renderer: SceneRenderer) -> None:
    wire = Box(id=1, low=(0, 0, 1), high=(24, 0.02, 1.02))
    state = SceneState()
    state.put_model(make_entry(ModelKey("wire"), box_mesh([wire, Box(id=2, low=(0, 6, 0), high=(24, 8, 3))])))
    size = (640, 480)
    camera = Camera(focal=np.zeros(3)).seen_from("home").fit(box_corners(state.bounds()), size)
    frame = Frame(size=size, camera=camera, models=state.views(), look=DARK, tier=Tier.STILL)
    pixels = renderer.draw(frame).pixels[:, :, :3].astype(np.int64).sum(axis=2)
    places = camera.project([(x, 0.01, 1.01) for x in np.linspace(1, 23, 400)], size)[:, :2].astype(int)
    light = np.array([(pixels[y - 2 : y + 3, x] - pixels[y + 8, x]).sum() for x, y in places])
    assert light.min() > 0.75 * light.max()
