"""Large models are drawn in pieces; a piece whose elements are all out of view is left out of a frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh
from bimdesk.scene.camera import HALF_TANGENT, Camera
from bimdesk.scene.polydata import IndexedActor
from bimdesk.scene.ranges import counts

Floats = NDArray[np.float64]
_NOWHERE = np.array([0.0, 0.0, 0.0, -1.0, -1.0, -1.0])


class Pieces:
    """Actors that have the rows of a model between them, in its own order: storey by storey in most files."""

    def __init__(self, actors: Sequence[IndexedActor]) -> None:
        self.actors = tuple(actors)
        self._boxes = np.tile(_NOWHERE, (len(self.actors), 1))

    def share_out(
        self, cells: NDArray[np.uint32], mesh: Mesh, starts: NDArray[np.uint32], parts: NDArray[np.bool_]
    ) -> None:
        """Draw `cells`, the rows that `starts` gives the flagged parts."""
        size = -(-len(cells) // len(self.actors))
        rows = np.concatenate([[0], np.cumsum(np.where(parts, counts(starts), 0))])
        borders = rows[mesh.element_parts.astype(np.int64)]
        for place, actor in enumerate(self.actors):
            first, last = place * size, min((place + 1) * size, len(cells))
            actor.set_cells(cells[first:last])
            self._boxes[place] = _box_of(mesh.element_bounds, borders, first, last)

    def look(self, camera: Camera, offset: Floats, size: tuple[int, int]) -> None:
        """Note which are in view. `offset`: where the mesh's origin lies in the scene."""
        seen = boxes_in_view(self._boxes + np.tile(offset, 2), camera, size)
        for actor, is_seen in zip(self.actors, seen.tolist(), strict=True):
            actor.in_view = is_seen

    def show(self) -> None:
        """Let those be drawn that have rows and are in view."""
        for actor in self.actors:
            actor.actor.SetVisibility(actor.wanted)


def boxes_in_view(boxes: Floats, camera: Camera, size: tuple[int, int]) -> NDArray[np.bool_]:
    """bool (n,): false where the box (x0 y0 z0 x1 y1 z1, scene coordinates) is surely out of the picture."""
    right, up, forward = camera.axes
    wide = size[0] / max(size[1], 1)
    middle = (boxes[:, :3] + boxes[:, 3:]) / 2 - camera.eye
    half = (boxes[:, 3:] - boxes[:, :3]) / 2
    in_view = (half >= 0).all(axis=1)
    if camera.parallel:
        reach = camera.half_height
        sides = [(axis * sign, far) for axis, far in ((right, reach * wide), (up, reach)) for sign in (1, -1)]
    else:
        in_view &= _nearest(middle, half, -forward) <= 0
        sides = [
            (axis * sign - forward * slope, 0.0)
            for axis, slope in ((right, HALF_TANGENT * wide), (up, HALF_TANGENT))
            for sign in (1, -1)
        ]
    for outwards, far in sides:
        in_view &= _nearest(middle, half, outwards) <= far
    return np.asarray(in_view)


def _nearest(middle: Floats, half: Floats, outwards: Floats) -> Floats:
    """How far the corner lies along `outwards` that is least far."""
    return np.asarray((middle * outwards).sum(axis=1) - (np.abs(half) * np.abs(outwards)).sum(axis=1))


def _box_of(bounds: NDArray[np.float32], borders: NDArray[np.int64], first: int, last: int) -> Floats:
    """The box around the elements that have some of the rows first .. last."""
    begin = max(int(np.searchsorted(borders, first, side="right")) - 1, 0)
    end = int(np.searchsorted(borders, last, side="left"))
    inside = bounds[begin:end][borders[begin + 1 : end + 1] > borders[begin:end]]
    if first >= last or not len(inside):
        return _NOWHERE
    return np.concatenate([inside[:, :3].min(axis=0), inside[:, 3:].max(axis=0)]).astype(np.float64)
