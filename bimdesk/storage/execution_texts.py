"""What executions said, for the search: one shortened text each, indexed by the database's triggers.

A text has the number (rowid) of its execution's row, so that a hit needs no way back to it. `VACUUM` gives
rows other numbers; `renumber` mends that.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select, text

from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ExecutionId
from bimdesk.storage.database import Database, Transaction
from bimdesk.storage.history_tables import ExecutionTextRow
from bimdesk.storage.tables import ExecutionRow

_KEEP = text(
    "INSERT INTO execution_texts (id, execution_id, body) "
    "SELECT rowid, id, :body FROM script_executions WHERE id = :execution_id ON CONFLICT DO NOTHING"
)
_MOVED = text(
    "SELECT count(*) FROM execution_texts JOIN script_executions ON script_executions.id = execution_id "
    "WHERE script_executions.rowid != execution_texts.id"
)
_RENUMBER = (
    "CREATE TEMP TABLE moved_texts AS SELECT execution_id, body FROM execution_texts",
    "DELETE FROM execution_texts",
    "INSERT INTO execution_texts (id, execution_id, body) SELECT script_executions.rowid, execution_id, body "
    "FROM moved_texts JOIN script_executions ON script_executions.id = execution_id",
    "DROP TABLE moved_texts",
)
_OVER = [status.value for status in Status if status.is_over]


class ExecutionTexts:
    """Reads and writes `execution_texts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @staticmethod
    def keep(transaction: Transaction, texts: Iterable[tuple[ExecutionId, str]]) -> None:
        """Write the texts of executions that have none yet; those that have one keep it."""
        rows = [{"execution_id": execution_id, "body": body} for execution_id, body in texts]
        if rows:
            transaction.execute(_KEEP, rows)

    def write(self, texts: Iterable[tuple[ExecutionId, str]]) -> None:
        with self._database.write() as session:
            self.keep(session, texts)

    def list_missing(self, limit: int) -> list[ExecutionId]:
        """Executions that are over and whose log was never read in, the newest first."""
        known = select(ExecutionTextRow.execution_id).where(ExecutionTextRow.execution_id == ExecutionRow.id)
        query = (
            select(ExecutionRow.id)
            .where(ExecutionRow.status.in_(_OVER), ~known.exists())
            .order_by(ExecutionRow.queued_at.desc(), ExecutionRow.id.desc())
            .limit(limit)
        )
        with self._database.read() as session:
            return [ExecutionId(one) for one in session.scalars(query)]

    def renumber(self) -> bool:
        """Give texts the numbers of their executions again; whether any had another one."""
        with self._database.read() as session:
            if not session.scalar(_MOVED):
                return False
        with self._database.write() as session:
            for statement in _RENUMBER:
                session.execute(text(statement))
        return True

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(ExecutionTextRow)) or 0
