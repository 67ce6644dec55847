"""Keeps one warm spare of each kind, so that a drop or a run does not wait for libraries to load.

A supervisor that got no job for five minutes ends by itself; opening a form makes the next.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from bimdesk.services.launch import JobKind, Launch
from bimdesk.ui.child import ChildProcess

REPLACE_AFTER_MS = 1500
"""A new spare starts this long after the last was taken, so that it does not compete with the job."""


class Workers(QObject):
    """Hands out workers; a spare waits for the next. One that died meanwhile is replaced unseen.

    `scratch`: the folder for what confined scripts write while they run.
    """

    def __init__(self, scratch: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scratch = scratch
        self._spares: dict[JobKind, ChildProcess] = {}
        self._busy: set[ChildProcess] = set()
        self._closed = False

    def warm_up(self, kind: JobKind) -> None:
        """Make sure that a spare is there."""
        spare = self._spares.get(kind)
        if self._closed or (spare is not None and spare.is_alive):
            return
        child = ChildProcess(kind, self, scratch=self._scratch)
        child.start()
        self._spares[kind] = child

    def start(self, launch: Launch) -> ChildProcess:
        """A worker for this job: the spare, or a new one. Connect to it, then call `give`."""
        child = self._spares.pop(launch.kind, None)
        if child is None or not child.is_alive:
            child = ChildProcess(launch.kind, self, scratch=self._scratch)
            child.start()
        self._busy.add(child)
        taken = child
        taken.ended.connect(lambda _ending: self._forget(taken))
        QTimer.singleShot(REPLACE_AFTER_MS, self, lambda: self._replace(launch.kind))
        return child

    def close(self) -> None:
        """Kill all of them; nothing outlives the window."""
        self._closed = True
        for child in (*self._busy, *self._spares.values()):
            child.kill_now()
        self._busy.clear()
        self._spares.clear()

    def _replace(self, kind: JobKind) -> None:
        if any(child.kind == kind for child in self._busy):
            QTimer.singleShot(REPLACE_AFTER_MS, self, lambda: self._replace(kind))
        else:
            self.warm_up(kind)

    def _forget(self, child: ChildProcess) -> None:
        self._busy.discard(child)
        child.deleteLater()
