"""Pictures of findings: the elements are there in their colour, small ones have a ring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from box_mesh import Box, box_mesh
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId
from bimdesk.meshes import save_mesh
from bimdesk.scene.rings import RADIUS, draw_rings
from bimdesk.scene.shots import ShotMaker, ShotWanted

SIZE = (240, 160)
WALL, PIN, HIDDEN = ElementId(1), ElementId(2), ElementId(3)


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShotMaker]:
    folder: Path = tmp_path_factory.mktemp("shots") / "mesh"
    boxes = [
        Box(id=WALL, low=(0, 0, 0), high=(40, 0.4, 12)),
        Box(id=PIN, low=(20, 10, 0), high=(20.2, 10.2, 0.2)),
        Box(id=HIDDEN, low=(5, 3, 0), high=(15, 9, 3), ifc_class="IfcSpace"),
    ]
    save_mesh(box_mesh(boxes), folder)
    made = ShotMaker(folder.parent)
    yield made
    made.close()


def red(pixels: NDArray[np.uint8]) -> int:
    """How many pixels are clearly red."""
    values = pixels[:, :, :3].astype(int)
    return int((values[:, :, 0] - values[:, :, 1:].max(axis=2) > 60).sum())


def draw(maker: ShotMaker, element: ElementId, *, overview: bool) -> NDArray[np.uint8]:
    pixels = maker.draw(ShotWanted(elements=[element], color="#d92d20", size=SIZE, overview=overview))
    assert pixels is not None
    return pixels


def test_that_an_element_is_seen_in_its_colour_and_larger_from_near_by(maker: ShotMaker) -> None:
    assert red(draw(maker, WALL, overview=True)) > 500
    far, near = red(draw(maker, PIN, overview=True)), red(draw(maker, PIN, overview=False))
    assert 0 < far < 400  # its ring
    assert near > 100


def test_that_an_element_of_a_hidden_class_is_shown_for_its_picture(maker: ShotMaker) -> None:
    assert red(draw(maker, HIDDEN, overview=True)) > 100


def test_that_elements_without_geometry_have_no_picture(maker: ShotMaker) -> None:
    wanted = ShotWanted(elements=[ElementId(99)], color="#d92d20", size=SIZE, overview=True)
    assert maker.draw(wanted) is None


def test_that_a_ring_goes_round_its_place_and_over_the_edge() -> None:
    white = np.full((60, 60, 4), 255, dtype=np.uint8)
    drawn = draw_rings(white, np.array([[30.0, 30.0], [-5.0, 70.0]]), "#ff0000")
    assert tuple(drawn[30, round(30 + RADIUS)][:3]) == (255, 0, 0)
    assert tuple(drawn[30, 30][:3]) == (255, 255, 255)
    assert (white == 255).all()
