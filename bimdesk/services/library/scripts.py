"""The script library: list, find, create, save, duplicate, install. Each save is kept as a version."""

from __future__ import annotations

import math
import re
import time
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot, ScriptUse
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.services.library.cache import metadata_cache
from bimdesk.services.library.files import (
    ScriptConflictError,
    folders_in,
    free_path,
    get_script,
    path_of,
    read_folder,
    read_script,
    write_file,
)
from bimdesk.services.library.roots import folder_of, list_folders
from bimdesk.services.project import Project
from bimdesk.services.script_names import hint_for, matching, renamed
from bimdesk.storage.scripts import text_sha256

__all__ = [
    "ScriptConflictError",
    "create_script",
    "duplicate_script",
    "find_script",
    "get_script",
    "install_script",
    "list_scripts",
    "list_uses",
    "read_script",
    "save_script",
    "text_hashes",
]

TEMPLATE = '''# /// script
# [tool.bimdesk]
# name = "{name}"
# category = "custom"
# description = ""
# ///
"""What this script finds out, in one sentence."""

count = len(entities)
print(f"{{count}} elements")
result = {{"summary": f"{{count}} elements", "elements": count}}
'''


def list_scripts(project: Project, *, patience_s: float = math.inf) -> list[Script]:
    """All scripts by name; one with a broken block is among them, marked by its `problem`.

    `patience_s`: blocks that nobody has ever read are only glanced at after so long (`Script.sketched`).
    """
    until = time.monotonic() + patience_s
    cache = metadata_cache(project.paths.cache / "scripts.json")
    folders = list_folders(project)
    scripts = [script for folder in folders for script in read_folder(folder, cache, until=until)]
    cache.save()
    return sorted(scripts, key=lambda script: (script.metadata.name.lower(), script.key))


def text_hashes(project: Project) -> dict[ScriptKey, str]:
    """SHA-256 of the text that each script has now: what ran with another one differs from it."""
    return {script.key: script.sha256 for script in list_scripts(project)}


def find_script(project: Project, name_or_path: str) -> Script:
    """By path, key (`builtin/guid_validation`), file stem or name; of equals the project's own go first."""
    path = Path(name_or_path)
    if path.suffix.lower() == ".py" or path.is_file():
        return _at_path(project, path)
    scripts = list_scripts(project)
    found = matching(scripts, name_or_path)
    if not found:
        raise NotFoundError(
            f"There is no script '{name_or_path}' in the library.", hint_for(name_or_path, scripts)
        )
    if len(found) > 1:
        keys = ", ".join(script.key for script in found)
        raise BadInputError(f"'{name_or_path}' is the name of several scripts: {keys}.", "Give one of these.")
    return found[0]


def list_uses(project: Project) -> dict[ScriptKey, ScriptUse]:
    """What the project remembers of each script; one that never ran and is no favourite may be missing."""
    return project.scripts.list_uses()


def save_script(
    project: Project, key: ScriptKey, text: str, *, base_hash: str = "", note: str = ""
) -> tuple[Script, Changes]:
    """Write the text of a script and keep it as a version.

    `base_hash`: the SHA-256 of the text that this one was made from; where the file has another text by
    now, `ScriptConflictError` is raised and nothing is written.
    """
    path, folder = path_of(project, key)
    if not path.is_file() and base_hash and not folder.problem:
        raise ScriptConflictError(path.name, None)
    script = get_script(project, key)
    check_writable(script)
    wanted = text_sha256(text)
    if base_hash and script.sha256 not in (base_hash, wanted):
        raise ScriptConflictError(script.metadata.name, script)
    keep_version(project, script, note="As it was found")
    if script.sha256 != wanted:
        write_file(path, text)
        project.scripts.add_version(key, text, now(), author=current_author(), note=note)
    return read_script(path, folder.root, base=folder.path), Changes(scripts=frozenset({key}))


def rewrite_script(project: Project, key: ScriptKey, text: str) -> tuple[Script, Changes]:
    """Write a file again that another program deleted; a file that is there is saved as always."""
    path, folder = path_of(project, key)
    if path.is_file():
        return save_script(project, key, text)
    if folder.problem or folder.is_read_only:
        raise BadInputError(folder.problem or f"{folder.path} may not be written.", "Save it as a copy.")
    write_file(path, text)
    project.scripts.add_version(key, text, now(), author=current_author(), note="Written again")
    return read_script(path, folder.root, base=folder.path), Changes(scripts=frozenset({key}))


def create_script(
    project: Project, *, name: str, text: str = "", root: ScriptRoot = ScriptRoot.PROJECT, note: str = ""
) -> tuple[Script, Changes]:
    """A new script, of the project where no other root is named; without text it is a small example."""
    name = name.strip()
    if not name:
        raise BadInputError("A script needs a name.")
    quoted = re.sub(r'["\\\x00-\x1f]', "", name)
    return add_script(project, name, text or TEMPLATE.format(name=quoted), root=root, note=note)


def duplicate_script(project: Project, key: ScriptKey, *, name: str = "") -> tuple[Script, Changes]:
    """A copy in the project, under a new name, that can be edited."""
    script = get_script(project, key)
    new_name = name.strip() or f"{script.metadata.name} copy"
    note = f"Copy of {script.metadata.name}"
    return add_script(project, new_name, renamed(script.text, new_name), note=note)


def install_script(
    project: Project, path: Path, *, root: ScriptRoot = ScriptRoot.PROJECT
) -> tuple[Script, Changes]:
    """Copy a file into the library; the same text twice gives the one that is there."""
    script = _at_path(project, path.absolute())
    for known in list_scripts(project):
        if known.sha256 == script.sha256:
            return known, Changes()
    return add_script(project, path.stem, script.text, root=root, note=f"From {path.name}")


def add_script(
    project: Project, name: str, text: str, *, root: ScriptRoot = ScriptRoot.PROJECT, note: str = ""
) -> tuple[Script, Changes]:
    """Write a file that is not there yet, and its first version."""
    folder = folder_of(project, root)
    if folder.is_read_only:
        raise BadInputError(f"{folder.path} may not be written.", "Choose another folder of the library.")
    path = free_path(folder.path, name)
    write_file(path, text)
    script = read_script(path, root, base=folder.path)
    project.scripts.add_version(script.key, script.text, now(), author=current_author(), note=note)
    return script, Changes(scripts=frozenset({script.key}))


def keep_version(project: Project, script: Script, *, author: str = "", note: str = "") -> bool:
    """Keep the text that the file has, where it is not the newest version; True where it was not."""
    if not script.text:
        return False
    at = script.changed_at or now()
    return project.scripts.add_version(script.key, script.text, at, author=author, note=note) is not None


def check_writable(script: Script) -> None:
    """Raises BadInputError for a script that may not be changed."""
    if script.root is ScriptRoot.BUILTIN:
        raise BadInputError(f"{script.metadata.name} is a built-in script.", "Duplicate it to edit.")
    if script.is_read_only:
        raise BadInputError(f"{script.path} may not be written.", "Duplicate it to edit.")


def _at_path(project: Project, path: Path) -> Script:
    if not path.is_file():
        raise NotFoundError(
            f"There is no script file {path}.", "Check the name, or see the library: bimdesk scripts list."
        )
    parent = path.resolve().parent
    for folder in list_folders(project):
        base = folder.path.resolve()
        if not folder.problem and parent in folders_in(base):
            real = parent / path.name
            return read_script(real, folder.root, base=base, locked=folder.is_read_only)
    script = read_script(path, ScriptRoot.FILE)
    if script.problem is not None and not script.text:
        raise BadInputError(f"{path}: {script.problem.message}")
    return script
