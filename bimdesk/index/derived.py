"""Tables that are made of the index's others: by the import, or in memory where an older program wrote it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from bimdesk.index.names import KINDS, VALUES
from bimdesk.index.search_terms import TERMS

SCRIPTS: Mapping[str, str] = {"property_kinds": KINDS, "property_values": VALUES, "search_terms": TERMS}
"""Table -> what makes and fills it, in this order; `{temp}` and `{schema}` put it into memory."""


def script() -> str:
    """All of them, as the import runs them."""
    return "".join(text.format(temp="", schema="") for text in SCRIPTS.values())


def complete(connection: sqlite3.Connection, *tables: str) -> None:
    """Make derived tables in memory where the index lacks them, since an older program wrote it."""
    for table in tables:
        if not has_table(connection, table):
            connection.executescript(SCRIPTS[table].format(temp="TEMP ", schema="temp."))


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the index has the table, or memory has it by now."""
    known = (
        "SELECT 1 FROM sqlite_master WHERE name = ?1 UNION SELECT 1 FROM sqlite_temp_master WHERE name = ?1"
    )
    return connection.execute(known, (name,)).fetchone() is not None
