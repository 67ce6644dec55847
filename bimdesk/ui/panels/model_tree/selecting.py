"""The rows that are selected in the tree and the one selection of the window, kept the same."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPersistentModelIndex,
    QTimer,
)

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.hub import Hub, Selection
from bimdesk.ui.models.tree_model import TreeModel
from bimdesk.ui.own_turn import OwnTurn
from bimdesk.ui.widgets.painting import as_index

ORIGIN = "tree"


class TreeSelection(QObject):
    """Once the view has its model. Too many rows for Qt's own selection are painted as selected instead."""

    def __init__(self, hub: Hub, model: TreeModel, view: TreeView) -> None:
        super().__init__(view)
        self._hub = hub
        self._model = model
        self._view = view
        self._own = False
        self._scroll_to = QPersistentModelIndex()
        self._turn = OwnTurn(self, self._reveal_rows)
        view.selectionModel().selectionChanged.connect(self._selected_here)
        hub.selection_changed.connect(self._selected_elsewhere)

    def follow(self) -> None:
        """Mark what is selected, in rows that are new."""
        self._select_rows(self._hub.selection)

    def _selected_here(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if not self._own:
            self._turn.drop()
            self._model.set_chosen(ElementIds())
            chosen = self._model.chosen_by(self._view.selectionModel().selection())
            self._hub.select(chosen, origin=ORIGIN)

    def _selected_elsewhere(self, selection: Selection) -> None:
        if selection.origin != ORIGIN:
            self._turn.ask(selection.ids, len(selection.ids))

    def _reveal_rows(self, ids: ElementIds) -> None:
        self._select_rows(ids, reveal=True)

    def _select_rows(self, refs: Iterable[ElementRef], *, reveal: bool = False) -> None:
        self._own = True
        flags = QItemSelectionModel.SelectionFlag
        wanted = ElementIds.of(refs)
        selection = self._model.selection_of(wanted)
        self._model.set_chosen(wanted if selection is None else ElementIds())
        marked = selection if selection is not None else QItemSelection()
        self._view.selectionModel().select(marked, flags.ClearAndSelect)
        if reveal and not marked.isEmpty():
            first = as_index(marked.first().topLeft())
            self._view.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self._scroll_to = QPersistentModelIndex(first)
            QTimer.singleShot(0, self, self._scroll)
        self._view.viewport().update()
        self._own = False

    def _scroll(self) -> None:
        """In a turn of the event loop of its own: Qt lays out all rows that are open above the one."""
        if self._scroll_to.isValid():
            self._view.scrollTo(as_index(self._scroll_to))
        self._scroll_to = QPersistentModelIndex()
