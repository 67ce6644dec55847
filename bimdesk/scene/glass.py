"""See-through faces from the farthest to the nearest, so that each tints what is behind it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bimdesk.meshes import Mesh
from bimdesk.scene.camera import Camera
from bimdesk.scene.polydata import IndexedActor

Floats = NDArray[np.float32]
Faces = NDArray[np.uint32]

MOST_MOVING = 30_000
MOST_AT_REST = 400_000
"""Triangles that are sorted for a frame; more are drawn as they come. 100,000 take 10 ms."""


class SortedGlass:
    """Puts the triangles of one actor in order for a camera; does nothing while neither changes."""

    def __init__(self, mesh: Mesh, actor: IndexedActor) -> None:
        self._mesh = mesh
        self._actor = actor
        self._faces: Faces = np.zeros((0, 3), dtype=np.uint32)
        self._middle: Floats | None = None
        self._sorted_for: tuple[float, ...] = ()

    def set_faces(self, faces: Faces) -> None:
        """What is see-through now; drawn in this order until sorted."""
        self._faces, self._middle, self._sorted_for = faces, None, ()
        self._actor.set_cells(faces)

    def sort(self, camera: Camera, offset: ArrayLike, *, moving: bool) -> None:
        """Sort for the next frame; `offset`: where the mesh's origin lies in the scene."""
        count = len(self._faces)
        if count < 2 or count > (MOST_MOVING if moving else MOST_AT_REST):
            return
        seen_from = (*camera.eye.tolist(), *camera.axes[2].tolist())
        if seen_from == self._sorted_for:
            return
        self._sorted_for = seen_from
        if self._middle is None:
            a, b, c = (self._mesh.vertices[self._faces[:, corner]] for corner in range(3))
            self._middle = (a + b + c) / np.float32(3)
        # from the eye, not along the view: what stands side by side keeps its order while the camera turns
        if camera.parallel:
            away = np.einsum("ij,j->i", self._middle, camera.axes[2].astype(np.float32))
        else:
            to_eye = self._middle - (camera.eye - np.asarray(offset)).astype(np.float32)
            away = np.einsum("ij,ij->i", to_eye, to_eye)
        self._actor.set_cells(self._faces[np.argsort(-away, kind="stable")])
