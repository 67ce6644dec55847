"""Opening projects: made on first use, in order after a crash, clear about what is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bimdesk.bootstrap import open_project, throwaway_project
from bimdesk.errors import BadInputError, MachineError, ProjectError
from bimdesk.paths import AppPaths
from bimdesk.services.doctor import MISSING, disk_space, installed_versions


def test_that_a_project_is_made_on_first_use_and_opened_again(tmp_path: Path, paths: AppPaths) -> None:
    folder = tmp_path / "new" / "Project"
    for _ in range(2):
        project = open_project(folder, paths)
        assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
            "executions",
            "models",
            "scripts",
        ]
        assert project.name == "Project"
        project.close()
    assert sorted(path.name for path in folder.iterdir()) == ["executions", "models", "project.db", "scripts"]


def test_that_a_file_in_place_of_the_folder_is_told(tmp_path: Path, paths: AppPaths) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="is a file"):
        open_project(tmp_path / "file", paths)


def test_that_something_in_the_way_inside_is_told_and_the_database_closed(
    tmp_path: Path, paths: AppPaths
) -> None:
    folder = tmp_path / "Project"
    folder.mkdir()
    (folder / "models").write_text("in the way")
    with pytest.raises(ProjectError, match="cannot be written"):
        open_project(folder, paths)
    (folder / "models").unlink()
    open_project(folder, paths).close()


def test_that_broken_settings_are_told(tmp_path: Path, paths: AppPaths) -> None:
    paths.config.mkdir()
    paths.settings_file.write_text("theme = ")
    with pytest.raises(BadInputError, match=r"settings\.toml is not readable"):
        open_project(tmp_path / "Project", paths)


def test_that_a_throw_away_project_leaves_nothing_but_the_cache(tmp_path: Path, paths: AppPaths) -> None:
    with throwaway_project(paths) as project:
        folder = project.folder.parent
        assert folder.is_dir()
    assert not folder.exists()
    assert not paths.data.exists()


def test_that_a_cache_that_cannot_be_made_is_told(paths: AppPaths) -> None:
    paths.cache.write_text("in the way")
    with pytest.raises(MachineError, match="No temporary project"), throwaway_project(paths):
        pass


def test_that_versions_are_read_without_loading_what_they_are_of(tmp_path: Path) -> None:
    versions = installed_versions()
    assert versions["ifcopenshell"] != MISSING
    assert versions["Qt"].startswith("6.")
    assert disk_space(tmp_path / "not" / "there").folder == tmp_path
    assert 0 < disk_space(tmp_path).free <= disk_space(tmp_path).total
