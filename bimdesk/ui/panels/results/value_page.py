"""What a script left in `result`, as a tree: searched, copied, and its elements shown in 3D."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path as File
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QTreeView, QVBoxLayout, QWidget

from bimdesk.domain.ids import ElementId
from bimdesk.protocol.lined_pages import first_items
from bimdesk.ui.latest import Latest, LatestStopping
from bimdesk.ui.models.json_model import BRANCHES, JsonModel, Node, Path, most_children, path_text
from bimdesk.ui.models.json_search import MOST_HITS, elements_named, find_text
from bimdesk.ui.models.records import readable
from bimdesk.ui.operations import Operations
from bimdesk.ui.theme import fonts, icons
from bimdesk.ui.widgets.buttons import IconButton
from bimdesk.ui.widgets.labels import label
from bimdesk.ui.widgets.search_field import SearchField

_FEW = 20


class ValuePage(QWidget):
    """`result` as a tree of keys and values."""

    elements_chosen = Signal(object)
    """frozenset[ElementId]: of the node that was clicked."""

    def __init__(
        self, value: object, operations: Operations, folder: File | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._folder = folder
        self._hits: list[Path] = []
        self._at = -1
        self._going: Path | None = None
        self.model = JsonModel(value, self)
        self.view = QTreeView()
        self.tools = QWidget()
        """The line to search with: the panel puts it beside its tabs."""
        self.search = SearchField(self.tr("Find in the value"))
        self._said = label(tone="tx3", size=12)
        self._finding = LatestStopping(operations, self._show_hits, lambda _error: None, owner=self)
        self._naming = Latest(operations, self._take_named, owner=self)
        self._lay_out()
        self._set_up_view()
        self.model.children_wanted.connect(self._read_children)
        self.search.searched.connect(self._on_search)
        self.search.returnPressed.connect(lambda: self.step(1))

    @property
    def hits(self) -> list[Path]:
        return self._hits

    def empty(self) -> None:
        """Hold no value any more; the page is about to go."""
        self._going = None
        self._finding.stop()
        self._naming.drop()
        self.model.empty()

    def step(self, by: int) -> None:
        """To the next or previous place that was found."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._going = self._hits[self._at]
            self._say()
            self._go()

    def elements_of(self, node: Node) -> None:
        """Ask which elements a node names; they come as `elements_chosen`."""
        if self._folder is not None and node.parent is not None:
            self._naming.ask(partial(elements_named, node.key, node.value, self._folder))

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self.tools)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(4)
        bar.addStretch(1)
        bar.addWidget(self._said)
        self.search.setFixedWidth(190)
        bar.addWidget(self.search)
        bar.addWidget(IconButton("chevron-up", self.tr("Previous"), on_click=lambda: self.step(-1)))
        bar.addWidget(IconButton("chevron-down", self.tr("Next"), on_click=lambda: self.step(1)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(self.tr("Result as a tree"))
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(False)
        view.setIndentation(fonts.scaled(16))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        view.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        view.setColumnWidth(0, fonts.scaled(280))
        few = self.model.rowCount(QModelIndex()) <= _FEW
        for row in range(min(self.model.rowCount(QModelIndex()), _FEW)):
            branch = self.model.index(row, 0)
            if few and 0 < self.model.rowCount(branch) <= _FEW:
                view.expand(branch)
        view.clicked.connect(lambda index: self.elements_of(self.model.node(index)))
        view.activated.connect(lambda index: self.elements_of(self.model.node(index)))
        view.customContextMenuRequested.connect(self._open_menu)
        copy = QShortcut(QKeySequence.StandardKey.Copy, view)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(lambda: self._copy(self.model.node(view.currentIndex())))

    def _open_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid():
            return
        node = self.model.node(index)
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        show = menu.addAction(icons.icon("box-select"), self.tr("Select in 3D"))
        show.triggered.connect(lambda: self.elements_of(node))
        menu.addAction(icons.icon("copy"), self.tr("Copy the value"), partial(self._copy, node))
        menu.addAction(self.tr("Copy the path"), partial(_to_clipboard, path_text(node)))
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _copy(self, node: Node) -> None:
        """A value as JSON; of one that stays in its file the first entries."""
        shown = _plain(node.value)
        text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False, indent=1)
        _to_clipboard(text)

    def _read_children(self, node: Node) -> None:
        read = partial(_children, node.value)
        self._operations.run(read, on_success=partial(self._take_children, node))

    def _take_children(self, node: Node, shown: list[tuple[str, Any]]) -> None:
        self.model.take_children(node, shown)
        if self._going is not None:
            self._go()

    def _on_search(self, text: str) -> None:
        value = self.model.root.value
        self._hits, self._at, self._going = [], -1, None
        self._said.setText("")
        if text.strip():
            self._finding.ask(lambda cancel: find_text(value, text, cancel))

    def _show_hits(self, hits: list[Path]) -> None:
        self._hits = hits
        self._at = -1
        if hits:
            self.step(1)
        else:
            self._say()

    def _say(self) -> None:
        many = f"{len(self._hits):,}{'+' if len(self._hits) >= MOST_HITS else ''}"
        self._said.setText(
            self.tr("{0} of {1}").format(self._at + 1, many) if self._hits else self.tr("nothing found")
        )

    def _go(self) -> None:
        """Along the path as far as its nodes are read; the rest once they are."""
        node = self.model.root
        for row in self._going or ():
            if node.waits:
                self.model.want_children(node)
                return
            if row >= node.size():
                break
            node = node.child(row)
        self._going = None
        index = self.model.index_of(node)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def _take_named(self, elements: frozenset[ElementId]) -> None:
        if elements:
            self.elements_chosen.emit(elements)


def _children(value: Any) -> list[tuple[str, Any]]:
    with readable():
        return first_items(value, most_children(value))


def _plain(value: Any) -> Any:
    """Something that JSON holds."""
    if isinstance(value, BRANCHES) and not isinstance(value, dict | list):
        return dict(first_items(value, _FEW))
    return value


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
