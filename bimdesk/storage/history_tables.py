"""Tables of the history beside `script_executions`: texts that are looked through, and the feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, MetaData, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from bimdesk.storage.tables import Base, UtcDateTime

SEARCH = "execution_search"
"""The full text index over `execution_texts` (FTS5, external content)."""
SEARCH_STATEMENTS = (
    f"CREATE VIRTUAL TABLE {SEARCH} USING fts5("
    "body, content='execution_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER execution_texts_added AFTER INSERT ON execution_texts BEGIN "
    f"INSERT INTO {SEARCH} (rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER execution_texts_gone AFTER DELETE ON execution_texts BEGIN "
    f"INSERT INTO {SEARCH} ({SEARCH}, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER execution_texts_changed AFTER UPDATE ON execution_texts BEGIN "
    f"INSERT INTO {SEARCH} ({SEARCH}, rowid, body) VALUES ('delete', old.id, old.body); "
    f"INSERT INTO {SEARCH} (rowid, body) VALUES (new.id, new.body); END",
)


class ExecutionTextRow(Base):
    """What an execution said, shortened: its log, for the search. `id` is the row of the index."""

    __tablename__ = "execution_texts"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    execution_id: Mapped[str] = mapped_column(
        ForeignKey("script_executions.id", ondelete="CASCADE"), unique=True
    )
    body: Mapped[str] = mapped_column(Text)


class ActivityRow(Base):
    """Something that happened. `kind` and `subject` as `domain.activity` names them, newest ids last."""

    __tablename__ = "activity"
    __table_args__ = (Index(None, "kind", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


@event.listens_for(Base.metadata, "after_create")
def _make_search(_target: MetaData, connection: Connection, **_more: Any) -> None:
    for statement in SEARCH_STATEMENTS:
        connection.exec_driver_sql(statement)
