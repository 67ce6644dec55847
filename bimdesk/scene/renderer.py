"""Draws frames off screen: keeps VTK's actors in step with the views, reads the pixels back."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

from bimdesk.domain.ids import ModelKey
from bimdesk.scene.actors import ModelActors
from bimdesk.scene.breaking import Breaker
from bimdesk.scene.camera import box_corners
from bimdesk.scene.clipping import clipping_range
from bimdesk.scene.cut import NO_CUT
from bimdesk.scene.footprint import make_footprint
from bimdesk.scene.gl import make_window, renderer_name
from bimdesk.scene.ground import GroundShadow
from bimdesk.scene.heap import give_back
from bimdesk.scene.layers import LINES, Layers
from bimdesk.scene.look import Look
from bimdesk.scene.moving import MovingChoice
from bimdesk.scene.tiers import is_software
from bimdesk.scene.views import Frame, ModelView, Picture, Tier
from bimdesk.scene.vtkarray import from_vtk

_KERNEL = {Tier.MOVING: 0, Tier.CLEAR: 0, Tier.RESTING: 16, Tier.STILL: 64}
_MOVING_EDGE_LIMIT = 300_000
"""Triangles from which a moving frame leaves the edges out."""
_SOFTWARE_TARGET, _TARGET = 0.060, 0.025
"""Seconds that a moving frame should take in software and on a graphics card."""


class SceneRenderer:
    """One off-screen window. Every call must come from the thread that made it.

    Raises MachineError where the machine has no OpenGL at all.
    """

    def __init__(self) -> None:
        self._window = make_window()
        self._layers = Layers(self._window)
        self._ground = GroundShadow()
        self._layers.add(LINES, [self._ground.actor])
        self._models: dict[ModelKey, ModelActors] = {}
        self._shown: dict[ModelKey, ModelView] = {}
        self._look: Look | None = None
        self._shadow_of: tuple[object, ...] = ()
        self._moving = MovingChoice()
        self._breaker = Breaker(self._window)
        self._buffer = vtkUnsignedCharArray()
        self.gl_name = renderer_name(self._window)

    def draw(self, frame: Frame) -> Picture:
        """Draw `frame` and return its pixels and the seconds that it took."""
        picture = self.draw_unless(frame, lambda: False)
        assert picture is not None
        return picture

    def draw_unless(self, frame: Frame, overtaken: Callable[[], bool]) -> Picture | None:
        """Likewise; None where `overtaken` said so, which is asked between the actors.

        Not in the first quick frame of a model: that takes longer than others, and is waited for.
        """
        start = perf_counter()
        is_first = self._reconcile(frame) and frame.tier is Tier.MOVING
        self._set_tier(frame)
        corners = self._corners(frame)
        planes = clipping_range(frame.camera, frame.size, frame.models, corners)
        self._layers.set_camera(frame.camera, frame.size, planes)
        for actors in self._models.values():
            actors.set_depths(frame.camera, planes)
        if tuple(self._window.GetSize()) != frame.size:
            self._window.SetSize(*frame.size)
        begin = perf_counter()
        self._breaker.begin((lambda: False) if is_first else overtaken)
        self._window.Render()
        pixels = self._read(frame.size)
        if not self._breaker.end():
            return None
        triangles = sum(actors.triangles for actors in self._models.values())
        if frame.tier is Tier.MOVING:
            target = _SOFTWARE_TARGET if is_software(self.gl_name) else _TARGET
            self._moving.measured(perf_counter() - begin, target, triangles)
        return Picture(
            pixels=pixels,
            frame=frame,
            seconds=perf_counter() - start,
            triangles=triangles,
            held=self._breaker.longest,
        )

    @property
    def moving_budget(self) -> int:
        """Triangles that a moving frame gets at most, by what the last ones cost."""
        return self._moving.budget

    def close(self) -> None:
        """Free the graphics memory and the context; the renderer cannot be used again."""
        for key in list(self._models):
            self._drop(key)
        self._layers.release(self._window)
        self._window.Finalize()

    def _reconcile(self, frame: Frame) -> bool:
        """Make the actors follow; true where a model is new."""
        wanted = {model.key: model for model in frame.models}
        gone = [
            key for key, old in self._shown.items() if key not in wanted or old.mesh is not wanted[key].mesh
        ]
        for key in gone:
            self._drop(key)
        if gone:
            give_back()
        fresh = [model for key, model in wanted.items() if key not in self._models]
        for model in fresh:
            actors = self._models[model.key] = ModelActors(model.mesh)
            for layer, indexed in enumerate(actors.layers):
                self._layers.add(layer, [one.actor for one in indexed])
            for actor in actors.all_actors:
                self._breaker.watch(actor)
        if frame.look is not self._look:
            self._layers.set_background(frame.look)
        reduced = self._moving.choose(frame) if frame.tier is Tier.MOVING else {}
        for key, model in wanted.items():
            if model in fresh or frame.look is not self._look:
                self._models[key].set_look(frame.look)
            if key in reduced:
                self._models[key].show_quick(reduced[key])
            else:
                self._models[key].set_crisp(self._moving.crisp(model, frame))
                self._models[key].show(model)
            self._models[key].set_camera(frame.camera, frame.size, moving=frame.tier is Tier.MOVING)
        self._ground.set_cut(frame.models[0].cut if frame.models else NO_CUT)
        self._show_shadow(frame)
        self._shown, self._look = wanted, frame.look
        return bool(fresh)

    def _show_shadow(self, frame: Frame) -> None:
        """The shadow is that of whole models: made anew when the models change, not for each hide."""
        shadow_of = (frame.look.shadow_strength, *((model.key, id(model.mesh)) for model in frame.models))
        if shadow_of == self._shadow_of:
            return
        if frame.tier is Tier.MOVING and frame.models:
            return  # a first picture should not wait for its shadow
        self._shadow_of = shadow_of
        self._ground.show(make_footprint(frame.models), frame.look.shadow_strength)

    def _set_tier(self, frame: Frame) -> None:
        total = sum(model.mesh.triangle_count for model in frame.models)
        ghosts = any(model.ghost.any() for model in frame.models)
        moving = frame.tier is Tier.MOVING
        plain = ghosts or not total
        self._layers.set_occlusion(0 if plain else _KERNEL[frame.tier], self._radius(frame))
        self._layers.set_smooth_lines(not moving, lids=any(model.cut for model in frame.models))
        for actors in self._models.values():
            actors.set_edges_visible(frame.look.edges and not (moving and total > _MOVING_EDGE_LIMIT))

    def _radius(self, frame: Frame) -> float:
        """Reach of the occlusion by the largest model: 0.85 m for a house of 22 m, 1.3 m for 90 m."""
        corners = self._corners(frame).reshape(-1, 8, 3)
        if not len(corners):
            return 0.85
        diagonal = float(np.linalg.norm(np.ptp(corners, axis=1), axis=1).max())
        return float(min(0.85 * (max(diagonal, 0.01) / 22) ** 0.3, diagonal / 8))

    def _corners(self, frame: Frame) -> NDArray[np.float64]:
        """Corners of the box around all models, the ground shadow included."""
        boxes = []
        for model in frame.models:
            bounds = model.mesh.element_bounds
            if len(bounds):
                low, high = bounds[:, :3].min(axis=0) + model.offset, bounds[:, 3:].max(axis=0) + model.offset
                reach = 0.25 * float(max(high[0] - low[0], high[1] - low[1], 0.1))
                spread = np.array([reach, reach, 0.05])
                boxes.append(np.concatenate([low - spread, high + spread]))
        return box_corners(np.array(boxes)) if boxes else np.zeros((0, 3))

    def _read(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        self._window.GetRGBACharPixelData(0, 0, size[0] - 1, size[1] - 1, 0, self._buffer, 0)
        flat = from_vtk(self._buffer).reshape(size[1], size[0], 4)
        pixels = np.ascontiguousarray(flat[::-1])
        pixels[..., 3] = 255
        return pixels

    def _drop(self, key: ModelKey) -> None:
        actors = self._models.pop(key)
        for layer, indexed in enumerate(actors.layers):
            self._layers.remove(layer, [one.actor for one in indexed])
        for actor in actors.all_actors:
            actor.ReleaseGraphicsResources(self._window)
        self._moving.drop(key)
