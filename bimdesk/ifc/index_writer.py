"""Fills index.sqlite from an open model: one pass per kind of relationship, one transaction, indexes last."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bimdesk.domain.model import ImportNotice
from bimdesk.ifc.index_checks import check_model
from bimdesk.ifc.index_classifications import ClassificationIndex, read_classifications
from bimdesk.ifc.index_declarations import Declarations
from bimdesk.ifc.index_entities import ENTITY_SQL, Roots, read_roots
from bimdesk.ifc.index_materials import MaterialIndex, MaterialReader
from bimdesk.ifc.index_meta import read_meta
from bimdesk.ifc.index_properties import PropertyIndex, PropertyReader
from bimdesk.ifc.index_relations import Relations, read_relations
from bimdesk.ifc.index_units import Units
from bimdesk.index.schema import INDEXES, TABLES, VERSION
from bimdesk.index.search_terms import make_trigrams

_CACHE_KB = 128 * 1024
"""By default SQLite has 2 MB, and sorts large indexes in files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCounts:
    """What was counted, and what was found broken."""

    products: int
    properties: int
    storeys: int
    notices: tuple[ImportNotice, ...]


class Indexer:
    """What is known of an open model: what the geometry needs is read first, `write` does the rest."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._units = Units(model)
        self.declarations = Declarations(model.schema_identifier)
        self.roots = read_roots(model, self.declarations, length_scale=self._units.length_scale)
        self.relations = read_relations(model, self.declarations, self.roots)
        reader = MaterialReader(model, self.declarations, length_scale=self._units.length_scale)
        self.materials = reader.read_all(self.roots, self.relations)

    def write(self, path: Path, *, schema_declared: str, with_indexes: bool = True) -> IndexCounts:
        """Write all tables but `notices` and `has_geometry`, which `finish_index` adds at the end.

        Without `with_indexes`, `add_indexes` is to follow: it can run in another thread.
        """
        reader = PropertyReader(self._model, self.declarations, self._units)
        properties = reader.read_all(self.roots, self.relations)
        classifications = read_classifications(self._model, self.declarations, self.roots, self.relations)
        meta = {"index_version": str(VERSION), "schema_declared": schema_declared}
        connection = open_for_writing(path)
        try:
            connection.executescript(TABLES)
            connection.execute("BEGIN")
            _insert(connection, "meta", (meta | read_meta(self._model) | self._units.meta()).items())
            _write_entities(connection, self.declarations, self.roots, self.relations)
            _write_properties(connection, properties)
            _write_materials(connection, self.materials)
            _write_classifications(connection, classifications)
            connection.execute("COMMIT")
        finally:
            connection.close()
        if with_indexes:
            add_indexes(path)
        return self._counts(properties)

    def _counts(self, properties: PropertyIndex) -> IndexCounts:
        notices = check_model(self.declarations, self.roots, self.relations)
        if properties.broken:
            message = f"{len(properties.broken)} property sets could not be read whole."
            notices.append(ImportNotice(kind="structure", message=message))
        products = self.roots.of_kind("product")
        return IndexCounts(
            products=len(products),
            properties=properties.count([row.id for row in products]),
            storeys=sum(row.cls == "IfcBuildingStorey" for row in products),
            notices=tuple(notices),
        )


def add_indexes(path: Path) -> None:
    """Indexes, and tables that are made of the others: all in SQLite, without Python's lock."""
    connection = open_for_writing(path)
    try:
        connection.executescript(INDEXES)
        make_trigrams(connection)
    finally:
        connection.close()


def finish_index(path: Path, *, with_geometry: Iterable[int], notices: Sequence[ImportNotice]) -> None:
    """Mark the entities that are in mesh/, and write the notices of the whole import."""
    connection = open_for_writing(path)
    try:
        with connection:
            connection.execute("BEGIN")
            connection.executemany(
                "UPDATE entities SET has_geometry = 1 WHERE id = ?", ((key,) for key in with_geometry)
            )
            rows = (
                (seq, item.kind, item.message, json.dumps(item.elements)) for seq, item in enumerate(notices)
            )
            _insert(connection, "notices", rows)
        connection.execute("ANALYZE")
    finally:
        connection.close()


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A crash loses the whole staging folder anyway: no journal, no sync."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    sql = f"INSERT INTO {table} VALUES ({','.join('?' * len(first))})"
    connection.execute(sql, first)
    connection.executemany(sql, rows)


def _write_entities(
    connection: sqlite3.Connection, declarations: Declarations, roots: Roots, relations: Relations
) -> None:
    rows = (row.sql(relations.parents, relations.storeys, relations.types) for row in roots.entities.values())
    connection.executemany(ENTITY_SQL, rows)
    _insert(connection, "roots", roots.rows)
    classes = {row.cls for row in roots.entities.values()}
    _insert(
        connection,
        "class_parents",
        ((cls, parent) for cls in classes for parent in declarations.ancestors(cls)),
    )
    _insert(connection, "relations", sorted(relations.others))


def _write_properties(connection: sqlite3.Connection, index: PropertyIndex) -> None:
    definitions = index.definitions.values()
    _insert(
        connection,
        "psets",
        (
            (
                item.id,
                item.source_id,
                item.cls,
                item.guid,
                item.name,
                item.description,
                int(item.cls == "IfcElementQuantity"),
            )
            for item in definitions
        ),
    )
    _insert(
        connection,
        "properties",
        (
            (item.id, seq, name, value.value, value.kind, value.measure, value.unit)
            for item in definitions
            for seq, (name, value) in enumerate(item.properties.items())
        ),
    )
    _insert(connection, "entity_psets", _pset_links(index))


def _pset_links(index: PropertyIndex) -> Iterator[tuple[int, int, int, int]]:
    for entity_id, links in index.links.items():
        for seq, (item, from_type) in enumerate(links):
            yield entity_id, seq, item.id, int(from_type)


def _write_materials(connection: sqlite3.Connection, index: MaterialIndex) -> None:
    _insert(connection, "materials", index.materials)
    _insert(
        connection,
        "entity_materials",
        (
            (
                entity_id,
                seq,
                use.material_id,
                use.usage,
                use.set_name,
                use.part_name,
                use.thickness,
                use.fraction,
                int(from_type),
            )
            for entity_id, (uses, from_type) in index.uses.items()
            for seq, use in enumerate(uses)
        ),
    )


def _write_classifications(connection: sqlite3.Connection, index: ClassificationIndex) -> None:
    _insert(
        connection,
        "classifications",
        (
            (item.id, item.system, item.identification, item.name, item.location)
            for item in index.references.values()
        ),
    )
    _insert(
        connection,
        "entity_classifications",
        ((key, item.id, int(from_type)) for key, links in index.links.items() for item, from_type in links),
    )
