"""Which parts of a mesh are closed bodies, which can get a lid, and which of them are inside out.

Of a closed surface the areas, taken as vectors, add up to nothing, and the sign of its volume says whether
the triangles face outwards: two sums over the triangles, no search for neighbours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh
from bimdesk.scene.ranges import counts, gather, part_flags

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
_OPEN_SHARE = 0.02
"""Share of its area that a surface may miss and still count as closed."""


class Solids:
    """Looks at elements when they are first asked for, and remembers."""

    def __init__(self, mesh: Mesh) -> None:
        self._mesh = mesh
        self._known = np.zeros(mesh.element_count, dtype=bool)
        self._closed = np.zeros(len(mesh.part_colors), dtype=bool)
        self.inside_out = np.zeros(len(mesh.part_colors), dtype=bool)
        """bool (p,): of those that were asked for, parts whose triangles face inwards."""

    def closed(self, elements: Flags) -> Flags:
        """bool (p,): the closed parts of the flagged elements; an open part of a closed element counts."""
        fresh = elements & ~self._known
        if fresh.any():
            closed, inwards = _closed_parts(self._mesh, fresh)
            self._closed |= closed
            self.inside_out |= inwards
            self._known |= fresh
        return self._closed & part_flags(self._mesh, elements)


def _closed_parts(mesh: Mesh, elements: Flags) -> tuple[Flags, Flags]:
    """bool (p,) twice: closed, and closed with the triangles facing inwards."""
    parts = part_flags(mesh, elements)
    chosen = np.flatnonzero(parts)
    element_of = np.repeat(np.arange(mesh.element_count), counts(mesh.element_parts))[chosen]
    area, vector, volume = _sums(mesh, parts, element_of)
    whole = [_per(element_of, values, mesh.element_count) for values in (area, *vector.T, volume)]
    bodies = _is_closed(whole[0], np.stack(whole[1:4], axis=1), whole[4])
    alone = _is_closed(area, vector, volume)
    closed, inwards = np.zeros((2, len(parts)), dtype=bool)
    closed[chosen] = alone | bodies[element_of]
    inwards[chosen] = np.where(alone, volume < 0, bodies[element_of] & (whole[4][element_of] < 0))
    return closed, inwards


def _is_closed(area: Floats, vector: Floats, volume: Floats) -> Flags:
    return np.asarray((area > 0) & (np.linalg.norm(vector, axis=1) <= _OPEN_SHARE * area) & (volume != 0))


def _sums(mesh: Mesh, parts: Flags, element_of: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Of each flagged part: twice its area, its vector area (k, 3), six times its volume.

    Volumes of one element are taken about one point, the middle of its box, so that they may be added.
    """
    count = len(element_of)
    owner = np.repeat(np.arange(count), counts(mesh.part_faces)[parts])
    bounds = mesh.element_bounds[element_of]
    base = ((bounds[:, :3] + bounds[:, 3:]) / 2)[owner]
    faces = gather(mesh.faces, mesh.part_faces, parts)
    a, b, c = (mesh.vertices[faces[:, i]] - base for i in range(3))
    normal = np.cross(b - a, c - a)
    area = _per(owner, np.linalg.norm(normal, axis=1), count)
    volume = _per(owner, (a * normal).sum(axis=1), count)
    vector = np.stack([_per(owner, normal[:, axis], count) for axis in range(3)], axis=1)
    return area, vector, volume


def _per(owner: NDArray[np.int64], values: NDArray[np.floating], count: int) -> Floats:
    """float64 (count,): the sum of the `values` of each owner."""
    return np.asarray(np.bincount(owner, values, count), dtype=np.float64)
