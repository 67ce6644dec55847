"""The ground shadow as one textured quad under the models."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkFiltersSources import vtkPlaneSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkTexture

from bimdesk.scene.clip_shader import CutShading
from bimdesk.scene.cut import Cut
from bimdesk.scene.footprint import SIZE, Footprint
from bimdesk.scene.polydata import AS_IS
from bimdesk.scene.vtkarray import to_vtk


class GroundShadow:
    """Draws a footprint; hidden until it has one."""

    def __init__(self) -> None:
        self._plane = vtkPlaneSource()
        self._texture = vtkTexture()
        self._texture.InterpolateOn()
        self._texture.RepeatOff()
        self._texture.SetEdgeClamp(1)
        mapper = vtkPolyDataMapper()
        mapper.SetInputConnection(self._plane.GetOutputPort())
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        self.actor.SetTexture(self._texture)
        self.actor.GetProperty().LightingOff()
        self.actor.ForceTranslucentOn()
        mapper.SetVBOShiftScaleMethod(AS_IS)
        self._shading = CutShading()
        self.actor.SetShaderProperty(self._shading.clip)
        self.actor.VisibilityOff()

    def set_cut(self, cut: Cut) -> None:
        """What is cut away, in scene coordinates, throws no shadow."""
        self._shading.set_cut(cut)

    def show(self, footprint: Footprint | None, strength: float) -> None:
        """Place the quad and paint it; `strength` 0..1 is the alpha where it is darkest."""
        self.actor.SetVisibility(footprint is not None)
        if footprint is None:
            return
        (x, y), (width, depth), z = footprint.corner, footprint.extent, footprint.z
        self._plane.SetOrigin(x, y, z)
        self._plane.SetPoint1(x + width, y, z)
        self._plane.SetPoint2(x, y + depth, z)
        pixels = np.zeros((SIZE * SIZE, 4), dtype=np.uint8)
        pixels[:, 3] = np.rint(footprint.darkness.ravel() * (255 * strength))
        image = vtkImageData()
        image.SetDimensions(SIZE, SIZE, 1)
        image.GetPointData().SetScalars(to_vtk(pixels, deep=True))
        self._texture.SetInputData(image)
        self._texture.SetColorModeToDirectScalars()
