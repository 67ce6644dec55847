"""The inspector: all that is known of the selected element; several: one after another."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementRef, ModelKey
from bimdesk.errors import BimdeskError
from bimdesk.index.details import EntityDetails, load_details
from bimdesk.meshes import Mesh
from bimdesk.ui.context import Context
from bimdesk.ui.delegates.property_row import PropertyRowDelegate
from bimdesk.ui.hub import Selection
from bimdesk.ui.models.inspector_model import InspectorModel
from bimdesk.ui.models.inspector_rows import (
    GeometryFacts,
    InspectorSection,
    common,
    filtered,
    sections,
)
from bimdesk.ui.panels.inspector.geometry import geometry_facts, open_mesh
from bimdesk.ui.panels.inspector.head import InspectorHead
from bimdesk.ui.theme import icons
from bimdesk.ui.widgets.empty_state import EmptyState
from bimdesk.ui.widgets.search_field import SearchField
from bimdesk.ui.widgets.tree_view import TreeView

ORIGIN = "inspector"
MOST_COMMON = 200
"""Elements whose values are compared in the GUI thread; a millisecond each."""


class InspectorPanel(QWidget):
    """Follows the hub's selection; reads the index in the GUI thread, a few milliseconds an element."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._refs: list[ElementRef] = []
        self._at = 0
        self._sections: list[InspectorSection] = []
        self._folded: set[str] = set()
        self._meshes: dict[ModelKey, Mesh] = {}
        self.model = InspectorModel(self)
        self.head = InspectorHead()
        self.filter = SearchField(self.tr("Filter properties"))
        self.view = TreeView(self.tr("Properties"))
        self._delegate = PropertyRowDelegate(self.view)
        self._build()
        self._connect()
        self._show_nothing()

    def show_selection(self, refs: frozenset[ElementRef]) -> None:
        """Show the first of `refs`, in order of model and id."""
        self._refs = sorted(refs)
        self._at = 0
        self._show()

    def refresh(self) -> None:
        """Read again: the index of a model that was being imported is there now."""
        self._meshes.clear()
        self._show()

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
        self.show_selection(selection.refs)

    def _step(self, by: int) -> None:
        places = len(self._refs) + (1 if 1 < len(self._refs) <= MOST_COMMON else 0)
        self._at = (self._at + by) % max(1, places)
        self._show()

    def _show(self) -> None:
        if not self._refs:
            self._show_nothing()
            return
        if self._at == len(self._refs):
            self._show_common()
            return
        ref = self._refs[self._at]
        details = self._read(ref)
        if details is None:
            self._nothing.set_text(
                self.tr("#{0}").format(ref.element), self.tr("Its properties come when the import is done.")
            )
            self._stack.setCurrentWidget(self._nothing)
            return
        self.head.show_entity(details, self._at, len(self._refs))
        self._sections = sections(details, ref.model, self._geometry(ref, details))
        self._fill()
        self._stack.setCurrentWidget(self._page)

    def _show_common(self) -> None:
        """The place behind the last element: what all of them share."""
        read = [(ref, details) for ref in self._refs if (details := self._read(ref)) is not None]
        self._sections = common([sections(details, ref.model, None) for ref, details in read])
        self.head.show_common([details.ifc_class for _ref, details in read])
        self._fill()
        self._stack.setCurrentWidget(self._page)

    def _read(self, ref: ElementRef) -> EntityDetails | None:
        try:
            return load_details(self._context.indexes.get(ref.model), ref.element)
        except BimdeskError:
            return None

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

    def _geometry(self, ref: ElementRef, details: EntityDetails) -> GeometryFacts | None:
        if not details.has_geometry:
            return None
        if ref.model not in self._meshes:
            folder = self._context.project.models_folder / ref.model / "mesh"
            mesh = open_mesh(folder)
            if mesh is None:
                return None
            self._meshes[ref.model] = mesh
        return geometry_facts(self._meshes[ref.model], ref.element)

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

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.section(index) is not None:
            self.view.setExpanded(index, not self.view.isExpanded(index))
        else:
            self._follow(index)

    def _follow(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None and row.link is not None:
            self._context.hub.select([row.link], origin=ORIGIN, reveal=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(self.view.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        row = self.model.row_at(index)
        if row is None:
            return
        menu = QMenu(self)
        copy = menu.addAction(icons.icon("copy"), self.tr("Copy value"))
        copy.triggered.connect(lambda _checked: self._copy(index))
        both = menu.addAction(self.tr("Copy name and value"))
        both.triggered.connect(lambda _checked: self._copy(index, with_name=True))
        if row.link is not None:
            follow = menu.addAction(icons.icon("mouse-pointer-click"), self.tr("Select"))
            follow.triggered.connect(lambda _checked: self._follow(index))
        menu.exec(self.view.viewport().mapToGlobal(place))

    def _copy(self, index: QModelIndex, *, with_name: bool = False) -> None:
        row = self.model.row_at(index)
        if row is not None:
            value = row.copied or row.text
            QGuiApplication.clipboard().setText(f"{row.name}\t{value}" if with_name else value)
