"""Names, labels, pins and sizes of executions, the full text of their logs, the feed of what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_SEARCH = (
    "CREATE VIRTUAL TABLE execution_search USING fts5("
    "body, content='execution_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER execution_texts_added AFTER INSERT ON execution_texts BEGIN "
    "INSERT INTO execution_search (rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER execution_texts_gone AFTER DELETE ON execution_texts BEGIN "
    "INSERT INTO execution_search (execution_search, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER execution_texts_changed AFTER UPDATE ON execution_texts BEGIN "
    "INSERT INTO execution_search (execution_search, rowid, body) VALUES ('delete', old.id, old.body); "
    "INSERT INTO execution_search (rowid, body) VALUES (new.id, new.body); END",
)


def upgrade() -> None:
    """New columns say nothing of what ran before; its logs are read in by the program when it rests."""
    for column in (
        sa.Column("name", sa.String(255), nullable=False, server_default=""),
        sa.Column("labels", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.text("0")),
        sa.Column("files_bytes", sa.BigInteger, nullable=True),
        sa.Column("files_gone_at", sa.DateTime, nullable=True),
    ):
        op.add_column("script_executions", column)
    op.create_index(
        "ix_script_executions_started_by_queued_at_id", "script_executions", ["started_by", "queued_at", "id"]
    )
    op.create_index(
        "ix_script_executions_script_key_version_id", "script_executions", ["script_key", "version_id"]
    )
    op.create_table(
        "execution_texts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("execution_id", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["execution_id"],
            ["script_executions.id"],
            name="fk_execution_texts_execution_id_script_executions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_execution_texts"),
        sa.UniqueConstraint("execution_id", name="uq_execution_texts_execution_id"),
    )
    for statement in _SEARCH:
        op.get_bind().exec_driver_sql(statement)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activity_kind_id", "activity", ["kind", "id"])
