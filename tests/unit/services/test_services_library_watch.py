"""The watch, with another real process that writes: edits, deletions, a team folder that comes and goes."""

from __future__ import annotations

import queue
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bimdesk.domain.changes import Changes
from bimdesk.services.library.roots import list_folders
from bimdesk.services.library.scripts import list_scripts
from bimdesk.services.library.watch import LibraryWatch
from bimdesk.services.project import Project
from bimdesk.settings import Settings, save_settings

PATIENCE_S = 30


class Ears:
    """What a watch told, and waiting for what it is to tell."""

    def __init__(self, watch: LibraryWatch, told: queue.Queue[Changes]) -> None:
        self.watch = watch
        self._told = told

    def hear(self, key: str) -> None:
        while key not in self._told.get(timeout=PATIENCE_S).scripts:
            pass

    def hear_of_folders(self) -> None:
        while not self._told.get(timeout=PATIENCE_S).library:
            pass


@pytest.fixture
def ears(project: Project) -> Iterator[Ears]:
    told: queue.Queue[Changes] = queue.Queue()
    watch = LibraryWatch(project, told.put)
    watch.start()
    assert watch.watching.wait(PATIENCE_S)
    yield Ears(watch, told)
    watch.close()


def write_elsewhere(path: Path, text: str) -> None:
    """Another program writes the file, as editors do: beside it, then in its place."""
    code = (
        "import os, sys; path, text = sys.argv[1:]\n"
        "open(path + '~', 'w').write(text); os.replace(path + '~', path)"
    )
    subprocess.run([sys.executable, "-I", "-c", code, str(path), text], check=True)


def test_that_what_another_program_writes_is_heard_of(project: Project, ears: Ears) -> None:
    write_elsewhere(project.scripts_folder / "rooms.py", "result = 1\n")
    ears.hear("project/rooms")
    write_elsewhere(project.scripts_folder / "rooms.py", "result = 2\n")
    ears.hear("project/rooms")
    (project.scripts_folder / "rooms.py").unlink()
    ears.hear("project/rooms")
    write_elsewhere(project.paths.personal_scripts / "mine.py", "result = 3\n")
    ears.hear("personal/mine")


def test_that_a_new_subfolder_and_what_is_written_in_it_is_heard_of(project: Project, ears: Ears) -> None:
    within = project.scripts_folder / "checks"
    within.mkdir()
    ears.hear_of_folders()
    write_elsewhere(within / "rooms.py", "result = 1\n")
    ears.hear("project/checks/rooms")
    (within / "rooms.py").unlink()
    ears.hear("project/checks/rooms")


def test_that_a_team_folder_is_heard_of_when_it_comes_goes_and_changes(
    project: Project, ears: Ears, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "common.py").write_text("result = 1\n")
    save_settings(Settings(team_scripts=str(share)), project.paths.settings_file)
    ears.hear_of_folders()
    assert [script.key for script in list_scripts(project)] == ["team/common"]
    write_elsewhere(share / "common.py", "result = 2\n")
    ears.hear("team/common")
    share.rename(tmp_path / "unplugged")
    ears.hear_of_folders()
    team = next(folder for folder in list_folders(project) if folder.root == "team")
    assert "is not there" in team.problem
    (tmp_path / "unplugged").rename(share)
    ears.hear_of_folders()
    assert [script.text for script in list_scripts(project)] == ["result = 2\n"]
