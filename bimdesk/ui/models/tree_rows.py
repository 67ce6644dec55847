"""The rows that the model tree shows, as plain facts: folded chains, filtered elements, what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bimdesk.domain.ids import ElementId, ElementRef, ModelKey
from bimdesk.index.tree import TreeElement, TreeNode
from bimdesk.ui.delegates.roles import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSource:
    """One model version in the tree; `title` is the model's name, `hint` its version."""

    key: ModelKey
    title: str
    hint: str
    root: TreeNode


@dataclass(slots=True, eq=False)
class TreeRow:
    """A row that may have rows or elements below. `ids`: the spatial entities folded into it, top first.

    `total` counts elements, `drawn` those with geometry, `hidden` those of them that are not shown.
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
    elements: list[TreeElement] = field(default_factory=list)
    total: int = 0
    drawn: int = 0
    hidden: int = 0

    @property
    def visibility(self) -> Visibility | None:
        """None where nothing in it has a shape to show."""
        if self.drawn == 0:
            return None
        if self.hidden == 0:
            return Visibility.SHOWN
        return Visibility.HIDDEN if self.hidden >= self.drawn else Visibility.PARTLY

    def all_elements(self) -> Iterator[ElementRef]:
        """Every element in the row and below it, as shown (a search leaves out the rest)."""
        for element in self.elements:
            yield ElementRef(self.model, element.id)
        for child in self.children:
            yield from child.all_elements()


class TreeRows:
    """All rows of all models for one search text; built anew when either changes."""

    def __init__(
        self, sources: Sequence[TreeSource], *, text: str = "", plain: Callable[[str], str] = str
    ) -> None:
        self._text = text.strip().casefold()
        self._plain = plain
        self._class_hits: dict[str, bool] = {}
        self.rows: list[TreeRow] = []
        self.places: dict[ElementRef, tuple[TreeRow, int]] = {}
        self.spatial: dict[ElementRef, TreeRow] = {}
        self.tops = [row for source in sources if (row := self._top(source)) is not None]
        self._number()

    @property
    def element_count(self) -> int:
        return len(self.places)

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """Count, for every row, how many of its elements are hidden."""
        for row in self.rows:
            row.hidden = 0
        for ref in hidden:
            place = self.places.get(ref)
            row_above = place[0] if place is not None else None
            while row_above is not None:
                row_above.hidden += 1
                row_above = row_above.parent

    def _top(self, source: TreeSource) -> TreeRow | None:
        everything = self._matches(source.title)
        row = self._row(source.key, source.root, None, everything=everything, title=source.title)
        if row is not None:
            row.hint = " › ".join(part for part in (source.hint, row.hint) if part)
        return row

    def _row(
        self, key: ModelKey, node: TreeNode, parent: TreeRow | None, *, everything: bool, title: str = ""
    ) -> TreeRow | None:
        """The row of a node with all below it, or None where the search leaves nothing of it."""
        chain = _chain(node)
        last = chain[-1]
        names = [self._name(part) for part in chain]
        row = TreeRow(0, key, last, title or names[0], " › ".join(names if title else names[1:]), parent, 0)
        row.ids = [part.id for part in chain if part.id is not None]
        everything = everything or any(self._matches(name) for name in names)
        row.elements = [one for one in last.elements if everything or self._hit(one)]
        for child in last.children:
            made = self._row(key, child, row, everything=everything)
            if made is not None:
                made.place = len(row.children)
                row.children.append(made)
        row.total = len(row.elements) + sum(child.total for child in row.children)
        row.drawn = sum(one.has_geometry for one in row.elements) + sum(child.drawn for child in row.children)
        is_left = not self._text or everything or row.elements or row.children
        return row if is_left else None

    def _name(self, node: TreeNode) -> str:
        return node.name or self._plain(node.ifc_class)

    def _matches(self, text: str) -> bool:
        return bool(self._text) and self._text in text.casefold()

    def _hit(self, element: TreeElement) -> bool:
        if not self._text or self._matches(element.name) or self._matches(element.tag):
            return True
        if self._matches(element.guid):
            return True
        if element.ifc_class not in self._class_hits:
            words = f"{element.ifc_class} {self._plain(element.ifc_class)}"
            self._class_hits[element.ifc_class] = self._matches(words)
        return self._class_hits[element.ifc_class]

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
            for place, element in enumerate(row.elements):
                self.places[ElementRef(row.model, element.id)] = (row, place)
            waiting.extend(reversed(row.children))


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
