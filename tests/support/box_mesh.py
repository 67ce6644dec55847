"""Meshes of boxes for tests of the scene: known places, classes and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bimdesk.meshes import Mesh

_CORNERS = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)], dtype=np.float32)
_FACES = np.array(
    [
        *((0, 2, 3), (0, 3, 1), (4, 5, 7), (4, 7, 6), (0, 1, 5), (0, 5, 4)),
        *((2, 6, 7), (2, 7, 3), (0, 4, 6), (0, 6, 2), (1, 3, 7), (1, 7, 5)),
    ],
    dtype=np.uint32,
)
_EDGES = np.array(
    [(0, 1), (1, 3), (3, 2), (2, 0), (4, 5), (5, 7), (7, 6), (6, 4), (0, 4), (1, 5), (2, 6), (3, 7)],
    dtype=np.uint32,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One element; `low` and `high` in metres, `color` as authored (alpha -1: none given)."""

    id: int
    low: tuple[float, float, float] = (0, 0, 0)
    high: tuple[float, float, float] = (1, 1, 1)
    ifc_class: str = "IfcWall"
    color: tuple[float, float, float, float] = (0.8, 0.8, 0.8, 1.0)


def box_mesh(boxes: Sequence[Box], *, origin: tuple[float, float, float] = (0, 0, 0)) -> Mesh:
    """A mesh with one part for each box, in their order."""
    count = len(boxes)
    classes = tuple(sorted({box.ifc_class for box in boxes}))
    bounds = np.array([(*box.low, *box.high) for box in boxes], dtype=np.float32).reshape(-1, 6)
    size = bounds[:, None, 3:] - bounds[:, None, :3]
    first = (np.arange(count, dtype=np.uint32) * 8)[:, None, None]
    starts = np.arange(count + 1, dtype=np.uint32)
    return Mesh(
        origin=np.array(origin, dtype=np.float64),
        vertices=(bounds[:, None, :3] + _CORNERS * size).reshape(-1, 3).astype(np.float32),
        faces=(_FACES + first).reshape(-1, 3).astype(np.uint32),
        edges=(_EDGES + first).reshape(-1, 2).astype(np.uint32),
        element_ids=np.array([box.id for box in boxes], dtype=np.int64),
        element_class=np.array([classes.index(box.ifc_class) for box in boxes], dtype=np.uint16),
        element_parts=starts,
        element_bounds=bounds,
        part_vertices=starts * 8,
        part_faces=starts * 12,
        part_edges=starts * 12,
        part_colors=np.array([box.color for box in boxes], dtype=np.float32).reshape(-1, 4),
        classes=classes,
    )
