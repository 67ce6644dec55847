"""Takes the files out of a run folder after the worker's death: regular, one link, within the limits."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field

_BAD = re.compile('[<>:"|?*\\\\\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_MAX_NAME = 150
_MAX_DEPTH = 8
_CHUNK = 1024 * 1024
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(slots=True)
class Collected:
    """`files`: name (with `/`), size, sha256. `left_out`: one sentence for each that was not taken."""

    files: list[dict[str, str | int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    size: int = 0


def collect(run: str, output: str, *, most_bytes: int, most_files: int) -> Collected:
    """Copy the files below `run` into `output`, under cleaned names, by directory descriptors.

    Folders that begin with a dot hold the caches of libraries and stay behind.
    """
    collector = _Collector(most_bytes, most_files)
    source, target = os.open(run, _FOLDER), os.open(output, _FOLDER)
    try:
        collector.folder(source, target, "", 0)
    finally:
        os.close(source)
        os.close(target)
    return collector.taken


class _Collector:
    def __init__(self, most_bytes: int, most_files: int) -> None:
        self.taken = Collected()
        self._most_bytes = most_bytes
        self._most_files = most_files

    def folder(self, source: int, target: int, prefix: str, depth: int) -> None:
        for name in sorted(os.listdir(source)):
            clean = clean_name(name)
            found = os.stat(name, dir_fd=source, follow_symlinks=False)
            if stat.S_ISDIR(found.st_mode):
                if not name.startswith(".") and self._may_enter(prefix + clean, depth):
                    self._inner(source, target, name, clean, prefix, depth)
            elif not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
                self._leave(prefix + clean, "it is no ordinary file")
            elif len(self.taken.files) >= self._most_files:
                self._leave(prefix + clean, f"there are more than {self._most_files} files")
            elif self.taken.size + found.st_size > self._most_bytes:
                self._leave(prefix + clean, "all files together are too large")
            else:
                self._file(source, target, name, clean, prefix)

    def _may_enter(self, path: str, depth: int) -> bool:
        if depth >= _MAX_DEPTH:
            self._leave(path, f"its folder is more than {_MAX_DEPTH} levels deep")
        return depth < _MAX_DEPTH

    def _inner(self, source: int, target: int, name: str, clean: str, prefix: str, depth: int) -> None:
        os.chmod(name, 0o700, dir_fd=source)
        inner = os.open(name, _FOLDER, dir_fd=source)
        clean = _free(clean, target)
        os.mkdir(clean, 0o755, dir_fd=target)
        below = os.open(clean, _FOLDER, dir_fd=target)
        try:
            self.folder(inner, below, f"{prefix}{clean}/", depth + 1)
        finally:
            os.close(inner)
            os.close(below)

    def _file(self, source: int, target: int, name: str, clean: str, prefix: str) -> None:
        clean = _free(clean, target)
        os.chmod(name, 0o600, dir_fd=source)
        try:
            size, digest = self._copy(source, target, name, clean)
        except OSError as error:
            self._leave(prefix + clean, (error.strerror or "it could not be copied").lower())
            return
        self.taken.files.append({"name": prefix + clean, "size": size, "sha256": digest})
        self.taken.size += size

    def _copy(self, source: int, target: int, name: str, clean: str) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        reading = os.open(name, _READ, dir_fd=source)
        try:
            writing = os.open(clean, _WRITE, 0o644, dir_fd=target)
            try:
                while data := os.read(reading, _CHUNK):
                    digest.update(data)
                    size += len(data)
                    _write_all(writing, data)
            finally:
                os.close(writing)
        finally:
            os.close(reading)
        return size, digest.hexdigest()

    def _leave(self, path: str, reason: str) -> None:
        if len(self.taken.left_out) < 20:
            self.taken.left_out.append(f"{path}: {reason}.")


def clean_name(name: str) -> str:
    """A file name that every system takes and that shows as what it is."""
    clean = _BAD.sub("_", name).rstrip(". ").lstrip(" ") or "_"
    while len(clean.encode()) > _MAX_NAME:
        stem, dot, suffix = clean.rpartition(".")
        clean = f"{stem[:-1]}{dot}{suffix}" if stem and len(suffix) < 16 else clean[:-1]
    return clean


def _free(name: str, folder: int) -> str:
    """A name that is not taken in `folder`: two names may have become one by cleaning."""
    stem, dot, suffix = name.rpartition(".")
    candidate, number = name, 2
    while _exists(candidate, folder):
        candidate = f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
        number += 1
    return candidate


def _exists(name: str, folder: int) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
