"""Whether scripts can be confined on this machine, asked once a window in the background."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from bimdesk.paths import AppPaths
from bimdesk.services.sandbox import Wall, probe_wall
from bimdesk.ui.operations import Operations


class WallWatch(QObject):
    """`wall` is "not checked yet" until the probe has ended; `changed` carries it."""

    changed = Signal(object)

    def __init__(self, paths: AppPaths, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wall = Wall()
        self._paths = paths
        self._operations = operations

    def probe(self) -> None:
        """Put the wall up around a process without a script, and keep what it reports."""
        self._operations.run(partial(probe_wall, self._paths), on_success=self._set)

    def _set(self, wall: Wall) -> None:
        self.wall = wall
        self.changed.emit(wall)
