"""Surfaces of two elements in one plane: the picture shows one of them throughout, from everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from box_mesh import Box, box_mesh

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.entry import make_entry
from bimdesk.scene.look import LIGHT
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.sections import Sections, make_plane
from bimdesk.scene.state import SceneState
from bimdesk.scene.views import Frame, Tier

KEY = ModelKey("m")
SIZE = (480, 300)
_TURN = np.radians(33.3)
TURNED = np.array(
    [(np.cos(_TURN), -np.sin(_TURN), 0), (np.sin(_TURN), np.cos(_TURN), 0), (0, 0, 1)], dtype=np.float64
)
MOVED = np.array([17.3, -21.7, 3.1])


@pytest.fixture(scope="module")
def renderer() -> Iterator[SceneRenderer]:
    made = SceneRenderer()
    yield made
    made.close()


def scene(first: str, second: str) -> SceneState:
    """Two walls whose fronts lie in one plane; turned, so that their corners are rounded differently."""
    mesh = box_mesh([Box(id=1, high=(40, 0.3, 12)), Box(id=2, low=(3, 0, 1), high=(37, 0.2, 11))])
    vertices = (mesh.vertices.astype(np.float64) @ TURNED.T + MOVED).astype(np.float32)
    corners = vertices.reshape(-1, 8, 3)
    bounds = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    state = SceneState()
    state.put_model(make_entry(KEY, replace(mesh, vertices=vertices, element_bounds=bounds)))
    state.highlight({ElementRef(KEY, ElementId(1)): first, ElementRef(KEY, ElementId(2)): second})
    return state


def flickering(renderer: SceneRenderer, state: SceneState, camera: Camera) -> float:
    """The share of the common front that shows another colour than most of it."""
    frame = Frame(
        size=SIZE, camera=camera, models=state.views(), look=LIGHT.with_edges(False), tier=Tier.STILL
    )
    pixels = renderer.draw(frame).pixels[:, :, :3].astype(np.int64)
    x, z = np.meshgrid(np.linspace(5, 35, 60), np.linspace(3, 10, 30))
    front = np.stack([x.ravel(), np.zeros(x.size), z.ravel()], axis=1) @ TURNED.T + MOVED
    column, row, _ = camera.project(front, SIZE).T.astype(np.int64)
    found = pixels[row, column]
    return float((np.abs(found - np.median(found, axis=0)).max(axis=1) > 6).mean())


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("colors", [("#c04030", "#3050c0"), ("#eeebe4", "#cfccc5")])
def test_that_faces_in_one_plane_do_not_flicker(
    renderer: SceneRenderer, colors: tuple[str, str], parallel: bool
) -> None:
    state = scene(*colors)
    for azimuth in (-79.7, -63.7, -39.7, -23.7):
        camera = replace(Camera(focal=np.zeros(3)), azimuth=azimuth, elevation=12, parallel=parallel)
        assert flickering(renderer, state, camera.fit(box_corners(state.bounds()), SIZE)) < 0.01


def test_that_they_do_not_flicker_in_a_section_either(renderer: SceneRenderer) -> None:
    state = scene("#c04030", "#3050c0")
    state.set_sections(Sections().with_plane(make_plane(Sections(), (0, 0, 14), (0, 0, 1))))
    camera = replace(Camera(focal=np.zeros(3)), azimuth=-63.7, elevation=12)
    assert flickering(renderer, state, camera.fit(box_corners(state.bounds()), SIZE)) < 0.01
