"""Names of elements for tables: class, name, storey by STEP id, and STEP ids by GlobalId."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from bimdesk.domain.ids import ElementId


class ElementLabel(NamedTuple):
    """What a table shows of an element."""

    class_name: str
    name: str
    tag: str
    storey: str
    guid: str


def read_labels(connection: sqlite3.Connection) -> dict[ElementId, ElementLabel]:
    """All entities at once: one pass is faster than a question for each row of a long table."""
    rows = connection.execute(
        "SELECT e.id, e.class, COALESCE(e.name, ''), COALESCE(e.tag, ''), COALESCE(s.name, ''), e.guid"
        " FROM entities e LEFT JOIN entities s ON s.id = e.storey_id"
    )
    return {ElementId(row[0]): ElementLabel(*row[1:]) for row in rows}


def read_guids(connection: sqlite3.Connection) -> dict[str, list[ElementId]]:
    """GlobalId -> the elements that carry it; several where it is not unique."""
    found: dict[str, list[ElementId]] = {}
    for guid, element in connection.execute("SELECT guid, id FROM entities WHERE guid <> '' ORDER BY id"):
        found.setdefault(guid, []).append(ElementId(element))
    return found
