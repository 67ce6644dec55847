"""How the editor's child is started; the window drives it (ui/editor/helper.py)."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from pathlib import Path

from bimdesk.paths import AppPaths
from bimdesk.services.launch import child_environment

_READ = ("jedi", "parso", "numpy", "pandas", "ifcopenshell")
"""What is parsed, and by what: another version of one of them is parsed anew."""


def helper_command(paths: AppPaths) -> tuple[str, ...]:
    """The command line; a frozen build has no `-m`."""
    own = ("worker", "editor", str(_cache(paths)))
    if getattr(sys, "frozen", False):
        return (sys.executable, *own)
    return (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", *own)


def prepare_command(paths: AppPaths) -> tuple[str, ...]:
    """The child that reads the libraries once for an installation, and ends."""
    return (*helper_command(paths), "--prepare")


def is_prepared(paths: AppPaths) -> bool:
    """The libraries of this installation were read; asks the disk."""
    try:
        return _stamp(paths).read_text("utf-8") == _versions()
    except OSError:
        return False


def set_prepared(paths: AppPaths) -> None:
    """Once the child ended well."""
    _cache(paths).mkdir(parents=True, exist_ok=True)
    _stamp(paths).write_text(_versions(), "utf-8")


def helper_environment() -> dict[str, str]:
    """What it gets of the surroundings: as an import worker."""
    return child_environment("import")


def _cache(paths: AppPaths) -> Path:
    return paths.cache / "editor"


def _stamp(paths: AppPaths) -> Path:
    return _cache(paths) / "prepared.txt"


def _versions() -> str:
    found = [f"python {platform.python_version()} {sys.prefix}"]
    for name in _READ:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} is missing")
    return "\n".join(found)
