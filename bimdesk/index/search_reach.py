"""From the terms of a search to the elements that they speak of, and from elements to what speaks of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from bimdesk.index.elements import Ids, each_once, read_columns
from bimdesk.index.lookups import Sql
from bimdesk.index.reader import ModelIndex
from bimdesk.index.search_terms import OWN, OWNERS, Term

_OWN_FIELDS = ", ".join(str(term.value) for term in sorted(OWN))
_ENTITY = "wanted w CROSS JOIN entities e ON e.id = w.element CROSS JOIN t ON {test} AND t.field = {term}"
_CODES = (
    "wanted w CROSS JOIN entity_classifications l ON l.entity_id = w.element"
    " CROSS JOIN t ON t.ref = l.classification_id AND t.field = {term}"
)
_REASONS: Mapping[Term, str] = {
    Term.TYPE: _ENTITY.replace("{test}", "t.ref = e.type_id"),
    Term.CLASS: _ENTITY.replace("{test}", "t.text = e.class"),
    Term.STOREY: _ENTITY.replace("{test}", "t.ref = e.storey_id AND e.storey_id <> e.id"),
    Term.MATERIAL: "wanted w CROSS JOIN entity_materials l ON l.entity_id = w.element"
    " CROSS JOIN t ON t.ref = l.material_id AND t.field = {term}",
    Term.CODE: _CODES,
    Term.CLASSIFICATION: _CODES,
    Term.SYSTEM: "wanted w CROSS JOIN relations r ON r.kind = 'groups' AND r.to_id = w.element"
    " CROSS JOIN t ON t.ref = r.from_id AND t.field = {term}",
    Term.PROPERTY: "wanted w CROSS JOIN entity_psets l ON l.entity_id = w.element"
    " CROSS JOIN psets s ON s.id = l.pset_id CROSS JOIN properties p ON p.pset_id = l.pset_id"
    " CROSS JOIN property_names n ON n.owner = s.name AND n.name = p.name"
    " CROSS JOIN t ON t.ref = n.id AND t.text = p.value AND t.field = {term}",
}
"""Term -> FROM of the terms `t` that speak of the elements `w`."""
_PARTS = [f"wanted w CROSS JOIN t ON t.ref = w.element AND t.field IN ({_OWN_FIELDS})"]
_PARTS += [text.replace("{term}", str(term.value)) for term, text in _REASONS.items()]
_ALL_REASONS = " UNION ALL ".join(
    f"SELECT w.element AS element, t.id, t.field, t.ref, t.text FROM {part}" for part in _PARTS
)
_OF_PRODUCTS = {Term.TYPE, Term.CLASS, Term.STOREY}
"""Only products have these; the others speak of types and groups too."""
_SHARED = (
    "SELECT json_group_array(l.entity_id) FROM (SELECT DISTINCT v.pset_id FROM t CROSS JOIN property_values v"
    " ON v.name_id = t.ref AND v.value = t.text AND v.entity_id IS NULL WHERE t.field = {term}) x"
    " CROSS JOIN entity_psets l ON l.pset_id = x.pset_id"
)
_SINGLE = (
    "SELECT json_group_array(v.entity_id) FROM t CROSS JOIN property_values v"
    " ON v.name_id = t.ref AND v.value = t.text AND v.entity_id IS NOT NULL WHERE t.field = {term}"
)
_CHOSEN = "WITH t AS MATERIALIZED (SELECT * FROM search_terms WHERE id IN (SELECT value FROM json_each(?))) "


class Reach(NamedTuple):
    """`elements` int64, ascending; `terms`: how many of them speak of these."""

    elements: Ids
    terms: int


def elements_behind(index: ModelIndex, terms: Sql, more: Iterable[int] = ()) -> Reach:
    """The products that any of the terms (`s`, FROM and WHERE) speaks of, and `more`."""
    columns = "json_group_array(s.id), json_group_array(s.field), json_group_array(s.ref)"
    found = read_columns(index, f"SELECT {columns} {terms.text}", terms.parameters)
    numbers, fields, refs = (np.array(column, dtype=np.int64) for column in found)
    is_own = np.isin(fields, sorted(OWN))
    others = np.unique(fields[~is_own]).tolist()
    parts = [refs[is_own]]
    chosen = json.dumps(numbers[~is_own].tolist())
    for field in others:
        parts += _owners(index, Term(field), chosen)
    parts.append(np.fromiter(more, dtype=np.int64))
    elements = each_once(np.concatenate(parts))
    if not _OF_PRODUCTS.issuperset(others):
        elements = _products(index, elements)
    return Reach(elements, len(numbers))


def reasons(index: ModelIndex, terms: Sql, elements: list[int]) -> Iterator[tuple[Any, ...]]:
    """(element, term's id, field, ref, text) for every term that speaks of one of these elements."""
    sql = (
        f"WITH t AS MATERIALIZED (SELECT s.id, s.field, s.ref, s.text {terms.text}),"
        " wanted (element) AS MATERIALIZED (SELECT value FROM json_each(?)) "
    )
    return index.rows(sql + _ALL_REASONS, (*terms.parameters, json.dumps(elements)))


def _owners(index: ModelIndex, term: Term, chosen: str) -> Iterator[Ids]:
    """The elements of the terms of one field among `chosen` (JSON of ids)."""
    sql = f"SELECT json_group_array(element) FROM ({OWNERS[term]})"
    for text in (_SHARED, _SINGLE) if term is Term.PROPERTY else (sql,):
        (found,) = read_columns(index, _CHOSEN + text.replace("{term}", str(term.value)), (chosen,))
        yield np.array(found, dtype=np.int64)


def _products(index: ModelIndex, elements: Ids) -> Ids:
    """Without types, groups and the project."""
    (others,) = read_columns(index, "SELECT json_group_array(id) FROM entities WHERE kind <> 'product'")
    return elements[~np.isin(elements, np.array(others, dtype=np.int64))]
