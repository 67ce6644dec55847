"""What an entity is tied to: container, whole and parts, host and openings, systems and ports."""

from __future__ import annotations

from bimdesk.domain.ids import ElementId
from bimdesk.index.details.facts import Related
from bimdesk.index.reader import ModelIndex

RELATIONS = (
    "container",
    "whole",
    "parts",
    "host",
    "openings",
    "fills",
    "filled by",
    "contents",
    "spaces",
    "boundaries",
    "ports",
    "connected to",
    "systems",
    "members",
    "serves",
    "occurrences",
)
"""In the order in which they are shown."""
MOST_RELATED = 100
"""A storey has thousands of elements: so many of each relation are named, the rest counted."""

_PARENT_WORDS = {
    "contains": "container",
    "aggregates": "whole",
    "nests": "whole",
    "voids": "host",
    "fills": "fills",
}
_CHILD_WORDS = {
    "contains": "contents",
    "aggregates": "parts",
    "nests": "parts",
    "voids": "openings",
    "fills": "filled by",
}
_FROM_WORDS = {
    "voids": "openings",
    "fills": "filled by",
    "groups": "members",
    "serves": "serves",
    "bounds": "boundaries",
    "ports": "ports",
    "connects": "connected to",
    "referenced_in": "contents",
}
_TO_WORDS = {
    "voids": "host",
    "fills": "fills",
    "groups": "systems",
    "serves": "systems",
    "bounds": "spaces",
    "ports": "whole",
    "connects": "connected to",
    "referenced_in": "container",
}


def read_relations(
    index: ModelIndex, element: ElementId, parent: int | None, parent_rel: str | None
) -> tuple[tuple[Related, ...], dict[str, int]]:
    """Everything tied to the entity, each once, in the order of RELATIONS; and how many of each."""
    words: dict[tuple[str, int], None] = {}
    if parent is not None:
        words[_PARENT_WORDS.get(parent_rel or "", "container"), parent] = None
    for number, relation in index.rows("SELECT id, parent_rel FROM entities WHERE parent_id = ?", (element,)):
        words[_CHILD_WORDS.get(relation or "", "contents"), number] = None
    for kind, number in index.rows("SELECT kind, to_id FROM relations WHERE from_id = ?", (element,)):
        words[_FROM_WORDS.get(kind, "contents"), number] = None
    for kind, word in _TO_WORDS.items():
        query = "SELECT from_id FROM relations WHERE kind = ? AND to_id = ?"
        for (number,) in index.rows(query, (kind, element)):
            words[word, number] = None
    for (number,) in index.rows("SELECT id FROM entities WHERE type_id = ?", (element,)):
        words["occurrences", number] = None
    totals: dict[str, int] = {}
    found: list[Related] = []
    for relation, number in words:
        totals[relation] = totals.get(relation, 0) + 1
        related = read_related(index, relation, number) if totals[relation] <= MOST_RELATED else None
        if related is not None:
            found.append(related)
    found.sort(key=lambda one: (RELATIONS.index(one.relation), one.ifc_class, one.name))
    return tuple(found), totals


def read_related(index: ModelIndex, relation: str, number: int | None) -> Related | None:
    if number is None:
        return None
    row = next(index.rows("SELECT class, name FROM entities WHERE id = ?", (number,)), None)
    if row is None:
        return None
    return Related(relation=relation, id=ElementId(number), ifc_class=row[0], name=row[1] or "")
