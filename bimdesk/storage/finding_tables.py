"""The tables of findings. Numbers in place of words where a million rows are looked through."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from bimdesk.storage.tables import Base, UtcDateTime

METADATA = Base.metadata
"""All tables of project.db, these included."""


SEARCH_STATEMENTS = (
    "CREATE VIRTUAL TABLE finding_search USING fts5(message, element_name,"
    " content='finding_texts', content_rowid='finding_id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER finding_texts_added AFTER INSERT ON finding_texts BEGIN"
    " INSERT INTO finding_search (rowid, message, element_name)"
    " VALUES (new.finding_id, new.message, new.element_name); END",
    "CREATE TRIGGER finding_texts_gone AFTER DELETE ON finding_texts BEGIN"
    " INSERT INTO finding_search (finding_search, rowid, message, element_name)"
    " VALUES ('delete', old.finding_id, old.message, old.element_name); END",
    "CREATE TRIGGER finding_texts_changed AFTER UPDATE ON finding_texts"
    " WHEN new.message <> old.message OR new.element_name <> old.element_name BEGIN"
    " INSERT INTO finding_search (finding_search, rowid, message, element_name)"
    " VALUES ('delete', old.finding_id, old.message, old.element_name);"
    " INSERT INTO finding_search (rowid, message, element_name)"
    " VALUES (new.finding_id, new.message, new.element_name); END",
)
"""The full text index over `finding_texts` (FTS5, external content)."""


@event.listens_for(METADATA, "after_create")
def _make_search(_target: MetaData, connection: Connection, **_more: Any) -> None:
    for statement in SEARCH_STATEMENTS:
        connection.exec_driver_sql(statement)


def table_of(row: type[Base]) -> Table:
    """The plain table: thousands of rows are inserted in half the time without the ORM."""
    return cast(Table, row.__table__)


class CheckRow(Base):
    """A check of a script. `owner`: the script's key, or its name where it was run by its path."""

    __tablename__ = "finding_checks"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    owner: Mapped[str] = mapped_column(String(300))
    script_key: Mapped[str | None] = mapped_column(String(255))
    script_name: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(Text)


class WordRow(Base):
    """A storey, class, assignee or label; '' has the number 0 and no row."""

    __tablename__ = "finding_words"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    text: Mapped[str] = mapped_column(Text, unique=True)


class ExaminedRow(Base):
    """A set of STEP ids (protocol.id_sets) that runs examined; the same one is kept once."""

    __tablename__ = "examined_sets"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int]
    ids: Mapped[bytes] = mapped_column(LargeBinary)


class FindingRunRow(Base):
    """A run whose findings were taken in. `id` is their order; what `owner` is: `CheckRow`.

    `parameters`: digest of the values as given; `examined`: {check, '' for all, or `seen`: digest of a set};
    `checks`: those that it evaluated. By ordinal of the result: `finding_ids`, `states`, `digests`.
    """

    __tablename__ = "finding_runs"
    __table_args__ = (
        Index(None, "model_id", "owner", "version_number", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    execution_id: Mapped[str] = mapped_column(String(32), unique=True)
    model_id: Mapped[int]
    model_name: Mapped[str] = mapped_column(String(255))
    version_id: Mapped[int]
    version_number: Mapped[int]
    owner: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(16))
    parameters: Mapped[str] = mapped_column(String(32))
    seen_set: Mapped[str | None] = mapped_column(String(32))
    said_sets: Mapped[dict[str, str]] = mapped_column(JSON)
    checks: Mapped[list[int]] = mapped_column(JSON)
    finding_ids: Mapped[bytes] = mapped_column(LargeBinary)
    states: Mapped[bytes] = mapped_column(LargeBinary)
    digests: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FindingRow(Base):
    """A finding. Times: milliseconds since 1970; days: proleptic ordinals; states ...: storage.finding_codes.

    Versions are numbers within the model. `said_by`: the newest that says anything of it; `changed_in`: where
    it came to its state.
    """

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "model_id", "check_id"),
        Index(
            "ix_findings_facets",
            "severity", "state", "decision", "expires", "model_id", "check_id", "storey_id", "class_id",
            "assignee_id", "due",
        ),
        Index(None, "state", "severity"),
        Index(None, "decision", "severity"),
        Index(None, "due"),
        Index(None, "last_seen_at"),
        Index(None, "first_seen_at"),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    model_id: Mapped[int]
    check_id: Mapped[int]
    severity: Mapped[int]
    state: Mapped[int]
    decision: Mapped[int]
    expires: Mapped[int | None]
    due: Mapped[int | None]
    storey_id: Mapped[int]
    class_id: Mapped[int]
    assignee_id: Mapped[int]
    element_count: Mapped[int]
    comments: Mapped[int]
    digest: Mapped[int] = mapped_column(BigInteger)
    said_by: Mapped[int]
    changed_in: Mapped[int]
    first_version: Mapped[int]
    last_version: Mapped[int]
    first_seen_at: Mapped[int] = mapped_column(BigInteger)
    last_seen_at: Mapped[int] = mapped_column(BigInteger)
    last_run_id: Mapped[int]
    last_ordinal: Mapped[int]


class FindingTextRow(Base):
    """What a finding says."""

    __tablename__ = "finding_texts"
    __table_args__ = (Index(None, "message"), Index(None, "element_name"))

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    message: Mapped[str] = mapped_column(Text)
    element_name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class FindingElementRow(Base):
    """The elements of a finding; `place` is their order."""

    __tablename__ = "finding_elements"
    __table_args__ = (Index(None, "identity_id"), {"sqlite_with_rowid": False})

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int]


class FindingEventRow(Base):
    """A change of a finding: of its state by a run, or by a person."""

    __tablename__ = "finding_events"
    __table_args__ = (Index(None, "finding_id", "id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text, default="")
    author: Mapped[str] = mapped_column(String(255), default="")
    run_id: Mapped[int | None] = mapped_column(default=None)
    version_number: Mapped[int | None] = mapped_column(default=None)


class FindingCountRow(Base):
    """How many findings of a check were in a state after a run."""

    __tablename__ = "finding_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run_id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[int] = mapped_column(primary_key=True)
    severity: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]


class CommentRow(Base):
    """What a person wrote about a finding."""

    __tablename__ = "finding_comments"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)


class WaiverRow(Base):
    """Why a finding is accepted; until when stands in the finding itself."""

    __tablename__ = "finding_waivers"

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FindingLabelRow(Base):
    """A label on a finding."""

    __tablename__ = "finding_labels"
    __table_args__ = (Index(None, "word_id"), {"sqlite_with_rowid": False})

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id", ondelete="CASCADE"), primary_key=True)
    word_id: Mapped[int] = mapped_column(primary_key=True)


class FindingMergeRow(Base):
    """A finding that turned out to be another one, which goes on."""

    __tablename__ = "finding_merges"

    old_id: Mapped[int] = mapped_column(primary_key=True)
    new_id: Mapped[int]


class IdentityRow(Base):
    """An element of a model through its versions, as it was in version `version_number`.

    `sought_in`: the last version that was searched for it in vain. `x` ... `z`: middle of its box,
    `dx` ... `dz`: size of it, metres; None without geometry.
    """

    __tablename__ = "element_identities"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    model_id: Mapped[int] = mapped_column(index=True)
    version_number: Mapped[int]
    sought_in: Mapped[int]
    guid: Mapped[str] = mapped_column(Text)
    ifc_class: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    tag: Mapped[str] = mapped_column(Text)
    type_name: Mapped[str] = mapped_column(Text)
    x: Mapped[float | None] = mapped_column(Float)
    y: Mapped[float | None] = mapped_column(Float)
    z: Mapped[float | None] = mapped_column(Float)
    dx: Mapped[float | None] = mapped_column(Float)
    dy: Mapped[float | None] = mapped_column(Float)
    dz: Mapped[float | None] = mapped_column(Float)


class ElementGuidRow(Base):
    """A GlobalId that an element has or had. `occurrence`: which of those of one file that share it."""

    __tablename__ = "element_guids"
    __table_args__ = (Index(None, "identity_id"), {"sqlite_with_rowid": False})

    model_id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(Text, primary_key=True)
    occurrence: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int]


class DoubtRow(Base):
    """An element that may be one that is gone. `status`: open, confirmed or rejected."""

    __tablename__ = "alias_doubts"
    __table_args__ = (UniqueConstraint("identity_id", "guid", "occurrence"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    model_id: Mapped[int] = mapped_column(index=True)
    identity_id: Mapped[int] = mapped_column(index=True)
    guid: Mapped[str] = mapped_column(Text)
    occurrence: Mapped[int]
    version_number: Mapped[int]
    old_words: Mapped[str] = mapped_column(Text)
    new_words: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    score: Mapped[float] = mapped_column(Float)
    status: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(255), default="")
    at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
