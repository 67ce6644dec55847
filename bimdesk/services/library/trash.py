"""Deleting scripts: the file goes into the project's trash folder and can come back from it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.errors import BadInputError, ProjectError
from bimdesk.services.clock import now
from bimdesk.services.library.files import free_path, get_script, path_of, read_script
from bimdesk.services.library.scripts import check_writable, keep_version
from bimdesk.services.library.uses import ScriptInUseError, uses_of
from bimdesk.services.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A script in the trash: what it was, and where its file is now."""

    script: Script
    file: Path


def trash_folder(project: Project) -> Path:
    """Beside the scripts, not among them: it is not for git."""
    return project.scripts_folder.parent / "trash"


def delete_script(project: Project, key: ScriptKey) -> tuple[Deleted, Changes]:
    """Move the file into the trash; versions and executions stay. `undo_delete` brings it back.

    Raises `ScriptInUseError` while something needs the script.
    """
    script = get_script(project, key)
    if script.root is ScriptRoot.BUILTIN:
        raise BadInputError(f"{script.metadata.name} is a built-in script and stays.")
    check_writable(script)
    uses = uses_of(project, key)
    if uses:
        raise ScriptInUseError(script, uses)
    keep_version(project, script, note="As it was deleted")
    stem = f"{now():%Y%m%d-%H%M%S}-{script.root.value}-{script.path.stem}"
    try:
        trash_folder(project).mkdir(parents=True, exist_ok=True)
        file = _free(trash_folder(project), stem)
        shutil.move(script.path, file)
    except OSError as error:
        raise ProjectError(f"{script.path} cannot be deleted: {error.strerror}.") from error
    return Deleted(script=script, file=file), Changes(scripts=frozenset({key}))


def undo_delete(project: Project, deleted: Deleted) -> tuple[Script, Changes]:
    """Put a script back where it was; beside it under another name where its place is taken."""
    path, folder = path_of(project, deleted.script.key)
    if path.exists():
        path = free_path(path.parent, path.stem)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(deleted.file, path)
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be written: {error.strerror}.", f"The script is in {deleted.file}."
        ) from error
    script = read_script(path, deleted.script.root, base=folder.path)
    return script, Changes(scripts=frozenset({script.key}))


def _free(folder: Path, stem: str) -> Path:
    """Two scripts of one name may go in the same second."""
    file, number = folder / f"{stem}.py", 2
    while file.exists():
        file = folder / f"{stem}-{number}.py"
        number += 1
    return file
