"""What the files of executions take, and which of them are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select, update

from bimdesk.domain.activity import ActivityKind
from bimdesk.domain.execution import Status
from bimdesk.domain.ids import ExecutionId, ScriptKey
from bimdesk.domain.retention import StoredRun
from bimdesk.storage.activity import note
from bimdesk.storage.database import Database
from bimdesk.storage.tables import ExecutionRow

_CHUNK = 500
_UNFINISHED = (Status.QUEUED.value, Status.RUNNING.value)


class RetentionStore:
    """Reads sizes and ages; writes what was counted and what goes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_stored(self) -> list[StoredRun]:
        """Executions that are over and whose files are there."""
        row = ExecutionRow
        columns = (
            row.id, row.script_key, row.script_name, row.model_label,
            row.queued_at, row.status, row.pinned, row.files_bytes,
        )  # fmt: skip
        query = select(*columns).where(row.files_gone_at.is_(None), row.status.not_in(_UNFINISHED))
        with self._database.read() as session:
            return [
                StoredRun(
                    id=ExecutionId(found.id),
                    script_key=None if found.script_key is None else ScriptKey(found.script_key),
                    script_name=found.script_name,
                    model_label=found.model_label,
                    at=found.queued_at,
                    status=Status(found.status),
                    pinned=found.pinned,
                    size=found.files_bytes,
                )
                for found in session.execute(query)
            ]

    def list_gone_last(self) -> list[ExecutionId]:
        """Executions whose files went last, or were about to when the program ended."""
        last = select(func.max(ExecutionRow.files_gone_at)).scalar_subquery()
        query = select(ExecutionRow.id).where(ExecutionRow.files_gone_at == last)
        with self._database.read() as session:
            return [ExecutionId(one) for one in session.scalars(query)]

    def set_sizes(self, sizes: Mapping[ExecutionId, int]) -> None:
        """Write what was counted."""
        items = list(sizes.items())
        for at in range(0, len(items), _CHUNK):
            with self._database.write() as session:
                for execution_id, size in items[at : at + _CHUNK]:
                    session.execute(
                        update(ExecutionRow).where(ExecutionRow.id == execution_id).values(files_bytes=size)
                    )

    def mark_gone(self, ids: Iterable[ExecutionId], at: datetime, *, size: int) -> list[ExecutionId]:
        """Say that the files are gone, before they go; one that was pinned meanwhile stays. Those that go."""
        wanted, going = list(ids), list[ExecutionId]()
        with self._database.write() as session:
            for start in range(0, len(wanted), _CHUNK):
                part = wanted[start : start + _CHUNK]
                row = ExecutionRow
                query = select(row.id).where(
                    row.id.in_(part), row.pinned.is_(False), row.files_gone_at.is_(None)
                )
                own = list(session.scalars(query))
                session.execute(update(row).where(row.id.in_(own)).values(files_gone_at=at))
                going += [ExecutionId(one) for one in own]
            if going:
                data = {"runs": len(going), "size": size}
                note(session, at, ActivityKind.PROJECT, "", "result files removed", data=data)
        return going
