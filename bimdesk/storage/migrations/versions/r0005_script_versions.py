"""Versions of scripts: who saved them and why; the same text may come back. Favourites."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Only the table of versions is made anew: making `scripts` anew would delete what refers to it."""
    op.add_column("scripts", sa.Column("favourite", sa.Boolean, nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("script_versions", recreate="always") as versions:
        versions.drop_constraint("uq_script_versions_script_id_sha256", type_="unique")
        for name in ("author", "note", "label"):
            versions.add_column(sa.Column(name, sa.String(255), nullable=False, server_default=""))
