"""Reads trees and makes their rows in the pool: the window never waits for 100,000 elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from bimdesk.domain.ids import ModelKey
from bimdesk.domain.model import ModelVersion
from bimdesk.index.elements import ElementTable, read_element_table
from bimdesk.index.reader import ModelIndex
from bimdesk.index.tree import TreeNode
from bimdesk.index.tree_kinds import TreeKind, load_tree_kind
from bimdesk.ui.latest import Latest, is_alive
from bimdesk.ui.models.class_looks import plain_name
from bimdesk.ui.models.tree_rows import TreeRows, TreeSource
from bimdesk.ui.operations import Operations


class TreeReader:
    """Keeps the trees that were read, by model and kind; `take` gets rows, the newest question's only."""

    def __init__(
        self,
        operations: Operations,
        take_rows: Callable[[TreeRows], None],
        trees_read: Callable[[], None],
        *,
        owner: QObject,
    ) -> None:
        self._operations = operations
        self._owner = owner
        self._trees: dict[tuple[ModelKey, TreeKind], TreeNode] = {}
        self._tables: dict[ModelKey, ElementTable] = {}
        self._asked: set[tuple[ModelKey, TreeKind]] = set()
        self._making = Latest(operations, take_rows, owner=owner)
        self._trees_read = trees_read

    def sources(self, versions: Sequence[ModelVersion], kind: TreeKind) -> list[TreeSource]:
        """Those of `versions` whose tree of that kind is read; the others are asked for."""
        for version in versions:
            self._ask(version, kind)
        return [
            TreeSource(
                key=ModelKey(version.sha256),
                title=version.model_name,
                hint=f"v{version.number}",
                root=self._trees[ModelKey(version.sha256), kind],
            )
            for version in versions
            if (ModelKey(version.sha256), kind) in self._trees
        ]

    def make_rows(self, sources: Sequence[TreeSource], text: str) -> None:
        """Make the rows for a search text; what was asked before no longer counts."""
        self._making.ask(partial(TreeRows, list(sources), text=text, plain=plain_name))

    def forget(self, keep: Sequence[ModelVersion]) -> None:
        """Free the trees of all models but these."""
        kept = {ModelKey(version.sha256) for version in keep}
        self._trees = {place: tree for place, tree in self._trees.items() if place[0] in kept}
        self._tables = {key: table for key, table in self._tables.items() if key in kept}
        self._asked &= set(self._trees)

    def _ask(self, version: ModelVersion, kind: TreeKind) -> None:
        place = ModelKey(version.sha256), kind
        if place in self._asked:
            return
        self._asked.add(place)
        read = partial(_read, version, kind, self._tables.get(place[0]))
        self._operations.run(read, on_success=partial(self._keep, place))

    def _keep(self, place: tuple[ModelKey, TreeKind], found: tuple[TreeNode, ElementTable]) -> None:
        if place in self._asked and is_alive(self._owner):
            self._trees[place], self._tables[place[0]] = found
            self._trees_read()


def _read(version: ModelVersion, kind: TreeKind, known: ElementTable | None) -> tuple[TreeNode, ElementTable]:
    with ModelIndex(version.folder) as index:
        table = known or read_element_table(index)
        return load_tree_kind(index, kind, table), table
