"""The history in project.db: one row for each execution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from bimdesk.domain.execution import Execution, StartedBy, Status
from bimdesk.domain.history import ExecutionFilter, OrderName
from bimdesk.domain.ids import ExecutionId, ScriptKey, VersionId
from bimdesk.errors import NotFoundError
from bimdesk.storage.database import Database, Transaction
from bimdesk.storage.execution_filter import NUMBER, narrowed, ordered
from bimdesk.storage.owner import Owner
from bimdesk.storage.tables import ExecutionRow


class ExecutionStore:
    """Reads and writes executions; their folders are `folder / id`."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self.folder = folder

    def add(self, execution: Execution, owner: Owner) -> None:
        """Write the row of an execution that was asked for."""
        with self._database.write() as session:
            session.add(_row(execution, owner))

    def set_running(self, execution_id: ExecutionId, at: datetime) -> None:
        self._update(execution_id, status=Status.RUNNING.value, started_at=at)

    def finish(
        self,
        execution_id: ExecutionId,
        *,
        status: Status,
        sentence: str,
        duration_ms: int,
        findings: int,
        sandbox: Mapping[str, str],
        also: Callable[[Transaction], object] | None = None,
    ) -> Execution:
        """Write how it ended; what `also` writes stands or falls with it."""
        values = {
            "status": status.value,
            "sentence": sentence,
            "duration_ms": duration_ms,
            "findings": findings,
            "sandbox": dict(sandbox),
        }
        with self._database.write() as session:
            session.execute(update(ExecutionRow).where(ExecutionRow.id == execution_id).values(**values))
            if also is not None:
                also(session)
        return self.get(execution_id)

    def get(self, execution_id: ExecutionId) -> Execution:
        with self._database.read() as session:
            row = session.get(ExecutionRow, execution_id)
            if row is None:
                raise NotFoundError(f"There is no execution {execution_id} in the history.")
            return self._execution(row)

    def list_page(self, wanted: ExecutionFilter, *, limit: int, offset: int) -> list[Execution]:
        """Newest first."""
        query = ordered(narrowed(select(ExecutionRow), wanted), "start", descending=True)
        with self._database.read() as session:
            rows = session.scalars(query.limit(limit).offset(offset))
            return [self._execution(row) for row in rows]

    def list_numbers(
        self, wanted: ExecutionFilter, *, order: OrderName = "start", descending: bool = True
    ) -> list[int]:
        """The numbers of all rows that are wanted, in order: what `read_numbers` takes. They are no ids:
        a database that is made smaller may give others.
        """
        query = narrowed(select(NUMBER.label("number")).select_from(ExecutionRow), wanted)
        rows = ordered(query, order, descending=descending).subquery()
        # One text instead of 100,000 steps, each of which would take Python's lock from the window. SQLite
        # keeps the order of a subquery under this aggregate.
        with self._database.read() as session:
            joined: str | None = session.scalar(select(func.group_concat(rows.c.number, ",")))
        return [int(number) for number in joined.split(",")] if joined else []

    def read_numbers(self, numbers: Sequence[int]) -> list[Execution]:
        """The rows in this order; those that are gone are left out."""
        query = select(NUMBER, ExecutionRow).where(NUMBER.in_(list(numbers)))
        with self._database.read() as session:
            found = {number: self._execution(row) for number, row in session.execute(query)}
        return [found[number] for number in numbers if number in found]

    def read(self, ids: Iterable[ExecutionId]) -> list[Execution]:
        """Those that are still there, in no order."""
        with self._database.read() as session:
            rows = session.scalars(select(ExecutionRow).where(ExecutionRow.id.in_(list(ids))))
            return [self._execution(row) for row in rows]

    def count(self, wanted: ExecutionFilter) -> int:
        with self._database.read() as session:
            return session.scalar(narrowed(select(func.count()).select_from(ExecutionRow), wanted)) or 0

    def set_marks(
        self,
        ids: Iterable[ExecutionId],
        *,
        name: str | None = None,
        labels: Iterable[str] | None = None,
        pinned: bool | None = None,
    ) -> None:
        """What a person gives executions; None stays as it is."""
        values = {
            "name": name,
            "labels": None if labels is None else list(labels),
            "pinned": pinned,
        }
        given = {key: value for key, value in values.items() if value is not None}
        with self._database.write() as session:
            session.execute(update(ExecutionRow).where(ExecutionRow.id.in_(list(ids))).values(**given))

    def list_unfinished(self) -> list[tuple[ExecutionId, Owner]]:
        """Those queued or running, and the process that has them."""
        states = [Status.QUEUED.value, Status.RUNNING.value]
        query = select(ExecutionRow).where(ExecutionRow.status.in_(states))
        with self._database.read() as session:
            return [
                (
                    ExecutionId(row.id),
                    Owner(pid=row.owner_pid, started=row.owner_started, host=row.owner_host),
                )
                for row in session.scalars(query)
            ]

    def set_interrupted(self, ids: Iterable[ExecutionId], sentence: str) -> None:
        """Mark executions whose program died."""
        states = [Status.QUEUED.value, Status.RUNNING.value]
        with self._database.write() as session:
            session.execute(
                update(ExecutionRow)
                .where(ExecutionRow.id.in_(list(ids)), ExecutionRow.status.in_(states))
                .values(status=Status.INTERRUPTED.value, sentence=sentence)
            )

    def _update(self, execution_id: ExecutionId, **values: Any) -> None:
        with self._database.write() as session:
            session.execute(update(ExecutionRow).where(ExecutionRow.id == execution_id).values(**values))

    def _execution(self, row: ExecutionRow) -> Execution:
        return Execution(
            id=ExecutionId(row.id),
            script_key=None if row.script_key is None else ScriptKey(row.script_key),
            script_name=row.script_name,
            script_version=row.script_version,
            script_sha256=row.script_sha256,
            version_id=VersionId(row.version_id),
            model_label=row.model_label,
            parameters=row.parameters,
            started_by=StartedBy(row.started_by),
            status=Status(row.status),
            queued_at=row.queued_at,
            started_at=row.started_at,
            duration_ms=row.duration_ms,
            sentence=row.sentence,
            findings=row.findings,
            folder=self.folder / row.id,
            sandbox=row.sandbox,
            name=row.name,
            labels=tuple(row.labels),
            pinned=row.pinned,
            files_bytes=row.files_bytes,
            files_gone_at=row.files_gone_at,
        )


def _row(execution: Execution, owner: Owner) -> ExecutionRow:
    return ExecutionRow(
        id=execution.id,
        script_key=execution.script_key,
        script_name=execution.script_name,
        script_version=execution.script_version,
        script_sha256=execution.script_sha256,
        version_id=execution.version_id,
        model_label=execution.model_label,
        parameters=dict(execution.parameters),
        started_by=execution.started_by.value,
        status=execution.status.value,
        queued_at=execution.queued_at,
        started_at=execution.started_at,
        duration_ms=execution.duration_ms,
        sentence=execution.sentence,
        findings=execution.findings,
        sandbox=dict(execution.sandbox),
        owner_pid=owner.pid,
        owner_started=owner.started,
        owner_host=owner.host,
        name=execution.name,
        labels=list(execution.labels),
        pinned=execution.pinned,
    )
