"""The folder of one execution: made fresh (0700), measured while the script runs, emptied out, deleted.

<scratch>/<name>/lock     held with flock as long as the supervisor lives; a free one is left over
<scratch>/<name>/canary   a file that no script may read: the probes try it
<scratch>/<name>/run      the only place that the script may write
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

_MAX_PATH = 3000
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes (the larger of length and blocks) and number of files and folders."""

    size: int = 0
    count: int = 0


class RunFolder:
    """Makes the folder and holds its lock. `path` is what the script gets."""

    def __init__(self, scratch: str) -> None:
        Path(scratch).mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = str(Path(scratch) / secrets.token_hex(8))
        Path(self.root).mkdir(mode=0o700)
        self._lock = os.open(f"{self.root}/lock", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.path = f"{self.root}/run"
        Path(self.path).mkdir(mode=0o700)
        Path(self.path, ".tmp").mkdir(mode=0o700)
        self.canary = f"{self.root}/canary"
        Path(self.canary).write_text(secrets.token_hex(16), encoding="ascii")

    def measure(self, *, most_bytes: int, most_files: int) -> Usage:
        """What is in the folder now; stops counting when either is over."""
        return measure(self.path, most_bytes=most_bytes, most_files=most_files)

    def delete(self) -> None:
        """Remove everything, then let the lock go."""
        delete_tree(self.root)
        os.close(self._lock)


def sweep(scratch: str) -> None:
    """Delete the folders of supervisors that were killed: those whose lock is free."""
    for root in Path(scratch).glob("*/"):
        try:
            lock = os.open(root / "lock", os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            continue
        with contextlib.suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            delete_tree(str(root))
        os.close(lock)


def measure(path: str, *, most_bytes: int, most_files: int) -> Usage:
    """Bytes and entries below `path`; a path too long to walk counts as too many files."""
    size = count = 0
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        if len(folder) > len(path) + _MAX_PATH:
            return Usage(size, most_files + 1)
        for entry in _entries(folder):
            count += 1
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # gone meanwhile
            if stat.S_ISDIR(found.st_mode):
                waiting.append(entry.path)
            else:
                size += max(found.st_size, found.st_blocks * 512)
            if size > most_bytes or count > most_files:
                return Usage(size, count)
    return Usage(size, count)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; one that the script made unreadable is made readable."""
    for _attempt in range(2):
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except PermissionError:
            with contextlib.suppress(OSError):
                Path(folder).chmod(0o700)
        except OSError:
            break
    return []


def delete_tree(root: str) -> None:
    """Delete a tree however deep: children of a folder are moved up beside it before it goes."""
    with contextlib.suppress(FileNotFoundError):
        top = os.open(root, _OPEN_FOLDER)
        try:
            prefix, moved = f".{secrets.token_hex(8)}-", 0
            while names := _names(top):
                for name in names:
                    moved = _remove(top, name, prefix, moved)
        finally:
            os.close(top)
        Path(root).rmdir()


def _remove(top: int, name: str, prefix: str, moved: int) -> int:
    """Remove one entry of `top`; a folder's children come up under new names. Gives the next free number."""
    try:
        os.unlink(name, dir_fd=top)
    except (IsADirectoryError, PermissionError):
        os.chmod(name, 0o700, dir_fd=top)
        inner = os.open(name, _OPEN_FOLDER, dir_fd=top)
        try:
            for child in _names(inner):
                os.chmod(child, 0o700, dir_fd=inner)
                os.rename(child, f"{prefix}{moved}", src_dir_fd=inner, dst_dir_fd=top)
                moved += 1
        finally:
            os.close(inner)
        os.rmdir(name, dir_fd=top)
    return moved


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]
