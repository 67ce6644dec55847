"""A table of whole rows: no grid, no row numbers, rows of one height."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from bimdesk.ui.delegates.table_cell import HEIGHT, TableCellDelegate
from bimdesk.ui.theme import fonts


def set_up_rows(view: QTableView, model: QAbstractItemModel, *, name: str) -> None:
    """`name`: for those who cannot see the table."""
    view.setModel(model)
    view.setItemDelegate(TableCellDelegate(view))
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(fonts.scaled(HEIGHT))
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setSortIndicatorShown(True)
