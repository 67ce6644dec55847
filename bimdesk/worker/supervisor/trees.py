"""Folders that a script filled: measured while it runs, deleted however deep they are."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_MAX_PATH = 3000
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
"""How a folder is opened that a script may have put something else in the place of."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes (the larger of length and blocks) and number of files and folders."""

    size: int = 0
    count: int = 0


def measure(path: str, *, most_bytes: int, most_files: int) -> Usage:
    """Bytes and entries below `path`; stops counting when either is over.

    A path too long to walk counts as too many files.
    """
    size = count = 0
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        if len(folder) > len(path) + _MAX_PATH:
            return Usage(size, most_files + 1)
        for entry in _entries(folder, most_files - count + 1):
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


def _entries(folder: str, most: int) -> list[os.DirEntry[str]]:
    """What is in a folder; one that the script made unreadable is made readable."""
    for _attempt in range(2):
        try:
            with os.scandir(folder) as entries:
                return list(islice(entries, most))
        except PermissionError:
            with contextlib.suppress(OSError):
                Path(folder).chmod(0o700)
        except OSError:
            break
    return []


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
