"""Brings what other programs write in the library's folders to the hub, in the GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from bimdesk.domain.changes import Changes
from bimdesk.services.library.versions import record_outside_edits
from bimdesk.services.library.watch import LibraryWatch
from bimdesk.services.project import Project
from bimdesk.ui.hub import Hub
from bimdesk.ui.operations import Operations


class LibraryWatcher(QObject):
    """The watch's threads report here; edits by others become versions, then every view hears of them."""

    _reported = Signal(object)

    def __init__(
        self, project: Project, hub: Hub, operations: Operations, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._hub = hub
        self._operations = operations
        self.watch = LibraryWatch(project, self._reported.emit)
        self._reported.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to watch; the threads end with `close`."""
        self.watch.start()

    def close(self) -> None:
        self.watch.close()

    def _take(self, changes: Changes) -> None:
        if changes.scripts:
            record = partial(record_outside_edits, self._project, changes.scripts)
            self._operations.write(record, on_success=lambda _none: self._hub.publish(changes))
        else:
            self._hub.publish(changes)
