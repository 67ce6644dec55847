"""matplotlib's list of fonts for confined scripts: made once for each version of matplotlib, then copied."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bimdesk.paths import AppPaths
from bimdesk.services.launch import child_environment

BUILD_S = 60.0
_WANTS_FONTS = re.compile(r"\b(matplotlib|pyplot|seaborn|\.plot\b)")


def prepared_fonts(paths: AppPaths) -> Path | None:
    """The folder with the list, or None where it has not been made yet."""
    folder = _folder(paths)
    return folder if folder is not None and any(folder.glob("fontlist-*.json")) else None


def prepare_fonts(paths: AppPaths) -> Path | None:
    """Make the list where it is missing, which takes a second; None where that fails: scripts then do it."""
    folder = _folder(paths)
    if folder is None or prepared_fonts(paths) is not None:
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as temporary:
            made = Path(temporary) / "fonts"
            made.mkdir()
            if not _build(made):
                return None
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
    except OSError:
        pass  # no room, or another process was quicker
    return prepared_fonts(paths)


def fonts_for(paths: AppPaths, text: str) -> Path | None:
    """The folder for a script; made now where the script draws charts and nothing has made it before."""
    return prepared_fonts(paths) or (prepare_fonts(paths) if _WANTS_FONTS.search(text) else None)


def _folder(paths: AppPaths) -> Path | None:
    try:
        return paths.cache / "matplotlib" / version("matplotlib")
    except PackageNotFoundError:
        return None


def _build(folder: Path) -> bool:
    """Run the child. Its home is the new folder: it shall not list the fonts of the person's own."""
    head = [sys.executable] if getattr(sys, "frozen", False) else [*_PYTHON, "-m", "bimdesk"]
    own = {"HOME": str(folder), "MPLCONFIGDIR": str(folder), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [*head, "worker", "fonts", str(folder)],
            env=child_environment("script") | own,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=BUILD_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and any(folder.glob("fontlist-*.json"))


_PYTHON = (sys.executable, "-I", "-B", "-X", "utf8")
