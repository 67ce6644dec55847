"""The rows that the model tree shows, as plain facts: folded chains, filtered elements, what is hidden.

Made without Qt, so that a thread of the pool can make them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.elements import NO_ELEMENTS, Elements, ElementTable
from bimdesk.index.tree import TreeNode
from bimdesk.scene.classes import is_hidden_by_default
from bimdesk.scene.ids import ElementIds
from bimdesk.ui.delegates.roles import Visibility
from bimdesk.ui.models.tree_places import PlaceIndex

MOST_TOGETHER = 1000
"""More elements than that under one row are parted into ranges: a view lays out every row it opens."""
RANGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSource:
    """One model version in the tree; `title` is the model's name, `hint` its version."""

    key: ModelKey
    title: str
    hint: str
    root: TreeNode


@dataclass(eq=False, slots=True)
class TreeRow:
    """A row that may have rows or elements below. `ids`: the spatial entities folded into it, top first.

    `total` counts elements, each once; `drawn` those with geometry, `hidden` those of them not shown, both
    as often as they stand in the row (an element of three materials stands in three places).
    """

    number: int
    model: ModelKey
    node: TreeNode
    title: str
    hint: str
    parent: TreeRow | None
    place: int
    ids: list[ElementId] = field(default_factory=list)
    children: list[TreeRow] = field(default_factory=list)
    elements: Elements = NO_ELEMENTS
    total: int = 0
    drawn: int = 0
    hidden: int = 0
    is_apart: bool = False
    """Spaces, openings and the like, hidden as they come: they are shown by their own row only."""

    @property
    def visibility(self) -> Visibility | None:
        """None where nothing in it has a shape to show."""
        if self.drawn == 0:
            return None
        if self.hidden == 0:
            return Visibility.SHOWN
        return Visibility.HIDDEN if self.hidden >= self.drawn else Visibility.PARTLY

    def walk(self) -> Iterator[TreeRow]:
        """The row and all rows below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def elements_below(self, *, with_apart: bool = True) -> ElementIds:
        """Every element in the row and below it, as shown (a search leaves out the rest)."""
        ids = [row.elements.ids for row in self.walk() if row.elements and (with_apart or not row.is_apart)]
        return ElementIds({self.model: np.concatenate(ids)} if ids else {})


class TreeRows:
    """All rows of all models for one search text; built anew when either changes."""

    def __init__(
        self, sources: Sequence[TreeSource], *, text: str = "", plain: Callable[[str], str] = str
    ) -> None:
        self.sources = list(sources)
        self.text = text.strip()
        self._text = self.text.casefold()
        self._plain = plain
        self._hits: dict[ElementTable, NDArray[np.bool_]] = {}
        self.rows: list[TreeRow] = []
        self.spatial: dict[ElementRef, TreeRow] = {}
        self.tops = [row for source in sources if (row := self._top(source)) is not None]
        self._number()
        self.places = PlaceIndex((row.model, row.number, row.elements.ids) for row in self.rows)
        self.element_count = self.places.element_count

    def place(self, ref: ElementRef) -> tuple[TreeRow, int] | None:
        """The row above an element and the element's place in it; None where it is not shown."""
        found = self.places.first(ref)
        return (self.rows[found[0]], found[1]) if found is not None else None

    def set_hidden(self, hidden: ElementIds) -> list[TreeRow]:
        """Count, for every row, how many of its elements are hidden; the rows where that changed."""
        counts = self.places.count(hidden, len(self.rows)).tolist()
        for row in reversed(self.rows):  # parents come first
            if row.parent is not None and (row.parent.is_apart or not row.is_apart):
                counts[row.parent.number] += counts[row.number]
        changed = [row for row in self.rows if row.hidden != counts[row.number]]
        for row in changed:
            row.hidden = counts[row.number]
        return changed

    def _top(self, source: TreeSource) -> TreeRow | None:
        everything = self._matches(source.title)
        row = self._row(source.key, source.root, None, title=source.title, everything=everything)
        if row is not None:
            row.hint = " › ".join(part for part in (source.hint, row.hint) if part)
        return row

    def _row(
        self,
        key: ModelKey,
        node: TreeNode,
        parent: TreeRow | None,
        *,
        title: str = "",
        everything: bool = False,
    ) -> TreeRow | None:
        """A row for the node and the only children below it; None where the search leaves nothing of it."""
        chain = _chain(node)
        last = chain[-1]
        names = [self._name(part) for part in chain]
        row = TreeRow(0, key, last, title or names[0], " › ".join(names if title else names[1:]), parent, 0)
        row.ids = [part.id for part in chain if part.id is not None]
        everything = everything or any(self._matches(name) for name in names)
        elements = last.elements
        if self._text and not everything and elements:
            elements = Elements(elements.table, elements.at[self._found(elements.table)[elements.at]])
        for child in last.children:
            made = self._row(key, child, row, everything=everything)
            if made is not None:
                row.children.append(made)
        row.drawn = elements.drawn + sum(child.drawn for child in row.children if not child.is_apart)
        row.is_apart = bool(elements) and is_hidden_by_default(elements[0].ifc_class)
        if len(elements) > MOST_TOGETHER:
            row.children += _ranges(row, elements)
        else:
            row.elements = elements
        row.total = last.total if not self._text or everything else len(row.elements_below())
        for place, one in enumerate(row.children):
            one.place = place
        return row if not self._text or everything or elements or row.children else None

    def _name(self, node: TreeNode) -> str:
        return node.name or self._plain(node.ifc_class)

    def _matches(self, text: str) -> bool:
        return bool(self._text) and self._text in text.casefold()

    def _found(self, table: ElementTable) -> NDArray[np.bool_]:
        """bool (n,): elements with the text in class, name, tag or GlobalId; asked once a table."""
        if table not in self._hits:
            names = [f"{name} {self._plain(name)}" for name in table.classes]
            classes = np.array([self._matches(name) for name in names], dtype=np.bool_)
            self._hits[table] = table.having(self._text) | classes[table.class_codes]
        return self._hits[table]

    def _number(self) -> None:
        waiting = list(reversed(self.tops))
        for place, row in enumerate(self.tops):
            row.place = place
        while waiting:
            row = waiting.pop()
            row.number = len(self.rows)
            self.rows.append(row)
            for number in row.ids:
                self.spatial[ElementRef(row.model, number)] = row
            waiting.extend(reversed(row.children))


def _ranges(parent: TreeRow, elements: Elements) -> list[TreeRow]:
    """Rows of RANGE elements each, named by the first and the last."""
    made = []
    for first in range(0, len(elements), RANGE):
        part = elements[first : first + RANGE]
        node = TreeNode("range", "", parent.node.ifc_class)
        title = f"{first + 1:,} – {first + len(part):,}"
        ends = part[0].name, part[-1].name
        hint = " … ".join(ends) if ends[0] != ends[1] else ends[0]
        row = TreeRow(0, parent.model, node, title, hint, parent, 0)
        row.elements = part
        row.total = node.total = len(part)
        row.drawn = part.drawn
        row.is_apart = parent.is_apart
        made.append(row)
    return made


def _chain(node: TreeNode) -> list[TreeNode]:
    """The node and its only children down to the first that branches; a storey stays a row of its own."""
    chain = [node]
    while len(node.children) == 1 and not node.elements:
        child = node.children[0]
        if child.kind != "spatial" or child.ifc_class == "IfcBuildingStorey":
            break
        chain.append(child)
        node = child
    return chain
