"""The tables of project.db. Private to this package; the migrations bring a database to this form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Times are stored in UTC and always come back with their zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of all rows."""

    metadata = MetaData(naming_convention=_NAMES)


class ModelRow(Base):
    """A model through time. Ids are never used twice, since the history refers to them after a removal."""

    __tablename__ = "models"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    versions: Mapped[list[VersionRow]] = relationship(
        init=False,
        back_populates="model",
        order_by="VersionRow.number",
        passive_deletes="all",
        lazy="selectin",
    )


class VersionRow(Base):
    """One imported content; its folder is named by `sha256`."""

    __tablename__ = "model_versions"
    __table_args__ = (UniqueConstraint("model_id", "number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    model: Mapped[ModelRow] = relationship(
        init=False, back_populates="versions", lazy="joined", innerjoin=True
    )


class ScriptRow(Base):
    """What the project remembers of a script of the library beside its file."""

    __tablename__ = "scripts"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    uses: Mapped[int] = mapped_column(default=0)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    favourite: Mapped[bool] = mapped_column(default=False, server_default=text("0"))


class ScriptVersionRow(Base):
    """A text that a script had: each save that changed it, and what ran. The same text may come again."""

    __tablename__ = "script_versions"
    __table_args__ = (UniqueConstraint("script_id", "number"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("scripts.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(255), default="", server_default="")
    note: Mapped[str] = mapped_column(String(255), default="", server_default="")
    label: Mapped[str] = mapped_column(String(255), default="", server_default="")


class ExecutionRow(Base):
    """One run. `version_id` is no foreign key: the history outlives a removed model."""

    __tablename__ = "script_executions"
    __table_args__ = (
        Index(None, "queued_at", "id"),
        Index(None, "script_key", "queued_at", "id"),
        Index(None, "version_id", "queued_at", "id"),
        Index(None, "status", "queued_at", "id"),
        Index(None, "started_by", "queued_at", "id"),
        Index(None, "script_key", "version_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    script_key: Mapped[str | None] = mapped_column(String(255))
    script_name: Mapped[str] = mapped_column(String(255))
    script_version: Mapped[int]
    script_sha256: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[int]
    model_label: Mapped[str] = mapped_column(String(255))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_by: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    duration_ms: Mapped[int | None]
    sentence: Mapped[str] = mapped_column(Text)
    findings: Mapped[int]
    sandbox: Mapped[dict[str, str]] = mapped_column(JSON)
    owner_pid: Mapped[int]
    owner_started: Mapped[float]
    owner_host: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255), default="", server_default="")
    labels: Mapped[list[str]] = mapped_column(JSON, default_factory=list, server_default=text("'[]'"))
    pinned: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    files_bytes: Mapped[int | None] = mapped_column(BigInteger, default=None)
    files_gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class FilterRow(Base):
    """A filter of elements under a name."""

    __tablename__ = "filters"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), unique=True)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ViewpointRow(Base):
    """A named viewpoint; `scene` as `services.viewpoints` writes it, `thumbnail` a PNG."""

    __tablename__ = "viewpoints"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary)
    scene: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SmartViewRow(Base):
    """A smart view; `rules` as `domain.smart_view_file` writes them, `position` its place among all."""

    __tablename__ = "smart_views"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    group_name: Mapped[str] = mapped_column(String(255))
    position: Mapped[int]
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PresetRow(Base):
    """Values of a script's form under a name. The key is no foreign key: built-in scripts need no row."""

    __tablename__ = "presets"
    __table_args__ = (UniqueConstraint("script_key", "name"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    script_key: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LastValuesRow(Base):
    """The values of a script's last run, as they were typed."""

    __tablename__ = "last_values"

    script_key: Mapped[str] = mapped_column(String(255), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
