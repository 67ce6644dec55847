"""The texts that a search looks through, with what each says of whom, and their index of trigrams."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from bimdesk.index.sources import SYSTEM_CLASSES


class Term(IntEnum):
    """What a text is of an element; the more telling first."""

    NAME = 1
    TAG = 2
    LONG_NAME = 3
    TYPE = 4
    CLASS = 5
    STOREY = 6
    MATERIAL = 7
    CODE = 8
    CLASSIFICATION = 9
    SYSTEM = 10
    DESCRIPTION = 11
    OBJECT_TYPE = 12
    PROPERTY = 13


_LONGEST = 2000
OWN: Mapping[Term, str] = {
    Term.NAME: "name",
    Term.TAG: "tag",
    Term.LONG_NAME: "long_name",
    Term.DESCRIPTION: "description",
    Term.OBJECT_TYPE: "object_type",
}
"""Fields of the entity itself: each has a term of its own."""
_READ: Mapping[Term, str] = {
    **{
        term: f"SELECT id AS ref, {column} AS text FROM entities WHERE kind = 'product'"
        for term, column in OWN.items()
    },
    Term.TYPE: "SELECT id AS ref, name AS text FROM entities WHERE kind = 'type'",
    Term.CLASS: "SELECT 0 AS ref, class AS text FROM entities WHERE kind = 'product' GROUP BY class",
    Term.STOREY: "SELECT id AS ref, name AS text FROM entities WHERE class = 'IfcBuildingStorey'",
    Term.MATERIAL: "SELECT id AS ref, name AS text FROM materials",
    Term.CODE: "SELECT id AS ref, identification AS text FROM classifications",
    Term.CLASSIFICATION: "SELECT id AS ref, name AS text FROM classifications",
    Term.SYSTEM: "SELECT id AS ref, name AS text FROM entities WHERE kind = 'group'"
    f" AND class IN ({SYSTEM_CLASSES})",
    Term.PROPERTY: "SELECT DISTINCT name_id AS ref, value AS text FROM property_values"
    " WHERE typeof(value) = 'text' AND kind IN (0, 2)",
}
_TERMS = """
CREATE {temp}TABLE search_terms (       -- in the order in which hits are shown: by field, short texts first
  id INTEGER PRIMARY KEY,
  field INTEGER NOT NULL,               -- search_terms.Term
  ref INTEGER NOT NULL,                 -- the entity, type, storey, material ...; of properties the name_id
  text TEXT NOT NULL
);
"""
_FILL = (
    "INSERT INTO search_terms (field, ref, text) SELECT {term}, ref, text FROM ({read})"
    f" WHERE text <> '' AND length(text) <= {_LONGEST} ORDER BY length(text), text, ref;\n"
)
TERMS = _TERMS + "".join(
    _FILL.replace("{term}", str(term.value)).replace("{read}", _READ[term]) for term in sorted(Term)
)
_TRIGRAMS = """
CREATE VIRTUAL TABLE {schema}search_trigrams USING fts5 (
  text, content = 'search_terms', content_rowid = 'id', tokenize = 'trigram', detail = 'none');
INSERT INTO search_trigrams (search_trigrams) VALUES ('rebuild');
"""


def make_trigrams(connection: sqlite3.Connection, *, schema: str = "") -> None:
    """Index the terms by trigrams, where SQLite can; without it a search looks at every term."""
    if has_trigrams():
        connection.executescript(_TRIGRAMS.format(schema=schema))


@lru_cache(maxsize=1)
def has_trigrams() -> bool:
    """Whether this SQLite has FTS5 and its trigram tokenizer (3.34 and later)."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE trial USING fts5 (text, tokenize = 'trigram')")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


SYSTEM_MEMBERS = "relations r ON r.kind = 'groups' AND r.from_id = t.ref"
OWNERS: Mapping[Term, str] = {
    Term.TYPE: "SELECT e.id AS element FROM t JOIN entities e ON e.type_id = t.ref WHERE t.field = {term}",
    Term.CLASS: "SELECT e.id AS element FROM t JOIN entities e ON e.class = t.text AND e.kind = 'product'"
    " WHERE t.field = {term}",
    Term.STOREY: "SELECT e.id AS element FROM t JOIN entities e ON e.storey_id = t.ref AND e.id <> t.ref"
    " WHERE t.field = {term}",
    Term.MATERIAL: "SELECT l.entity_id AS element FROM t JOIN entity_materials l ON l.material_id = t.ref"
    " WHERE t.field = {term}",
    Term.CODE: "SELECT l.entity_id AS element FROM t JOIN entity_classifications l"
    " ON l.classification_id = t.ref WHERE t.field = {term}",
    Term.CLASSIFICATION: "SELECT l.entity_id AS element FROM t JOIN entity_classifications l"
    " ON l.classification_id = t.ref WHERE t.field = {term}",
    Term.SYSTEM: f"SELECT r.to_id AS element FROM t JOIN {SYSTEM_MEMBERS} WHERE t.field = {{term}}",
    Term.PROPERTY: "SELECT COALESCE(v.entity_id, l.entity_id) AS element FROM t JOIN property_values v"
    " ON v.name_id = t.ref AND v.value = t.text LEFT JOIN entity_psets l"
    " ON l.pset_id = CASE WHEN v.entity_id IS NULL THEN v.pset_id END WHERE t.field = {term}",
}
"""Term -> a SELECT of elements from `t`, rows of search_terms; of OWN ones `ref` is the element."""
