"""How the editor's child is started; the window drives it (ui/editor/helper.py)."""

from __future__ import annotations

import sys

from bimdesk.paths import AppPaths
from bimdesk.services.launch import child_environment


def helper_command(paths: AppPaths) -> tuple[str, ...]:
    """The command line; a frozen build has no `-m`."""
    own = ("worker", "editor", str(paths.cache / "editor"))
    if getattr(sys, "frozen", False):
        return (sys.executable, *own)
    return (sys.executable, "-I", "-X", "utf8", "-m", "bimdesk", *own)


def helper_environment() -> dict[str, str]:
    """What it gets of the surroundings: as an import worker."""
    return child_environment("import")
