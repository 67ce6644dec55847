"""What the mesh of a model version says of one element."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bimdesk.domain.ids import ElementId
from bimdesk.meshes import Mesh, load_mesh
from bimdesk.ui.models.inspector_rows import GeometryFacts


def open_mesh(folder: Path) -> Mesh | None:
    """The mesh in `folder`, or None where there is none yet."""
    try:
        return load_mesh(folder)
    except (FileNotFoundError, ValueError):
        return None


def geometry_facts(mesh: Mesh, element: ElementId) -> GeometryFacts | None:
    """Box, heights and triangles of one element; None where the mesh does not have it."""
    rows = np.flatnonzero(np.asarray(mesh.element_ids) == element)
    if not len(rows):
        return None
    row = int(rows[0])
    low, high = mesh.element_bounds[row, :3], mesh.element_bounds[row, 3:]
    size = [float(side) for side in high - low]
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    return GeometryFacts(
        size=(size[0], size[1], size[2]),
        bottom=float(low[2] + mesh.origin[2]),
        top=float(high[2] + mesh.origin[2]),
        triangles=int(mesh.part_faces[last]) - int(mesh.part_faces[first]),
    )
