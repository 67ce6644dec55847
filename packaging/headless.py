"""The main job where there is no display: import the sample, run the built-in scripts, draw a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SCRIPTS = ("GUID validation", "Export elements to CSV", "LOD analysis")


def has_display() -> bool:
    """Whether a window can open; Windows and macOS always have a desktop."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def tour(python: Path, root: Path, files: Sequence[str]) -> int:
    """Import, run, draw; 0 where every step worked (a check that finds something has worked)."""
    models = list(files) or [str(root / "resources" / "samples" / "house.ifc")]
    out = Path.cwd() / "bimdesk-output"
    out.mkdir(exist_ok=True)
    print("There is no display (DISPLAY is not set): this is the main job without a window.\n")
    worst = 0
    for model in models:
        name = Path(model).stem
        worst = max(worst, step(python, f"Importing {name}", ["import", model], fine=(0,)))
        for script in SCRIPTS:
            command = ["run", script, model, "--out", str(out / name)]
            worst = max(worst, step(python, f"{script} on {name}", command, fine=(0, 1)))
        picture = out / f"{name}.png"
        worst = max(worst, step(python, f"Drawing {picture}", ["screenshot", model, str(picture)], fine=(0,)))
    print(f"\nFiles are in {out}. With a display this command opens the window.")
    return worst


def step(python: Path, title: str, arguments: Sequence[str], *, fine: tuple[int, ...]) -> int:
    """One command of the program, its words as they come."""
    print(f"== {title}", flush=True)
    code = subprocess.run([str(python), "-m", "bimdesk", *arguments], check=False).returncode
    return 0 if code in fine else code
