"""An off-screen OpenGL window: by the display where there is one, by EGL or OSMesa where not."""

from __future__ import annotations

import os
import sys

from vtkmodules import vtkRenderingOpenGL2, vtkRenderingUI  # noqa: F401 - registers the OpenGL windows
from vtkmodules.vtkCommonCore import vtkLogger, vtkObject
from vtkmodules.vtkRenderingCore import vtkRenderWindow

from bimdesk.errors import MachineError

_HINT = (
    "On Debian and Ubuntu: apt install libegl1 libgl1 libgl1-mesa-dri. `bimdesk doctor` shows what was found."
)


_CHOICE = "VTK_DEFAULT_OPENGL_WINDOW"


def make_window() -> vtkRenderWindow:
    """Make a window with a current context. Raises MachineError where no OpenGL 3.2 can be had."""
    warnings, verbosity = vtkObject.GetGlobalWarningDisplay(), vtkLogger.GetCurrentVerbosityCutoff()
    vtkObject.SetGlobalWarningDisplay(0)  # VTK prints a page for each kind of window that fails
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)
    try:
        for kind in _kinds():
            window = _try_window(kind)
            if window is not None:
                return window
    finally:
        vtkObject.SetGlobalWarningDisplay(warnings)
        vtkLogger.SetStderrVerbosity(verbosity)
    raise MachineError("This machine offers no OpenGL 3.2, so the 3D view cannot be drawn.", _HINT)


def _kinds() -> tuple[str, ...]:
    """VTK's window classes in the order of preference; '' is the platform's own."""
    if not sys.platform.startswith("linux") or _CHOICE in os.environ:
        return ("",)
    without_display = ("vtkEGLRenderWindow", "vtkOSOpenGLRenderWindow")
    return ("", *without_display) if os.environ.get("DISPLAY") else without_display


def _try_window(kind: str) -> vtkRenderWindow | None:
    if kind:
        os.environ[_CHOICE] = kind
    try:
        window = vtkRenderWindow()
    finally:
        if kind:
            del os.environ[_CHOICE]
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(0)
    window.SetSize(16, 16)
    window.Render()
    if window.SupportsOpenGL():
        return window
    window.Finalize()
    return None


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
