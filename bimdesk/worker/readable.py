"""What every script may read beside its model: Python, its packages, what libraries read of the system."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
)
"""Other libraries, time zones, fonts."""


def runtime_folders() -> tuple[str, ...]:
    """The folders that hold Python, its packages and bimdesk itself."""
    paths = sysconfig.get_paths()
    named = (paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"])
    package = str(Path(__file__).resolve().parents[1])
    inner = getattr(sys, "_MEIPASS", "")
    base = str(Path(sys.base_prefix).resolve() / "lib")
    # a .pth file may bring packages from elsewhere
    brought = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    return tuple(dict.fromkeys(folder for folder in (*named, *brought, base, package, inner) if folder))
