"""Makes resources/samples/sample.png, the welcome page's picture: `python -m tools.sample_picture`.

The house is drawn on white and on black; what differs between the two is how much of the ground shines
through, so that one picture lies well on the light and on the dark page.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from bimdesk.bootstrap import throwaway_project
from bimdesk.paths import default_paths
from bimdesk.protocol.monitor import Monitor
from bimdesk.scene.offscreen import render_picture
from bimdesk.services.children import run_child
from bimdesk.services.importing import AlreadyHere, finish_import, prepare_import

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"
SIZE = (1040, 560)
SCALE = 2
"""Drawn this much larger, then reduced: smooth edges."""


def main() -> int:
    """Write the picture and print its name."""
    with throwaway_project(default_paths()) as project, tempfile.TemporaryDirectory() as folder:
        start = prepare_import(project, SAMPLES / "house.ifc")
        if isinstance(start, AlreadyHere):
            version = start.version
        else:
            monitor = Monitor()
            version, _changes = finish_import(project, start, monitor, run_child(start.launch, monitor))
        on_white, on_black = (
            draw(version.folder, Path(folder) / f"{ground[1:]}.png", ground)
            for ground in ("#ffffff", "#000000")
        )
    alpha = np.clip(1 - (on_white - on_black).mean(axis=2), 0, 1)
    color = np.divide(on_black, alpha[..., None], out=np.zeros_like(on_black), where=alpha[..., None] > 0.004)
    pixels = np.dstack([np.clip(color, 0, 1), alpha])
    picture = Image.fromarray((pixels * 255).round().astype(np.uint8), "RGBA").resize(
        SIZE, Image.Resampling.LANCZOS
    )
    picture.save(SAMPLES / "sample.png", optimize=True)
    print(SAMPLES / "sample.png")
    return 0


def draw(folder: Path, file: Path, ground: str) -> np.ndarray:
    """Colours float64 (height, width, 3), 0..1, on a plain ground."""
    width, height = SIZE
    render_picture([folder], file, width=width * SCALE, height=height * SCALE, background=(ground, ground))
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float64) / 255


if __name__ == "__main__":
    sys.exit(main())
