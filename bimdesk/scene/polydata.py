"""NumPy arrays as VTK meshes without a copy; the indices are swapped, the points stay."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkShaderProperty

from bimdesk.scene.vtkarray import to_vtk

AS_IS = 0
"""`vtkPolyDataMapper`: DISABLE_SHIFT_SCALE."""

_OPAQUE = np.array([0, 0, 0, 255], dtype=np.uint8).view(np.uint32)[0]


class SharedPoints:
    """The vertices of one model, and their colours, shared by all of its actors.

    Colours sit on the points, which parts never share: hiding rewrites indices only, colouring colours only.
    """

    def __init__(self, vertices: NDArray[np.float32]) -> None:
        self._vertices = np.ascontiguousarray(vertices)  # VTK reads this memory: keep it alive
        self._packed = np.full(len(vertices), 0xFFFFFFFF, dtype=np.uint32)
        self._colors = self._packed.view(np.uint8).reshape(-1, 4)
        # with alpha, which stays 255: of three columns every mapper would make a copy of four
        self.points = vtkPoints()
        self.points.SetData(to_vtk(self._vertices))
        self.colors = to_vtk(self._colors)
        self.colors.SetName("color")

    def set_colors(self, colors: NDArray[np.uint8], vertices: NDArray[np.int64]) -> None:
        """Rewrite the colours in place: uint8 (p, 4) of the parts, whose alpha does not count, and how many
        vertices each part has. Four bytes are moved as one number, which is five times as quick."""
        packed = np.ascontiguousarray(colors).view(np.uint32).ravel() | _OPAQUE
        np.copyto(self._packed, np.repeat(packed, vertices))
        self.colors.Modified()


class IndexedActor:
    """An actor over shared points whose triangles (k = 3) or lines (k = 2) can be swapped."""

    def __init__(
        self, shared: SharedPoints, corners: int, shader: vtkShaderProperty, *, colored: bool = False
    ) -> None:
        self._corners = corners
        self._kept: NDArray[Any] = np.zeros(0, dtype=np.int32)
        self._data = vtkPolyData()
        self._data.SetPoints(shared.points)
        if colored:
            self._data.GetPointData().SetScalars(shared.colors)
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(self._data)
        mapper.SetScalarVisibility(colored)
        mapper.SetColorModeToDirectScalars()
        mapper.SetStatic(True)
        mapper.SetVBOShiftScaleMethod(AS_IS)  # sections are told in these coordinates
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        self.actor.SetShaderProperty(shader)
        self.actor.VisibilityOff()
        self.count = 0
        self.in_view = True

    @property
    def wanted(self) -> bool:
        """Whether there is something to draw where the camera looks."""
        return self.count > 0 and self.in_view

    def set_cells(self, cells: NDArray[np.uint32]) -> None:
        """Draw these rows of point indices, uint32 (m, k); none hides the actor."""
        self.count = len(cells)
        self.actor.SetVisibility(bool(len(cells)))
        self._kept = np.ascontiguousarray(cells).view(np.int32).ravel()
        array = vtkCellArray()
        if len(cells):
            offsets = np.arange(0, len(self._kept) + 1, self._corners, dtype=np.int32)
            array.SetData(to_vtk(offsets, deep=True), to_vtk(self._kept))
        if self._corners == 2:
            self._data.SetLines(array)
        else:
            self._data.SetPolys(array)
        self._data.Modified()
