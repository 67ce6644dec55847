"""The rows that the model tree shows, as plain facts: folded chains, filtered elements, what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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


@dataclass(eq=False)
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
    element_ids: list[ElementId] = field(default_factory=list)
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

    @cached_property
    def positions(self) -> dict[ElementId, int]:
        """Where each element stands; made when it is asked for."""
        return {number: place for place, number in enumerate(self.element_ids)}

    def all_elements(self) -> Iterator[ElementRef]:
        """Every element in the row and below it, as shown (a search leaves out the rest)."""
        for number in self.element_ids:
            yield ElementRef(self.model, number)
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
        self._owners: dict[ModelKey, dict[ElementId, TreeRow]] = {}
        self.spatial: dict[ElementRef, TreeRow] = {}
        self.tops = [row for source in sources if (row := self._top(source)) is not None]
        self._number()

    @property
    def element_count(self) -> int:
        return sum(len(owners) for owners in self._owners.values())

    def place(self, ref: ElementRef) -> tuple[TreeRow, int] | None:
        """The row above an element and the element's place in it; None where it is not shown."""
        row = self._owners.get(ref.model, {}).get(ref.element)
        return (row, row.positions[ref.element]) if row is not None else None

    def set_hidden(self, hidden: Iterable[ElementRef]) -> None:
        """Count, for every row, how many of its elements are hidden."""
        for row in self.rows:
            row.hidden = 0
        counts: Counter[TreeRow] = Counter()
        for ref in hidden:
            owner = self._owners.get(ref.model, {}).get(ref.element)
            if owner is not None:
                counts[owner] += 1
        for row, count in counts.items():
            above: TreeRow | None = row
            while above is not None:
                above.hidden += count
                above = above.parent

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
        if everything or not self._text:
            row.elements, row.element_ids, own_drawn = last.elements, last.element_ids, last.drawn
        else:
            row.elements = self._hits(last)
            row.element_ids = [one.id for one in row.elements]
            own_drawn = sum(one.has_geometry for one in row.elements)
        for child in last.children:
            made = self._row(key, child, row, everything=everything)
            if made is not None:
                made.place = len(row.children)
                row.children.append(made)
        row.total = len(row.elements) + sum(child.total for child in row.children)
        row.drawn = own_drawn + sum(child.drawn for child in row.children)
        is_left = not self._text or everything or row.elements or row.children
        return row if is_left else None

    def _name(self, node: TreeNode) -> str:
        return node.name or self._plain(node.ifc_class)

    def _matches(self, text: str) -> bool:
        return bool(self._text) and self._text in text.casefold()

    def _hits(self, node: TreeNode) -> list[TreeElement]:
        """Elements of a group with the text in class, name, tag or GlobalId."""
        text = self._text
        return [
            one
            for one in node.elements
            if text in one.name.casefold()
            or text in one.tag.casefold()
            or text in one.guid.casefold()
            or self._is_class_hit(one.ifc_class)
        ]

    def _is_class_hit(self, ifc_class: str) -> bool:
        if ifc_class not in self._class_hits:
            self._class_hits[ifc_class] = self._matches(f"{ifc_class} {self._plain(ifc_class)}")
        return self._class_hits[ifc_class]

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
            self._owners.setdefault(row.model, {}).update(dict.fromkeys(row.element_ids, row))
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
