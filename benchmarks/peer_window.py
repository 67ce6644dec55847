"""Our own window and a model: `xvfb-run -a python -m benchmarks.peer_window MODEL`. Prints one line of JSON.

Seconds: *picture*, from the drop on an open window with a new project to the first frame with the model;
*import*, to the version in the project; *second*, from the drop on a window with another project, which has
the model folder of before as its cache, to the first frame. *peak_mb*: of the window's process, after the
first of the two; *mesh_mb*: the model's mesh arrays.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks.memory import peak_mb
from benchmarks.window_bench import WARM_S, drop, open_window, own_paths, wait, wait_warm
from bimdesk.meshes import load_mesh
from bimdesk.ui.app import make_application
from bimdesk.ui.theme import style
from bimdesk.ui.window.main_window import MainWindow


def main() -> int:
    """Open twice, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warm", type=float, default=WARM_S, help="seconds that a window stands first")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds that an import may take")
    parser.add_argument("model", type=Path)
    options = parser.parse_args()
    app = make_application()
    style.apply(app, "dark")
    with tempfile.TemporaryDirectory(prefix="bimdesk-bench-") as folder:
        root = Path(folder)
        paths = own_paths(root)
        with open_window(root / "First", paths) as window:
            wait_warm(app, window, seconds=options.warm)
            figures = first_open(app, window, options.model, options.limit)
            (cached,) = [version.folder for version in window.scene.versions]
        second = root / "Second" / "models"
        second.mkdir(parents=True)
        cached.rename(second / cached.name)
        with open_window(root / "Second", paths) as window:
            wait_warm(app, window, seconds=options.warm)
            figures["second"], _whole = drop(app, window, options.model, limit_s=options.limit)
    print(json.dumps(figures))
    return 0


def first_open(app: QApplication, window: MainWindow, model: Path, limit_s: float) -> dict[str, float]:
    """The figures of the first of the two, once the careful picture is drawn."""
    picture, whole = drop(app, window, model, limit_s=limit_s)
    wait(app, lambda: window.viewport.stage.feed.settled, limit_s=limit_s)
    mesh = load_mesh(window.scene.versions[0].folder / "mesh")
    arrays = [getattr(mesh, field.name) for field in dataclasses.fields(mesh)]
    return {
        "picture": picture,
        "import": whole,
        "elements": mesh.element_count,
        "triangles": mesh.triangle_count,
        "mesh_mb": sum(array.nbytes for array in arrays if isinstance(array, np.ndarray)) / 1e6,
        "peak_mb": peak_mb(),
    }


if __name__ == "__main__":
    sys.exit(main())
