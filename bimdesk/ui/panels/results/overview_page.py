"""Figures, texts and charts on one page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bimdesk.ui.charts.board import Board
from bimdesk.ui.forms.flow import FlowLayout
from bimdesk.ui.panels.results.column_page import ColumnPage
from bimdesk.ui.panels.results.pages import KpiTile
from bimdesk.ui.panels.results.reading import Overview
from bimdesk.ui.widgets.markdown import MarkdownView


class OverviewPage(ColumnPage):
    """Tiles, texts and charts, one under another."""

    def __init__(self, overview: Overview, parent: QWidget | None = None) -> None:
        super().__init__(parent, top=4, spacing=12)
        column = self.column
        if overview.kpis:
            tiles = QWidget()
            flow = FlowLayout(tiles, spacing=8)
            for kpi in overview.kpis:
                flow.addWidget(KpiTile(kpi))
            column.addWidget(tiles)
        for text in overview.texts:
            column.addWidget(MarkdownView(text))
        self.board = Board(overview.charts)
        column.addWidget(self.board)
        self.close_column()
