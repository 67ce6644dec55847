"""Menus of a table: of a column's head, of the columns, of the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from bimdesk.domain.ids import ElementId, FindingId
from bimdesk.protocol.cleaning import clean_text
from bimdesk.ui.models.records import Records
from bimdesk.ui.models.records_model import RecordsModel
from bimdesk.ui.models.table_query import TableQuery
from bimdesk.ui.theme import icons

_MOST = 60
"""Columns that a menu lists."""


class Table(Protocol):
    """What the menus act on: a page with a table."""

    records: Records
    query: TableQuery
    model: RecordsModel
    view: QTableView
    finding_ids: Mapping[int, FindingId]
    color_requested: Any
    isolate_requested: Any
    ghost_requested: Any
    finding_opened: Any
    accept_requested: Any

    def sort_by(self, column: int, descending: bool) -> None: ...
    def open_filter(self, column: int) -> None: ...
    def group_by(self, column: int) -> None: ...
    def columns_shown(self) -> list[int]: ...
    def set_column_shown(self, column: int, shown: bool) -> None: ...
    def reset_columns(self) -> None: ...
    def elements_selected(self) -> frozenset[ElementId]: ...
    def copy(self, *, heads: bool = False) -> None: ...
    def copy_cell(self, index: QModelIndex) -> None: ...
    def keep_like(self, index: QModelIndex) -> None: ...


def tr(text: str) -> str:
    return QCoreApplication.translate("table", text)


def head_menu(page: Table, column: int) -> QMenu:
    """What can be done with a column."""
    menu = _menu(page)
    _add(menu, tr("Sort ascending"), "arrow-up", partial(page.sort_by, column, False))
    _add(menu, tr("Sort descending"), "arrow-down", partial(page.sort_by, column, True))
    _add(menu, tr("Filter this column…"), "list-filter", partial(page.open_filter, column))
    if page.query.group == column:
        _add(menu, tr("No groups"), "rows-3", partial(page.group_by, -1))
    else:
        _add(menu, tr("Group by this column"), "rows-3", partial(page.group_by, column))
    if page.records.names_elements:
        _add(menu, tr("Colour the elements by it"), "palette", partial(page.color_requested.emit, column))
    menu.addSeparator()
    hide = _add(menu, tr("Hide this column"), "eye-off", partial(page.set_column_shown, column, False))
    hide.setEnabled(len(page.columns_shown()) > 1)
    menu.addMenu(columns_menu(page))
    return menu


def columns_menu(page: Table) -> QMenu:
    """Which columns are shown, groups, and back to how they came."""
    menu = _menu(page)
    menu.setTitle(tr("Columns"))
    shown = set(page.columns_shown())
    for column, name in list(enumerate(page.records.columns))[:_MOST]:
        action = menu.addAction(clean_text(name)[:60])
        action.setCheckable(True)
        action.setChecked(column in shown)
        action.setEnabled(column not in shown or len(shown) > 1)
        action.toggled.connect(partial(page.set_column_shown, column))
    menu.addSeparator()
    groups = menu.addMenu(tr("Group by"))
    _add(groups, tr("No groups"), "", partial(page.group_by, -1))
    for column, name in list(enumerate(page.records.columns))[:_MOST]:
        _add(groups, clean_text(name)[:60], "", partial(page.group_by, column))
    if page.query.group >= 0:
        _add(menu, tr("Open all groups"), "", partial(page.model.close_groups, False))
        _add(menu, tr("Close all groups"), "", partial(page.model.close_groups, True))
    _add(menu, tr("Columns as they came"), "rotate-ccw", page.reset_columns)
    return menu


def row_menu(page: Table, place: QPoint) -> QMenu:
    """What can be done with the rows that are selected, and the cell at `place`."""
    menu = _menu(page)
    index = page.view.indexAt(place)
    elements = page.elements_selected()
    if page.records.names_elements:
        wanted = partial(page.isolate_requested.emit, elements)
        _add(menu, tr("Isolate in 3D"), "focus", wanted).setEnabled(bool(elements))
        wanted = partial(page.ghost_requested.emit, elements)
        _add(menu, tr("Ghost the others"), "ghost", wanted).setEnabled(bool(elements))
        menu.addSeparator()
    _add(menu, tr("Copy the cell"), "copy", partial(page.copy_cell, index)).setEnabled(index.isValid())
    _add(menu, tr("Copy the rows"), "copy", page.copy)
    _add(menu, tr("Copy the rows with heads"), "copy", partial(page.copy, heads=True))
    finding = page.finding_ids.get(page.model.record(index.row())) if index.isValid() else None
    if finding is not None:
        menu.addSeparator()
        _add(menu, tr("Open the finding"), "flag", partial(page.finding_opened.emit, finding))
        _add(menu, tr("Accept it…"), "badge-check", partial(page.accept_requested.emit, finding))
    if index.isValid() and page.model.record(index.row()) >= 0:
        menu.addSeparator()
        text = str(index.data() or "")
        name = clean_text(text)[:30] or tr("empty cells")
        keep = partial(page.keep_like, index)
        _add(menu, tr("Only rows with “{0}”").format(name), "list-filter", keep)
    return menu


def _menu(page: Table) -> QMenu:
    menu = QMenu(page.view)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, text: str, icon_name: str, wanted: Callable[[], object]) -> QAction:
    action = menu.addAction(text)
    if icon_name:
        action.setIcon(icons.icon(icon_name))
    action.triggered.connect(lambda _checked=False: wanted())
    return action
