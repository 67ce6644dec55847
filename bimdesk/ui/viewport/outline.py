"""The lines that outline a hovered element, painted over the picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.state import SceneState

_MOST = 1500
"""Lines from which the outline of the element's box stands in for its own."""


def outline_of(state: SceneState, ref: ElementRef) -> NDArray[np.float64] | None:
    """float64 (k, 2, 3), scene coordinates: the element's edges; its box's where it has none or too many."""
    if ref.model not in state:
        return None
    entry = state.entry(ref.model)
    rows = entry.rows([ref.element])
    if not len(rows):
        return None
    mesh, row = entry.mesh, int(rows[0])
    offset = mesh.origin - state.origin
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    edges = mesh.edges[int(mesh.part_edges[first]) : int(mesh.part_edges[last])]
    if 0 < len(edges) <= _MOST:
        return np.asarray(mesh.vertices[edges].astype(np.float64) + offset)
    return _box_edges(mesh.element_bounds[row].astype(np.float64)) + offset


def _box_edges(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = bounds[:3], bounds[3:]
    lines = []
    for axis in range(3):
        others = [i for i in range(3) if i != axis]
        for a in (0, 1):
            for b in (0, 1):
                start = np.array([low, high])[0].copy()
                start[others[0]] = (low, high)[a][others[0]]
                start[others[1]] = (low, high)[b][others[1]]
                end = start.copy()
                end[axis] = high[axis]
                lines.append((start, end))
    return np.array(lines)
