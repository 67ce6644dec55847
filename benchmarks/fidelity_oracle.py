"""What IfcOpenShell's iterator says: `python -m benchmarks.fidelity_oracle MODEL OUT.npz [KERNEL]`.

A process of its own, since an element may crash the kernel. Saved, for each element that has faces: STEP id,
bounding box (metres, world), and the area of each of its colours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import numpy as np
from numpy.typing import NDArray

from bimdesk.ifc.geometry_shapes import KERNEL

_SIDE_CONTEXTS = ("Clearance", "Box", "Profile", "FootPrint", "Lighting", "Reference")
"""Representations that are not the body, though the iterator gives faces for them too."""
NO_COLOR = (-1.0, -1.0, -1.0, -1.0)


def areas_of(vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """float64 (m,): the area of each triangle."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    return np.asarray(np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2)


def ask(source: Path, kernel: str) -> dict[str, NDArray[Any]]:
    """Columns by name: ids (e,), bounds (e, 6), owner (k,) rows of ids, colors (k, 4), areas (k,).

    An id is -1 for the clearance and the like of an element that has a body too.
    """
    model: Any = ifcopenshell.open(str(source), format=".ifc")
    settings: Any = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("apply-default-materials", False)
    settings.set("no-normals", True)
    ids, bounds, owner, colors, areas, context = [], [], [], [], [], []
    sides: dict[int, bool] = {}
    iterator: Any = ifcopenshell.geom.iterator(settings, model, 2, geometry_library=kernel)
    going = iterator.initialize()
    while going:
        element = iterator.get()
        shape = element.geometry
        vertices = np.frombuffer(shape.verts_buffer, dtype=np.float64).reshape(-1, 3)
        faces = np.frombuffer(shape.faces_buffer, dtype=np.int32).reshape(-1, 3).astype(np.int64)
        step_id = int(element.id)
        is_side = element.context in _SIDE_CONTEXTS
        sides[step_id] = is_side and sides.get(step_id, True)
        if len(faces) and np.isfinite(vertices).all():
            used = vertices[np.unique(faces)]
            palette = [_color(material, model) for material in shape.materials] + [NO_COLOR]
            style = np.frombuffer(shape.material_ids_buffer, dtype=np.int32)
            area = areas_of(vertices, faces)
            for number in np.unique(style):
                owner.append(len(ids))
                colors.append(palette[number])
                areas.append(float(area[style == number].sum()))
            ids.append(step_id)
            context.append(is_side)
            bounds.append((*used.min(axis=0), *used.max(axis=0)))
        going = iterator.next()
    del iterator
    body = [not is_side or sides[step_id] for step_id, is_side in zip(ids, context, strict=True)]
    return {
        "ids": np.where(body, np.array(ids, dtype=np.int64), -1),
        "bounds": np.array(bounds).reshape(-1, 6),
        "owner": np.array(owner, dtype=np.int64),
        "colors": np.array(colors).reshape(-1, 4),
        "areas": np.array(areas),
    }


def _color(material: Any, model: Any) -> tuple[float, float, float, float]:
    """As IfcOpenShell says, but for a diffuse colour, which it multiplies by the surface's."""
    parts = tuple(material.diffuse.components) if material.diffuse else ()
    style = model.by_id(material.instance_id())
    for shading in style.Styles if style.is_a("IfcSurfaceStyle") else ():
        own = getattr(shading, "DiffuseColour", None)
        if own is not None and own.is_a("IfcColourRgb"):
            parts = (own.Red, own.Green, own.Blue)
    if len(parts) != 3 or not all(0.0 <= value <= 1.0 for value in parts):
        return NO_COLOR
    return (*parts, 1.0 - material.transparency if material.has_transparency() else 1.0)


if __name__ == "__main__":
    np.savez(sys.argv[2], **ask(Path(sys.argv[1]), sys.argv[3] if len(sys.argv) > 3 else KERNEL))
