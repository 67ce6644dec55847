"""What the project remembers of its scripts: how often they were used, and the texts that ran."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bimdesk.domain.ids import ScriptKey
from bimdesk.storage.database import Database
from bimdesk.storage.tables import ScriptRow, ScriptVersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptUse:
    """How often a script ran, and when last."""

    uses: int
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptVersion:
    """A text that a script had. `number` counts from 1."""

    number: int
    sha256: str
    text: str
    created_at: datetime


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of a script's text, in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


class ScriptStore:
    """Reads and writes what is known of scripts; their files belong to the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember_text(self, key: ScriptKey, text: str, at: datetime, *, used: bool = False) -> int:
        """The number of this text among the script's versions, a new one if need be; `used` counts a run."""
        digest = text_sha256(text)
        with self._database.write() as session:
            script = _script(session, key)
            if used:
                script.uses += 1
                script.last_used_at = at
            of_script = ScriptVersionRow.script_id == script.id
            known = session.scalar(
                select(ScriptVersionRow.number).where(of_script, ScriptVersionRow.sha256 == digest)
            )
            if known is not None:
                return known
            highest = session.scalar(select(func.max(ScriptVersionRow.number)).where(of_script))
            number = (highest or 0) + 1
            session.add(
                ScriptVersionRow(script_id=script.id, number=number, sha256=digest, text=text, created_at=at)
            )
            return number

    def list_uses(self) -> dict[ScriptKey, ScriptUse]:
        with self._database.read() as session:
            return {
                ScriptKey(row.key): ScriptUse(uses=row.uses, last_used_at=row.last_used_at)
                for row in session.scalars(select(ScriptRow))
            }

    def list_versions(self, key: ScriptKey) -> list[ScriptVersion]:
        """Newest first."""
        query = (
            select(ScriptVersionRow)
            .join(ScriptRow, ScriptRow.id == ScriptVersionRow.script_id)
            .where(ScriptRow.key == key)
            .order_by(ScriptVersionRow.number.desc())
        )
        with self._database.read() as session:
            return [
                ScriptVersion(number=row.number, sha256=row.sha256, text=row.text, created_at=row.created_at)
                for row in session.scalars(query)
            ]

    def find_text(self, sha256: str) -> str | None:
        """The text with this hash, of whichever script."""
        with self._database.read() as session:
            return session.scalar(
                select(ScriptVersionRow.text).where(ScriptVersionRow.sha256 == sha256).limit(1)
            )


def _script(session: Session, key: ScriptKey) -> ScriptRow:
    row = session.scalar(select(ScriptRow).where(ScriptRow.key == key))
    if row is None:
        row = ScriptRow(key=key)
        session.add(row)
        session.flush()
    return row
