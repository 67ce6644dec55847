"""An off-screen OpenGL window: by the display where there is one, by EGL or OSMesa where not."""

from __future__ import annotations

import os
import sys

from vtkmodules.vtkCommonCore import vtkObject
from vtkmodules.vtkRenderingCore import vtkRenderWindow

from bimdesk.errors import MachineError

_HINT = (
    "On Debian and Ubuntu: apt install libegl1 libgl1 libgl1-mesa-dri. `bimdesk doctor` shows what was found."
)


def make_window() -> vtkRenderWindow:
    """Make a window with a current context. Raises MachineError where no OpenGL 3.2 can be had."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
    warnings = vtkObject.GetGlobalWarningDisplay()
    vtkObject.SetGlobalWarningDisplay(0)
    try:
        window = vtkRenderWindow()
        window.SetOffScreenRendering(True)
        window.SetMultiSamples(0)
        window.SetSize(16, 16)
        window.Render()
        usable = bool(window.SupportsOpenGL())
    finally:
        vtkObject.SetGlobalWarningDisplay(warnings)
    if not usable:
        raise MachineError("This machine offers no OpenGL 3.2, so the 3D view cannot be drawn.", _HINT)
    return window


def renderer_name(window: vtkRenderWindow) -> str:
    """What draws, such as `llvmpipe (LLVM 15.0.6, 256 bits)`; '' where the driver does not say."""
    return _capability(window, "OpenGL renderer string")


def _capability(window: vtkRenderWindow, wanted: str) -> str:
    for line in window.ReportCapabilities().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == wanted:
            return value.strip()
    return ""


def describe_renderer() -> str:
    """Make a context, ask what draws in it, and let it go. Raises MachineError where there is none."""
    window = make_window()
    name = f"{renderer_name(window)}, OpenGL {_capability(window, 'OpenGL version string')}"
    window.Finalize()
    return name
