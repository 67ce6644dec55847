"""The folder of one execution: made fresh (0700), measured while the script runs, emptied out, deleted.

<scratch>/<name>/lock     held with flock as long as the supervisor lives; a free one is left over
<scratch>/<name>/canary   a file that no script may read: the probes try it
<scratch>/<name>/run      the only place that the script may write

It is made as `.<name>` and gets its own name when the lock is held: nobody sees it without.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import stat
import time
from pathlib import Path

from bimdesk.worker.supervisor.trees import Usage, delete_tree, measure

_ALL = 1 << 62
_FONTS_MOST = 16 * 1024 * 1024
_STALE_S = 60.0
"""A folder that is still being made after so long belongs to nobody."""


class RunFolder:
    """Makes the folder and holds its lock. `path` is what the script gets. OSError: it cannot be made."""

    def __init__(self, scratch: str) -> None:
        Path(scratch).mkdir(parents=True, exist_ok=True, mode=0o700)
        name = secrets.token_hex(8)
        making = Path(scratch, f".{name}")
        self.root = str(Path(scratch, name))
        self.path = f"{self.root}/run"
        self.canary = f"{self.root}/canary"
        making.mkdir(mode=0o700)
        self._lock = -1
        try:
            self._lock = _make(making)
            making.rename(self.root)
        except OSError:
            with contextlib.suppress(OSError):
                delete_tree(str(making))
            raise
        self._before = Usage()
        self.settle()

    def settle(self) -> None:
        """What is in the folder now is the program's own and does not count as the script's."""
        self._before = measure(self.path, most_bytes=_ALL, most_files=_ALL)

    def measure(self, *, most_bytes: int, most_files: int) -> Usage:
        """What the script has in the folder now; stops counting when either is over."""
        before = self._before
        found = measure(self.path, most_bytes=most_bytes + before.size, most_files=most_files + before.count)
        return Usage(max(0, found.size - before.size), max(0, found.count - before.count))

    def delete(self) -> None:
        """Remove everything, then let the lock go; what cannot be removed now is left to `sweep`."""
        with contextlib.suppress(OSError):
            delete_tree(self.root)
        os.close(self._lock)


def _make(folder: Path) -> int:
    """Fill a new folder; gives the descriptor that holds its lock."""
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for inner in ("run", "run/.tmp"):
            (folder / inner).mkdir(mode=0o700)
        (folder / "canary").write_text(secrets.token_hex(16), encoding="ascii")
    except OSError:
        os.close(lock)
        raise
    return lock


def sweep(scratch: str) -> None:
    """Delete the folders of supervisors that were killed: those whose lock is free."""
    try:
        with os.scandir(scratch) as entries:
            roots = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for root in roots:
        with contextlib.suppress(OSError):
            _sweep_one(root)


def _sweep_one(root: str) -> None:
    if Path(root).name.startswith("."):
        if time.time() - Path(root).lstat().st_mtime > _STALE_S:
            delete_tree(root)
        return
    try:
        lock = os.open(f"{root}/lock", os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        delete_tree(root)  # half deleted already
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        delete_tree(root)
    finally:
        os.close(lock)


def copy_fonts(fonts: str, folder: str) -> None:
    """Copy matplotlib's list of fonts into `folder`, which is new; without it a first chart takes longer."""
    if not fonts:
        return
    with contextlib.suppress(OSError):
        found = sorted(Path(fonts).glob("fontlist-*.json"))
        Path(folder).mkdir(mode=0o700)
        for file in found[:1]:
            _copy_small(file, Path(folder, file.name))


def _copy_small(source: Path, target: Path) -> None:
    reading = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(reading, "rb") as stream:
        if not stat.S_ISREG(os.fstat(reading).st_mode):
            return
        data = stream.read(_FONTS_MOST + 1)
    if len(data) > _FONTS_MOST:
        return
    try:
        target.write_bytes(data)
    except OSError:
        target.unlink(missing_ok=True)
        raise
