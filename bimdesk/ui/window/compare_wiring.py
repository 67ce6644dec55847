"""The comparison of two executions under the history, and where it leads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from bimdesk.domain.ids import ElementRef, ExecutionId
from bimdesk.ui.panels.compare import ComparePane
from bimdesk.ui.panels.history import HistoryPanel
from bimdesk.ui.theme import fonts
from bimdesk.ui.window.parts import WindowParts
from bimdesk.ui.window.run_wiring import HISTORY, RunWiring

SHARES = (58, 42)
"""Of the height: the rows, and the comparison under them."""
LEAST_HEIGHT = 250
CRAMPED = 560
"""A history that is lower than this gets the room of the bottom dock."""


class CompareWiring(QObject):
    """Two rows of any history are compared in the history's document. `report_requested(ExecutionId)`."""

    report_requested = Signal(object)

    def __init__(self, window: WindowParts, runs: RunWiring) -> None:
        super().__init__(window)
        self._window = window
        self._runs = runs
        self._pane: ComparePane | None = None
        window.panes.history.runs_compare_requested.connect(self.compare)

    @property
    def pane(self) -> ComparePane | None:
        """What compares, once two were compared; None after its document was closed."""
        return self._pane if self._pane is not None and isValid(self._pane) else None

    def compare(self, first: ExecutionId, second: ExecutionId) -> None:
        """Show both, the document brought forward."""
        self._runs.show_history()
        history = self._window.documents.widget(HISTORY)
        if isinstance(history, HistoryPanel):
            if history.height() < fonts.scaled(CRAMPED):
                self._window.panes.bottom.hide()
            pane = self.pane or self._make(history)
            pane.show()
            pane.compare(first, second)

    def _make(self, history: HistoryPanel) -> ComparePane:
        pane = self._pane = ComparePane(self._window.context)
        pane.setMinimumHeight(fonts.scaled(LEAST_HEIGHT))
        pane.closed.connect(pane.hide)
        pane.closed.connect(history.view.setFocus)
        pane.report_requested.connect(self.report_requested)
        pane.isolate_requested.connect(self._isolate)
        history.split.addWidget(pane)
        height = max(history.split.height(), 1)
        history.split.setSizes([height * share // 100 for share in SHARES])
        return pane

    def _isolate(self, refs: frozenset[ElementRef]) -> None:
        self._window.documents.show_document("model")
        self._window.viewport.isolate(refs)
