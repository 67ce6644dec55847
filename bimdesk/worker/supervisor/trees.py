"""Folders that a script filled: measured while it runs, deleted however deep they are."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a folder is opened that a script may have put something else in the place of."""
_MOST_LEVELS = 100
_GONE = -1
_TRIES = 30
"""So often a folder is listed again while something in it has another name when it is looked at."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes (the larger of length and blocks) and number of files and folders."""

    size: int = 0
    count: int = 0


def measure(path: str, *, most_bytes: int, most_files: int) -> Usage:
    """Bytes and entries below `path`; stops counting when either is over.

    Folders too deep to walk, and those that never stand still, count as too many files.
    """
    tally = _Tally(most_bytes, most_files)
    with contextlib.suppress(OSError):
        tally.folder(_enter(path), _MOST_LEVELS)
    return Usage(tally.size, tally.count)


class _Tally:
    """Walks by descriptors: a path may be too long for the kernel, and its folders be renamed meanwhile."""

    def __init__(self, most_bytes: int, most_files: int) -> None:
        self.size = self.count = 0
        self._most_bytes = most_bytes
        self._most_files = most_files

    @property
    def _is_over(self) -> bool:
        return self.size > self._most_bytes or self.count > self._most_files

    def folder(self, folder: int, levels: int) -> None:
        """Count what is in a folder, and close its descriptor."""
        try:
            self._settled(folder, levels)
        finally:
            os.close(folder)

    def _settled(self, folder: int, levels: int) -> None:
        """Look again while something moves: what was deleted is not there then, what was renamed is."""
        counted: set[int] = set()
        for _attempt in range(_TRIES):
            names = _some_names(folder, self._most_files - self.count + len(counted) + 1)
            met: set[int] = set()
            for name in names:
                inode = self._entry(name, folder, levels, counted)
                met.add(inode)
                counted.add(inode)
                if self._is_over:
                    return
            if _GONE not in met and len(met) == len(names):  # without hard links each is a file of its own
                return
        self.count = self._most_files + 1

    def _entry(self, name: str, folder: int, levels: int, counted: set[int]) -> int:
        """Count what stands under a name, and all below, unless it is in `counted`; gives its inode."""
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            inner = _enter(name, folder) if stat.S_ISDIR(found.st_mode) else -1
        except (FileNotFoundError, NotADirectoryError):
            return _GONE
        if inner < 0 and found.st_ino not in counted:
            self.count += 1
            self.size += max(found.st_size, found.st_blocks * 512)
        return found.st_ino if inner < 0 else self._inner(inner, levels, counted)

    def _inner(self, inner: int, levels: int, counted: set[int]) -> int:
        """Count a folder that is open, as `_entry`: by now another may stand under its name."""
        inode = os.fstat(inner).st_ino
        if inode in counted:
            os.close(inner)
        elif levels:
            self.count += 1
            self.folder(inner, levels - 1)
        else:
            os.close(inner)
            self.count = self._most_files + 1
        return inode


def _some_names(folder: int, most: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, most)]


def delete_tree(root: str) -> None:
    """Delete a tree however deep: folders in a folder are moved up beside it before it goes.

    What another process deletes meanwhile is no error. Follows no link. OSError: something cannot be deleted.
    """
    try:
        top = _enter(root)
    except FileNotFoundError:
        return
    try:
        prefix, moved = f".{secrets.token_hex(8)}-", 0
        while names := _names(top):
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    moved = _remove(top, name, prefix, moved)
    finally:
        os.close(top)
    with contextlib.suppress(FileNotFoundError):
        Path(root).rmdir()


def _remove(top: int, name: str, prefix: str, moved: int) -> int:
    """Remove one entry of `top`; folders in it come up under new names. Gives the next free number."""
    if _unlinked(name, top):
        return moved
    inner = _enter(name, top)
    try:
        for child in _names(inner):
            if not _unlinked(child, inner):
                os.close(_enter(child, inner))  # moving a folder writes into it, so it must be writable
                os.rename(child, f"{prefix}{moved}", src_dir_fd=inner, dst_dir_fd=top)
                moved += 1
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)
    return moved


def _unlinked(name: str, folder: int) -> bool:
    """Whether `name` was no folder, and is gone."""
    try:
        os.unlink(name, dir_fd=folder)
    except (IsADirectoryError, PermissionError):  # PermissionError: what macOS says of a folder
        if not stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise
        return False
    return True


def _enter(name: str, folder: int | None = None) -> int:
    """A descriptor of a folder that is no link, made readable and writable for its owner first."""
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISDIR(found.st_mode) and found.st_mode & 0o700 != 0o700:
        os.chmod(name, 0o700, dir_fd=folder)
    return os.open(name, FOLDER, dir_fd=folder)


def _names(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]
