"""Checks on a file before it is imported: what can be told without reading IFC."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from bimdesk.domain.ids import ModelKey
from bimdesk.errors import BadInputError, MachineError, NotFoundError

ROOM_FACTOR = 4
ROOM_BASE = 50 * 1024 * 1024
"""Room on disk that an import asks for, in bytes: the base and so many times the file (copy, index, mesh)."""

SUFFIXES = (".ifc", ".ifczip")
"""What the names of files that can be imported end in."""


def is_model_file(name: str) -> bool:
    """Whether the name is one of a model that can be imported."""
    return name.lower().endswith(SUFFIXES)


def check_source(path: Path) -> int:
    """The size in bytes of a file that can be tried; raises one clear `BadInputError` else.

    What a name ends in does not matter beside .ifcxml: the worker judges the content.
    """
    try:
        if path.is_dir():
            raise BadInputError(f"{path} is a folder, not an IFC file.", "Give the file inside it.")
        if not path.exists():
            raise NotFoundError(f"There is no file {path}.", "Check the name and the folder.")
        if not path.is_file():
            raise BadInputError(f"{path} is not an ordinary file.")
        size = path.stat().st_size
    except PermissionError as error:
        raise _not_allowed(path) from error
    except OSError as error:
        raise BadInputError(f"{path} cannot be read: {error.strerror}.") from error
    if size == 0:
        raise BadInputError(f"{path.name} is empty (0 bytes).", "Export or copy it again.")
    if path.suffix.lower() == ".ifcxml":
        raise BadInputError(
            f"{path.name} is IfcXML, which cannot be read.",
            "Export the model as .ifc (STEP) or .ifczip from the program that wrote it.",
        )
    return size


def hash_source(path: Path) -> ModelKey:
    """SHA-256 of the content."""
    try:
        with path.open("rb") as stream:
            return ModelKey(hashlib.file_digest(stream, "sha256").hexdigest())
    except PermissionError as error:
        raise _not_allowed(path) from error
    except OSError as error:
        raise BadInputError(f"{path} cannot be read: {error.strerror}.") from error


def check_room(folder: Path, size: int) -> None:
    """Raise `MachineError` where the disk has too little room for the import of a file of `size` bytes."""
    free = shutil.disk_usage(folder).free
    wanted = ROOM_BASE + ROOM_FACTOR * size
    if free < wanted:
        raise MachineError(
            f"Too little room on the disk: the import needs about {_megabytes(wanted)}, "
            f"{_megabytes(free)} are free at {folder}.",
            "Make room, or use a project on another disk.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"


def _not_allowed(path: Path) -> BadInputError:
    return BadInputError(f"{path} may not be read.", "Ask for permission to read it, or copy it elsewhere.")
