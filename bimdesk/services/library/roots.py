"""The folders of the library: the project's, personal, the team's, built-in; which can be read now."""

from __future__ import annotations

import os
import threading
import time
from functools import lru_cache
from pathlib import Path

from bimdesk.domain.script import LibraryFolder, ScriptRoot
from bimdesk.errors import BadInputError
from bimdesk.services.project import Project
from bimdesk.settings import load_settings

ANSWER_S = 3.0
"""How long a shared folder may take to answer before the library goes on without it."""
_asked: dict[Path, _Question] = {}
"""Folders that were asked last: a dead network drive is asked once, not at every listing."""
_asking = threading.Lock()


def list_folders(project: Project) -> list[LibraryFolder]:
    """All folders of the library, nearest first; the team's only where the settings name one."""
    paths = project.paths
    folders = [
        LibraryFolder(root=ScriptRoot.PROJECT, path=project.scripts_folder),
        LibraryFolder(root=ScriptRoot.PERSONAL, path=paths.personal_scripts),
        LibraryFolder(root=ScriptRoot.BUILTIN, path=paths.builtin_scripts, is_read_only=True),
    ]
    team = team_folder(project)
    if team is not None:
        folders.insert(2, _team(team))
    return folders


def folder_of(project: Project, root: ScriptRoot) -> LibraryFolder:
    """The folder behind a root; BadInputError where there is none or it cannot be read now."""
    for folder in list_folders(project):
        if folder.root is root:
            if folder.problem:
                raise BadInputError(folder.problem, "Connect it, or choose another team folder.")
            return folder
    raise BadInputError("There is no team folder.", "Choose one in the library's menu.")


def team_folder(project: Project) -> Path | None:
    """The shared folder that the settings name, as they are on disk now; it may not be there."""
    file = project.paths.settings_file
    try:
        found = file.stat()
    except OSError:
        return None
    named = _team_setting(file, (found.st_mtime_ns, found.st_ino, found.st_size))
    return Path(named).expanduser() if named else None


def check_team_folder(project: Project, folder: Path) -> str:
    """What the setting `team_scripts` is to hold for this folder. BadInputError where it cannot be one."""
    if not folder.is_dir():
        raise BadInputError(f"{folder} is no folder.", "Choose a folder that is there.")
    own = {one.path.resolve() for one in list_folders(project) if one.root is not ScriptRoot.TEAM}
    if folder.resolve() in own:
        raise BadInputError(f"{folder} is in the library already.", "Choose a folder that others share.")
    return str(folder.absolute())


@lru_cache(maxsize=8)
def _team_setting(file: Path, _state: tuple[int, int, int]) -> str:
    """Read again once the file is another one."""
    return load_settings(file).team_scripts


def _team(path: Path) -> LibraryFolder:
    problem = _problem(path)
    writable = not problem and os.access(path, os.W_OK)
    return LibraryFolder(root=ScriptRoot.TEAM, path=path, is_read_only=not writable, problem=problem)


def _problem(path: Path) -> str:
    """Ask in a thread: a network drive that is gone may keep who asks waiting for minutes."""
    with _asking:
        question = _asked.get(path)
        if question is None or not question.thread.is_alive():
            question = _asked[path] = _Question(path)
    return question.answer()


class _Question:
    """Asked once; whoever wants to know meanwhile waits for the same answer, until its time is over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers: list[str] = []
        self._until = time.monotonic() + ANSWER_S
        self.thread = threading.Thread(target=self._ask, name="bimdesk-team", daemon=True)
        self.thread.start()

    def answer(self) -> str:
        self.thread.join(max(0.0, self._until - time.monotonic()))
        return self._answers[0] if self._answers else f"The team folder {self._path} does not answer."

    def _ask(self) -> None:
        self._answers.append(_look(self._path))


def _look(path: Path) -> str:
    try:
        with os.scandir(path) as entries:
            next(entries, None)
    except FileNotFoundError:
        return f"The team folder {path} is not there."
    except NotADirectoryError:
        return f"The team folder {path} is a file."
    except OSError as error:
        return f"The team folder {path} cannot be read: {error.strerror}."
    return ""
