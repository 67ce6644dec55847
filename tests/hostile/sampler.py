"""Looks every 20 ms, from outside, at the memory and the disk that a run uses."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.processes import descendants, processes

EVERY_S = 0.02
MB = 1024 * 1024


@dataclass(slots=True)
class Peaks:
    """The most that was seen, in MB and files, and everybody who was there."""

    memory_mb: float = 0.0
    disk_mb: float = 0.0
    files: int = 0
    processes: int = 0
    window_mb: float = 0.0
    identities: set[tuple[int, int]] = field(default_factory=set)


class Sampler:
    """A thread that watches the descendants of `pid` and the file system of `folder`.

    `ignored`: descendants that are none of the script's; of these, `windows` are measured apart.
    """

    def __init__(
        self, pid: int, folder: Path, *, windows: Iterable[int] = (), ignored: Iterable[int] = ()
    ) -> None:
        self._windows = set(windows)
        self._pid = pid
        self._folder = folder
        self._ignored = {*ignored, *self._windows}
        self._window_before: float | None = None
        self._peaks = Peaks()
        self._before = self._disk()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> Peaks:
        self._stop.set()
        self._thread.join()
        return self._peaks

    def _run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            self._look()
            self._stop.wait(max(0.0, EVERY_S - (time.monotonic() - began)))

    def _look(self) -> None:
        peaks = self._peaks
        everyone = processes()
        there = [seen for seen in descendants([self._pid], everyone) if seen.pid not in self._ignored]
        window_mb = sum(seen.memory for seen in everyone.values() if seen.pid in self._windows) / MB
        if self._window_before is None:
            self._window_before = window_mb
        peaks.window_mb = max(peaks.window_mb, window_mb - self._window_before)
        peaks.identities.update(seen.identity for seen in there)
        peaks.processes = max(peaks.processes, len(there))
        peaks.memory_mb = max([peaks.memory_mb, *(seen.memory / MB for seen in there)])
        size, files = self._disk()
        peaks.disk_mb = max(peaks.disk_mb, (size - self._before[0]) / MB)
        peaks.files = max(peaks.files, files - self._before[1])

    def _disk(self) -> tuple[int, int]:
        """Bytes and inodes in use on the file system: files without a name count too."""
        state = os.statvfs(self._folder)
        return (state.f_blocks - state.f_bfree) * state.f_frsize, state.f_files - state.f_ffree
