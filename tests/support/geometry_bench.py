"""A few lines of STEP as the mesh that an import makes of them, without the worker."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import numpy as np
from numpy.typing import NDArray
from step_text import PROJECT, step_file

from bimdesk.ifc.geometry_blocks import to_mesh
from bimdesk.ifc.geometry_child import ShapesChild
from bimdesk.ifc.geometry_edges import with_edges
from bimdesk.ifc.geometry_lite import tessellate
from bimdesk.ifc.geometry_plan import merge, plan_shapes
from bimdesk.ifc.index_writer import Indexer
from bimdesk.meshes import Mesh


def imported_mesh(folder: Path, lines: str, *, schema: str = "IFC4") -> Mesh:
    """Both stages of the geometry of a project with `lines`, and its edges."""
    path = folder / "a.ifc"
    path.write_bytes(step_file(PROJECT + lines, schema=schema))
    return mesh_of(path, folder)


def mesh_of(path: Path, folder: Path) -> Mesh:
    """The same of a file that is there; `folder` is for what the child writes."""
    model = ifcopenshell.open(path)
    first = tessellate(path.read_bytes())
    indexer = Indexer(model)
    plan = plan_shapes(model, indexer, first)
    classes = {row.id: row.cls for row in indexer.roots.of_kind("product")}
    shapes = None
    if plan.ids or plan.lines:
        shapes = ShapesChild(path, plan.ids, folder, lines=plan.lines).wait(classes).block
    return with_edges(to_mesh(merge(first, shapes, plan, classes)))


def box_of(mesh: Mesh, step_id: int) -> list[float]:
    """World bounding box of an element, metres, to a tenth of a millimetre."""
    row = mesh.element_ids.tolist().index(step_id)
    box: NDArray[np.float64] = mesh.element_bounds[row].astype(np.float64) + np.tile(mesh.origin, 2)
    return [float(value) for value in np.round(box, 4)]


def colors_of(mesh: Mesh, step_id: int) -> list[tuple[float, ...]]:
    """Colours of an element's parts in hundredths, sorted; (-1,) stands for none."""
    row = mesh.element_ids.tolist().index(step_id)
    parts = mesh.part_colors[int(mesh.element_parts[row]) : int(mesh.element_parts[row + 1])]
    return sorted((-1.0,) if color[3] < 0 else tuple(round(float(c), 2) for c in color) for color in parts)


def area_of(mesh: Mesh, step_id: int) -> float:
    """Surface of an element, square metres."""
    vertices, faces = mesh.element_geometry(mesh.element_ids.tolist().index(step_id))
    a, b, c = (vertices[faces[:, place]] for place in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def volume_of(mesh: Mesh, step_id: int) -> float:
    """Of an element whose surface is closed, cubic metres; negative where its faces look inwards."""
    vertices, faces = mesh.element_geometry(mesh.element_ids.tolist().index(step_id))
    a, b, c = (vertices[faces[:, place]] for place in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)
