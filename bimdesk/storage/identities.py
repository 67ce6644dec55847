"""Elements through versions, in project.db; all within the transaction of who asks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from bimdesk.domain.identity import ElementDescription, ElementKey, Likeness
from bimdesk.domain.ids import ModelId
from bimdesk.storage.finding_tables import DoubtRow, ElementGuidRow, IdentityRow, table_of

CHUNK = 20_000
"""Numbers in one statement; SQLite takes 32,766."""
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Lists of at most `size`."""
    left = iter(items)
    while part := list(islice(left, size)):
        yield part


class IdentityTables:
    """The elements of one model, of which findings know."""

    def __init__(self, session: Session, model_id: ModelId) -> None:
        self._session = session
        self._model = model_id

    def find(self, keys: Iterable[ElementKey]) -> dict[ElementKey, int]:
        """The identities that have these keys."""
        wanted = set(keys)
        found: dict[ElementKey, int] = {}
        table = ElementGuidRow
        for part in chunks({key.guid for key in wanted}):
            query = select(table.guid, table.occurrence, table.identity_id).where(
                table.model_id == self._model, table.guid.in_(part)
            )
            for guid, occurrence, identity in self._session.execute(query):
                key = ElementKey(guid, occurrence)
                if key in wanted:
                    found[key] = identity
        return found

    def keys_of(self, identities: Iterable[int]) -> dict[int, list[ElementKey]]:
        """All keys that each identity has or had."""
        found: dict[int, list[ElementKey]] = defaultdict(list)
        table = ElementGuidRow
        for part in chunks(identities):
            query = select(table.identity_id, table.guid, table.occurrence).where(table.identity_id.in_(part))
            for identity, guid, occurrence in self._session.execute(query):
                found[identity].append(ElementKey(guid, occurrence))
        return found

    def of_findings(self, ids: Iterable[int]) -> list[int]:
        """The elements of these findings, of this model alone."""
        rows = self._session.execute(
            text(
                "SELECT DISTINCT e.identity_id FROM finding_elements e JOIN findings f ON f.id = e.finding_id"
                " WHERE e.finding_id IN (SELECT value FROM json_each(:ids)) AND f.model_id = :model"
            ),
            {"ids": json.dumps(list(ids)), "model": self._model},
        )
        return [row[0] for row in rows]

    def describe(self, identities: Iterable[int]) -> dict[int, tuple[int, ElementDescription]]:
        """Each identity with the number of the version in which it was so."""
        found: dict[int, tuple[int, ElementDescription]] = {}
        for part in chunks(identities):
            for row in self._session.scalars(select(IdentityRow).where(IdentityRow.id.in_(part))):
                found[row.id] = (row.version_number, _description(row))
        return found

    def add(self, elements: Sequence[ElementDescription], version: int) -> dict[ElementKey, int]:
        """Make an identity for each."""
        top = self._session.scalar(text("SELECT COALESCE(MAX(id), 0) FROM element_identities")) or 0
        made = {element.key: top + place for place, element in enumerate(elements, start=1)}
        rows = [
            {"id": made[element.key], "model_id": self._model, "sought_in": 0, **_columns(element, version)}
            for element in elements
        ]
        if rows:
            self._session.execute(insert(table_of(IdentityRow)), rows)
            self.add_keys(made)
        return made

    def add_keys(self, identities: Mapping[ElementKey, int]) -> None:
        """These keys mean these identities from now on; one that meant another is taken over."""
        rows = [
            {"m": self._model, "g": key.guid, "o": key.occurrence, "i": identity}
            for key, identity in identities.items()
        ]
        if rows:
            self._session.execute(
                text(
                    "INSERT INTO element_guids (model_id, guid, occurrence, identity_id)"
                    " VALUES (:m, :g, :o, :i) ON CONFLICT DO UPDATE SET identity_id = excluded.identity_id"
                ),
                rows,
            )

    def refresh(self, elements: Mapping[int, ElementDescription], version: int) -> None:
        """How these identities are in `version`, unless a newer one is known."""
        rows = [{"i": identity, **_columns(one, version)} for identity, one in elements.items()]
        if rows:
            names = [name for name in rows[0] if name != "i"]
            settings = ", ".join(f"{name} = :{name}" for name in names)
            self._session.execute(
                text(
                    f"UPDATE element_identities SET {settings} WHERE id = :i"
                    " AND version_number < :version_number"
                ),
                rows,
            )

    def add_doubts(
        self,
        doubts: Iterable[tuple[int, ElementDescription, ElementDescription, Likeness]],
        version: int,
    ) -> None:
        """Ask a person about (identity, as it was, an element of `version`, how alike).

        A pair that somebody has answered is not asked again.
        """
        rows = [
            {
                "model_id": self._model,
                "identity_id": identity,
                "guid": new.key.guid,
                "occurrence": new.key.occurrence,
                "version_number": version,
                "old_words": old.words,
                "new_words": new.words,
                "evidence": like.evidence,
                "score": like.score,
                "status": "open",
                "author": "",
            }
            for identity, old, new, like in doubts
        ]
        if rows:
            self._session.execute(insert(table_of(DoubtRow)).prefix_with("OR IGNORE"), rows)

    def answered(self, identities: Iterable[int]) -> set[tuple[int, ElementKey]]:
        """Pairs that were rejected."""
        found: set[tuple[int, ElementKey]] = set()
        table = DoubtRow
        for part in chunks(identities):
            query = select(table.identity_id, table.guid, table.occurrence).where(
                table.identity_id.in_(part), table.status == "rejected"
            )
            found |= {(one, ElementKey(guid, at)) for one, guid, at in self._session.execute(query)}
        return found

    def not_sought_in(self, identities: Iterable[int], version: int) -> list[int]:
        """Those that were not looked for in this version yet."""
        found: list[int] = []
        for part in chunks(identities):
            query = select(IdentityRow.id).where(IdentityRow.id.in_(part), IdentityRow.sought_in != version)
            found += self._session.scalars(query)
        return found

    def set_sought(self, identities: Iterable[int], version: int) -> None:
        """They were looked for in vain."""
        for part in chunks(identities):
            self._session.execute(
                update(IdentityRow).where(IdentityRow.id.in_(part)).values(sought_in=version)
            )

    def close_doubts(self, identities: Iterable[int]) -> None:
        """Open questions about elements that were found for certain are no questions any more."""
        for part in chunks(identities):
            self._session.execute(
                update(DoubtRow)
                .where(DoubtRow.identity_id.in_(part), DoubtRow.status == "open")
                .values(status="gone")
            )


def _columns(element: ElementDescription, version: int) -> dict[str, Any]:
    place = element.place or (None, None, None)
    size = element.size or (None, None, None)
    return {
        "version_number": version,
        "guid": element.guid,
        "ifc_class": element.ifc_class,
        "name": element.name,
        "tag": element.tag,
        "type_name": element.type_name,
        **dict(zip(("x", "y", "z", "dx", "dy", "dz"), (*place, *size), strict=True)),
    }


def _description(row: IdentityRow) -> ElementDescription:
    place = None if row.x is None or row.y is None or row.z is None else (row.x, row.y, row.z)
    size = None if row.dx is None or row.dy is None or row.dz is None else (row.dx, row.dy, row.dz)
    return ElementDescription(
        key=ElementKey(row.guid),
        guid=row.guid,
        ifc_class=row.ifc_class,
        name=row.name,
        tag=row.tag,
        type_name=row.type_name,
        place=place,
        size=size,
    )
