"""The folders of the library: the project's, personal, the team's, built-in; which can be read now."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from pathlib import Path

from bimdesk.domain.script import LibraryFolder, ScriptRoot
from bimdesk.errors import BadInputError
from bimdesk.services.project import Project
from bimdesk.settings import load_settings

ANSWER_S = 3.0
"""How long a shared folder may take to answer before the library goes on without it."""
_asked: dict[Path, threading.Thread] = {}
"""Folders that did not answer yet: a dead network drive is asked once, not at every listing."""


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
    waiting = _asked.get(path)
    if waiting is not None and waiting.is_alive():
        return f"The team folder {path} does not answer."
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(_look(path)), name="bimdesk-team", daemon=True)
    _asked[path] = thread
    thread.start()
    thread.join(ANSWER_S)
    if not answers:
        return f"The team folder {path} does not answer."
    _asked.pop(path, None)
    return answers[0]


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
