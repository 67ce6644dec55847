"""Everything outside the run folder, as it was before a script and as it is after."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

State = tuple[object, ...]
_HASHED = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A tree to watch. `deep`: with all below it. `hashed`: contents too. `changing`: paths that the
    program itself writes, by the beginning of their path."""

    path: Path
    deep: bool = True
    hashed: bool = False
    changing: tuple[str, ...] = ()
    only: Callable[[str], bool] | None = None


class Surroundings:
    """Watches roots; `changes` compares with the last look and looks anew."""

    def __init__(self, roots: Iterable[Root]) -> None:
        self._roots = tuple(roots)
        self._before: dict[str, State] = {}

    def look(self) -> None:
        """Remember how it is."""
        self._before = self._all()

    def changes(self, ours: tuple[str, ...] = ()) -> list[str]:
        """What is new, gone or different; `ours` are beginnings of paths that may have come."""
        before, now = self._before, self._all()
        self._before = now
        found = [
            f"new: {path}" for path in now.keys() - before.keys() if not path.startswith(ours or ("\0",))
        ]
        found += [f"gone: {path}" for path in before.keys() - now.keys()]
        found += [
            f"changed: {path} {before[path]} -> {now[path]}"
            for path in before.keys() & now.keys()
            if before[path] != now[path]
        ]
        return sorted(found)

    def _all(self) -> dict[str, State]:
        states: dict[str, State] = {}
        for root in self._roots:
            states.update(_states(root))
        return states


def _states(root: Root) -> Iterator[tuple[str, State]]:
    waiting = [str(root.path)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if root.changing and entry.path.startswith(root.changing):
                continue
            if root.only is not None and not root.only(entry.name):
                continue
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if stat.S_ISDIR(found.st_mode):
                yield entry.path, (found.st_mode, found.st_uid)
                if root.deep:
                    waiting.append(entry.path)
            else:
                yield entry.path, _file_state(entry.path, found, root)


def _file_state(path: str, found: os.stat_result, root: Root) -> State:
    state: State = (
        found.st_mode,
        found.st_uid,
        found.st_size,
        found.st_mtime_ns,
        found.st_ino,
        found.st_nlink,
    )
    if stat.S_ISLNK(found.st_mode):
        return (*state, str(Path(path).readlink()))
    if not root.hashed or not stat.S_ISREG(found.st_mode) or found.st_size > _HASHED:
        return (*state, found.st_ctime_ns) if not root.hashed else state
    try:
        return (*state, hashlib.sha256(Path(path).read_bytes()).hexdigest())
    except OSError:
        return state
