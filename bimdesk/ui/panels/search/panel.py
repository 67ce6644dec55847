"""The search panel: live results by model, with the reason; arrows look at them, Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.errors import BimdeskError
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.delegates.two_line_row import TwoLineRowDelegate
from bimdesk.ui.latest import LatestStopping
from bimdesk.ui.models.search_model import SearchModel, SearchResult
from bimdesk.ui.panels.search.reading import search_folders
from bimdesk.ui.widgets.buttons import button
from bimdesk.ui.widgets.dock_title import LeftTitleBar
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.labels import ElidedLabel
from bimdesk.ui.widgets.search_field import SearchField

ORIGIN = "search"
LEAST = 2
"""Characters from which on it is searched."""
MOST_HITS = 300


class SearchPanel(QWidget):
    """`head` is for the dock's title bar. `fit_requested` carries the ElementIds to be zoomed to."""

    fit_requested = Signal(object)
    collapse_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._versions: list[ModelVersion] = []
        self._result = SearchResult([], ElementIds())
        self._reading = LatestStopping(context.operations, self._show_result, self._show_error, owner=self)
        self.model = SearchModel(self)
        self.view = TreeView(self.tr("Search results"))
        self._delegate = TwoLineRowDelegate(self.view)
        self._build()
        self.field.searched.connect(self._search)
        self.field.down_pressed.connect(self._enter_results)
        self.field.returnPressed.connect(self._go)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._look_at(now))
        self.view.clicked.connect(self._clicked)
        self.view.activated.connect(lambda _index: self._go())
        self.view.doubleClicked.connect(lambda _index: self._go())

    def show_versions(self, versions: list[ModelVersion]) -> None:
        """Search in these models from now on."""
        self._versions = list(versions)
        self._search(self.field.text())

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _build(self) -> None:
        self.head = LeftTitleBar(self.tr("Search"))
        self.head.collapse_requested.connect(self.collapse_requested)
        self.field = SearchField(self.tr("Name, GlobalId, property, value"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformRowHeights(False)
        self.view.setIndentation(0)
        self.view.setRootIsDecorated(False)
        self.view.grounds = False
        self.view.setSelectionMode(TreeView.SelectionMode.SingleSelection)
        self._words = ElidedLabel(color="tx2")
        self._select_all = button(self.tr("Select all"), on_click=self.select_all)
        self._hint = EmptyState(
            "search",
            self.tr("Search in all models"),
            self.tr("Names, GlobalIds, properties and their values, materials, storeys."),
        )
        self._no_hits = EmptyState(
            "search-x",
            self.tr("Nothing found"),
            self.tr("No element of the open models has this anywhere."),
            action=self.tr("Clear search"),
            on_action=self.field.clear,
        )
        self._stack = QStackedWidget()
        for page in (self._hint, self._no_hits, self.view):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 6)
        row.addWidget(self.field)
        column.addLayout(row)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(12, 0, 8, 6)
        foot.addWidget(self._words, 1)
        foot.addWidget(self._select_all)
        column.addWidget(self._foot)
        column.addWidget(self._stack, 1)
        self._foot.hide()

    def _search(self, text: str) -> None:
        text = text.strip()
        if len(text) < LEAST or not self._versions:
            self._reading.stop()
            self._show_nothing()
            return
        folders = {ModelKey(version.sha256): version.folder for version in self._versions}
        self._reading.ask(lambda cancel: search_folders(folders, text, MOST_HITS, cancel))

    def _show_nothing(self) -> None:
        self._result = SearchResult([], ElementIds())
        self.model.set_result(self._result, {})
        self.head.set_count(None)
        self._foot.hide()
        self._stack.setCurrentWidget(self._hint)

    def _show_result(self, result: SearchResult) -> None:
        self._result = result
        titles = {ModelKey(version.sha256): version.label for version in self._versions}
        self._delegate.match = self._delegate.match_below = self.field.text().strip()
        self.model.set_result(result, titles)
        self.view.expandAll()
        shown, total = len(result.hits), len(result.elements)
        self.head.set_count(total)
        words = self.tr("{1} found") if shown >= total else self.tr("Best {0} of {1}")
        self._words.setText(words.format(f"{shown:,}", f"{total:,}"))
        self._select_all.setText(self.tr("Select all {0}").format(f"{total:,}"))
        self._foot.setVisible(total > 0)
        self._stack.setCurrentWidget(self.view if total else self._no_hits)

    def _show_error(self, error: BimdeskError) -> None:
        self._context.hub.notify_error(error)

    def select_all(self) -> None:
        """Select every element that matches, shown or not."""
        self._context.hub.select(self._result.elements, origin=ORIGIN, reveal=True)

    def _enter_results(self) -> None:
        first = self.model.first_hit()
        if first.isValid():
            self.view.setFocus()
            if self.model.hit(self.view.currentIndex()) is None:
                self.view.setCurrentIndex(first)

    def _look_at(self, index: QModelIndex) -> None:
        """Select what the cursor is on; the camera stays."""
        hit = self.model.hit(index)
        if hit is not None:
            self._context.hub.select([hit.ref], origin=ORIGIN)

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.found_in(index) is not None:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _go(self) -> None:
        """Select the hit and zoom to it: the current one, or the first."""
        hit = self.model.hit(self.view.currentIndex()) or self.model.hit(self.model.first_hit())
        if hit is not None:
            self._context.hub.select([hit.ref], origin=ORIGIN, reveal=True)
            self.fit_requested.emit(ElementIds.of([hit.ref]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.field.setFocus()
        else:
            super().keyPressEvent(event)
