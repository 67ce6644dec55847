"""The gradient behind the scene, as a quad before the far plane.

VTK's own gradient leaves the occlusion pass without positions behind the model: dark smudges along
silhouettes then come from what happened to be in that memory. This quad has positions; its depth is pushed to
the very back, where the pass skips it.
"""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from bimdesk.scene.camera import HALF_TANGENT, Camera
from bimdesk.scene.look import Look
from bimdesk.scene.palette import parse_color
from bimdesk.scene.vtkarray import to_vtk

_TO_THE_BACK = 65_000 * 4
"""Polygon offset units: more than the whole range of depths."""
_SPARE = 1.02
"""How much the quad is larger than the view, so that no border shows."""


class Backdrop:
    """Follows the camera; colours at the bottom and the top of the view."""

    def __init__(self) -> None:
        self._corners = np.zeros((4, 3), dtype=np.float32)
        self._points = vtkPoints()
        self._points.SetData(to_vtk(self._corners))
        quad = vtkCellArray()
        quad.InsertNextCell(4, (0, 1, 2, 3))
        self._data = vtkPolyData()
        self._data.SetPoints(self._points)
        self._data.SetPolys(quad)
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(self._data)
        mapper.SetColorModeToDirectScalars()
        mapper.SetRelativeCoincidentTopologyPolygonOffsetParameters(0, _TO_THE_BACK)
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        self.actor.GetProperty().LightingOff()

    def set_look(self, look: Look) -> None:
        bottom, top = parse_color(look.background_bottom), parse_color(look.background_top)
        colors = np.array([bottom, bottom, top, top], dtype=np.uint8)
        self._data.GetPointData().SetScalars(to_vtk(colors, deep=True))

    def follow(self, camera: Camera, size: tuple[int, int], far: float) -> None:
        """Stand just before the far plane, filling the view."""
        right, up, forward = camera.axes
        depth = far * 0.999 if not camera.parallel else far - 0.01
        half = (camera.half_height if camera.parallel else depth * HALF_TANGENT) * _SPARE
        across = right * (half * size[0] / size[1])
        middle = camera.eye + forward * depth
        for row, (x, y) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
            self._corners[row] = middle + across * x + up * (half * y)
        self._points.Modified()
