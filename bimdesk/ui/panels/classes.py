"""The class list under the model tree: swatch, count, eye; a click selects all of a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementRef
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.roles import Visibility
from bimdesk.ui.delegates.tree_row import TreeRowDelegate
from bimdesk.ui.hub import Selection
from bimdesk.ui.latest import Latest
from bimdesk.ui.models.class_model import ClassModel, ClassRows
from bimdesk.ui.models.tree_rows import TreeSource
from bimdesk.ui.own_turn import OwnTurn
from bimdesk.ui.widgets.section_header import SectionHeader

ORIGIN = "classes"
_NO_LIMIT = 16777215
"""QWIDGETSIZE_MAX, which PySide6 does not export."""


class ClassesPanel(QWidget):
    """`color_of` gives a class's colour in 3D; the panel asks the 3D view by `visibility_requested`."""

    visibility_requested = Signal(object, bool)
    fit_requested = Signal(object)

    def __init__(
        self, context: Context, color_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._following = False
        self._turn = OwnTurn(self, self._select_rows)
        self._counted = Latest(context.operations, self._show, owner=self)
        self.model = ClassModel(color_of, self)
        self.head = SectionHeader(self.tr("Classes"))
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Classes"))
        self.view.setModel(self.model)
        delegate = TreeRowDelegate(self.view)
        self.view.setItemDelegate(delegate)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.toggled.connect(self._fold)
        delegate.eye_clicked.connect(self._toggle_eye)
        self.view.doubleClicked.connect(lambda index: self.fit_requested.emit(self.model.row(index).elements))
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._selected_here())
        context.hub.selection_changed.connect(self._selected_elsewhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)

    def set_sources(self, sources: Sequence[TreeSource]) -> None:
        """Count the classes of these models in the pool, then show them."""
        self._counted.ask(partial(ClassRows, list(sources)))

    def _show(self, classes: ClassRows) -> None:
        self.model.set_classes(classes)
        self.head.set_count(self.model.rowCount() or None)

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        self.model.set_hidden(hidden)

    def _fold(self, is_open: bool) -> None:
        """Folded, only the head keeps its place under the tree."""
        self.view.setVisible(is_open)
        self.setMaximumHeight(_NO_LIMIT if is_open else self.head.sizeHint().height() + 8)

    def _toggle_eye(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        self.visibility_requested.emit(row.elements, row.visibility != Visibility.SHOWN)

    def _selected_here(self) -> None:
        if self._following:
            return
        self._turn.drop()
        rows = self.view.selectionModel().selectedIndexes()
        self._context.hub.select(
            ElementIds.joined(self.model.row(index).elements for index in rows), origin=ORIGIN
        )

    def _selected_elsewhere(self, selection: Selection) -> None:
        if selection.origin != ORIGIN:
            self._turn.ask(selection.ids, len(selection.ids))

    def _select_rows(self, ids: ElementIds) -> None:
        self._following = True
        model = self.view.selectionModel()
        model.clearSelection()
        for row in self.model.rows_of(ids):
            model.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
        self._following = False
