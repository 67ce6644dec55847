"""Watches the folders of the library: which scripts another program wrote, which folder came or went."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from watchfiles import Change, watch

from bimdesk.domain.changes import Changes
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import LibraryFolder, ScriptRoot
from bimdesk.services.library.files import folders_in, is_script_name, key_of
from bimdesk.services.library.roots import list_folders
from bimdesk.services.project import Project

STEP_MS = 60
"""Quiet for so long, and what was written is told; editors write a file in several steps."""
DEBOUNCE_MS = 500
"""The longest that a folder that is never quiet waits."""
SHARED_MS = 1000
"""A shared folder is looked at so often: a network drive tells nobody what others write."""
AGAIN_S = 3.0
"""How often a folder that is not there is looked for."""


class LibraryWatch:
    """Two threads: one for the folders of this machine, one for the team's. `tell` is called from both."""

    def __init__(self, project: Project, tell: Callable[[Changes], None]) -> None:
        self._project = project
        self._tell = tell
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self.watching = threading.Event()
        """Set once the folders of this machine are watched."""

    def start(self) -> None:
        """Begin; a second call does nothing."""
        if self._threads:
            return
        for name, target in (("local", self._watch_local), ("team", self._watch_team)):
            thread = threading.Thread(target=target, name=f"bimdesk-watch-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        """Stop and wait; one that hangs in a dead network drive is left behind."""
        self._stop.set()
        for thread in self._threads:
            thread.join(AGAIN_S)

    def _watch_local(self) -> None:
        others = False
        while not self._stop.is_set():
            folders = [one for one in list_folders(self._project) if one.root is not ScriptRoot.TEAM]
            there = [one for one in folders if _make(one)]
            others = self._follow(there, polling=False, until=lambda: False, others=others)
            if not others:
                self._stop.wait(AGAIN_S)  # a folder was taken away: look again

    def _watch_team(self) -> None:
        last: LibraryFolder | None = None
        others = False
        while not self._stop.is_set():
            folder = self._team()
            if folder != last:
                self._tell(Changes(library=True))
            last = folder
            if folder is not None and not folder.problem:
                is_other = partial(self._is_other_team, folder)
                others = self._follow([folder], polling=True, until=is_other, others=others)
            self._stop.wait(0 if others or self._is_other_team(last) else AGAIN_S)

    def _team(self) -> LibraryFolder | None:
        return next((one for one in list_folders(self._project) if one.root is ScriptRoot.TEAM), None)

    def _is_other_team(self, folder: LibraryFolder | None) -> bool:
        return self._team() != folder

    def _follow(
        self, there: list[LibraryFolder], *, polling: bool, until: Callable[[], bool], others: bool
    ) -> bool:
        """Tell what is written until the watch is closed, a folder comes or goes, or `until` holds.

        True where a folder inside one came or went. That is what `others` says to the next call, which tells
        of it once it watches: what is in there was written unseen.
        """
        by_path = _all_folders(there)
        if not by_path:
            return False
        try:
            for changes in watch(
                *by_path,
                watch_filter=lambda _change, path: is_script_name(Path(path).name) or Path(path).is_dir(),
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                stop_event=self._stop,
                rust_timeout=int(AGAIN_S * 1000) if polling else 500,
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=polling,
                poll_delay_ms=SHARED_MS,
                recursive=False,
            ):
                self.watching.set()
                if others:
                    self._tell(Changes(library=True))
                others = False
                keys = _keys(by_path, changes)
                if keys:
                    self._tell(Changes(scripts=keys))
                if until() or not all(path.is_dir() for path in by_path):
                    return False
                if changes and by_path.keys() != _all_folders(there).keys():
                    return True
        except OSError:
            return False  # a folder went while it was being watched: the caller looks again
        return False


def _make(folder: LibraryFolder) -> bool:
    """Whether the folder is there; that of the person is made, so that a first file in it is seen."""
    try:
        if not folder.is_read_only:
            folder.path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return folder.path.is_dir()


def _keys(by_path: dict[Path, LibraryFolder], changes: Iterable[tuple[Change, str]]) -> frozenset[ScriptKey]:
    found = ((by_path.get(path.parent), path) for path in (Path(text) for _change, text in changes))
    return frozenset(
        key_of(folder.root, path, folder.path.resolve())
        for folder, path in found
        if folder is not None and is_script_name(path.name)
    )


def _all_folders(folders: Iterable[LibraryFolder]) -> dict[Path, LibraryFolder]:
    """Each folder that holds scripts, and the folder of the library that it belongs to."""
    return {inside: one for one in folders for inside in folders_in(one.path.resolve())}
