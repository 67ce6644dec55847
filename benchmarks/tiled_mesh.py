"""Large scenes without an import: one mesh copied side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bimdesk.meshes import Mesh


def tiled(mesh: Mesh, elements: int = 0, *, triangles: int = 0) -> Mesh:
    """Copies of `mesh` in a square grid, as one model of at least so many elements and triangles."""
    by_elements = -(-elements // max(mesh.element_count, 1))
    times = max(1, by_elements, -(-triangles // max(mesh.triangle_count, 1)))
    bounds = mesh.element_bounds
    step = (bounds[:, 3:].max(axis=0) - bounds[:, :3].min(axis=0)) * 1.1
    side = int(np.ceil(np.sqrt(times)))
    shifts = np.array([(i % side, i // side, 0) for i in range(times)], dtype=np.float32) * step
    vertices, parts = len(mesh.vertices), len(mesh.part_colors)

    def starts(array: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
        inner = [array[:-1].astype(np.int64) + i * size for i in range(times)]
        return np.concatenate([*inner, [times * size]]).astype(np.uint32)

    def rows(array: NDArray[np.uint32]) -> NDArray[np.uint32]:
        return np.concatenate([array + np.uint32(i * vertices) for i in range(times)])

    return replace(
        mesh,
        vertices=np.concatenate([mesh.vertices + shift for shift in shifts]),
        faces=rows(mesh.faces),
        edges=rows(mesh.edges),
        element_ids=np.arange(times * mesh.element_count, dtype=np.int64),
        element_class=np.tile(mesh.element_class, times),
        element_parts=starts(mesh.element_parts, parts),
        element_bounds=np.concatenate([bounds + np.tile(shift, 2) for shift in shifts]),
        part_vertices=starts(mesh.part_vertices, vertices),
        part_faces=starts(mesh.part_faces, len(mesh.faces)),
        part_edges=starts(mesh.part_edges, len(mesh.edges)),
        part_colors=np.tile(mesh.part_colors, (times, 1)),
    )
