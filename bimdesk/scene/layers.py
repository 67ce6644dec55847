"""The renderers over one camera: faces, lines and glass, lids of what is cut, halo, selection and its lids.

Why so many: ambient occlusion breaks thin lines into dashes and must not see glass; a selection shows through
walls; lids are told apart from hollows by a depth of their own (see `clip_shader`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkCamera,
    vtkLight,
    vtkMapper,
    vtkRenderer,
    vtkRenderWindow,
)
from vtkmodules.vtkRenderingOpenGL2 import (
    vtkCameraPass,
    vtkRenderPassCollection,
    vtkRenderStepsPass,
    vtkSequencePass,
    vtkSSAOPass,
)

from bimdesk.scene.backdrop import Backdrop
from bimdesk.scene.camera import VIEW_ANGLE, Camera
from bimdesk.scene.lids import GROUPS
from bimdesk.scene.look import Look
from bimdesk.scene.palette import unit_color

FACES, LINES = 0, 1
LIDS = tuple(range(2, 2 + GROUPS))
HALO, SELECTION, SELECTION_LIDS = range(2 + GROUPS, 5 + GROUPS)
COUNT = SELECTION_LIDS + 1

_NO_PASS: Any = None  # VTK takes None to mean its own steps; its stubs do not say so

_LIGHTS = ((-40, 35, 0.56, "#fffaf2"), (50, 10, 0.28, "#e3edff"), (0, 0, 0.24, "#ffffff"))
"""Azimuth, elevation (degrees, from the camera), intensity, colour: key, fill, headlight."""


class Layers:
    """The renderers of one window, their lights, their camera and their passes."""

    def __init__(self, window: vtkRenderWindow) -> None:
        self.camera = vtkCamera()
        self.camera.SetViewAngle(VIEW_ANGLE)
        self.renderers = tuple(self._make_renderer(layer) for layer in range(COUNT))
        self.backdrop = Backdrop()
        self.renderers[FACES].AddActor(self.backdrop.actor)  # first, so that it is drawn first
        window.SetNumberOfLayers(COUNT)
        window.SetMultiSamples(0)
        for renderer in self.renderers:
            window.AddRenderer(renderer)
        vtkMapper.SetResolveCoincidentTopologyToPolygonOffset()
        # no offset for faces: the shader would write each depth, and hidden faces could not be skipped early
        vtkMapper.SetResolveCoincidentTopologyPolygonOffsetParameters(0, 0)
        self._ssao, self._passes = _make_ssao()

    def add(self, layer: int, actors: Iterable[vtkActor]) -> None:
        for actor in actors:
            self.renderers[layer].AddActor(actor)

    def remove(self, layer: int, actors: Iterable[vtkActor]) -> None:
        for actor in actors:
            self.renderers[layer].RemoveActor(actor)

    def set_background(self, look: Look) -> None:
        """The gradient, and one of its colours where a driver leaves a gap."""
        self.backdrop.set_look(look)
        self.renderers[FACES].SetBackground(*unit_color(look.background_bottom))

    def set_camera(self, camera: Camera, size: tuple[int, int], clipping: tuple[float, float]) -> None:
        """Look through `camera`; `size` in pixels, `clipping` is near and far in metres."""
        _, up, forward = camera.axes
        near, far = clipping
        # VTK wants a near plane before the eye; a parallel camera may stand anywhere along the view
        forth = near - (far - near) * 0.01 if camera.parallel else 0.0
        eye = camera.eye + forward * forth
        self.camera.SetPosition(*eye)
        self.camera.SetFocalPoint(*(eye + forward * camera.distance))
        self.camera.SetViewUp(*up)
        self.camera.SetParallelProjection(camera.parallel)
        self.camera.SetParallelScale(camera.half_height)
        self.camera.SetClippingRange(near - forth, far - forth)
        self.backdrop.follow(camera, size, clipping[1])
        vtkMapper.SetResolveCoincidentTopologyLineOffsetParameters(-1, -_line_offset(camera, clipping))

    def set_occlusion(self, kernel: int, radius: float) -> None:
        """Ambient occlusion with `kernel` samples within `radius` metres; 0 samples switch it off."""
        if not kernel:
            self.renderers[FACES].SetPass(_NO_PASS)
            return
        self._ssao.SetRadius(radius)
        self._ssao.SetBias(0.10 * radius)
        self._ssao.SetKernelSize(kernel)
        self.renderers[FACES].SetPass(self._ssao)

    def set_smooth_lines(self, smooth: bool, *, lids: bool) -> None:
        """FXAA, on the layers with lines only; where there are lids, once they are drawn over the lines."""
        self.renderers[LINES].SetUseFXAA(smooth and not lids)
        for layer in LIDS:
            self.renderers[layer].SetUseFXAA(smooth and lids and layer == LIDS[-1])
            self.renderers[layer].SetDraw(lids)
        self.renderers[SELECTION].SetUseFXAA(smooth and not lids)
        self.renderers[SELECTION_LIDS].SetUseFXAA(smooth and lids)
        self.renderers[SELECTION_LIDS].SetDraw(lids)

    def release(self, window: vtkRenderWindow) -> None:
        """Give all graphics memory back; the window's context must still exist."""
        self.renderers[FACES].SetPass(_NO_PASS)
        for one in (self._ssao, *self._passes):
            one.ReleaseGraphicsResources(window)
        for renderer in self.renderers:
            renderer.RemoveAllViewProps()
            window.RemoveRenderer(renderer)

    def _make_renderer(self, layer: int) -> vtkRenderer:
        renderer = vtkRenderer()
        renderer.SetLayer(layer)
        renderer.SetActiveCamera(self.camera)
        renderer.AutomaticLightCreationOff()
        renderer.UseDepthPeelingOff()
        renderer.UseOITOff()  # else VTK blends see-through faces by weight, whatever their order
        for azimuth, elevation, intensity, color in _LIGHTS:
            light = vtkLight()
            light.SetLightTypeToCameraLight()
            light.SetDirectionAngle(elevation, azimuth)
            light.SetIntensity(intensity)
            light.SetColor(*unit_color(color))
            renderer.AddLight(light)
        if layer != FACES:
            renderer.InteractiveOff()
            renderer.SetPreserveColorBuffer(True)
            renderer.SetPreserveDepthBuffer(layer == LINES)
        return renderer


def _line_offset(camera: Camera, clipping: tuple[float, float]) -> float:
    """Units (1/65000 of the depth range) that bring lines 0.3 per mille of the viewing distance nearer."""
    near, far = clipping
    if camera.parallel:
        return 3e-4 * camera.distance / (far - near) * 65_000
    return 3e-4 * near * far / ((far - near) * camera.distance) * 65_000


def _make_ssao() -> tuple[vtkSSAOPass, tuple[vtkCameraPass, vtkSequencePass, vtkRenderStepsPass]]:
    """The occlusion pass over the ordinary steps; `UseSSAO` of the renderer would lose the gradient."""
    steps = vtkRenderStepsPass()
    collection = vtkRenderPassCollection()
    collection.AddItem(steps)
    sequence = vtkSequencePass()
    sequence.SetPasses(collection)
    camera = vtkCameraPass()
    camera.SetDelegatePass(sequence)
    ssao = vtkSSAOPass()
    ssao.SetBlur(True)
    ssao.SetDelegatePass(camera)
    return ssao, (camera, sequence, steps)
