"""What a frame shows while the camera moves: as many elements as fit, the most pixels for each triangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.camera import HALF_TANGENT, Camera
from bimdesk.scene.ranges import counts
from bimdesk.scene.views import Frame, ModelView, Tier

Floats = NDArray[np.float32]

START = 400_000
LEAST, MOST = 30_000, 20_000_000
"""Triangles of a moving frame: at first, at least, at most."""
MANY_EDGES = 500_000
_CRISP_PIXELS = 6.0
"""With so many edges, those of elements that are smaller on the screen would only darken it."""
_THIN_PIXELS = 3.0
"""Where edges are darker than the background, those of a member so thin would hide it."""
_MANY_TRIANGLES = 2_000_000
"""In larger models nobody asks how thick elements are."""
_MARGIN = 1.25
"""Elements so far outside the view count as in it: the camera goes on moving."""
_LEAST_TRIANGLES = 12.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sizes:
    """Of each element: middle (e, 3) about the mesh's origin, radius (e,) in metres, triangles (e,).

    `thickness` (e,): about how thick a long member is, metres; of others something larger.
    """

    middle: Floats
    radius: Floats
    thickness: Floats
    triangles: NDArray[np.int64]


class MovingChoice:
    """Chooses anew when the camera has gone some way, or something else changed."""

    def __init__(self) -> None:
        self.budget = START
        self._sizes: dict[ModelKey, tuple[Mesh, _Sizes]] = {}
        self._crisp: dict[ModelKey, tuple[Camera, Mesh, NDArray[np.bool_]]] = {}
        self._for: tuple[Camera, tuple[ModelView, ...], int] | None = None
        self._chosen: dict[ModelKey, ModelView] = {}

    def choose(self, frame: Frame) -> dict[ModelKey, ModelView]:
        """The reduced views of all models; empty where all of them fit the budget."""
        if sum(model.mesh.triangle_count for model in frame.models) <= self.budget:
            self._for = None
            return {}
        if self._for is None or not self._still_fits(frame):
            self._chosen = self._reduce(frame)
            self._for = (frame.camera, frame.models, self.budget)
        return self._chosen

    def crisp(self, model: ModelView, frame: Frame) -> NDArray[np.bool_] | None:
        """bool (e,): elements that are large and thick enough for edges; None: all of them.

        In a model with few edges size does not matter. While the camera moves the last answer stands.
        """
        many, dark = len(model.mesh.edges) > MANY_EDGES, not frame.look.thin_edges
        if not many and not dark:
            return None
        known = self._crisp.get(model.key)
        stands = frame.tier is Tier.MOVING and not many
        if known is not None and known[1] is model.mesh and (stands or known[0] is frame.camera):
            return known[2]
        sizes = self._sizes_of(model)
        pixels = _pixels(sizes, model, frame)[0]
        flags = pixels >= (_CRISP_PIXELS if many else 0.0)
        if dark:
            flags &= pixels * (sizes.thickness / np.maximum(2 * sizes.radius, 1e-6)) >= _THIN_PIXELS
        if known is not None and np.array_equal(known[2], flags):
            flags = known[2]  # nothing to draw anew
        self._crisp[model.key] = (frame.camera, model.mesh, flags)
        return flags

    def measured(self, seconds: float, target: float, triangles: int) -> None:
        """Learn from a moving frame of `triangles`: at most a third up or down at once."""
        if seconds <= 0 or (seconds < target and triangles < 0.8 * self.budget):
            return
        share = min(max(target / seconds, 0.67), 1.33)
        if share < 0.9 or share > 1.15:
            self.budget = int(min(max(self.budget * share, LEAST), MOST))

    def _still_fits(self, frame: Frame) -> bool:
        assert self._for is not None
        camera, models, budget = self._for
        if len(models) != len(frame.models) or any(
            old is not new for old, new in zip(models, frame.models, strict=True)
        ):
            return False
        turned = float((camera.axes[2] * frame.camera.axes[2]).sum()) < 0.99  # 8 degrees
        near = 0.8 < frame.camera.distance / camera.distance < 1.25
        shifted = np.linalg.norm(frame.camera.focal - camera.focal) > 0.12 * camera.distance
        same_kind = frame.camera.parallel == camera.parallel
        return near and same_kind and not turned and not shifted and 0.8 < budget / self.budget < 1.25

    def _reduce(self, frame: Frame) -> dict[ModelKey, ModelView]:
        worth, cost = [], []
        for model in frame.models:
            sizes = self._sizes_of(model)
            drawn = model.solid | model.ghost
            if model.cut:  # storeys over that of a plan take nothing of the budget
                drawn = drawn & ~model.cut.removes(model.mesh.element_bounds + np.tile(model.offset, 2))
            worth.append(np.where(drawn, _worth(sizes, model, frame), 0.0))
            cost.append(np.where(drawn, sizes.triangles, 0))
        if not worth:
            return {}
        all_worth = np.concatenate(worth)
        order = np.argsort(-all_worth, kind="stable")
        total = np.cumsum(np.concatenate(cost)[order])
        kept = np.zeros(len(all_worth), dtype=bool)
        kept[order[total <= self.budget]] = True
        kept &= all_worth > 0
        return self._views(frame.models, kept)

    @staticmethod
    def _views(models: Sequence[ModelView], kept: NDArray[np.bool_]) -> dict[ModelKey, ModelView]:
        views, start = {}, 0
        for model in models:
            end = start + model.mesh.element_count
            part = kept[start:end]
            views[model.key] = replace(model, solid=model.solid & part, ghost=model.ghost & part)
            start = end
        return views

    def drop(self, key: ModelKey) -> None:
        """The model is gone: its arrays may go too."""
        self._sizes.pop(key, None)
        self._crisp.pop(key, None)
        self._for = None
        self._chosen = {}

    def _sizes_of(self, model: ModelView) -> _Sizes:
        mesh = model.mesh
        known = self._sizes.get(model.key)
        if known is not None and known[0] is mesh:
            return known[1]
        low, high = mesh.element_bounds[:, :3], mesh.element_bounds[:, 3:]
        radius = np.linalg.norm(high - low, axis=1).astype(np.float32) / 2
        sizes = _Sizes(
            middle=((low + high) / 2).astype(np.float32),
            radius=radius,
            thickness=_thickness(mesh, radius),
            triangles=counts(mesh.part_faces[mesh.element_parts.astype(np.int64)]),
        )
        self._sizes[model.key] = (mesh, sizes)
        return sizes


def _thickness(mesh: Mesh, radius: Floats) -> Floats:
    """float32 (e,): the surface of an element over four times its length; radius where that is not asked."""
    if mesh.triangle_count > _MANY_TRIANGLES:
        return radius
    corners = mesh.vertices[mesh.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.concatenate([[0.0], np.cumsum(np.sqrt(np.einsum("ij,ij->i", normals, normals)) / 2)])
    starts = areas[mesh.part_faces[mesh.element_parts.astype(np.int64)].astype(np.int64)]
    return np.asarray(np.diff(starts) / np.maximum(8 * radius, 1e-6), dtype=np.float32)


def _worth(sizes: _Sizes, model: ModelView, frame: Frame) -> Floats:
    """float32 (e,): pixels that an element covers, for each of its triangles; 0 outside the view."""
    pixels, seen = _pixels(sizes, model, frame)
    worth = pixels * pixels / np.maximum(sizes.triangles, _LEAST_TRIANGLES)
    return np.asarray(np.where(seen, worth, 0.0), dtype=np.float32)


def _pixels(sizes: _Sizes, model: ModelView, frame: Frame) -> tuple[Floats, NDArray[np.bool_]]:
    """float32 (e,): how large elements are on the screen, corner to corner; bool (e,): which are in view."""
    camera, (width, height) = frame.camera, frame.size
    to_eye = model.offset - camera.eye
    # einsum: BLAS would start threads for this, which costs more than the sum where other threads draw
    x, y, z = (
        np.einsum("ij,j->i", sizes.middle, axis.astype(np.float32)) + np.float32((to_eye * axis).sum())
        for axis in camera.axes
    )
    radius = sizes.radius
    depth = np.maximum(z, np.maximum(radius, 0.1))
    half_y = np.full_like(depth, camera.half_height) if camera.parallel else depth * np.float32(HALF_TANGENT)
    half_x = half_y * np.float32(width / height)
    seen = (z > -radius) & (np.abs(x) < half_x * _MARGIN + radius) & (np.abs(y) < half_y * _MARGIN + radius)
    return np.minimum(radius / half_y * height, 2.0 * height), seen
