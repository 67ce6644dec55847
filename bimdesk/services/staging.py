"""Staging folders of imports: one for each import on its way, swept when the program that made it is gone."""

from __future__ import annotations

import contextlib
import platform
import shutil
import uuid
from pathlib import Path

from bimdesk.errors import ProjectError
from bimdesk.services.owners import current_owner, is_alive
from bimdesk.storage.owner import Owner


def staging_root(models_folder: Path) -> Path:
    return models_folder / ".staging"


def make_staging(models_folder: Path) -> Path:
    """An empty folder `.staging/<uuid>-<pid>-<start>`; the name says whose it is."""
    owner = current_owner()
    folder = staging_root(models_folder) / f"{uuid.uuid4().hex}-{owner.pid}-{owner.started:.0f}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise ProjectError(
            f"The project's folder {models_folder} cannot be written: {error.strerror}.",
            "Look whether there is room on the disk and whether you may write there.",
        ) from error
    return folder


def drop_staging(folder: Path) -> None:
    """Remove a staging folder; what cannot be removed now is swept at the next start."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep_staging(models_folder: Path) -> None:
    """Remove what programs that are gone have left."""
    with contextlib.suppress(OSError):
        for folder in staging_root(models_folder).iterdir():
            owner = _owner_of(folder.name)
            if owner is None or not is_alive(owner):
                drop_staging(folder)


def _owner_of(name: str) -> Owner | None:
    parts = name.split("-")
    if len(parts) != 3 or not (parts[1].isdigit() and parts[2].isdigit()):
        return None
    return Owner(pid=int(parts[1]), started=float(parts[2]), host=platform.node())
