"""Findings that live on over runs and model versions: decisions, elements, what runs examined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_SEARCH = (
    "CREATE VIRTUAL TABLE finding_search USING fts5(message, element_name,"
    " content='finding_texts', content_rowid='finding_id',"
    " tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER finding_texts_added AFTER INSERT ON finding_texts BEGIN"
    " INSERT INTO finding_search (rowid, message, element_name)"
    " VALUES (new.finding_id, new.message, new.element_name);"
    " END",
    "CREATE TRIGGER finding_texts_gone AFTER DELETE ON finding_texts BEGIN"
    " INSERT INTO finding_search (finding_search, rowid, message, element_name)"
    " VALUES ('delete', old.finding_id, old.message, old.element_name);"
    " END",
    "CREATE TRIGGER finding_texts_changed AFTER UPDATE ON finding_texts"
    " WHEN new.message <> old.message OR new.element_name <> old.element_name BEGIN"
    " INSERT INTO finding_search (finding_search, rowid, message, element_name)"
    " VALUES ('delete', old.finding_id, old.message, old.element_name);"
    " INSERT INTO finding_search (rowid, message, element_name)"
    " VALUES (new.finding_id, new.message, new.element_name);"
    " END",
)


def upgrade() -> None:
    """Make the tables; what ran before is not taken in: nobody noted what it examined."""
    _make_checks()
    _make_runs()
    _make_findings()
    _make_texts()
    _make_decisions()
    _make_elements()
    _make_doubts()
    for statement in _SEARCH:
        op.get_bind().exec_driver_sql(statement)


def _make_checks() -> None:
    op.create_table(
        "finding_checks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("script_key", sa.String(255), nullable=True),
        sa.Column("script_name", sa.String(255), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding_checks"),
        sa.UniqueConstraint("owner", "name", name="uq_finding_checks_owner_name"),
    )
    op.create_table(
        "finding_words",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding_words"),
        sa.UniqueConstraint("text", name="uq_finding_words_text"),
    )
    op.create_table(
        "examined_sets",
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_examined_sets"),
    )
    op.create_table(
        "finding_counts",
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("check_id", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "check_id", "state", "severity", name="pk_finding_counts"),
        sqlite_with_rowid=False,
    )


def _make_runs() -> None:
    op.create_table(
        "finding_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("execution_id", sa.String(32), nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("model_name", sa.String(255), nullable=False),
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("parameters", sa.String(32), nullable=False),
        sa.Column("seen_set", sa.String(32), nullable=True),
        sa.Column("said_sets", sa.JSON, nullable=False),
        sa.Column("checks", sa.JSON, nullable=False),
        sa.Column("finding_ids", sa.LargeBinary, nullable=False),
        sa.Column("states", sa.LargeBinary, nullable=False),
        sa.Column("digests", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_finding_runs"),
        sa.UniqueConstraint("execution_id", name="uq_finding_runs_execution_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_finding_runs_model_id_owner_version_number_id",
        "finding_runs",
        ["model_id", "owner", "version_number", "id"],
    )


def _make_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("check_id", sa.Integer, nullable=False),
        sa.Column("severity", sa.Integer, nullable=False),
        sa.Column("state", sa.Integer, nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("expires", sa.Integer, nullable=True),
        sa.Column("due", sa.Integer, nullable=True),
        sa.Column("storey_id", sa.Integer, nullable=False),
        sa.Column("class_id", sa.Integer, nullable=False),
        sa.Column("assignee_id", sa.Integer, nullable=False),
        sa.Column("element_count", sa.Integer, nullable=False),
        sa.Column("comments", sa.Integer, nullable=False),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("said_by", sa.Integer, nullable=False),
        sa.Column("changed_in", sa.Integer, nullable=False),
        sa.Column("first_version", sa.Integer, nullable=False),
        sa.Column("last_version", sa.Integer, nullable=False),
        sa.Column("first_seen_at", sa.BigInteger, nullable=False),
        sa.Column("last_seen_at", sa.BigInteger, nullable=False),
        sa.Column("last_run_id", sa.Integer, nullable=False),
        sa.Column("last_ordinal", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_decision_severity", "findings", ["decision", "severity"])
    op.create_index("ix_findings_due", "findings", ["due"])
    op.create_index(
        "ix_findings_facets",
        "findings",
        [
            "severity",
            "state",
            "decision",
            "expires",
            "model_id",
            "check_id",
            "storey_id",
            "class_id",
            "assignee_id",
            "due",
        ],
    )
    op.create_index("ix_findings_first_seen_at", "findings", ["first_seen_at"])
    op.create_index("ix_findings_last_seen_at", "findings", ["last_seen_at"])
    op.create_index("ix_findings_model_id_check_id", "findings", ["model_id", "check_id"])
    op.create_index("ix_findings_state_severity", "findings", ["state", "severity"])


def _make_texts() -> None:
    op.create_table(
        "finding_texts",
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("element_name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_finding_texts_finding_id_findings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", name="pk_finding_texts"),
    )
    op.create_index("ix_finding_texts_message", "finding_texts", ["message"])
    op.create_index("ix_finding_texts_element_name", "finding_texts", ["element_name"])
    op.create_table(
        "finding_elements",
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("identity_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name="fk_finding_elements_finding_id_findings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", "place", name="pk_finding_elements"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finding_elements_identity_id", "finding_elements", ["identity_id"])
    op.create_table(
        "finding_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(255), nullable=False),
        sa.Column("run_id", sa.Integer, nullable=True),
        sa.Column("version_number", sa.Integer, nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_finding_events_finding_id_findings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finding_events"),
    )
    op.create_index("ix_finding_events_finding_id_id", "finding_events", ["finding_id", "id"])


def _make_decisions() -> None:
    op.create_table(
        "finding_comments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name="fk_finding_comments_finding_id_findings",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finding_comments"),
    )
    op.create_index("ix_finding_comments_finding_id", "finding_comments", ["finding_id"])
    op.create_table(
        "finding_waivers",
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.String(255), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_finding_waivers_finding_id_findings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", name="pk_finding_waivers"),
    )
    op.create_table(
        "finding_labels",
        sa.Column("finding_id", sa.Integer, nullable=False),
        sa.Column("word_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_finding_labels_finding_id_findings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("finding_id", "word_id", name="pk_finding_labels"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_finding_labels_word_id", "finding_labels", ["word_id"])
    op.create_table(
        "finding_merges",
        sa.Column("old_id", sa.Integer, nullable=False),
        sa.Column("new_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("old_id", name="pk_finding_merges"),
    )


def _make_elements() -> None:
    op.create_table(
        "element_identities",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("sought_in", sa.Integer, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("ifc_class", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("type_name", sa.Text, nullable=False),
        sa.Column("x", sa.Float, nullable=True),
        sa.Column("y", sa.Float, nullable=True),
        sa.Column("z", sa.Float, nullable=True),
        sa.Column("dx", sa.Float, nullable=True),
        sa.Column("dy", sa.Float, nullable=True),
        sa.Column("dz", sa.Float, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_element_identities"),
    )
    op.create_index("ix_element_identities_model_id", "element_identities", ["model_id"])
    op.create_table(
        "element_guids",
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("identity_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("model_id", "guid", "occurrence", name="pk_element_guids"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_element_guids_identity_id", "element_guids", ["identity_id"])


def _make_doubts() -> None:
    op.create_table(
        "alias_doubts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("model_id", sa.Integer, nullable=False),
        sa.Column("identity_id", sa.Integer, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("version_number", sa.Integer, nullable=False),
        sa.Column("old_words", sa.Text, nullable=False),
        sa.Column("new_words", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("author", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alias_doubts"),
        sa.UniqueConstraint(
            "identity_id", "guid", "occurrence", name="uq_alias_doubts_identity_id_guid_occurrence"
        ),
    )
    op.create_index("ix_alias_doubts_identity_id", "alias_doubts", ["identity_id"])
    op.create_index("ix_alias_doubts_model_id", "alias_doubts", ["model_id"])
