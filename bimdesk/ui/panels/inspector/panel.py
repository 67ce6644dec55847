"""The inspector: all that is known of the selected element; of several, what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.property_row import PropertyRowDelegate
from bimdesk.ui.delegates.tree_view import TreeView
from bimdesk.ui.hub import Selection
from bimdesk.ui.models.inspector_common import common_sections
from bimdesk.ui.models.inspector_model import InspectorModel
from bimdesk.ui.models.inspector_rows import InspectorRow, InspectorSection, filtered
from bimdesk.ui.models.inspector_sections import STEP_KEY, sections
from bimdesk.ui.panels.inspector.copying import path_of, row_of, value_of
from bimdesk.ui.panels.inspector.filters import filter_for
from bimdesk.ui.panels.inspector.head import InspectorHead
from bimdesk.ui.panels.inspector.reading import CommonPage, InspectorReader, OnePage, Page
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField

ORIGIN = "inspector"
TREE = "tree"
"""Who selects the elements of a whole row."""
_COMMON = -1
"""The place before the first element: what all have in common."""
_COPIES: tuple[tuple[str, Callable[[InspectorRow], str]], ...] = (
    ("Ctrl+C", value_of),
    ("Ctrl+Shift+C", path_of),
    ("Ctrl+Alt+C", row_of),
)


class InspectorPanel(QWidget):
    """Follows the hub's selection; `filter_requested(Filter)` asks for all elements with a value."""

    filter_requested = Signal(object)
    finding_requested = Signal(object)
    """FindingId: a row of the section of findings was clicked."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._elements = ElementIds()
        self._at = 0
        self._of_row = False
        self._sections: list[InspectorSection] = []
        self._folded: set[str] = set()
        folders = context.project.models_folder
        self._reader = InspectorReader(
            context.operations, lambda key: folders / key, self._show_page, owner=self
        )
        self.model = InspectorModel(self)
        self.head = InspectorHead()
        self.filter = SearchField(self.tr("Filter properties"))
        self.view = TreeView(self.tr("Properties"))
        self._delegate = PropertyRowDelegate(self.view)
        self._build()
        self._connect()
        self._show_nothing()

    def show_selection(self, elements: ElementIds, *, of_row: bool = False) -> None:
        """Show the element, or what several have in common.

        `of_row`: they are a row of the tree; where that stands for a storey, type or system, show it first.
        """
        self._elements = elements
        self._of_row = of_row
        self._at = _COMMON if len(elements) > 1 else 0
        self._read()

    def show_first(self, read: Callable[[ModelKey, str], Sequence[InspectorSection]]) -> None:
        """Sections before all others, from a model and a GlobalId; `read` is called in the pool."""
        self._reader.first = read

    def refresh(self) -> None:
        """Read again: the index of a model that was being imported is there now."""
        self._reader.forget_meshes()
        self._read()

    def _build(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformRowHeights(False)
        self.view.setIndentation(0)
        self.view.setRootIsDecorated(False)
        self.view.grounds = False
        self.view.setExpandsOnDoubleClick(False)
        self.view.setSelectionMode(TreeView.SelectionMode.SingleSelection)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 8)
        row.addWidget(self.filter)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._page = page
        self._nothing = EmptyState("mouse-pointer-click", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self._context.hub.selection_changed.connect(self._selection_changed)
        self.head.stepped.connect(self._step)
        self.filter.searched.connect(lambda _text: self._fill())
        self.filter.down_pressed.connect(self.view.setFocus)
        self.view.clicked.connect(self._clicked)
        self.view.activated.connect(self._follow)
        self.view.collapsed.connect(lambda index: self._fold(index, folded=True))
        self.view.expanded.connect(lambda index: self._fold(index, folded=False))
        self.view.customContextMenuRequested.connect(self._open_menu)

    def _selection_changed(self, selection: Selection) -> None:
        self.show_selection(selection.ids, of_row=selection.origin == TREE)

    def _step(self, by: int) -> None:
        """Through the elements and the place before the first, round and round."""
        count = len(self._elements)
        self._at = (self._at + 1 + by) % (count + 1) - 1 if count > 1 else 0
        self._read()

    def _read(self) -> None:
        if not len(self._elements):
            self._reader.drop()
            self._show_nothing()
        elif self._at == _COMMON:
            self._reader.read_common(self._elements)
        else:
            self._reader.read_one(_nth(self._elements, self._at), with_step=f"+{STEP_KEY}" in self._folded)

    def _show_page(self, page: Page) -> None:
        match page:
            case OnePage(ref=ref, details=None):
                self._nothing.set_text(
                    self.tr("#{0}").format(ref.element),
                    self.tr("Its properties come when the import is done."),
                )
                self._stack.setCurrentWidget(self._nothing)
            case OnePage(ref=ref, details=details) if details is not None:
                self.head.show_entity(details, self._at, len(self._elements))
                found = sections(details, ref.model, page.geometry, page.step_line)
                self._show_sections([*page.first, *found])
            case CommonPage(focus=focus) if focus is not None and self._of_row:
                self._of_row = False  # once: the pager goes on from there
                self._at = _place(self._elements, focus)
                self._read()
            case CommonPage(comparison=comparison):
                self.head.show_common(comparison.counts.get("class", ()), len(self._elements))
                self._show_sections(common_sections(comparison))

    def _show_sections(self, found: list[InspectorSection]) -> None:
        self._sections = found
        self._fill()
        self._stack.setCurrentWidget(self._page)

    def _show_nothing(self) -> None:
        self._sections = []
        self._fill()
        self._nothing.set_text(
            self.tr("Nothing selected"), self.tr("Click an element in 3D or in the model tree.")
        )
        self._stack.setCurrentWidget(self._nothing)

    def _fill(self) -> None:
        text = self.filter.text()
        self._delegate.match = text.strip()
        shown = filtered(self._sections, text)
        self.model.set_sections(shown)
        self.view.blockSignals(True)
        for at, section in enumerate(shown):
            folded = section.key in self._folded or (section.folded and f"+{section.key}" not in self._folded)
            self.view.setExpanded(self.model.index(at, 0), bool(text.strip()) or not folded)
        self.view.blockSignals(False)

    def _fold(self, index: QModelIndex, *, folded: bool) -> None:
        section = self.model.section(index)
        if section is None:
            return
        if folded:
            self._folded.add(section.key)
            self._folded.discard(f"+{section.key}")
        else:
            self._folded.discard(section.key)
            self._folded.add(f"+{section.key}")
            if section.key == STEP_KEY:
                self._read()

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.section(index) is not None:
            self.view.setExpanded(index, not self.view.isExpanded(index))
        else:
            self._follow(index)

    def _follow(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None and row.opens is not None:
            self.finding_requested.emit(row.opens)
        elif row is not None and row.link is not None:
            self._context.hub.select([row.link], origin=ORIGIN, reveal=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QKeySequence(event.keyCombination()).toString()
        take = next((take for keys, take in _COPIES if keys == pressed), None)
        if take is not None:
            self._copy(self.view.currentIndex(), take)
        else:
            super().keyPressEvent(event)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if self.model.row_at(index) is None:
            return
        menu = QMenu(self)
        self.fill_menu(menu, index)
        menu.exec(self.view.viewport().mapToGlobal(place))

    def fill_menu(self, menu: QMenu, index: QModelIndex) -> None:
        """What can be done with the row."""
        row = self.model.row_at(index)
        if row is None:
            return
        texts = self.tr("Copy value"), self.tr("Copy path {0}").format(path_of(row)), self.tr("Copy row")
        for text, (keys, take) in zip(texts, _COPIES, strict=True):
            if take is path_of and not row.path:
                continue
            action = menu.addAction(text)
            if take is value_of:
                action.setIcon(icons.icon("copy"))
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked, take=take: self._copy(index, take))
        if row.link is not None:
            menu.addSeparator()
            follow = menu.addAction(icons.icon("mouse-pointer-click"), self.tr("Select"))
            follow.triggered.connect(lambda _checked: self._follow(index))
        if row.path and filter_for(row) is not None:
            menu.addSeparator()
            find = menu.addAction(icons.icon("list-filter"), self.tr("Filter to this value"))
            find.triggered.connect(partial(self._ask_filter, row))

    def _ask_filter(self, row: InspectorRow, _checked: bool = False) -> None:
        self.filter_requested.emit(filter_for(row))

    def _copy(self, index: QModelIndex, take: Callable[[InspectorRow], str]) -> None:
        row = self.model.row_at(index)
        if row is not None:
            QGuiApplication.clipboard().setText(take(row))


def _nth(elements: ElementIds, at: int) -> ElementRef:
    """The element at a place, in order of model and id."""
    for key in sorted(elements.by_model):
        ids = elements.by_model[key]
        if at < len(ids):
            return ElementRef(key, ElementId(int(ids[at])))
        at -= len(ids)
    raise IndexError(at)


def _place(elements: ElementIds, ref: ElementRef) -> int:
    """Where `ref` stands in that order."""
    before = sum(len(elements.by_model[key]) for key in elements.by_model if key < ref.model)
    return before + int(np.searchsorted(elements.ids(ref.model), ref.element))
