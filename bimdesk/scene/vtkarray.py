"""VTK's NumPy bridge with types: both directions share memory unless a copy is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray
from vtkmodules.util import numpy_support
from vtkmodules.vtkCommonCore import vtkDataArray

to_vtk: Callable[..., vtkDataArray] = numpy_support.numpy_to_vtk
"""`to_vtk(array, deep=False)`: a contiguous array; the caller keeps it alive unless `deep`."""

from_vtk: Callable[[vtkDataArray], NDArray[Any]] = numpy_support.vtk_to_numpy
