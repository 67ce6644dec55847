"""Pictures of a few elements of a model, the rest as ghosts: where they are, and each from near by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.camera import Camera, Floats, box_corners
from bimdesk.scene.entry import ModelEntry
from bimdesk.scene.ids import ElementIds
from bimdesk.scene.look import LIGHT
from bimdesk.scene.offscreen import load_scene
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.rings import draw_rings
from bimdesk.scene.views import Frame, Tier

_KEY = ModelKey("0")
_PAPER = replace(LIGHT.with_background("#f1f4f7", "#ffffff"), ghost_alpha=0.13, ghost_edge_alpha=0.34)
_AROUND = 2.4
"""How many times its own size the surroundings of an element are that a near picture shows."""
_LEAST = 3.5
"""Metres: a near picture shows at least so much."""
_SMALL = 16.0
"""Pixels: elements that look smaller have a ring round them."""
_MOST_RINGS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotWanted:
    """Which elements, in which colour (`#rrggbb`); `overview`: with the whole model, else from near by."""

    elements: Sequence[ElementId]
    color: str
    size: tuple[int, int]
    overview: bool


class ShotMaker:
    """Draws pictures of one model; `close` when done. Raises BadInputError where `folder` has no mesh."""

    def __init__(self, folder: Path) -> None:
        self._state = load_scene({_KEY: folder})
        self._entry: ModelEntry = next(iter(self._state))
        self._renderer = SceneRenderer()

    def draw(self, wanted: ShotWanted) -> NDArray[np.uint8] | None:
        """uint8 (height, width, 4); None where no element of the shot has geometry."""
        rows = self._entry.rows(wanted.elements)
        if not len(rows):
            return None
        state, ids = self._state, self._entry.mesh.element_ids[rows]
        state.show_all()
        state.set_visible(ElementIds({_KEY: ids}), True)
        state.highlight({ElementRef(_KEY, ElementId(int(one))): wanted.color for one in ids})
        state.ghost_others(True)
        boxes = self._entry.mesh.element_bounds[rows].astype(np.float64)
        camera = self._camera(boxes, wanted)
        frame = Frame(size=wanted.size, camera=camera, models=state.views(), look=_PAPER, tier=Tier.STILL)
        pixels = self._renderer.draw(frame).pixels
        return draw_rings(pixels, _ring_places(camera, boxes, wanted.size), wanted.color)

    def close(self) -> None:
        self._renderer.close()

    def _camera(self, boxes: Floats, wanted: ShotWanted) -> Camera:
        own = _union(boxes)
        whole = self._state.bounds()
        model = _union(whole) if len(whole) else own
        if wanted.overview:
            return _turned(own, model).fit(box_corners(np.stack([model, own])), wanted.size)
        return _near(own, model).fit(box_corners(_around(own)), wanted.size, fill=0.98)


def _turned(own: Floats, model: Floats) -> Camera:
    """From the side of the model on which the elements are, from above."""
    away = _middle(own)[:2] - _middle(model)[:2]
    reach = np.abs(model[3:5] - model[:2]) / 2 + 1e-6
    x, y = away / reach
    azimuth = {(True, True): 32.0, (False, True): 148.0, (False, False): -122.0, (True, False): -58.0}[
        (bool(x >= -0.15), bool(y > 0.15))
    ]
    return Camera(focal=_middle(model), azimuth=azimuth, elevation=28.0)


def _near(own: Floats, model: Floats) -> Camera:
    """Towards the wide side of an upright element, from outside; from higher where it lies flat."""
    size = own[3:] - own[:3]
    axis = 0 if size[0] < size[1] else 1
    outwards = 1.0 if _middle(own)[axis] >= _middle(model)[axis] else -1.0
    straight = {(0, 1.0): 0.0, (0, -1.0): 180.0, (1, 1.0): 90.0, (1, -1.0): -90.0}[(axis, outwards)]
    is_flat = size[2] < 0.35 * max(size[0], size[1])
    return Camera(focal=_middle(own), azimuth=straight + 32.0, elevation=42.0 if is_flat else 22.0)


def _around(own: Floats) -> Floats:
    """The box with its surroundings."""
    half = (own[3:] - own[:3]) / 2
    reach = max(_LEAST / 2, float(half.max()) * _AROUND / 2)
    wide = np.maximum(half * 1.15, reach * np.array([0.8, 0.8, 0.6]))
    middle = _middle(own)
    return np.concatenate([middle - wide, middle + wide])


def _ring_places(camera: Camera, boxes: Floats, size: tuple[int, int]) -> Floats:
    """float64 (n, 2): the middles, in pixels, of elements that would be overlooked."""
    corners = camera.project(box_corners(boxes), size)[:, :2].reshape(-1, 8, 2)
    extent = (corners.max(axis=1) - corners.min(axis=1)).max(axis=1)
    small: Floats = np.asarray(corners.mean(axis=1))[extent < _SMALL]
    return small if len(small) <= _MOST_RINGS else small[:0]


def _union(boxes: Floats) -> Floats:
    return np.concatenate([boxes[:, :3].min(axis=0), boxes[:, 3:].max(axis=0)])


def _middle(box: Floats) -> Floats:
    return np.asarray((box[:3] + box[3:]) / 2)
