"""Facts about this installation that help when something does not go: versions, disk, project, sandbox."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from bimdesk import __version__

PACKAGES = {
    "Qt": "PySide6-Essentials",
    "VTK": "vtk",
    "pyvista": "pyvista",
    "ifcopenshell": "ifcopenshell",
    "ifclite-geom": "ifclite-geom",
    "SQLAlchemy": "SQLAlchemy",
    "numpy": "numpy",
    "pandas": "pandas",
}
MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskSpace:
    """Room on the disk that a folder is on, in bytes."""

    folder: Path
    free: int
    total: int


def installed_versions() -> dict[str, str]:
    """Version of each part, read from the installed packages without loading them."""
    found = {"bimdesk": __version__, "Python": platform.python_version(), "system": platform.platform()}
    for name, package in PACKAGES.items():
        try:
            found[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[name] = MISSING
    return found


def disk_space(folder: Path) -> DiskSpace:
    """Room where `folder` is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return DiskSpace(folder=folder, free=usage.free, total=usage.total)
