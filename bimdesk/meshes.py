"""The geometry of one model version as memory-mapped arrays (`mesh/*.npy` + `mesh/mesh.json`).

An *element* is a product with geometry (row 0..e-1, its STEP id in `element_ids`). It has one or more
*parts*, one per surface style; the parts of an element follow one another, as do vertices, faces and edges
of a part.
"""

from __future__ import annotations

import dataclasses
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.georeference import Placement

FORMAT = 1
_NPY_HEADER = re.compile(r"'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)")
_ARRAYS = {
    "vertices": np.float32,
    "faces": np.uint32,
    "edges": np.uint32,
    "element_ids": np.int64,
    "element_class": np.uint16,
    "element_parts": np.uint32,
    "element_bounds": np.float32,
    "part_vertices": np.uint32,
    "part_faces": np.uint32,
    "part_edges": np.uint32,
    "part_colors": np.float32,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """All arrays of one model version; metres, Z up.

    origin          float64 (3,)    what to add to a vertex to get world coordinates
    vertices        float32 (n, 3)  about `origin`
    faces           uint32 (m, 3)   rows of `vertices`, triangles
    edges           uint32 (k, 2)   rows of `vertices`, feature edges (may be empty)
    element_ids     int64 (e,)      STEP id of each element
    element_class   uint16 (e,)     rows of `classes`
    element_parts   uint32 (e + 1,) parts of element i: element_parts[i] .. element_parts[i + 1]
    element_bounds  float32 (e, 6)  xmin ymin zmin xmax ymax zmax about `origin`
    part_vertices   uint32 (p + 1,) vertices of part j: part_vertices[j] .. part_vertices[j + 1]
    part_faces      uint32 (p + 1,) likewise faces
    part_edges      uint32 (p + 1,) likewise edges
    part_colors     float32 (p, 4)  red green blue alpha, 0..1, as authored; alpha < 0: the file gives none
    classes         IFC class names, such as IfcWall
    """

    origin: NDArray[np.float64]
    vertices: NDArray[np.float32]
    faces: NDArray[np.uint32]
    edges: NDArray[np.uint32]
    element_ids: NDArray[np.int64]
    element_class: NDArray[np.uint16]
    element_parts: NDArray[np.uint32]
    element_bounds: NDArray[np.float32]
    part_vertices: NDArray[np.uint32]
    part_faces: NDArray[np.uint32]
    part_edges: NDArray[np.uint32]
    part_colors: NDArray[np.float32]
    classes: tuple[str, ...]

    @property
    def element_count(self) -> int:
        return len(self.element_ids)

    @property
    def triangle_count(self) -> int:
        return len(self.faces)

    def element_geometry(self, row: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Vertices float64 (n, 3), metres, world, and faces int32 (m, 3) of the element in `row`."""
        first, last = int(self.element_parts[row]), int(self.element_parts[row + 1])
        v0, v1 = int(self.part_vertices[first]), int(self.part_vertices[last])
        f0, f1 = int(self.part_faces[first]), int(self.part_faces[last])
        vertices = self.vertices[v0:v1].astype(np.float64) + self.origin
        faces = self.faces[f0:f1].astype(np.int64) - v0
        return vertices, faces.astype(np.int32)


def placed_mesh(mesh: Mesh, placement: Placement) -> Mesh:
    """The same mesh where `placement` puts it; a mere shift shares all arrays with `mesh`."""
    if placement.is_identity:
        return mesh
    turn = placement.scale * np.array(
        [
            (placement.cosine, -placement.sine, 0.0),
            (placement.sine, placement.cosine, 0.0),
            (0.0, 0.0, 1.0),
        ]
    )
    origin = turn @ mesh.origin + placement.shift
    if placement.only_shifts:
        return dataclasses.replace(mesh, origin=origin)
    vertices = mesh.vertices @ turn.T.astype(np.float32)
    starts = mesh.part_vertices[mesh.element_parts.astype(np.int64)].astype(np.int64)
    bounds = np.zeros((0, 6), dtype=np.float32)
    if mesh.element_count:
        low = np.minimum.reduceat(vertices, starts[:-1], axis=0)
        high = np.maximum.reduceat(vertices, starts[:-1], axis=0)
        bounds = np.concatenate([low, high], axis=1)
    return dataclasses.replace(mesh, origin=origin, vertices=vertices, element_bounds=bounds)


def save_mesh(mesh: Mesh, folder: Path) -> None:
    """Write all arrays into `folder` (made if needed); `mesh.json` last, so that a whole one is known."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in _ARRAYS.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(mesh, name), dtype=kind))
    header = {"format": FORMAT, "origin": [float(value) for value in mesh.origin], "classes": mesh.classes}
    (folder / "mesh.json").write_text(json.dumps(header), encoding="utf-8")


def load_mesh(folder: Path) -> Mesh:
    """Map the arrays of `folder` into memory, read-only. Raises FileNotFoundError or ValueError."""
    header: dict[str, Any] = json.loads((folder / "mesh.json").read_text(encoding="utf-8"))
    if header.get("format") != FORMAT:
        raise ValueError(f"{folder}: mesh format {header.get('format')}, {FORMAT} expected")
    arrays: dict[str, Any] = {}
    for name in _ARRAYS:
        arrays[name] = _map_array(folder / f"{name}.npy", np.dtype(_ARRAYS[name]))
    origin = np.asarray(header["origin"], dtype=np.float64)
    return Mesh(origin=origin, classes=tuple(header["classes"]), **arrays)


def _map_array(file: Path, kind: np.dtype[Any]) -> NDArray[Any]:
    """Map one array as `save_mesh` wrote it. Raises ValueError on any other file.

    Not by np.load: that parses the header as Python, which CPython before 3.11.8 cannot do in two threads at
    once (python/cpython#106905), and the window parses scripts in others.
    """
    with file.open("rb") as stream:
        major, _minor = np.lib.format.read_magic(stream)
        form = "<H" if major == 1 else "<I"
        (length,) = struct.unpack(form, stream.read(struct.calcsize(form)))
        found = _NPY_HEADER.search(stream.read(length).decode("latin-1"))
        start = stream.tell()
    if found is None or np.dtype(found[1]) != kind:
        raise ValueError(f"{file} is no array of {kind}")
    shape = tuple(int(number) for number in found[2].split(",") if number.strip())
    # a plain view of the map: each operation on a numpy.memmap costs Python calls of that class
    return np.memmap(file, dtype=kind, mode="r", offset=start, shape=shape).view(np.ndarray)
