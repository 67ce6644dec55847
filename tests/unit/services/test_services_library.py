"""The library: finding, saving, duplicating, installing and deleting scripts; broken ones among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bimdesk.bootstrap import throwaway_project
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import ScriptRoot
from bimdesk.errors import BadInputError, NotFoundError
from bimdesk.paths import AppPaths
from bimdesk.services.library.scripts import (
    create_script,
    duplicate_script,
    find_script,
    get_script,
    install_script,
    list_scripts,
    save_script,
)
from bimdesk.services.library.trash import delete_script
from bimdesk.services.project import Project
from bimdesk.services.script_names import free_stem, renamed

GUID = '# /// script\n# [tool.bimdesk]\n# name = "GUID validation"\n# ///\nresult = 1\n'


@pytest.fixture(autouse=True)
def builtin(paths: AppPaths) -> Path:
    (paths.builtin_scripts / "guid_validation.py").write_text(GUID)
    (paths.builtin_scripts / "_helper.py").write_text("")
    return paths.builtin_scripts


def _keys(project: Project) -> list[str]:
    return [script.key for script in list_scripts(project)]


def test_that_a_broken_script_stays_in_the_library_and_hides_nobody(project: Project) -> None:
    (project.scripts_folder / "broken.py").write_text("# /// script\n# [tool.bimdesk]\n# name = \n# ///\n")
    (project.scripts_folder / "binary.py").write_bytes(b"x = 1\ny = '\xff'\n")
    (project.scripts_folder / "plain.py").write_text("result = 1")
    (project.scripts_folder / "notes.txt").write_text("")
    (project.scripts_folder / "folder.py").mkdir()
    scripts = {script.key: script for script in list_scripts(project)}
    assert set(scripts) == {"builtin/guid_validation", "project/broken", "project/binary", "project/plain"}
    broken, binary = scripts[ScriptKey("project/broken")], scripts[ScriptKey("project/binary")]
    assert broken.problem is not None and broken.problem.line == 3
    assert binary.problem is not None and binary.problem.line == 2
    assert scripts[ScriptKey("project/plain")].problem is None


@pytest.mark.parametrize(
    "word", ["builtin/guid_validation", "guid_validation", "GUID validation", "guid VALIDATION"]
)
def test_that_a_script_is_found_by_key_stem_and_name(project: Project, word: str) -> None:
    assert find_script(project, word).key == "builtin/guid_validation"


def test_that_the_projects_own_script_goes_before_a_builtin_one(project: Project) -> None:
    (project.scripts_folder / "guid_validation.py").write_text(GUID)
    assert find_script(project, "guid_validation").root is ScriptRoot.PROJECT
    assert find_script(project, "GUID validation").root is ScriptRoot.PROJECT
    assert find_script(project, "builtin/guid_validation").root is ScriptRoot.BUILTIN


def test_that_a_path_is_a_script_outside_the_library_or_the_one_inside(
    project: Project, tmp_path: Path
) -> None:
    outside = tmp_path / "my check.py"
    outside.write_text("\ufeffresult = 1\r\n", encoding="utf-8")
    script = find_script(project, str(outside))
    assert (script.root, script.text, script.metadata.name) == (ScriptRoot.FILE, "result = 1\n", "My check")
    inside = project.paths.builtin_scripts / "guid_validation.py"
    assert find_script(project, str(inside)).key == "builtin/guid_validation"


def test_that_a_wrong_name_hints_at_the_nearest_one(project: Project) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_script(project, "guid_validaton")
    assert caught.value.hint == "Did you mean 'guid_validation'?"
    with pytest.raises(NotFoundError, match="no script file"):
        find_script(project, "nowhere.py")


def test_that_two_scripts_of_one_name_must_be_told_apart(project: Project) -> None:
    for stem in ("a", "b"):
        (project.scripts_folder / f"{stem}.py").write_text(GUID.replace("GUID validation", "Same"))
    with pytest.raises(BadInputError, match="project/a, project/b"):
        find_script(project, "Same")


def test_that_a_builtin_script_is_duplicated_to_be_edited(project: Project) -> None:
    key = ScriptKey("builtin/guid_validation")
    with pytest.raises(BadInputError, match="built-in") as caught:
        save_script(project, key, "x = 1")
    assert caught.value.hint == "Duplicate it to edit."
    with pytest.raises(BadInputError, match="stays"):
        delete_script(project, key)
    first, changes = duplicate_script(project, key)
    second, _changes = duplicate_script(project, key, name='The "other" one')
    assert (first.key, first.metadata.name) == ("project/guid_validation_copy", "GUID validation copy")
    assert changes.scripts == {first.key}
    assert (second.key, second.metadata.name) == ("project/the_other_one", 'The "other" one')
    assert get_script(project, key).text == GUID


def test_that_a_script_is_created_saved_and_deleted_and_its_text_survives(project: Project) -> None:
    script, changes = create_script(project, name="My check")
    assert (script.key, script.metadata.name, script.problem) == ("project/my_check", "My check", None)
    assert changes.scripts == {script.key}
    saved, _changes = save_script(project, script.key, "result = 2\n")
    assert (saved.text, saved.path.read_bytes()) == ("result = 2\n", b"result = 2\n")
    _deleted, changes = delete_script(project, script.key)
    assert changes.scripts == {script.key}
    assert _keys(project) == ["builtin/guid_validation"]
    assert project.scripts.list_versions(script.key)[0].text == "result = 2\n"
    with pytest.raises(NotFoundError):
        get_script(project, script.key)
    with pytest.raises(BadInputError, match="needs a name"):
        create_script(project, name="  ")


def test_that_names_that_are_taken_get_a_number(project: Project) -> None:
    keys = [create_script(project, name=name)[0].key for name in ("Rooms", "ROOMS", "rooms!")]
    assert keys == ["project/rooms", "project/rooms_2", "project/rooms_3"]


def test_that_installing_the_same_text_twice_gives_the_same_script(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "Über Räume.py"
    file.write_text("result = 1\n", encoding="utf-8")
    script, changes = install_script(project, file)
    assert script.key == "project/uber_raume"
    assert changes
    again, nothing = install_script(project, file)
    assert again.key == script.key
    assert not nothing


@pytest.mark.parametrize(
    "key",
    [
        *("project/../x", "other/x", "project/", "x", "project/a/b"),
        *("project/a/../../x", "project/a//b", "project/a/b/c/d/e/f"),
    ],
)
def test_that_a_key_leads_to_nothing_outside_the_library(project: Project, key: str) -> None:
    with pytest.raises(NotFoundError):
        get_script(project, ScriptKey(key))


def test_that_a_throw_away_project_knows_the_scripts_of_the_default_one(paths: AppPaths) -> None:
    folder = paths.default_project / "scripts"
    with throwaway_project(paths) as project:
        assert _keys(project) == ["builtin/guid_validation"]
    folder.mkdir(parents=True)
    (folder / "mine.py").write_text("result = 1")
    with throwaway_project(paths) as project:
        assert _keys(project) == ["builtin/guid_validation", "project/mine"]


@given(st.text(max_size=120), st.sets(st.sampled_from(["script", "a", "con_script", "a_2"])))
def test_that_any_name_gives_a_free_file_stem(name: str, taken: set[str]) -> None:
    stem = free_stem(name, taken)
    assert stem not in taken
    assert stem.isascii() and stem.replace("_", "a").isalnum() and stem == stem.lower()
    assert len(stem) <= 90


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_that_a_new_name_is_read_back_from_the_block(name: str) -> None:
    from bimdesk.domain.metadata import read_metadata

    metadata, problem = read_metadata(renamed(GUID, name), file_name="x.py")
    assert problem is None
    assert metadata.name == (name.strip() or "X")
    assert renamed("name = 'x'", name) == "name = 'x'"
