"""The script library: the built-in scripts, read-only, and the project's own `scripts/*.py`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.metadata import read_metadata
from bimdesk.domain.script import MetadataProblem, Script, ScriptMetadata, ScriptRoot
from bimdesk.errors import BadInputError, NotFoundError, ProjectError
from bimdesk.services.clock import now
from bimdesk.services.project import Project
from bimdesk.services.script_names import free_stem, hint_for, matching, renamed
from bimdesk.storage.scripts import ScriptUse, text_sha256

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


def list_scripts(project: Project) -> list[Script]:
    """All scripts by name; one with a broken block is among them, marked by its `problem`."""
    roots = (
        (ScriptRoot.BUILTIN, project.paths.builtin_scripts),
        (ScriptRoot.PROJECT, project.scripts_folder),
    )
    scripts = [
        read_script(path, root)
        for root, folder in roots
        for path in sorted(folder.glob("*.py"))
        if path.is_file() and not path.name.startswith((".", "_"))
    ]
    return sorted(scripts, key=lambda script: (script.metadata.name.lower(), script.key))


def read_script(path: Path, root: ScriptRoot) -> Script:
    """Read one file; what is wrong with it becomes `problem`, so that it hides nobody else."""
    trouble: MetadataProblem | None = None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = path.read_bytes().decode("utf-8", errors="replace")
        line = text[: error.start].count("\n") + 1
        trouble = MetadataProblem(message="The file is not UTF-8 text.", line=line)
    except OSError as error:
        text = ""
        trouble = MetadataProblem(message=f"The file cannot be read: {error.strerror}.", line=1)
    text = text.replace("\r\n", "\n")
    metadata, problem = _metadata_of(text, path.name)
    return Script(
        key=ScriptKey(f"{root.value}/{path.stem}"),
        root=root,
        path=path,
        text=text,
        sha256=text_sha256(text),
        metadata=metadata,
        problem=trouble or problem,
    )


def find_script(project: Project, name_or_path: str) -> Script:
    """By path, key (`builtin/guid_validation`), file stem or name; the project's own go first."""
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


def get_script(project: Project, key: ScriptKey) -> Script:
    """The script with this key; raises `NotFoundError` where its file is gone."""
    path = _path_of(project, key)
    if not path.is_file():
        raise NotFoundError(f"The script {key} is no longer in the library.")
    return read_script(path, ScriptRoot(key.partition("/")[0]))


def list_uses(project: Project) -> dict[ScriptKey, ScriptUse]:
    """How often each script ran, and when last; one that never ran is not in it."""
    return project.scripts.list_uses()


def save_script(project: Project, key: ScriptKey, text: str) -> tuple[Script, Changes]:
    """Write the text of a script of the project; a built-in one is refused."""
    script = get_script(project, key)
    if script.is_read_only:
        raise BadInputError(f"{script.metadata.name} is a built-in script.", "Duplicate it to edit.")
    return _write(script.path, text)


def create_script(project: Project, *, name: str, text: str = "") -> tuple[Script, Changes]:
    """A new script of the project; without text it starts as a small example."""
    name = name.strip()
    if not name:
        raise BadInputError("A script needs a name.")
    quoted = re.sub(r'["\\\x00-\x1f]', "", name)
    return _write(_free_path(project, name), text or TEMPLATE.format(name=quoted))


def duplicate_script(project: Project, key: ScriptKey, *, name: str = "") -> tuple[Script, Changes]:
    """A copy in the project, under a new name, that can be edited."""
    script = get_script(project, key)
    new_name = name.strip() or f"{script.metadata.name} copy"
    return _write(_free_path(project, new_name), renamed(script.text, new_name))


def install_script(project: Project, path: Path) -> tuple[Script, Changes]:
    """Copy a file into the project's library; the same text twice gives the one that is there."""
    script = _at_path(project, path.absolute())
    for known in list_scripts(project):
        if known.sha256 == script.sha256:
            return known, Changes()
    return _write(_free_path(project, path.stem), script.text)


def delete_script(project: Project, key: ScriptKey) -> Changes:
    """Delete the file; its last text stays in project.db."""
    script = get_script(project, key)
    if script.is_read_only:
        raise BadInputError(f"{script.metadata.name} is a built-in script and stays.")
    project.scripts.remember_text(key, script.text, now())
    try:
        script.path.unlink()
    except OSError as error:
        raise ProjectError(f"{script.path} cannot be deleted: {error.strerror}.") from error
    return Changes(scripts=frozenset({key}))


def _at_path(project: Project, path: Path) -> Script:
    if not path.is_file():
        raise NotFoundError(
            f"There is no script file {path}.", "Check the name, or see the library: bimdesk scripts list."
        )
    parent = path.resolve().parent
    for root in (ScriptRoot.PROJECT, ScriptRoot.BUILTIN):
        folder = project.scripts_folder if root is ScriptRoot.PROJECT else project.paths.builtin_scripts
        if parent == folder.resolve():
            return read_script(path, root)
    script = read_script(path, ScriptRoot.FILE)
    if script.problem is not None and not script.text:
        raise BadInputError(f"{path}: {script.problem.message}")
    return script


@lru_cache(maxsize=512)
def _metadata_of(text: str, file_name: str) -> tuple[ScriptMetadata, MetadataProblem | None]:
    """Parsed once for a text: the library is listed again whenever a script ran."""
    return read_metadata(text, file_name=file_name)


def _path_of(project: Project, key: ScriptKey) -> Path:
    root, _, stem = key.partition("/")
    if root not in (ScriptRoot.BUILTIN, ScriptRoot.PROJECT) or not stem or Path(stem).name != stem:
        raise NotFoundError(f"'{key}' is no key of a script in the library.")
    folder = project.paths.builtin_scripts if root == ScriptRoot.BUILTIN else project.scripts_folder
    return folder / f"{stem}.py"


def _free_path(project: Project, name: str) -> Path:
    taken = {script.path.stem.lower() for script in list_scripts(project)}
    return project.scripts_folder / f"{free_stem(name, taken)}.py"


def _write(path: Path, text: str) -> tuple[Script, Changes]:
    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(text.encode("utf-8", errors="replace"))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ProjectError(
            f"{path} cannot be written: {error.strerror}.",
            "Look at the permissions and the room on the disk.",
        ) from error
    script = read_script(path, ScriptRoot.PROJECT)
    return script, Changes(scripts=frozenset({script.key}))
