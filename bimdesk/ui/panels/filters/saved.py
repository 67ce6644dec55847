"""The project's named filters: chosen, saved, renamed, deleted."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from bimdesk.domain.changes import Changes
from bimdesk.domain.saved_filter import SavedFilter
from bimdesk.services.saved_filters import delete_filter, list_filters, rename_filter, save_filter
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Role
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.latest import Latest
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.section_header import SectionHeader

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
Item = Qt.ItemDataRole


class SavedFilterModel(QAbstractListModel):
    """Filters by name; a name that is edited in place is asked for by `renamed(SavedFilter, str)`."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filters: list[SavedFilter] = []

    def set_filters(self, filters: list[SavedFilter]) -> None:
        self.beginResetModel()
        self._filters = list(filters)
        self.endResetModel()

    @property
    def filters(self) -> list[SavedFilter]:
        """All of the project, by name."""
        return list(self._filters)

    def saved(self, index: Index) -> SavedFilter | None:
        return self._filters[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._filters)

    def flags(self, index: Index) -> Qt.ItemFlag:
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsEditable if index.isValid() else own

    def setData(self, index: Index, value: Any, role: int = Item.EditRole) -> bool:
        found = self.saved(index)
        name = str(value).strip()
        if found is None or role != Item.EditRole or name in ("", found.name):
            return False
        self.renamed.emit(found, name)
        return False  # the new name comes with the project's change

    def data(self, index: Index, role: int = Item.DisplayRole) -> Any:
        found = self.saved(index)
        if found is None:
            return None
        match role:
            case Item.DisplayRole | Item.EditRole:
                return found.name
            case Item.ToolTipRole | Role.SUBTITLE:
                return found.text
            case Item.AccessibleTextRole:
                return f"{found.name}: {found.text}"
            case Role.ICON:
                return "list-filter"
        return None


class SavedFilters(QWidget):
    """`chosen(SavedFilter)`: show it in the builder. `begin_saving(text)` asks for a name in place."""

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._text = ""
        self._reading = Latest(context.operations, self._show, owner=self)
        self.model = SavedFilterModel(self)
        self.head = SectionHeader(self.tr("Saved filters"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the filter"))
        self.name.setAccessibleName(self.tr("Name of the filter"))
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Saved filters"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(TwoLineRowDelegate(self.view))
        self.view.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._naming = QWidget()
        row = QHBoxLayout(self._naming)
        row.setContentsMargins(12, 0, 8, 4)
        row.addWidget(self.name, 1)
        row.addWidget(button(self.tr("Save"), on_click=self.save))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._naming)
        column.addWidget(self.view, 1)
        self._naming.hide()
        self.head.toggled.connect(self.view.setVisible)
        self.name.returnPressed.connect(self.save)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.model.renamed.connect(self._rename)
        context.hub.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        self._reading.ask(partial(list_filters, self._context.project))

    def begin_saving(self, text: str, name: str = "") -> None:
        """Ask for the name under which `text` is kept."""
        self._text = text
        self._naming.show()
        self.name.setText(name)
        self.name.selectAll()
        self.name.setFocus()

    def save(self) -> None:
        """Keep the filter under the name that was typed."""
        name = self.name.text().strip()
        if not name:
            self.name.setFocus()
            return
        self._naming.hide()
        self._context.operations.write(
            partial(save_filter, self._context.project, name, self._text),
            on_success=lambda done: self._context.hub.publish(done[1]),
        )

    def delete(self, index: QModelIndex) -> None:
        found = self.model.saved(index)
        if found is not None:
            self._context.operations.write(
                partial(delete_filter, self._context.project, found.id),
                on_success=self._context.hub.publish,
            )

    def _rename(self, found: SavedFilter, name: str) -> None:
        self._context.operations.write(
            partial(rename_filter, self._context.project, found.id, name),
            on_success=lambda done: self._context.hub.publish(done[1]),
        )

    def _changed(self, changes: Changes) -> None:
        if changes.filters:
            self.read()

    def _show(self, filters: list[SavedFilter]) -> None:
        self.model.set_filters(filters)
        self.head.set_count(len(filters) or None)
        self.setVisible(bool(filters) or not self._naming.isHidden())

    def _choose(self, index: QModelIndex) -> None:
        found = self.model.saved(index)
        if found is not None:
            self.chosen.emit(found)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        rename = menu.addAction(icons.icon("pencil"), self.tr("Rename"))
        rename.triggered.connect(lambda _checked: self.view.edit(index))
        remove = menu.addAction(icons.icon("trash-2"), self.tr("Delete"))
        remove.triggered.connect(lambda _checked: self.delete(index))
        menu.exec(self.view.viewport().mapToGlobal(place))
