"""The lids of solids that sections cut through: flat faces where one would look into them.

How a lid is found is told in `clip_shader`. Where two solids overlap, the front of one stands before the back
of the other, and the lid behind would be missing. So solids that may overlap are drawn in groups, each with a
depth of its own; whether a place is inside any of them is what counts, and all lids have one colour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh
from bimdesk.scene.clip_shader import CutShading
from bimdesk.scene.cut import Cut
from bimdesk.scene.look import Look
from bimdesk.scene.palette import unit_color
from bimdesk.scene.polydata import IndexedActor, SharedPoints
from bimdesk.scene.ranges import gather, part_flags
from bimdesk.scene.solids import Solids
from bimdesk.scene.views import ModelView

Flags = NDArray[np.bool_]
GROUPS = 3
"""Depths for solids that overlap; three make do for walls that meet at a corner or cross."""
_MOST_COMPARED = 1_000
"""Solids that are told apart by their boxes; more are dealt out in turn."""
_LEAST_OVERLAP = 1e-3
"""Metres: boxes that reach less far into one another only touch."""


class Lids:
    """The actors of the lids of one model: `groups` for what is drawn, `selected` over the selection."""

    def __init__(self, mesh: Mesh, shared: SharedPoints, shading: CutShading) -> None:
        self._mesh = mesh
        self._solids = Solids(mesh)
        self._shared, self._shading = shared, shading
        self.groups = tuple(self._pair() for _ in range(GROUPS))
        self.selected = self._pair()

    @property
    def actors(self) -> tuple[IndexedActor, ...]:
        return tuple(one for pair in (*self.groups, self.selected) for one in pair)

    def set_look(self, look: Look) -> None:
        """Take the theme's colours."""
        for _front, lid in self.groups:
            lid.actor.GetProperty().SetColor(*unit_color(look.lid))
        self.selected[1].actor.GetProperty().SetColor(*unit_color(look.selected_lid))

    def show(self, view: ModelView, cut: Cut) -> None:
        """Close what `cut`, in the model's own coordinates, goes through."""
        mesh = self._mesh
        crossed = cut.crosses(mesh.element_bounds) if cut else np.zeros_like(view.solid)
        shown = np.flatnonzero(view.solid & crossed)
        opaque = view.colors[:, 3] == 255
        dealt = deal(mesh.element_bounds[shown])
        for number, pair in enumerate(self.groups):
            elements = np.zeros_like(view.solid)
            elements[shown[dealt == number]] = True
            self._fill(pair, elements, opaque)
        self._fill(self.selected, view.selected & crossed, np.ones_like(opaque))

    def _fill(self, pair: tuple[IndexedActor, IndexedActor], elements: Flags, wanted: Flags) -> None:
        parts = self._solids.closed(elements) & part_flags(self._mesh, elements) & wanted
        inwards = parts & self._solids.inside_out
        faces = gather(self._mesh.faces, self._mesh.part_faces, parts & ~inwards)
        if inwards.any():
            turned = gather(self._mesh.faces, self._mesh.part_faces, inwards)[:, ::-1]
            faces = np.ascontiguousarray(np.concatenate([faces, turned]))
        for one in pair:
            one.set_cells(faces)

    def _pair(self) -> tuple[IndexedActor, IndexedActor]:
        front = IndexedActor(self._shared, 3, self._shading.front)
        lid = IndexedActor(self._shared, 3, self._shading.lid)
        for one in (front, lid):
            one.actor.GetProperty().LightingOff()
        front.actor.GetProperty().BackfaceCullingOn()
        lid.actor.GetProperty().FrontfaceCullingOn()
        return front, lid


def deal(boxes: NDArray[np.floating]) -> NDArray[np.int64]:
    """int64 (n,): a group for each box (n, 6), so that as few as can be overlap within a group."""
    count = len(boxes)
    groups = np.arange(count) % GROUPS
    if count > _MOST_COMPARED:
        return groups
    low, high = boxes[:, :3] + _LEAST_OVERLAP, boxes[:, 3:] - _LEAST_OVERLAP
    groups[:] = 0
    for row in range(1, count):
        meets = ((low[:row] < high[row]) & (high[:row] > low[row])).all(axis=1)
        if meets.any():
            groups[row] = np.bincount(groups[:row][meets], minlength=GROUPS).argmin()
    return groups
