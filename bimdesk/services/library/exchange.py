"""Scripts to and from files: one as .py, many as a .zip."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.errors import BadInputError, BimdeskError, MachineError
from bimdesk.services.library.files import get_script, is_script_name
from bimdesk.services.library.scripts import add_script, install_script, list_scripts
from bimdesk.services.project import Project
from bimdesk.services.script_names import free_stem
from bimdesk.storage.scripts import text_sha256

LARGEST_SCRIPT = 5_000_000
MOST_SCRIPTS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came in, what was there already, and a sentence for each file that could not be taken."""

    added: tuple[Script, ...] = ()
    known: tuple[Script, ...] = ()
    problems: tuple[str, ...] = ()


def export_scripts(project: Project, keys: Sequence[ScriptKey], target: Path) -> None:
    """Write one script as it is, or several as a .zip of .py files (by the target's suffix)."""
    scripts = [get_script(project, key) for key in keys]
    if not scripts:
        raise BadInputError("No script is chosen.", "Choose one or several.")
    try:
        if target.suffix.lower() == ".zip":
            _write_zip(scripts, target)
        elif len(scripts) == 1:
            target.write_text(scripts[0].text, encoding="utf-8", errors="replace", newline="\n")
        else:
            raise BadInputError("Several scripts need a .zip file.", "Give the file the suffix .zip.")
    except OSError as error:
        raise MachineError(
            f"{target} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error


def import_scripts(
    project: Project, files: Iterable[Path], *, root: ScriptRoot = ScriptRoot.PROJECT
) -> tuple[Imported, Changes]:
    """Copy .py files, and those in .zip files, into the library; what fails does not stop the others."""
    added: list[Script] = []
    known: list[Script] = []
    problems: list[str] = []
    for file in files:
        try:
            if file.suffix.lower() == ".zip":
                found = _install_zip(project, file, root)
            else:
                found = [install_script(project, file, root=root)]
        except BimdeskError as error:
            problems.append(error.message)
            continue
        for script, changes in found:
            (added if changes else known).append(script)
    imported = Imported(added=tuple(added), known=tuple(known), problems=tuple(problems))
    return imported, Changes(scripts=frozenset(script.key for script in added))


def _write_zip(scripts: Sequence[Script], target: Path) -> None:
    taken: set[str] = set()
    temporary = target.with_name(f".{target.name}.new")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for script in scripts:
                stem = script.path.stem
                if stem.lower() in taken:
                    stem = free_stem(stem, taken)
                taken.add(stem.lower())
                archive.writestr(f"{stem}.py", script.text.encode("utf-8", errors="replace"))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _install_zip(project: Project, file: Path, root: ScriptRoot) -> list[tuple[Script, Changes]]:
    """Only names and texts are taken from the archive: its paths lead nowhere."""
    by_hash = {script.sha256: script for script in list_scripts(project)}
    found: list[tuple[Script, Changes]] = []
    for name, text in _read_zip(file):
        known = by_hash.get(text_sha256(text))
        if known is not None:
            found.append((known, Changes()))
            continue
        script, changes = add_script(project, name, text, root=root, note=f"From {file.name}")
        by_hash[script.sha256] = script
        found.append((script, changes))
    return found


def _read_zip(file: Path) -> list[tuple[str, str]]:
    """File stem and text of each script in an archive, all before any is written."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = [
                info
                for info in archive.infolist()
                if not info.is_dir() and is_script_name(PurePosixPath(info.filename).name)
            ]
            if len(members) > MOST_SCRIPTS:
                raise BadInputError(f"{file.name} holds more than {MOST_SCRIPTS:,} scripts.")
            return [_read_member(archive, info, file) for info in members]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BadInputError(f"{file.name} is no archive that can be read: {error}.") from error


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Path) -> tuple[str, str]:
    with archive.open(info) as member:
        content = member.read(LARGEST_SCRIPT + 1)
    if len(content) > LARGEST_SCRIPT:
        raise BadInputError(f"{info.filename} in {file.name} is too large for a script.")
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return PurePosixPath(info.filename).stem, text
