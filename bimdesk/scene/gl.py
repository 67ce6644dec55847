"""Which OpenGL renderer VTK gets on this machine. A broken driver may crash the process that asks."""

from __future__ import annotations

from bimdesk.errors import MachineError


def describe_renderer() -> str:
    """Such as "llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5 (Core Profile) Mesa 22.3.6"."""
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401 - its import registers the OpenGL window
    from vtkmodules.vtkRenderingCore import vtkRenderWindow

    window = vtkRenderWindow()
    window.SetOffScreenRendering(True)
    window.SetSize(16, 16)
    window.Render()
    facts = _facts(window.ReportCapabilities())
    window.Finalize()
    renderer = facts.get("OpenGL renderer string")
    if not renderer:
        raise MachineError(
            "There is no OpenGL context.", "Install the graphics driver, or Mesa's software renderer."
        )
    return f"{renderer}, OpenGL {facts.get('OpenGL version string', 'of unknown version')}"


def _facts(report: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in report.splitlines())
    return {name.strip(): value.strip() for name, _colon, value in pairs if value.strip()}
