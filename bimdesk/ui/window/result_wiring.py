"""Joins the results with 3D view and findings: faint others, colours by a column, findings to open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.column_colors import ColorWish, ColumnColors, column_colors
from bimdesk.ui.models.wording import counted
from bimdesk.ui.theme import tokens
from bimdesk.ui.viewport.smart_view import ShownView
from bimdesk.ui.window.data_wiring import DataWiring
from bimdesk.ui.window.finding_wiring import FindingWiring
from bimdesk.ui.window.parts import WindowParts


class ResultWiring(QObject):
    """Connections, and the colours that are being worked out."""

    def __init__(self, window: WindowParts, data: DataWiring, findings: FindingWiring) -> None:
        super().__init__(window)
        self._window = window
        self._data = data
        self._asking = Latest(window.context.operations, self._show, owner=self)
        results = window.panes.results
        results.ghost_requested.connect(self._ghost)
        results.color_requested.connect(self._color)
        results.finding_opened.connect(findings.open_finding)
        results.accept_requested.connect(findings.accept)

    def _ghost(self, refs: frozenset[ElementRef]) -> None:
        self._window.documents.show_document("model")
        self._data.ghost_others(ElementIds.of(refs))

    def _color(self, wish: ColorWish) -> None:
        theme = tokens.current()
        known = {"Error": theme.error, "Warning": theme.warning, "Info": theme.info}
        self._asking.ask(partial(column_colors, wish, theme.chart, known))

    def _show(self, colors: ColumnColors) -> None:
        """As a smart view: with its legend, one step of undo, closed by its button."""
        self._window.documents.show_document("model")
        self._window.viewport.smart_view.show(
            ShownView(title=colors.title, layers=colors.layers, rows=colors.rows)
        )
        count = sum(len(layer.ids) for layer in colors.layers)
        text = self.tr("{0} coloured by {1}").format(counted(count, "element"), colors.title)
        self._window.viewport.overlays.say(text)
