"""The history as a document: its tools; logs of older executions are read into the search meanwhile."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from bimdesk.services.execution_text import read_in_texts
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.window.parts import WindowParts

DOCUMENT = "history"
AFTER_START_MS = 8_000
BETWEEN_MS = 200
AT_ONCE = 40
"""Logs that are read in one go: the writer is free again after some tenths of a second."""


class HistoryWiring(QObject):
    """Connections; `read_in` counts the executions whose logs were read in since the start."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._seen: QObject | None = None
        self.read_in = 0
        window.documents.current_changed.connect(self._on_document)
        QTimer.singleShot(AFTER_START_MS, self, self.read_older)

    def read_older(self) -> None:
        """Some logs of executions that ended before the search knew them; then the next ones."""
        context = self._window.context
        context.operations.write(
            partial(read_in_texts, context.project, limit=AT_ONCE), on_success=self._on_read
        )

    def _on_read(self, count: int) -> None:
        self.read_in += count
        if count:
            QTimer.singleShot(BETWEEN_MS, self, self.read_older)

    def _on_document(self, key: str) -> None:
        panel = self._window.documents.widget(DOCUMENT) if key == DOCUMENT else None
        if isinstance(panel, HistoryPanel) and panel is not self._seen:
            self._seen = panel
            for name, icon_name in (("activity", "activity"), ("retention", "archive")):
                action = self._window.commands[name]
                made = button(action.text(), kind="quiet", on_click=action.trigger)
                made.setIcon(icons.icon(icon_name))
                made.setToolTip(action.toolTip())
                panel.head.add_tool(made)
