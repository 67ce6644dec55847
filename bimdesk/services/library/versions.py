"""Versions of scripts: list, restore, label; edits by other programs; whether what ran is what is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bimdesk.domain.changes import Changes
from bimdesk.domain.execution import Execution
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptVersion
from bimdesk.errors import BimdeskError, NotFoundError
from bimdesk.services.authors import current_author
from bimdesk.services.clock import now
from bimdesk.services.history import executed_text
from bimdesk.services.library.files import get_script
from bimdesk.services.library.scripts import check_writable, keep_version, save_script
from bimdesk.services.project import Project

OUTSIDE = "Changed by another program"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionList:
    """Versions of a script, newest first. `runs`: executions by the text's hash; `script`: None if gone."""

    key: ScriptKey
    script: Script | None
    versions: tuple[ScriptVersion, ...]
    runs: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPair:
    """Two texts to compare, each with what it is."""

    title: str
    old_name: str
    old: str
    new_name: str
    new: str


def read_versions(project: Project, key: ScriptKey) -> VersionList:
    """What a page of versions shows; the text of the file counts as a version though nobody kept it yet."""
    script = find_current(project, key)
    if script is not None:
        keep_version(project, script, note="As it was found")
    return VersionList(
        key=key,
        script=script,
        versions=tuple(project.scripts.list_versions(key)),
        runs=project.scripts.count_runs(key),
    )


def get_version(project: Project, key: ScriptKey, number: int) -> ScriptVersion:
    """Raises NotFoundError where the script has no such version."""
    for version in project.scripts.list_versions(key):
        if version.number == number:
            return version
    raise NotFoundError(f"{key} has no version {number}.")


def restore_version(
    project: Project, key: ScriptKey, number: int, *, base_hash: str = ""
) -> tuple[Script, Changes]:
    """Make an older text the newest version; what was there stays among the versions."""
    version = get_version(project, key, number)
    script = find_current(project, key)
    if script is not None:
        check_writable(script)
    return save_script(
        project, key, version.text, base_hash=base_hash, note=f"Restored from version {number}"
    )


def label_version(project: Project, key: ScriptKey, number: int, label: str) -> Changes:
    """Name a version; '' takes its name away."""
    project.scripts.set_label(key, number, label.strip())
    return Changes(scripts=frozenset({key}))


def record_outside_edits(project: Project, keys: Iterable[ScriptKey]) -> None:
    """Keep what other programs wrote as versions; a file that is gone or empty is left alone."""
    for key in keys:
        script = find_current(project, key)
        if script is not None and not script.is_read_only:
            keep_version(project, script, note=OUTSIDE)


def keep_unsaved(project: Project, key: ScriptKey, text: str) -> Changes:
    """Keep a text that nobody wants to save, before the file's own is taken over: it is not lost.

    The file's text is put behind it again, so that the newest version is what is there.
    """
    script = get_script(project, key)
    keep_version(project, script, note=OUTSIDE)
    set_aside = project.scripts.add_version
    set_aside(key, text, now(), author=current_author(), note="Set aside, not saved")
    set_aside(key, script.text, now(), note=OUTSIDE)
    return Changes(scripts=frozenset({key}))


def differs_from_library(project: Project, execution: Execution) -> bool:
    """Whether the library's text is another now than what ran; False where the script is gone."""
    if execution.script_key is None:
        return False
    script = find_current(project, execution.script_key)
    return script is not None and script.sha256 != execution.script_sha256


def compare_with_library(project: Project, execution: Execution) -> TextPair:
    """What ran, and what the library has now."""
    if execution.script_key is None:
        raise NotFoundError("What ran was no script of the library.")
    script = get_script(project, execution.script_key)
    return TextPair(
        title=script.metadata.name,
        old_name=f"What ran: version {execution.script_version}",
        old=executed_text(project, execution.id),
        new_name="In the library now",
        new=script.text,
    )


def find_current(project: Project, key: ScriptKey) -> Script | None:
    """The script as its file is now; None where it cannot be read."""
    try:
        return get_script(project, key)
    except BimdeskError:
        return None
