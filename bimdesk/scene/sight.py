"""What a ray meets in the scene, fast in large ones: elements and triangles in blocks, kept between rays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.boxtree import BoxTree
from bimdesk.scene.views import ModelView

Floats = NDArray[np.float64]
_LARGE = 4096
"""Triangles from which an element gets blocks of its own."""
_MOST_LARGE = 24
"""Elements whose blocks are kept."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hit:
    """The element that a ray meets first: `point` in scene coordinates, `triangle` a row of its faces."""

    ref: ElementRef
    point: Floats
    distance: float
    row: int = -1
    triangle: int = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Near:
    """An element that a ray comes near, and where along the ray its box begins."""

    model: ModelView
    row: int
    entry: float


class Sight:
    """Rays through the drawn elements of `models`; what sections cut away is not there."""

    def __init__(self, models: Sequence[ModelView] = ()) -> None:
        self._models: dict[ModelKey, ModelView] = {}
        self._trees: dict[ModelKey, tuple[Mesh, BoxTree]] = {}
        self._large: dict[tuple[ModelKey, int], BoxTree] = {}
        self._bounds: Floats | None = None
        self.show(models)

    def show(self, models: Sequence[ModelView]) -> None:
        """Look at `models` from now on; what is known of meshes that are still there is kept."""
        self._models = {model.key: model for model in models}
        self._bounds = None
        for key in [k for k, (mesh, _) in self._trees.items() if not self._has(k, mesh)]:
            del self._trees[key]
            self._large = {place: tree for place, tree in self._large.items() if place[0] != key}

    @property
    def bounds(self) -> Floats | None:
        """float64 (6,): the box around all that is drawn, scene coordinates; None where nothing is."""
        if self._bounds is None:
            boxes = [_drawn_bounds(model) for model in self._models.values() if _drawn(model).any()]
            if not boxes:
                return None
            low, high = np.array(boxes)[:, :3].min(axis=0), np.array(boxes)[:, 3:].max(axis=0)
            self._bounds = np.concatenate([low, high])
        return self._bounds

    def model(self, key: ModelKey) -> ModelView | None:
        return self._models.get(key)

    def pick(self, origin: Floats, direction: Floats) -> Hit | None:
        """The nearest drawn element along a ray; ghosts only where nothing solid is behind them."""
        return self._nearest(origin, direction, ghosts=False) or self._nearest(origin, direction, ghosts=True)

    def near(self, origin: Floats, direction: Floats, *, slack: float, spread: float) -> list[Near]:
        """Solid elements whose boxes come near a ray (see `BoxTree.near_ray`), nearest first."""
        found = [
            Near(model=model, row=row, entry=entry)
            for model in self._models.values()
            for row, entry in self._rows(
                model, model.solid | model.selected, origin, direction, slack, spread
            )
        ]
        return sorted(found, key=lambda one: one.entry)

    def is_free(self, origin: Floats, direction: Floats, length: float) -> bool:
        """True where nothing solid lies within `length` metres along a ray."""
        hit = self._nearest(origin, direction, ghosts=False, within=length)
        return hit is None

    def _has(self, key: ModelKey, mesh: Mesh) -> bool:
        model = self._models.get(key)
        return model is not None and model.mesh is mesh

    def _rows(
        self,
        model: ModelView,
        drawn: NDArray[np.bool_],
        origin: Floats,
        direction: Floats,
        slack: float = 0.0,
        spread: float = 0.0,
    ) -> Iterator[tuple[int, float]]:
        rows, entry = self._tree(model).near_ray(origin - model.offset, direction, slack=slack, spread=spread)
        kept = drawn[rows]
        return zip(rows[kept].tolist(), entry[kept].tolist(), strict=True)

    def _tree(self, model: ModelView) -> BoxTree:
        known = self._trees.get(model.key)
        if known is None:
            tree = model.boxes or BoxTree(model.mesh.element_bounds)
            known = self._trees[model.key] = model.mesh, tree
        return known[1]

    def _nearest(
        self, origin: Floats, direction: Floats, *, ghosts: bool, within: float = float("inf")
    ) -> Hit | None:
        best: Hit | None = None
        for model in self._models.values():
            drawn = model.ghost if ghosts else model.solid | model.selected
            if not drawn.any():
                continue
            for row, entry in self._rows(model, drawn, origin, direction):
                if entry >= within:
                    break
                distance, triangle = self._enter(model, row, origin, direction)
                if distance < within:
                    within = distance
                    ref = ElementRef(model.key, ElementId(int(model.mesh.element_ids[row])))
                    best = Hit(
                        ref=ref,
                        point=origin + direction * distance,
                        distance=distance,
                        row=row,
                        triangle=triangle,
                    )
        return best

    def _enter(self, model: ModelView, row: int, origin: Floats, direction: Floats) -> tuple[float, int]:
        """How far along the ray the element's first triangle is that is not cut away, and which it is."""
        start = origin - model.offset
        corners, chosen = self._triangles(model, row, start, direction)
        along = enter_triangles(corners, start, direction)
        if model.cut and np.isfinite(along).any():
            met = np.flatnonzero(np.isfinite(along))
            away = model.cut.cut_away(origin + direction * along[met][:, None])
            along[met[away]] = np.inf
        if not len(along):
            return float("inf"), -1
        first = int(along.argmin())
        return float(along[first]), int(chosen[first])

    def _triangles(
        self, model: ModelView, row: int, start: Floats, direction: Floats
    ) -> tuple[Floats, NDArray[np.int64]]:
        """float64 (n, 3, 3) about the mesh's origin and their rows: those that the ray may meet."""
        points, faces = element_mesh(model.mesh, row)
        if len(faces) < _LARGE:
            return points[faces], np.arange(len(faces))
        place = model.key, row
        tree = self._large.pop(place, None)
        if tree is None:
            corners = points[faces].astype(np.float32)
            tree = BoxTree(np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1))
        self._large[place] = tree  # the newest last
        while len(self._large) > _MOST_LARGE:
            del self._large[next(iter(self._large))]
        chosen, _ = tree.near_ray(start, direction)
        return points[faces[chosen]], chosen


def _drawn(model: ModelView) -> NDArray[np.bool_]:
    return np.asarray(model.solid | model.ghost | model.selected)


def _drawn_bounds(model: ModelView) -> Floats:
    bounds = model.mesh.element_bounds[_drawn(model)]
    low, high = bounds[:, :3].min(axis=0), bounds[:, 3:].max(axis=0)
    return np.concatenate([low + model.offset, high + model.offset])


def element_mesh(mesh: Mesh, row: int) -> tuple[Floats, NDArray[np.int64]]:
    """Vertices float64 (n, 3), metres about the mesh's origin, and faces int64 (m, 3) of one element."""
    first, last = int(mesh.element_parts[row]), int(mesh.element_parts[row + 1])
    v0, v1 = int(mesh.part_vertices[first]), int(mesh.part_vertices[last])
    faces = mesh.faces[int(mesh.part_faces[first]) : int(mesh.part_faces[last])].astype(np.int64) - v0
    return mesh.vertices[v0:v1].astype(np.float64), faces


def enter_triangles(corners: Floats, start: Floats, direction: Floats) -> Floats:
    """float64 (n,): how far along a ray each triangle (n, 3, 3) is; infinite where it is missed.

    Moeller and Trumbore, "Fast, minimum storage ray/triangle intersection" (1997), seen from both sides.
    """
    a = corners[:, 0] - start
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    across = np.cross(direction, ac)
    determinant = (ab * across).sum(axis=1)
    usable = np.abs(determinant) > 1e-14
    inverse = 1 / np.where(usable, determinant, 1)
    u = -(a * across).sum(axis=1) * inverse
    turned = np.cross(-a, ab)
    v = (turned @ direction) * inverse
    along = (ac * turned).sum(axis=1) * inverse
    hit = usable & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (along > 1e-6)
    return np.where(hit, along, np.inf)
