"""Models, scripts, executions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_models"),
        sa.UniqueConstraint("name", name="uq_models_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "model_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.DateTime, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_versions"),
        sa.ForeignKeyConstraint(
            ["model_id"], ["models.id"], name="fk_model_versions_model_id_models", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("model_id", "number", name="uq_model_versions_model_id_number"),
        sa.UniqueConstraint("sha256", name="uq_model_versions_sha256"),
        sqlite_autoincrement=True,
    )
    _create_scripts()
    _create_executions()


def _create_scripts() -> None:
    op.create_table(
        "scripts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("last_used_at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scripts"),
        sa.UniqueConstraint("key", name="uq_scripts_key"),
    )
    op.create_table(
        "script_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("script_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_script_versions"),
        sa.ForeignKeyConstraint(
            ["script_id"], ["scripts.id"], name="fk_script_versions_script_id_scripts", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("script_id", "number", name="uq_script_versions_script_id_number"),
        sa.UniqueConstraint("script_id", "sha256", name="uq_script_versions_script_id_sha256"),
    )
    op.create_index("ix_script_versions_sha256", "script_versions", ["sha256"])


def _create_executions() -> None:
    op.create_table(
        "script_executions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("script_key", sa.String(255), nullable=True),
        sa.Column("script_name", sa.String(255), nullable=False),
        sa.Column("script_version", sa.Integer, nullable=False),
        sa.Column("script_sha256", sa.String(64), nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("model_label", sa.String(255), nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("started_by", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("queued_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=True),
        sa.Column("duration_ms", sa.Integer, nullable=True),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("sandbox", sa.JSON, nullable=False),
        sa.Column("owner_pid", sa.Integer, nullable=False),
        sa.Column("owner_started", sa.Double, nullable=False),
        sa.Column("owner_host", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_script_executions"),
    )
    op.create_index("ix_script_executions_queued_at_id", "script_executions", ["queued_at", "id"])
    for column in ("script_key", "version_id", "status"):
        name = f"ix_script_executions_{column}_queued_at_id"
        op.create_index(name, "script_executions", [column, "queued_at", "id"])
