"""Versions, conflicts, the trash, names and exchange: real files and a real database."""

from __future__ import annotations

import os
import shutil
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import Script, ScriptRoot
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.services.library import roots as library_roots
from bimdesk.services.library.edit import rename_script, set_category, set_favourite, set_tags
from bimdesk.services.library.exchange import export_scripts, import_scripts
from bimdesk.services.library.roots import check_team_folder, list_folders
from bimdesk.services.library.scripts import (
    ScriptConflictError,
    create_script,
    find_script,
    get_script,
    list_scripts,
    list_uses,
    rewrite_script,
    save_script,
)
from bimdesk.services.library.trash import delete_script, trash_folder, undo_delete
from bimdesk.services.library.versions import (
    keep_unsaved,
    label_version,
    read_versions,
    record_outside_edits,
    restore_version,
)
from bimdesk.services.project import Project
from bimdesk.settings import Settings, save_settings

FIRST, SECOND, THIRD = "result = 1\n", "result = 2\n", "result = 3\n"


@pytest.fixture
def script(project: Project) -> Script:
    return create_script(project, name="Rooms", text=FIRST)[0]


def texts(project: Project, key: ScriptKey) -> list[str]:
    return [version.text for version in read_versions(project, key).versions]


def join_team(project: Project, folder: Path) -> None:
    save_settings(Settings(team_scripts=str(folder)), project.paths.settings_file)


def test_that_each_save_that_changes_the_text_is_a_version(project: Project, script: Script) -> None:
    save_script(project, script.key, SECOND, note="Two")
    save_script(project, script.key, SECOND)
    save_script(project, script.key, FIRST)
    versions = read_versions(project, script.key).versions
    assert [(one.number, one.text) for one in versions] == [(3, FIRST), (2, SECOND), (1, FIRST)]
    assert versions[1].note == "Two"
    assert versions[1].author


def test_that_an_older_version_is_restored_as_the_newest_and_labelled(
    project: Project, script: Script
) -> None:
    save_script(project, script.key, SECOND)
    label_version(project, script.key, 2, " for the tender ")
    restored, changes = restore_version(project, script.key, 1)
    assert (restored.text, changes.scripts) == (FIRST, {script.key})
    newest, labelled, _first = read_versions(project, script.key).versions
    assert (newest.number, newest.note) == (3, "Restored from version 1")
    assert labelled.label == "for the tender"
    with pytest.raises(NotFoundError, match="no version 9"):
        restore_version(project, script.key, 9)


def test_that_a_stale_save_is_refused_and_writes_nothing(project: Project, script: Script) -> None:
    script.path.write_text(SECOND)
    with pytest.raises(ScriptConflictError, match="changed by another program") as caught:
        save_script(project, script.key, THIRD, base_hash=script.sha256)
    theirs = caught.value.theirs
    assert theirs is not None and theirs.text == SECOND == script.path.read_text()
    save_script(project, script.key, THIRD, base_hash=theirs.sha256)
    assert texts(project, script.key) == [THIRD, SECOND, FIRST]


def test_that_the_same_text_on_both_sides_is_no_conflict(project: Project, script: Script) -> None:
    script.path.write_text(SECOND)
    saved, _changes = save_script(project, script.key, SECOND, base_hash=script.sha256)
    assert saved.text == SECOND


def test_that_a_file_that_is_gone_is_a_conflict_and_can_be_written_again(
    project: Project, script: Script
) -> None:
    script.path.unlink()
    with pytest.raises(ScriptConflictError, match="was deleted") as caught:
        save_script(project, script.key, SECOND, base_hash=script.sha256)
    assert caught.value.theirs is None
    rewrite_script(project, script.key, SECOND)
    assert script.path.read_text() == SECOND


def test_that_edits_of_other_programs_and_unsaved_texts_are_kept(project: Project, script: Script) -> None:
    script.path.write_text(SECOND)
    record_outside_edits(project, [script.key, ScriptKey("project/gone")])
    keep_unsaved(project, script.key, THIRD)
    assert texts(project, script.key) == [SECOND, THIRD, SECOND, FIRST]
    assert get_script(project, script.key).text == SECOND


def test_that_line_ends_links_and_modes_of_a_file_stay(project: Project, tmp_path: Path) -> None:
    real = tmp_path / "real.py"
    real.write_bytes(b"result = 1\r\nx = 2\r\n")
    real.chmod(0o640)
    link = project.scripts_folder / "linked.py"
    link.symlink_to(real)
    key = ScriptKey("project/linked")
    save_script(project, key, "result = 3\nx = 4\n", base_hash=get_script(project, key).sha256)
    assert link.is_symlink()
    assert real.read_bytes() == b"result = 3\r\nx = 4\r\n"
    assert real.stat().st_mode & 0o777 == 0o640


def test_that_a_deleted_script_comes_back_from_the_trash(project: Project, script: Script) -> None:
    deleted, changes = delete_script(project, script.key)
    assert changes.scripts == {script.key} and not list_scripts(project)
    assert list(trash_folder(project).iterdir()) == [deleted.file]
    back, _changes = undo_delete(project, deleted)
    assert (back.key, back.text) == (script.key, FIRST)
    deleted, _changes = delete_script(project, script.key)
    create_script(project, name="Rooms", text=SECOND)
    beside, _changes = undo_delete(project, deleted)
    assert (beside.key, beside.text) == ("project/rooms_2", FIRST)


def test_that_renaming_takes_versions_and_favourite_along(project: Project, script: Script) -> None:
    set_favourite(project, script.key, True)
    other, _changes = create_script(project, name="Spaces", text=SECOND)
    delete_script(project, other.key)
    renamed, changes = rename_script(project, script.key, "Spaces")
    assert renamed.metadata.name == "Spaces"
    assert renamed.key == "project/spaces_2"  # the history of the other one is not mixed with this one's
    assert changes.scripts == {script.key, renamed.key}
    assert len(texts(project, renamed.key)) == 2
    assert list_uses(project)[renamed.key].favourite
    assert not script.path.exists()


def test_that_category_and_tags_are_written_into_the_file(project: Project, script: Script) -> None:
    set_category(project, script.key, "Export")
    set_tags(project, script.key, [" a", "b", "a", ""])
    found = find_script(project, "rooms")
    assert (found.metadata.category, found.metadata.tags) == ("Export", ("a", "b"))
    assert "result = 1\n" in found.text
    script.path.write_text("# /// script\n# [tool.bimdesk]\n# name =\n# ///\n")
    with pytest.raises(BadInputError, match="cannot be changed from here"):
        set_category(project, script.key, "Export")


def test_that_many_scripts_go_through_an_archive(project: Project, tmp_path: Path) -> None:
    keys = [create_script(project, name=f"Script {n}", text=f"result = {n}\n")[0].key for n in range(3)]
    target = tmp_path / "all.zip"
    export_scripts(project, keys, target)
    export_scripts(project, keys[:1], tmp_path / "one.py")
    assert (tmp_path / "one.py").read_text() == "result = 0\n"
    with pytest.raises(BadInputError, match=r"\.zip"):
        export_scripts(project, keys, tmp_path / "several.py")
    for key in keys[1:]:
        delete_script(project, key)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK no archive")
    imported, changes = import_scripts(project, [target, broken, tmp_path / "one.py"])
    assert {one.key for one in imported.added} == set(keys[1:]) == changes.scripts
    assert {one.key for one in imported.known} == {keys[0]}
    assert len(imported.problems) == 1 and "broken.zip" in imported.problems[0]


def test_that_paths_inside_an_archive_lead_nowhere(project: Project, tmp_path: Path) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../outside.py", FIRST)
        archive.writestr("deep/inside.py", SECOND)
        archive.writestr("readme.txt", "no script")
    imported, _changes = import_scripts(project, [evil])
    assert {one.path.parent for one in imported.added} == {project.scripts_folder}
    assert not (tmp_path / "outside.py").exists()


def test_that_the_four_roots_are_one_library(project: Project, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "common.py").write_text(FIRST)
    join_team(project, share)
    (project.paths.builtin_scripts / "built.py").write_text(FIRST)
    mine, _changes = create_script(project, name="Mine", root=ScriptRoot.PERSONAL)
    ours, _changes = create_script(project, name="Ours", root=ScriptRoot.TEAM)
    assert (mine.path.parent, ours.path.parent) == (project.paths.personal_scripts, share)
    keys = {script.key for script in list_scripts(project)}
    assert keys == {"builtin/built", "personal/mine", "team/common", "team/ours"}
    with pytest.raises(BadInputError, match="in the library already"):
        check_team_folder(project, project.scripts_folder)


def test_that_a_team_folder_that_is_gone_is_said_and_nothing_is_lost(
    project: Project, script: Script, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "common.py").write_text(FIRST)
    join_team(project, share)
    key = ScriptKey("team/common")
    save_script(project, key, SECOND)
    set_favourite(project, key, True)
    share.rename(tmp_path / "away")
    team = next(folder for folder in list_folders(project) if folder.root is ScriptRoot.TEAM)
    assert team.problem == f"The team folder {share} is not there."
    assert [one.key for one in list_scripts(project)] == [script.key]
    with pytest.raises(NotFoundError, match="is not there"):
        get_script(project, key)
    (tmp_path / "away").rename(share)
    assert get_script(project, key).text == SECOND
    assert len(texts(project, key)) == 2 and list_uses(project)[key].favourite


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_that_a_read_only_team_folder_is_read_only(project: Project, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "common.py").write_text(FIRST)
    share.chmod(0o555)
    join_team(project, share)
    (found,) = list_scripts(project)
    assert found.is_read_only
    with pytest.raises(BadInputError, match="may not be written"):
        save_script(project, found.key, SECOND)
    share.chmod(0o755)


def test_that_ten_broken_files_hide_nothing(project: Project, script: Script) -> None:
    for number in range(10):
        (project.scripts_folder / f"broken_{number}.py").write_bytes(b"# /// script\n\xff" * number)
    (project.scripts_folder / "gone.py").symlink_to(project.folder / "nowhere.py")
    found = {one.path.stem: one for one in list_scripts(project)}
    assert len(found) == 11
    assert found["rooms"].problem is None
    assert all(found[f"broken_{number}"].problem for number in range(1, 10))


def test_that_a_folder_that_does_not_answer_is_said_in_time_and_asked_once(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = threading.Event(), []

    def hang(path: Path) -> str:
        asked.append(path)
        answers.wait(30)
        return ""

    monkeypatch.setattr(library_roots, "_look", hang)  # a dead network drive cannot be had in a test
    monkeypatch.setattr(library_roots, "ANSWER_S", 0.2)
    join_team(project, tmp_path)
    try:
        with ThreadPoolExecutor(4) as pool:
            folders = list(pool.map(lambda _n: list_folders(project)[2], range(8)))
    finally:
        answers.set()
    assert {folder.problem for folder in folders} == {f"The team folder {tmp_path} does not answer."}
    assert asked == [tmp_path]


def test_that_scripts_in_subfolders_have_keys_versions_names_and_a_trash_of_their_own(
    project: Project, script: Script
) -> None:
    within = project.scripts_folder / "checks" / "fire"
    within.mkdir(parents=True)
    for folder in (within, project.scripts_folder / ".git", project.scripts_folder / "__pycache__"):
        folder.mkdir(exist_ok=True)
        (folder / "rooms.py").write_text(FIRST)
    (project.scripts_folder / "round").symlink_to(project.scripts_folder)
    keys = [one.key for one in list_scripts(project)]
    assert sorted(keys) == ["project/checks/fire/rooms", "project/rooms"]
    key = ScriptKey("project/checks/fire/rooms")
    found = find_script(project, str(within / "rooms.py"))
    assert (found.key, found.subfolder, script.subfolder) == (key, "checks/fire", "")
    saved, changes = save_script(project, key, SECOND)
    assert (saved.key, changes.scripts) == (key, {key})
    assert texts(project, key) == [SECOND, FIRST]
    create_script(project, name="Walls", text=THIRD)
    (within / "walls.py").write_text('# /// script\n# [tool.bimdesk]\n# name = "Walls"\n# ///\n')
    renamed, _changes = rename_script(project, ScriptKey("project/checks/fire/walls"), "Doors")
    assert renamed.key == "project/checks/fire/doors"
    deleted, _changes = delete_script(project, key)
    shutil.rmtree(within)
    back, _changes = undo_delete(project, deleted)
    assert (back.key, back.text) == (key, SECOND)
