"""What a person changes of a script beside its text: name, category, tags, favourite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.metadata_edit import Value, set_metadata
from bimdesk.domain.script import Script
from bimdesk.errors import BadInputError, ProjectError
from bimdesk.services.library.files import get_script, path_of, read_script
from bimdesk.services.library.scripts import check_writable, save_script
from bimdesk.services.project import Project
from bimdesk.services.script_names import free_stem


def set_favourite(project: Project, key: ScriptKey, favourite: bool) -> Changes:
    """Mark a script, whichever root it is in; kept in the project."""
    project.scripts.set_favourite(key, favourite)
    return Changes(scripts=frozenset({key}))


def set_category(project: Project, key: ScriptKey, category: str) -> tuple[Script, Changes]:
    """Write the category into the script's block."""
    category = category.strip()
    if not category:
        raise BadInputError("A category needs a name.")
    return _write(project, key, {"category": category}, f"Category {category}")


def set_tags(project: Project, key: ScriptKey, tags: Sequence[str]) -> tuple[Script, Changes]:
    """Write the tags into the script's block, each once, in this order."""
    wanted = tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))
    return _write(project, key, {"tags": wanted}, "Tags")


def rename_script(project: Project, key: ScriptKey, name: str) -> tuple[Script, Changes]:
    """Give a script another name, in its block and as its file; versions and history go along."""
    name = name.strip()
    if not name:
        raise BadInputError("A script needs a name.")
    script, changes = _write(project, key, {"name": name}, f"Renamed to {name}")
    target = _target(project, script, name)
    if target == script.path:
        return script, changes
    try:
        script.path.rename(target)
    except OSError as error:
        raise ProjectError(f"{script.path} cannot be renamed: {error.strerror}.") from error
    renamed = read_script(target, script.root, base=path_of(project, key)[1].path)
    try:
        project.scripts.rename(key, renamed.key)
    except BaseException:
        target.rename(script.path)
        raise
    return renamed, changes | Changes(scripts=frozenset({renamed.key}))


def _target(project: Project, script: Script, name: str) -> Path:
    """A path that no file has, under a key of which nothing is remembered; the present one where it fits."""
    taken = {path.stem.lower() for path in script.path.parent.glob("*.py")} - {script.path.stem.lower()}
    while True:
        stem = free_stem(name, taken)
        key = ScriptKey(f"{script.key.rpartition('/')[0]}/{stem}")
        if key == script.key or not project.scripts.knows(key):
            return script.path.with_name(f"{stem}.py")
        taken.add(stem)


def _write(
    project: Project, key: ScriptKey, values: Mapping[str, Value], note: str
) -> tuple[Script, Changes]:
    script = get_script(project, key)
    check_writable(script)
    text = set_metadata(script.text, values)
    if text is None:
        raise BadInputError(
            f"The metadata block of {script.path.name} cannot be changed from here.",
            "Open the script and change it in the text.",
        )
    return save_script(project, key, text, base_hash=script.sha256, note=note)
