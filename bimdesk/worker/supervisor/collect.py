"""Takes the files out of a run folder after the worker's death: regular, one link, within the limits."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field

from bimdesk.worker.supervisor.names import FreeNames, clean_name
from bimdesk.worker.supervisor.trees import FOLDER

_MAX_DEPTH = 8
_MOST_SENTENCES = 20
_CHUNK = 1024 * 1024
_FRAME = 120
"""Bytes of a file in a message beside its name."""
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(slots=True)
class Collected:
    """`files`: name (with `/`), size, sha256. `left_out`: one sentence for each that was not taken."""

    files: list[dict[str, str | int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    size: int = 0

    def batches(self, most_bytes: int) -> list[list[dict[str, str | int]]]:
        """The files in lists whose JSON is not much longer than `most_bytes`; one list at the least."""
        lists: list[list[dict[str, str | int]]] = [[]]
        room = most_bytes
        for file in self.files:
            room -= len(str(file["name"]).encode()) + _FRAME
            if room < 0:
                lists.append([])
                room = most_bytes
            lists[-1].append(file)
        return lists


def collect(
    run: str, output: str, *, most_bytes: int, most_files: int, beat: Callable[[], None] = lambda: None
) -> Collected:
    """Copy the files below `run` into `output`, under cleaned names, by directory descriptors. Never raises.

    Folders that begin with a dot hold the caches of libraries and stay behind. `beat` is called after each
    megabyte and each entry: whoever waits wants to know that somebody is at it.
    """
    collector = _Collector(most_bytes, most_files, beat)
    try:
        target = os.open(output, FOLDER)
    except OSError as error:
        collector.leave("All files", f"the folder for them, {output}, cannot be opened ({_reason(error)})")
        return collector.done()
    try:
        source = os.open(run, FOLDER)
        try:
            collector.folder(source, target, "", 0)
        finally:
            os.close(source)
    except OSError as error:
        collector.leave("All files", _reason(error))
    finally:
        os.close(target)
    return collector.done()


class _Collector:
    def __init__(self, most_bytes: int, most_files: int, beat: Callable[[], None]) -> None:
        self._taken = Collected()
        self._most_bytes = most_bytes
        self._most_files = most_files
        self._beat = beat
        self._left = 0

    def folder(self, source: int, target: int, prefix: str, depth: int) -> None:
        free = FreeNames(target)
        for name in sorted(os.listdir(source)):
            self._beat()
            clean = free.take(clean_name(name))
            try:
                self._entry(source, target, name, clean, prefix, depth)
            except OSError as error:
                self.leave(prefix + clean, _reason(error))

    def done(self) -> Collected:
        """What was taken; says how many more were not."""
        more = self._left - len(self._taken.left_out)
        if more:
            self._taken.left_out.append(f"{more:,} more.")
        return self._taken

    def leave(self, path: str, reason: str) -> None:
        """Count what is not taken, and say why of the first."""
        self._left += 1
        if self._left <= _MOST_SENTENCES:
            self._taken.left_out.append(f"{path}: {reason}.")

    def _entry(self, source: int, target: int, name: str, clean: str, prefix: str, depth: int) -> None:
        path = prefix + clean
        found = os.stat(name, dir_fd=source, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            if name.startswith("."):
                return
            if depth >= _MAX_DEPTH:
                self.leave(path, f"its folder is more than {_MAX_DEPTH} levels deep")
            else:
                self._inner(source, target, name, clean, prefix, depth)
        elif not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            self.leave(path, "it is no ordinary file")
        elif len(self._taken.files) >= self._most_files:
            self.leave(path, f"there are more than {self._most_files:,} files")
        elif self._taken.size + found.st_size > self._most_bytes:
            self.leave(path, "all files together are too large")
        else:
            os.chmod(name, 0o600, dir_fd=source)
            size, digest = self._copy(source, target, name, clean)
            self._taken.files.append({"name": path, "size": size, "sha256": digest})
            self._taken.size += size

    def _inner(self, source: int, target: int, name: str, clean: str, prefix: str, depth: int) -> None:
        os.chmod(name, 0o700, dir_fd=source)
        inner = os.open(name, FOLDER, dir_fd=source)
        try:
            os.mkdir(clean, 0o755, dir_fd=target)
            below = os.open(clean, FOLDER, dir_fd=target)
            try:
                self.folder(inner, below, f"{prefix}{clean}/", depth + 1)
            finally:
                os.close(below)
        finally:
            os.close(inner)

    def _copy(self, source: int, target: int, name: str, clean: str) -> tuple[int, str]:
        reading = os.open(name, _READ, dir_fd=source)
        try:
            writing = os.open(clean, _WRITE, 0o644, dir_fd=target)
            try:
                return self._copy_bytes(reading, writing)
            except OSError:
                os.unlink(clean, dir_fd=target)  # half a file is none
                raise
            finally:
                os.close(writing)
        finally:
            os.close(reading)

    def _copy_bytes(self, reading: int, writing: int) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        while data := os.read(reading, _CHUNK):
            digest.update(data)
            size += len(data)
            view = memoryview(data)
            while view:
                view = view[os.write(writing, view) :]
            self._beat()
        return size, digest.hexdigest()


def _reason(error: OSError) -> str:
    words = error.strerror or "it could not be copied"
    return words[:1].lower() + words[1:]
