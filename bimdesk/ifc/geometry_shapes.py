"""The import's own child: tessellates the elements it is told with IfcOpenShell, and writes each at once.

Native code may crash or never come back; the one who started this process reads what is there and goes on
without the element concerned. Nothing goes to standard output; records and journal are files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import ifcopenshell
import ifcopenshell.geom
import msgspec
import numpy as np
from numpy.typing import NDArray

from bimdesk.ifc.geometry_axes import axis_of
from bimdesk.ifc.geometry_color_maps import ColorMaps
from bimdesk.ifc.geometry_records import ShapesJob, ShapesStart, split_by_color
from bimdesk.ifc.geometry_styles import style_color

KERNEL: Final = "hybrid-cgal-simple-opencascade"
"""CGAL where shapes are plane, OpenCASCADE for the rest: as complete as that alone, several times faster."""
NO_COLOR = (0.8, 0.8, 0.8, -1.0)
Parts = list[NDArray[Any]]
"""As `split_by_color` gives them; none for a shape without faces."""
_CURVES: Any = ifcopenshell.ifcopenshell_wrapper.CURVES_SURFACES_AND_SOLIDS
_THREADS = 2
_FAILURES = (RuntimeError, ValueError, TypeError, IndexError, AttributeError, KeyError, AssertionError)
_SIDE_SHAPES = {"Box", "Clearance", "FootPrint", "Lighting", "Profile", "Reference", "Surface"}
"""Not the body, though the iterator gives faces for these as well, and in any order."""


def run_shapes_job(line: bytes, rest: IO[bytes]) -> int:
    """Open the model that `line` names, and do the job that is the next line of `rest`, if there is one.

    Appends a record for every element that has faces, and a journal line for each begun or done. What the
    iterator leaves out, or gives no faces, is tried once more alone: some mapped shapes need that.
    """
    start = msgspec.json.decode(line, type=ShapesStart)
    model: Any = ifcopenshell.open(start.source, format=".ifc")
    line = rest.readline()
    if not line.strip():
        return 0
    job = msgspec.json.decode(line, type=ShapesJob)
    with Path(job.records).open("ab") as records, Path(job.journal).open("a", encoding="ascii") as journal:
        left = dict.fromkeys(job.ids)
        if not job.one_by_one:
            solids = [step_id for step_id in job.ids if step_id not in set(job.lines)]
            for step_id, parts in _all_together(model, solids):
                if _write(records, step_id, parts):
                    left.pop(step_id, None)
                    print("done", step_id, file=journal, flush=True)
        for step_id, shape in _one_by_one(model, list(left), set(job.lines), journal):
            parts = _line_parts(shape, model) if step_id in job.lines else _parts(shape, model)
            print("done" if _write(records, step_id, parts) else "empty", step_id, file=journal, flush=True)
    return 0


def _settings(*, world: bool, curves: bool = False) -> Any:
    make: Any = ifcopenshell.geom.settings
    settings = make()
    if curves:
        settings.set("dimensionality", _CURVES)
    settings.set("use-world-coords", world)
    settings.set("apply-default-materials", False)
    settings.set("no-normals", True)
    return settings


def _all_together(model: Any, ids: list[int]) -> Iterator[tuple[int, Parts]]:
    """Fast: the iterator, in threads. It says nothing of elements that fail.

    In local coordinates it computes what several elements share (a representation map, say) once.
    """
    if not ids:
        return
    products = [model.by_id(step_id) for step_id in ids]
    iterator: Any = ifcopenshell.geom.iterator(
        _settings(world=False), model, _THREADS, include=products, geometry_library=KERNEL
    )
    known: dict[str, Parts] = {}
    maps = ColorMaps(model)
    if iterator.initialize():
        while True:
            element = iterator.get()
            if element.context not in _SIDE_SHAPES:
                shape = element.geometry
                parts = known.get(shape.id)
                if parts is None:
                    parts = known[shape.id] = _parts(shape, model, maps, int(element.id))
                yield int(element.id), _placed(parts, element.transformation.matrix)
            if not iterator.next():
                break
    del iterator


def _placed(parts: Parts, matrix: Iterable[float]) -> Parts:
    """The same parts where `matrix`, 16 numbers column by column, puts them."""
    if not parts:
        return parts
    place = np.array(tuple(matrix), dtype=np.float64).reshape(4, 4).T
    return [*parts[:3], parts[3] @ place[:3, :3].T + place[:3, 3], parts[4]]


def _one_by_one(model: Any, ids: list[int], lines: set[int], journal: IO[str]) -> Iterator[tuple[int, Any]]:
    """Slow and attributable: what was begun last is what crashed."""
    settings, curves = _settings(world=True), _settings(world=True, curves=True)
    for step_id in ids:
        print("begin", step_id, file=journal, flush=True)
        product = model.by_id(step_id)
        try:
            if step_id in lines:
                axis = axis_of(model, product)
                options = {} if axis is None else {"repr": axis}
                shape: Any = ifcopenshell.geom.create_shape(
                    curves, product, geometry_library=KERNEL, **options
                )
            else:
                shape = ifcopenshell.geom.create_shape(settings, product, geometry_library=KERNEL)
        except _FAILURES:
            print("failed", step_id, file=journal, flush=True)
            continue
        yield step_id, shape.geometry


def _write(records: IO[bytes], step_id: int, parts: Parts) -> bool:
    """Whether there was anything to write."""
    if not parts or not np.isfinite(parts[3]).all():
        return False
    for array in (np.int64(step_id), *parts):
        np.save(records, np.asarray(array), allow_pickle=False)
    records.flush()
    return True


def _parts(shape: Any, model: Any, maps: ColorMaps | None = None, step_id: int = 0) -> Parts:
    """Its faces as parts of one colour each; none where it has no faces.

    `maps`: what may colour single faces of the product `step_id`, if the shape is in its own coordinates.
    """
    vertices = np.frombuffer(shape.verts_buffer, dtype=np.float64).reshape(-1, 3)
    faces = np.frombuffer(shape.faces_buffer, dtype=np.int32).reshape(-1, 3)
    if not len(faces):
        return []
    colors = [_color(material, model) for material in shape.materials] + [NO_COLOR]
    owners = np.frombuffer(shape.material_ids_buffer, dtype=np.int32)
    table = np.array(colors, dtype=np.float32)
    painted = _painted(maps, model.by_id(step_id), vertices, faces) if maps is not None else None
    if painted is not None and len(owners) == len(faces):
        bare = (owners < 0) | (table[owners, 3] < 0)
        owners = np.where(bare, len(table) + np.arange(len(faces)), owners)
        table = np.concatenate([table, painted])
    return split_by_color(vertices, faces, owners, table)


def _painted(
    maps: ColorMaps, product: Any, vertices: NDArray[np.float64], faces: NDArray[np.int32]
) -> NDArray[np.float32] | None:
    try:
        return maps.paint(product, vertices, faces)
    except _FAILURES:
        return None


def _line_parts(shape: Any, model: Any) -> Parts:
    """Its curves: a part without faces whose vertices are segments, two by two."""
    vertices = np.frombuffer(shape.verts_buffer, dtype=np.float64).reshape(-1, 3)
    ends = np.frombuffer(shape.edges_buffer, dtype=np.int32)
    if not len(ends):
        return []
    color = _color(shape.materials[0], model) if len(shape.materials) else NO_COLOR
    return [
        np.array([len(ends)], dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.array([color], dtype=np.float32),
        vertices[ends],
        np.zeros((0, 3), dtype=np.uint32),
    ]


def _color(material: Any, model: Any) -> tuple[float, float, float, float]:
    """Colour and opacity of a surface style, read as `geometry_styles` reads those of other elements.

    IfcOpenShell multiplies a diffuse colour by the surface's; the standard does so with a factor only.
    """
    try:
        found = style_color(model.by_id(material.instance_id()))
    except (RuntimeError, AttributeError):
        found = None
    if found is not None and all(0.0 <= value <= 1.0 for value in found):
        return found
    diffuse = material.diffuse
    components = tuple(diffuse.components) if diffuse else ()
    if len(components) != 3 or not all(0.0 <= value <= 1.0 for value in components):
        return NO_COLOR
    opacity = 1.0 - material.transparency if material.has_transparency() else 1.0
    return components[0], components[1], components[2], min(max(opacity, 0.0), 1.0)
