"""Colours of single faces (IfcIndexedColourMap), which IfcOpenShell's shapes do not have.

A triangle of a shape belongs to the face of the face set that has all of its corners: found by their places,
since kernels order and divide faces as they like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from ifcopenshell.util.unit import calculate_unit_scale
from numpy.typing import NDArray

from bimdesk.ifc.geometry_styles import bodies
from bimdesk.ifc.index_declarations import Entity
from bimdesk.ifc.index_entities import read
from bimdesk.ifc.index_relations import all_of

_STEP_M = 1e-5
_MAX_DEPTH = 16
Place = tuple[int, int, int]


class ColorMaps:
    """The colour maps of a model."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._scale = 0.0
        """Metres in the model's unit of length, once it is asked for."""
        self._maps: dict[int, Entity] = {}
        for coloring in all_of(model, "IfcIndexedColourMap"):
            mapped = read(coloring, 0)
            if mapped is not None:
                self._maps.setdefault(mapped.id(), coloring)

    def paint(
        self, product: Entity, vertices: NDArray[np.float64], faces: NDArray[np.int32]
    ) -> NDArray[np.float32] | None:
        """Red, green, blue, alpha of each face, float32 (m, 4); None where the product has no such map.

        `vertices`: metres, in the product's own coordinates. A face that is not found again has the commonest
        colour. Raises what reading a broken map raises.
        """
        items = list(self._items(product)) if self._maps else []
        if not items:
            return None
        self._scale = self._scale or calculate_unit_scale(self._model)
        owners: dict[Place, set[int]] = {}
        colors: list[tuple[float, ...]] = []
        for item in items:
            self._add(item, owners, colors)
        common = Counter(colors).most_common(1)[0][0]
        places = _places(vertices)
        painted = [common] * len(faces)
        for row, corners in enumerate(faces.tolist()):
            found = set.intersection(*(owners.get(places[corner], set()) for corner in corners))
            if found:
                painted[row] = colors[min(found)]
        return np.array(painted, dtype=np.float32)

    def _items(self, product: Entity) -> Iterator[Entity]:
        shape = product.Representation
        for body in bodies(shape) if shape is not None else ():
            yield from self._colored(read(body, 3) or (), 0)

    def _colored(self, items: tuple[Entity, ...], depth: int) -> Iterator[Entity]:
        for item in items:
            if item.id() in self._maps:
                yield item
            elif item.is_a() == "IfcMappedItem" and depth < _MAX_DEPTH:
                yield from self._colored(read(read(read(item, 0), 1), 3) or (), depth + 1)

    def _add(self, item: Entity, owners: dict[Place, set[int]], colors: list[tuple[float, ...]]) -> None:
        """Add the colour of every face to `colors`, and its number to each of its corners."""
        _mapped, opacity, table, rows = (read(self._maps[item.id()], place) for place in range(4))
        palette, alpha = read(table, 0), 1.0 if opacity is None else float(opacity)
        places = _places(np.array(item.Coordinates.CoordList, dtype=np.float64) * self._scale)
        if item.PnIndex:
            places = [places[number - 1] for number in item.PnIndex]
        for corners, row in zip(_corners(item), rows, strict=False):
            red, green, blue = palette[row - 1]
            for corner in corners:
                owners.setdefault(places[corner - 1], set()).add(len(colors))
            colors.append((float(red), float(green), float(blue), alpha))


def _corners(item: Entity) -> Iterator[list[int]]:
    """Numbers of the corners of each face, from 1; those of its holes too."""
    if item.is_a("IfcTriangulatedFaceSet"):
        yield from (list(triangle) for triangle in item.CoordIndex)
        return
    for face in item.Faces:
        holes = getattr(face, "InnerCoordIndices", None) or ()
        yield [*face.CoordIndex, *(corner for hole in holes for corner in hole)]


def _places(points: NDArray[np.float64]) -> list[Place]:
    """Each point on a raster of a hundredth of a millimetre."""
    return [(int(x), int(y), int(z)) for x, y, z in np.rint(points / _STEP_M).astype(np.int64).tolist()]
