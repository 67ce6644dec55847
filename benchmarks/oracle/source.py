"""A model as IfcOpenShell reads it: the oracle's side, without bimdesk's index, queries or meshes.

`python -m benchmarks.oracle.source MODEL OUT.npz` saves its shapes: a process of its own, since an element
may crash the kernel.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.element
import ifcopenshell.util.unit
import numpy as np
from numpy.typing import NDArray

KERNEL = "hybrid-cgal-simple-opencascade"
LEFT_OUT = ("IfcFeatureElementSubtraction", "IfcVirtualElement")
SIDE_CONTEXTS = ("Clearance", "Box", "Profile", "FootPrint", "Lighting", "Reference")


class Shape(NamedTuple):
    """Vertices float64 (n, 3), world, metres; faces int32 (m, 3)."""

    vertices: NDArray[np.float64]
    faces: NDArray[np.int32]


Shapes = dict[int, Shape]


@dataclass(frozen=True)
class Source:
    """The file of an imported version. `read_shapes` gives {STEP id: shape}; None where there are none to
    compare with."""

    path: Path
    read_shapes: Callable[[Path], Shapes | None]

    @cached_property
    def file(self) -> Any:
        return ifcopenshell.open(str(self.path), format=".ifc")

    @cached_property
    def shapes(self) -> Shapes | None:
        return self.read_shapes(self.path)

    @cached_property
    def metres(self) -> float:
        """Metres per unit of length of the file."""
        return self.scale("LENGTHUNIT")

    def scale(self, kind: str) -> float:
        """Metres, m² or m³ per unit of the file; 1 where IfcOpenShell cannot read it."""
        try:
            return float(ifcopenshell.util.unit.calculate_unit_scale(self.file, kind))
        except AttributeError:
            return 1.0

    def all_of(self, ifc_class: str) -> list[Any]:
        """Every instance of a class and its subtypes; none where the schema lacks the class."""
        try:
            return list(self.file.by_type(ifc_class))
        except RuntimeError:
            return []

    def elements(self, ifc_class: str) -> list[Any]:
        """The same without openings and virtual elements."""
        return [one for one in self.all_of(ifc_class) if not is_any(one, LEFT_OUT)]


def is_any(element: Any, classes: tuple[str, ...]) -> bool:
    """Whether an instance is of one of the classes."""
    return any(element.is_a(name) for name in classes)


def storey_of(element: Any) -> Any:
    """The storey that an element is in, through wholes, hosts and openings."""
    return ifcopenshell.util.element.get_container(element, ifc_class="IfcBuildingStorey")


def readable(folder: Path) -> Path:
    """The file of a version's folder that IfcOpenShell can open."""
    mended = folder / "readable.ifc"
    return mended if mended.exists() else folder / "source.ifc"


def shapes_of(path: Path) -> Shapes:
    """Every body by IfcOpenShell's own kernel."""
    file: Any = ifcopenshell.open(str(path), format=".ifc")
    settings: Any = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    iterator: Any = ifcopenshell.geom.iterator(settings, file, 1, geometry_library=KERNEL)
    found: Shapes = {}
    going = iterator.initialize()
    while going:
        element = iterator.get()
        vertices = np.array(element.geometry.verts, dtype=np.float64).reshape(-1, 3)
        faces = np.array(element.geometry.faces, dtype=np.int32).reshape(-1, 3)
        if len(faces) and element.context not in SIDE_CONTEXTS:
            found[int(element.id)] = Shape(vertices, faces)
        going = iterator.next()
    del iterator
    return found


def write_shapes(path: Path, out: Path) -> None:
    """Save the shapes of a file."""
    arrays: dict[str, NDArray[Any]] = {}
    for number, shape in shapes_of(path).items():
        arrays |= {f"v{number}": shape.vertices, f"f{number}": shape.faces}
    np.savez(out, **arrays)


def read_shapes(saved: Path) -> Shapes | None:
    """What `write_shapes` saved; None where that is nothing."""
    with np.load(saved) as arrays:
        numbers = [int(name[1:]) for name in arrays.files if name.startswith("v")]
        return {number: Shape(arrays[f"v{number}"], arrays[f"f{number}"]) for number in numbers} or None


if __name__ == "__main__":
    write_shapes(Path(sys.argv[1]), Path(sys.argv[2]))
