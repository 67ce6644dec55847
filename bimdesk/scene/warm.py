"""Compiles the shaders on a scene of four triangles, so that the first model need not wait for them."""

from __future__ import annotations

import numpy as np

from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.look import LIGHT
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.views import Frame, ModelView, Tier

_SIZE = (32, 32)


def warm_up(renderer: SceneRenderer) -> None:
    """Draw each kind of actor once, in the tiers of a first picture, and take the scene away again."""
    view = _tiny_view()
    camera = Camera(focal=np.zeros(3)).fit(box_corners(view.mesh.element_bounds), _SIZE)
    for models, tier in (((view,), Tier.MOVING), ((view,), Tier.STILL), ((), Tier.MOVING)):
        renderer.draw(Frame(size=_SIZE, camera=camera, models=models, look=LIGHT, tier=tier))


def _tiny_view() -> ModelView:
    """One opaque and one see-through element (two triangles and an edge each), the first of them selected."""
    square = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], dtype=np.float32)
    faces = np.array([(0, 1, 2), (0, 2, 3)], dtype=np.uint32)
    pairs = np.arange(3, dtype=np.uint32)
    mesh = Mesh(
        origin=np.zeros(3),
        vertices=np.concatenate([square, square + np.float32(0.1)]),
        faces=np.concatenate([faces, faces + np.uint32(4)]),
        edges=np.array([(0, 1), (4, 5)], dtype=np.uint32),
        element_ids=np.array([1, 2]),
        element_class=np.zeros(2, dtype=np.uint16),
        element_parts=pairs,
        element_bounds=np.array([(0, 0, 0, 1, 1, 0.01), (0.1, 0.1, 0.1, 1.1, 1.1, 0.11)], dtype=np.float32),
        part_vertices=pairs * 4,
        part_faces=pairs * 2,
        part_edges=pairs,
        part_colors=np.ones((2, 4), dtype=np.float32),
        classes=("IfcWall",),
    )
    return ModelView(
        key=ModelKey(""),
        mesh=mesh,
        offset=np.zeros(3),
        solid=np.ones(2, dtype=bool),
        ghost=np.zeros(2, dtype=bool),
        selected=np.array([True, False]),
        colors=np.array([(200, 200, 200, 255), (100, 150, 200, 77)], dtype=np.uint8),
    )
