"""Drawing a mesh folder: `python -m benchmarks.peer_drawing ours|pyvista FOLDER`. Prints one line of JSON.

*ours*: the window's renderer with its few merged actors. *pyvista*: one actor for each element, as the usual
examples do it. Seconds: *open*, from the folder to the first picture; *turn*, a frame of a turning camera,
median; *rest* (ours), the careful frame once it stands still. Same size, no multisampling (pyvista's own is
far slower in software), pixels read back, no display needed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

from benchmarks.memory import peak_mb
from bimdesk.domain.ids import ModelKey
from bimdesk.meshes import Mesh, load_mesh
from bimdesk.scene.camera import Camera, box_corners
from bimdesk.scene.look import LIGHT
from bimdesk.scene.offscreen import load_scene
from bimdesk.scene.renderer import SceneRenderer
from bimdesk.scene.views import Frame, Tier

SIZE = (1200, 800)
FRAMES = 7


def ours(folder: Path) -> dict[str, float]:
    """The window's renderer; the moving frame as it is once its budget has settled."""
    begin = time.perf_counter()
    state = load_scene({ModelKey("model"): folder})
    camera = Camera(focal=np.zeros(3)).fit(box_corners(state.bounds()), SIZE)
    renderer = SceneRenderer()
    models = state.views()

    def draw(tier: Tier) -> None:
        renderer.draw(Frame(size=SIZE, camera=camera, models=models, look=LIGHT, tier=tier))

    def turn() -> None:
        nonlocal camera
        camera = camera.orbit(camera.focal, 1, 0)
        draw(Tier.MOVING)

    draw(Tier.MOVING)
    opened = time.perf_counter() - begin
    for _ in range(FRAMES):
        turn()
    figures = {"open": opened, "turn": median(turn), "rest": median(lambda: draw(Tier.STILL), times=3)}
    renderer.close()
    return figures


def pyvista_actors(folder: Path) -> dict[str, float]:
    """An actor for each element, its first colour."""
    import pyvista

    begin = time.perf_counter()
    mesh = load_mesh(folder)
    from_faces: Any = pyvista.PolyData.from_regular_faces
    plotter: Any = pyvista.Plotter(off_screen=True, window_size=list(SIZE))
    for row in range(mesh.element_count):
        vertices, faces = mesh.element_geometry(row)
        if len(faces):
            data = from_faces((vertices - mesh.origin).astype(np.float32), faces)
            plotter.add_mesh(data, color=color_of(mesh, row), show_scalar_bar=False)
    plotter.render_window.SetMultiSamples(0)
    plotter.show(auto_close=False)
    pixels = vtkUnsignedCharArray()

    def read() -> None:
        plotter.render_window.GetRGBACharPixelData(0, 0, SIZE[0] - 1, SIZE[1] - 1, 0, pixels, 0)

    read()
    opened = time.perf_counter() - begin

    def turn() -> None:
        plotter.camera.azimuth += 1
        plotter.render()
        read()

    figures = {"open": opened, "turn": median(turn)}
    plotter.close()
    return figures


def color_of(mesh: Mesh, row: int) -> tuple[float, float, float]:
    """Red, green, blue of an element's first part."""
    red, green, blue, _alpha = mesh.part_colors[int(mesh.element_parts[row])].tolist()
    return red, green, blue


def median(work: Callable[[], None], *, times: int = FRAMES) -> float:
    """Seconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def main(kind: str, folder: Path) -> int:
    figures = {"ours": ours, "pyvista": pyvista_actors}[kind](folder)
    print(json.dumps(figures | {"peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
