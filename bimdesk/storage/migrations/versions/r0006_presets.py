"""Presets of forms, and the values that each form had last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make both tables; what ran before has no last values: its row has variables filled in."""
    op.create_table(
        "presets",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("script_key", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_presets"),
        sa.UniqueConstraint("script_key", "name", name="uq_presets_script_key_name"),
    )
    op.create_table(
        "last_values",
        sa.Column("script_key", sa.String(255), nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("script_key", name="pk_last_values"),
    )
