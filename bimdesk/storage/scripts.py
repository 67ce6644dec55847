"""What the project remembers of its scripts: how often they were used, and the texts that they had."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session, aliased

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ScriptKey
from bimdesk.domain.script import LastRun, ScriptUse, ScriptVersion
from bimdesk.errors import NotFoundError
from bimdesk.storage.database import Database
from bimdesk.storage.tables import (
    ExecutionRow,
    LastValuesRow,
    PresetRow,
    ScriptRow,
    ScriptVersionRow,
    VersionRow,
)


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of a script's text, in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


class ScriptStore:
    """Reads and writes what is known of scripts; their files belong to the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember_text(self, key: ScriptKey, text: str, at: datetime, *, used: bool = False) -> int:
        """The number of the newest version with this text, a new one if need be; `used` counts a run."""
        digest = text_sha256(text)
        with self._database.write() as session:
            script = _script(session, key)
            if used:
                script.uses += 1
                script.last_used_at = at
            known = session.scalar(
                select(func.max(ScriptVersionRow.number)).where(
                    ScriptVersionRow.script_id == script.id, ScriptVersionRow.sha256 == digest
                )
            )
            return known or _append(session, script, ScriptVersionRow(**_content(text, at)))

    def add_version(
        self, key: ScriptKey, text: str, at: datetime, *, author: str = "", note: str = ""
    ) -> int | None:
        """Put `text` behind the versions; None where the newest one has it already."""
        with self._database.write() as session:
            script = _script(session, key)
            newest = session.scalar(_of(key).order_by(ScriptVersionRow.number.desc()).limit(1))
            if newest is not None and newest.sha256 == text_sha256(text):
                return None
            row = ScriptVersionRow(**_content(text, at), author=author[:255], note=note[:255])
            return _append(session, script, row)

    def set_label(self, key: ScriptKey, number: int, label: str) -> None:
        """Name a version; '' takes the name away. Raises NotFoundError where there is no such version."""
        with self._database.write() as session:
            row = session.scalar(_of(key).where(ScriptVersionRow.number == number))
            if row is None:
                raise NotFoundError(f"{key} has no version {number}.")
            row.label = label[:255]

    def set_favourite(self, key: ScriptKey, favourite: bool) -> None:
        with self._database.write() as session:
            _script(session, key).favourite = favourite

    def rename(self, old: ScriptKey, new: ScriptKey) -> None:
        """All that is remembered of `old` is of `new` from now on; `new` must not be known yet."""
        with self._database.write() as session:
            for table in (PresetRow, LastValuesRow):  # of a script that had this key long ago
                session.execute(delete(table).where(table.script_key == new))
                session.execute(update(table).where(table.script_key == old).values(script_key=new))
            session.execute(update(ScriptRow).where(ScriptRow.key == old).values(key=new))
            session.execute(update(ExecutionRow).where(ExecutionRow.script_key == old).values(script_key=new))

    def knows(self, key: ScriptKey) -> bool:
        """Whether anything is remembered under this key."""
        with self._database.read() as session:
            return session.scalar(select(ScriptRow.id).where(ScriptRow.key == key)) is not None

    def list_uses(self) -> dict[ScriptKey, ScriptUse]:
        """By key, each with its newest execution: one question, answered from an index for each script."""
        newest = aliased(ExecutionRow)
        its_newest = (
            select(newest.id)
            .where(newest.script_key == ScriptRow.key)
            .order_by(newest.queued_at.desc(), newest.id.desc())
            .limit(1)
            .correlate(ScriptRow)
            .scalar_subquery()
        )
        query = select(
            ScriptRow, ExecutionRow.status, ExecutionRow.queued_at, ExecutionRow.script_sha256
        ).outerjoin(ExecutionRow, ExecutionRow.id == its_newest)
        with self._database.read() as session:
            models = {row[0]: row[1] for row in session.execute(_MODELS_OF_SCRIPTS)}
            return {
                ScriptKey(row.key): ScriptUse(
                    uses=row.uses,
                    models=models.get(row.key, 0),
                    last_used_at=row.last_used_at,
                    favourite=row.favourite,
                    last=_last_run(status, at, digest),
                )
                for row, status, at, digest in session.execute(query)
            }

    def list_versions(self, key: ScriptKey) -> list[ScriptVersion]:
        """Newest first."""
        with self._database.read() as session:
            rows = session.scalars(_of(key).order_by(ScriptVersionRow.number.desc()))
            return [
                ScriptVersion(
                    number=row.number,
                    sha256=row.sha256,
                    text=row.text,
                    created_at=row.created_at,
                    author=row.author,
                    note=row.note,
                    label=row.label,
                )
                for row in rows
            ]

    def newest_sha256(self, key: ScriptKey) -> str | None:
        """The hash of the newest version; None where there is none."""
        query = _of(key).order_by(ScriptVersionRow.number.desc()).limit(1)
        with self._database.read() as session:
            row = session.scalar(query)
            return None if row is None else row.sha256

    def count_runs(self, key: ScriptKey) -> dict[str, int]:
        """How many executions each text of a script had, by its hash."""
        query = (
            select(ExecutionRow.script_sha256, func.count())
            .where(ExecutionRow.script_key == key)
            .group_by(ExecutionRow.script_sha256)
        )
        with self._database.read() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def find_text(self, sha256: str) -> str | None:
        """The text with this hash, of whichever script."""
        with self._database.read() as session:
            return session.scalar(
                select(ScriptVersionRow.text).where(ScriptVersionRow.sha256 == sha256).limit(1)
            )


_PAIRS = select(ExecutionRow.script_key, ExecutionRow.version_id).distinct().subquery()
"""Which script ran on which model version: read from an index, however many executions there are."""
_MODELS_OF_SCRIPTS = (
    select(_PAIRS.c.script_key, func.count(VersionRow.model_id.distinct()))
    .join(VersionRow, VersionRow.id == _PAIRS.c.version_id)
    .group_by(_PAIRS.c.script_key)
)


def _last_run(status: str | None, at: datetime | None, sha256: str | None) -> LastRun | None:
    """None where the outer join found no execution."""
    if status is None or at is None or sha256 is None:
        return None
    return LastRun(status=Status(status), at=at, sha256=sha256)


def _of(key: ScriptKey) -> Select[ScriptVersionRow]:
    return (
        select(ScriptVersionRow)
        .join(ScriptRow, ScriptRow.id == ScriptVersionRow.script_id)
        .where(ScriptRow.key == key)
    )


def _content(text: str, at: datetime) -> dict[str, Any]:
    """The number and the script are set when it is put behind the others."""
    return {"script_id": 0, "number": 0, "sha256": text_sha256(text), "text": text, "created_at": at}


def _append(session: Session, script: ScriptRow, row: ScriptVersionRow) -> int:
    highest = session.scalar(
        select(func.max(ScriptVersionRow.number)).where(ScriptVersionRow.script_id == script.id)
    )
    row.script_id, row.number = script.id, (highest or 0) + 1
    session.add(row)
    session.flush()
    return row.number


def _script(session: Session, key: ScriptKey) -> ScriptRow:
    row = session.scalar(select(ScriptRow).where(ScriptRow.key == key))
    if row is None:
        row = ScriptRow(key=key)
        session.add(row)
        session.flush()
    return row
