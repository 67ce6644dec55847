"""Reads and writes single files of the library; what is wrong with one becomes its `problem`."""

from __future__ import annotations

import math
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.metadata import read_metadata, sketch_metadata
from bimdesk.domain.script import LibraryFolder, MetadataProblem, Script, ScriptRoot
from bimdesk.errors import BadInputError, NotFoundError, ProjectError
from bimdesk.services.library.cache import MetadataCache, Stamp
from bimdesk.services.library.roots import list_folders
from bimdesk.services.project import Project
from bimdesk.services.script_names import free_stem
from bimdesk.storage.scripts import text_sha256

DEEPEST = 4
"""Folders inside folders of the library."""


class ScriptConflictError(BadInputError):
    """The file is another one than the text was made from. `theirs`: as it is now, None where it is gone."""

    def __init__(self, name: str, theirs: Script | None) -> None:
        what = "was deleted" if theirs is None else "was changed by another program"
        super().__init__(f"{name} {what} since it was opened.", "Nothing was written. Compare, then choose.")
        self.theirs = theirs


def read_folder(folder: LibraryFolder, cache: MetadataCache, *, until: float = math.inf) -> list[Script]:
    """The scripts of a folder, and of the folders in it, by path; none where it cannot be read.

    Blocks that nobody has read yet are only glanced at once `until` (monotonic) is over.
    """
    if folder.problem:
        return []
    found = sorted((path, stamp) for within in folders_in(folder.path) for path, stamp in _files(within))
    return [_read_again(folder, path, stamp, cache, until) for path, stamp in found]


def folders_in(folder: Path) -> list[Path]:
    """A folder and those in it that may hold scripts; links to other places are left out."""
    found, level = [folder], [folder]
    for _deeper in range(DEEPEST):
        level = [inside for above in level for inside in _subfolders(above)]
        found += level
    return found


def _subfolders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            found = (one for one in entries if is_folder_name(one.name) and one.is_dir(follow_symlinks=False))
            return [folder / entry.name for entry in found]
    except OSError:
        return []


def _files(folder: Path) -> list[tuple[Path, Stamp]]:
    """The scripts that lie in a folder itself."""
    try:
        with os.scandir(folder) as entries:
            found = (entry for entry in entries if is_script_name(entry.name) and entry.is_file())
            return [(folder / entry.name, _stamp(entry)) for entry in found]
    except OSError:
        return []


def _read_again(
    folder: LibraryFolder, path: Path, stamp: Stamp, cache: MetadataCache, until: float
) -> Script:
    """As it is remembered, or read."""
    locked = folder.is_read_only
    script = cache.recall(path, folder.root, locked=locked, stamp=stamp)
    if script is None:
        script = read_script(path, folder.root, base=folder.path, cache=cache, locked=locked, until=until)
        cache.remember(script, stamp)
    return script


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    """Of the file itself, where the entry is a link to it."""
    found = entry.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def is_plain(part: str) -> bool:
    """Whether a part of a key names one thing in a folder, and leads nowhere else."""
    return Path(part).name == part and part not in ("", ".", "..") and not set(part) & set("\\:")


def is_script_name(name: str) -> bool:
    """Whether a file of this name is a script of the library."""
    return name.endswith(".py") and not name.startswith((".", "_"))


def is_folder_name(name: str) -> bool:
    """Whether scripts in a folder of this name, inside a folder of the library, belong to it."""
    return bool(name) and not name.startswith((".", "_"))


def read_script(
    path: Path,
    root: ScriptRoot,
    *,
    base: Path | None = None,
    cache: MetadataCache | None = None,
    locked: bool = False,
    until: float = math.inf,
) -> Script:
    """Read one file; what is wrong with it becomes `problem`, so that it hides nobody else.

    `base`: the folder of the library that it is in; without one its name is its key.
    """
    text, trouble, changed_at = "", None, None
    try:
        with path.open("rb") as file:
            content = file.read()
            changed_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", errors="replace")
        line = text[: error.start].count("\n") + 1
        trouble = MetadataProblem(message="The file is not UTF-8 text.", line=line)
    except OSError as error:
        trouble = MetadataProblem(message=f"The file cannot be read: {error.strerror}.", line=1)
    text = text.replace("\r\n", "\n")
    sha256 = text_sha256(text)
    known = (
        cache.read(text, sha256, path.name, until=until)
        if cache
        else read_metadata(text, file_name=path.name)
    )
    metadata, problem = known or (sketch_metadata(text, file_name=path.name), None)
    return Script(
        key=key_of(root, path, base),
        root=root,
        path=path,
        text=text,
        sha256=sha256,
        metadata=metadata,
        problem=trouble or problem,
        locked=locked,
        changed_at=changed_at,
        sketched=known is None,
    )


def judged(script: Script) -> Script:
    """A script that was only glanced at, read in full."""
    if not script.sketched:
        return script
    metadata, problem = read_metadata(script.text, file_name=script.path.name)
    return replace(script, metadata=metadata, problem=script.problem or problem, sketched=False)


def key_of(root: ScriptRoot, path: Path, base: Path | None) -> ScriptKey:
    """`project/checks/fire` for the file checks/fire.py of the project's folder."""
    inside = path.relative_to(base) if base is not None and path.is_relative_to(base) else Path(path.name)
    return ScriptKey(f"{root.value}/{inside.with_suffix('').as_posix()}")


def path_of(project: Project, key: ScriptKey) -> tuple[Path, LibraryFolder]:
    """Where the file of a key is, or would be. NotFoundError for what is no key of the library."""
    root, _, inside = key.partition("/")
    *folders, stem = inside.split("/")
    if is_plain(stem) and len(folders) <= DEEPEST and all(map(is_plain, folders)):
        for folder in list_folders(project):
            if folder.root == root:
                return folder.path.joinpath(*folders, f"{stem}.py"), folder
    raise NotFoundError(f"'{key}' is no key of a script in the library.")


def get_script(project: Project, key: ScriptKey) -> Script:
    """The script with this key; raises `NotFoundError` where its file is gone."""
    path, folder = path_of(project, key)
    if folder.problem:
        raise NotFoundError(folder.problem, "Its scripts are there again once it is connected.")
    if not path.is_file():
        raise NotFoundError(f"The script {key} is no longer in the library.")
    locked = folder.is_read_only or not os.access(path, os.W_OK)
    return read_script(path, folder.root, base=folder.path, locked=locked)


def free_path(folder: Path, name: str) -> Path:
    """A path in the folder that no file has yet, made of a name."""
    taken = {file.stem.lower() for file in folder.glob("*.py")} if folder.is_dir() else set()
    return folder / f"{free_stem(name, taken)}.py"


def write_file(path: Path, text: str) -> None:
    """Replace the file at once: a crash leaves the old one or the new one. Line ends stay as they were."""
    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_file() and _has_crlf(target.read_bytes()):
            text = text.replace("\n", "\r\n")
        temporary.write_bytes(text.encode("utf-8", errors="replace"))
        if target.is_file():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ProjectError(
            f"{path} cannot be written: {error.strerror}.",
            "Look at the permissions and the room on the disk.",
        ) from error


def _has_crlf(content: bytes) -> bool:
    return b"\r\n" in content and content.count(b"\n") == content.count(b"\r\n")
